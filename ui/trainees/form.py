"""The form of a trainee: for a new one and for one on record; problems beside the fields, saved with Ctrl+S."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from app.i18n import _
from app.office.command import Command
from app.trainees.close import Close, CloseTo
from app.trainees.commands import AddTrainee, ChangeTrainee
from app.trainees.contact import CATEGORIES, EDUCATION, SECTORS, STATES, show_phone
from app.trainees.duplicates import Alike, MaybeSame
from app.trainees.fields import cleaned, identity_warnings, today
from app.trainees.identity import NRIC_TYPES, normalise, type_name
from app.trainees.queries import Holder, Organisations, TraineeDetail, TraineeWhole, WhoHasNumber
from app.trainees.words import CITIZENSHIPS, GENDERS, list_word
from ui.desk.desk import Desk
from ui.desk.drafts import FormKeeper
from ui.desk.merge import resolve
from ui.kit.buttons import link
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.form import Form, FormFoot, Spec
from ui.kit.layout import box, column, scrolled
from ui.kit.note import Note
from ui.kit.text_box import TextArea, TextBox
from ui.kit.theme import theme
from ui.trainees.documents import earlier_words
from ui.trainees.identity_box import IdentityBox, identity_values, shown_birth

LOW = 420  # pixels of height below which problems are summed up in one line
NAME_FROM = 5  # letters, before anybody is looked for
PHONES = ("phone_mobile", "phone_other")
AT_IDENTITY = ("identity_type", "identity_number", "identity_country", "identity_expiry", "override_reason")


@dataclass(frozen=True)
class Draft:
    """A command whose identity problems stand at the one field that shows the document."""

    command: Command[int]
    undated: bool = False

    def problems(self) -> dict[str, str]:
        """Field of the form -> sentence."""
        found = at_fields(self.command.problems())
        if self.undated:
            found["birth_date"] = _("This is not a date. Write day, month and year, such as 29/2/2004.")
        return found


def at_fields(problems: dict[str, str]) -> dict[str, str]:
    """Problems by field of the command -> by field of the form."""
    found: dict[str, str] = {}
    for name, sentence in problems.items():
        found.setdefault("identity" if name in AT_IDENTITY else name, sentence)
    return found


class TraineeForm(QWidget):
    """`saved(id)` after a save, `open_asked(id)` to go to another trainee, `cancelled()` from a new one."""

    saved = Signal(int)
    open_asked = Signal(int)
    cancelled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.whole: TraineeWhole | None = None
        self.reload: Callable[[], None] | None = None
        self.identity = IdentityBox()
        self._proposed: dict[str, Any] = {}
        self.sender_box = TextBox(_("Self"))
        self.form = Form(self._specs(), self._build, warn=self._warnings)
        self.form.setObjectName("trainee")
        self.foot = FormFoot(self.form, self.save, on_discard=self.discard)
        self.keeper = FormKeeper(desk, self.form, self.foot, writable=lambda: not desk.why_not(ChangeTrainee))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.go_on = link(_("Open"), self._open_like)
        self.like = Note(tone="warn", action=self.go_on)
        self.like.hide()
        self._like: Alike | None = None
        self._over = box(column(self.keeper.offer, self.form.strip, self.like, margins=(24, 12, 24, 0)), "surface")
        layout.addWidget(self._over)
        layout.addWidget(scrolled(box(column(self.form, margins=(24, 16, 24, 16)), "surface")), 1)
        layout.addWidget(self.foot)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(150)
        self._pause.timeout.connect(self._ask_holder)
        self._like_pause = QTimer(self)
        self._like_pause.setSingleShot(True)
        self._like_pause.setInterval(400)
        self._like_pause.timeout.connect(self._ask_like)
        self.form.edited.connect(self._maybe_like)
        self.identity.edited.connect(self._identity_edited)
        self.identity.read.connect(self._take)
        self.identity.open_asked.connect(self.open_asked)
        names = QCompleter([], self)
        names.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        names.setFilterMode(Qt.MatchFlag.MatchContains)
        names.activated.connect(lambda _text: self.sender_box.edited.emit())
        self.sender_box.setCompleter(names)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.form.strip.set_compact(self.height() < theme().px(LOW))

    def _specs(self) -> list[Spec]:
        def words(values: tuple[str, ...]) -> Choice:
            return Choice([(v, list_word(v)) for v in values], empty="–")

        return [
            Spec("full_name", _("Full name as on MyKad"), TextBox(max_length=400), required=True, wide=True),
            Spec("identity", _("Identity document"), self.identity, wide=True),
            Spec("birth_date", _("Birth date"), DateBox()),
            Spec("gender", _("Sex"), Choice([(code, _(text)) for code, text in GENDERS.items()], empty="–")),
            Spec("phone_mobile", _("Phone"), TextBox()),
            Spec("email", _("E-mail"), TextBox()),
            Spec("education", _("Highest education"), words(EDUCATION)),
            Spec("organisation", _("Sent by"), self.sender_box, help=_("Employer or agency; empty when nobody.")),
            Spec("certificate_name", _("Name on certificate"), TextBox(_("Same as full name"), max_length=400)),
            Spec("titles", _("Titles"), TextBox(_("Dato', Ir.")), help=_("In their order, with commas between.")),
            Spec("citizenship", _("Citizenship"), Choice([(c, _(t)) for c, t in CITIZENSHIPS.items()], empty="–"),
                 section=_("More")),
            Spec("phone_other", _("Other phone"), TextBox()),
            Spec("category", _("Category"), words(CATEGORIES)),
            Spec("sector", _("Sector"), words(SECTORS)),
            Spec("position", _("Position"), TextBox()),
            Spec("other_script", _("Name in another script"), TextBox()),
            Spec("address_1", _("Address"), TextBox(), wide=True),
            Spec("address_2", _("Address, second line"), TextBox(), wide=True),
            Spec("postcode", _("Postcode"), TextBox(max_length=10)),
            Spec("city", _("City"), TextBox()),
            Spec("state", _("State"), Choice([(s, s) for s in STATES], empty="–")),
            Spec("notes", _("Notes, not printed"), TextArea(lines=2), wide=True),
        ]

    # -- somebody on record already ---------------------------------------------------------------------------------
    def _maybe_like(self) -> None:
        """While somebody new is typed: is that person on record already?"""
        if self.whole is None:
            self._like_pause.start() if not self.desk.synchronous else self._ask_like()

    def _ask_like(self) -> None:
        shown = self.form.values()
        if self.whole is not None or len((shown["full_name"] or "").strip()) < NAME_FROM:
            self._show_like(())
            return
        given = shown["identity"]
        self.desk.ask(MaybeSame(
            full_name=shown["full_name"], birth_date=shown_birth(shown["birth_date"]), gender=shown["gender"] or "",
            phone=cleaned("phone_mobile", shown["phone_mobile"]), email=cleaned("email", shown["email"]),
            identity_type=given["identity_type"], identity_number=given["identity_number"]), owner=self,
            then=lambda rows: self._show_like(rows if self.whole is None else ()), in_place=lambda _error: None)

    def _show_like(self, rows: Sequence[Alike]) -> None:
        self._like = rows[0] if rows else None
        if self._like is not None:
            self.like.show_note(_("{name}, {number}: {why}.").format(
                name=self._like.name, number=self._like.number, why=self._like.likeness.why()), "warn",
                strong=_("On record already?"))
        self.like.setVisible(self._like is not None)

    def _open_like(self) -> None:
        if self._like is not None:
            self.open_asked.emit(self._like.id)

    # -- showing ----------------------------------------------------------------------------------------------------
    def show_new(self) -> None:
        """An empty form for a new trainee."""
        self.whole = None
        self._proposed = {}
        self.form.fields["identity"].set_help("")
        self.foot.set_always(True)
        self.form.set_read_only(False)
        self.form.set_values({}, "trainee:new")
        self._show_like(())
        self.identity.show_last(None)
        self.form.focus_first()
        self._load_names()

    def show_trainee(self, whole: TraineeWhole) -> None:
        """A trainee on record."""
        self.whole = whole
        self._show_like(())
        self._proposed = {}
        self.foot.set_always(False)
        self.form.set_values(self._shown(whole), f"trainee:{whole.id}")
        self.identity.show_last(whole.current)
        self.form.fields["identity"].set_help(earlier_words(whole))
        why = self.desk.why_not(ChangeTrainee)
        if whole.merged_into is not None:
            why = _("This record was merged into {number}.").format(number=whole.merged_into.number)
        self.form.set_read_only(bool(why), why)
        self._load_names()

    def _shown(self, whole: TraineeWhole) -> dict[str, Any]:
        values: dict[str, Any] = {name: value or None for name, value in whole.values.items()}
        for name in PHONES:
            values[name] = show_phone(whole.values[name]) if whole.values[name] else None
        return values | {"identity": identity_values(whole.current), "organisation": whole.organisation,
                         "certificate_name": whole.certificate_name, "titles": ", ".join(whole.titles)}

    def _load_names(self) -> None:
        self.desk.ask(Organisations(limit=2000), owner=self, then=self._show_names)

    def _show_names(self, names: Any) -> None:
        from PySide6.QtCore import QStringListModel

        self.sender_box.completer().setModel(QStringListModel(list(names), self))

    # -- what happens -----------------------------------------------------------------------------------------------
    def _identity_edited(self) -> None:
        if self.identity.complete():
            self._pause.start() if not self.desk.synchronous else self._ask_holder()

    def _ask_holder(self) -> None:
        given = self.identity.value()
        asked = (given["identity_type"], given["identity_number"], given["identity_country"])
        self.desk.ask(WhoHasNumber(type=asked[0], number=asked[1], country=asked[2]), owner=self,
                      then=lambda rows: self._show_holder(rows) if asked == self._asked() else None)
        self.desk.ask(CloseTo(type=asked[0], number=asked[1], but=self.whole.id if self.whole else None), owner=self,
                      then=lambda rows: self._show_close(rows) if asked == self._asked() else None)

    def _asked(self) -> tuple[str, str, str]:
        """What the answers are about: one that comes for another number is dropped."""
        now = self.identity.value()
        return now["identity_type"], now["identity_number"], now["identity_country"]

    def _show_close(self, rows: Sequence[Close]) -> None:
        self.identity.show_close(rows[0] if rows else None)

    def _show_holder(self, rows: Any) -> None:
        found: Holder | None = rows[0] if rows else None
        mine = self.whole is not None and found is not None and found.id == self.whole.id
        self.identity.show_holder(None if mine else found)

    def _take(self, said: dict[str, Any]) -> None:
        """Birth date and sex follow the number as long as nobody typed something else."""
        for name in ("birth_date", "gender"):
            field = self.form.fields[name]
            before = self._proposed.get(name)
            if name in said and field.value() in (None, "", before, self._saved(name)):
                field.set_value(said[name])
                field.set_help(_("Read from the card number"))
            elif before is not None:
                field.set_help("")
        self._proposed = said

    def _warnings(self, shown: dict[str, Any]) -> dict[str, str]:
        """What does not go with the card number; it stops nobody."""
        given = shown["identity"]
        kind, number = given["identity_type"], normalise(given["identity_type"], given["identity_number"])
        if kind not in NRIC_TYPES or len(number) != 12 or not number.isdigit():
            return {}
        found = identity_warnings(kind, number, today=today(), birth_date=shown_birth(shown["birth_date"]),
                                  gender=shown["gender"] or "")
        return {key: found[key] for key in ("birth_date", "gender") if key in found}

    def _saved(self, name: str) -> Any:
        return None if self.whole is None else self.whole.values[name] or None

    def _values(self, shown: dict[str, Any]) -> dict[str, Any]:
        values = {name: "" if value is None else value for name, value in shown.items() if name != "identity"}
        values["birth_date"] = shown_birth(shown["birth_date"])
        values["titles"] = tuple(t.strip() for t in shown["titles"].split(",") if t.strip())
        return values

    def _build(self, shown: dict[str, Any]) -> Draft:
        undated = isinstance(shown["birth_date"], str) and bool(shown["birth_date"])
        values = self._values(shown)
        if self.whole is None:
            return Draft(AddTrainee(**values, **shown["identity"]), undated)
        changed = {name: values[name] for name in self.form.changes() if name != "identity"}
        if "identity" in self.form.changes():
            changed |= shown["identity"]
        return Draft(ChangeTrainee(trainee_id=self.whole.id, version=self.whole.version, values=changed,
                                   about=self.whole.name), undated)

    def save(self) -> None:
        """Record what is shown."""
        draft: Draft = self.form.command()
        self.desk.do(draft.command, owner=self, invalid=lambda p: self.form.refuse(at_fields(p)), then=self._done,
                     reload=self.reload, conflict=self._conflict if self.whole else None,
                     tell=_("Saved") if self.whole else _("Trainee added"))

    def _conflict(self) -> None:
        """Somebody else saved in between: both values, field by field."""
        whole = self.whole
        if whole is not None:
            resolve(self.desk, self.form, TraineeDetail(trainee_id=whole.id), table="trainee", key=whole.id,
                    shown=self._shown, adopt=self._adopt, save=self.save, words=self._words)

    def _adopt(self, whole: TraineeWhole) -> None:
        self.whole = whole

    def _words(self, key: str, value: Any) -> str:
        if key != "identity":
            return ""
        words = f"{type_name(value['identity_type'])} {value['identity_number']} {value['identity_country']}".strip()
        return f"{words}, {_('checked against the card')}" if value["checked"] else words

    def _done(self, key: int) -> None:
        self.form.mark_saved()
        self.saved.emit(key)

    def discard(self) -> None:
        """Back to what is recorded, or out of a new one."""
        if self.whole is None:
            self.form.set_values({})
            self.cancelled.emit()
        else:
            typed = self.form.typed()
            self.form.discard()
            self.identity.show_last(self.whole.current)
            self.keeper.tell_discarded(typed)

    @property
    def modified(self) -> bool:
        """Whether something typed is not saved."""
        return self.form.modified
