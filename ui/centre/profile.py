"""Settings, centre and signatories: the profile that papers carry, and who signs them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.centre.commands import RemoveSignatory, SaveCentre, SaveSignatory
from app.centre.queries import CentreProfile, CentreRow, Signatories, SignatoryRow
from app.certificates.queries import CountRegister, RegisterCounts
from app.i18n import _, show_date
from app.office.journal import Changes
from ui.centre.heads import part_head
from ui.centre.picture import Canvas, PictureBox, read_picture
from ui.centre.role import RoleBox, role_words
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import icon_button, quiet, secondary
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.form import Form, FormFoot, Spec
from ui.kit.layout import box, clear, column, line, row, scrolled
from ui.kit.note import Note
from ui.kit.pill import Pill
from ui.kit.text import Elided, label
from ui.kit.text_box import TextArea, TextBox
from ui.kit.theme import theme

STATES = ("Johor", "Kedah", "Kelantan", "Melaka", "Negeri Sembilan", "Pahang", "Perak", "Perlis", "Pulau Pinang",
          "Sabah", "Sarawak", "Selangor", "Terengganu", "W.P. Kuala Lumpur", "W.P. Labuan", "W.P. Putrajaya")
TWO_CARDS = 980  # px
PLAIN = ("name", "name_ms", "short_name", "code", "kind", "phone", "email", "web", "postcode", "city", "state")


def address_lines(text: str) -> tuple[str, str, str]:
    """A typed address as three lines; what is more goes into the third."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [*lines[:2], ", ".join(lines[2:])] if len(lines) > 3 else lines
    lines += [""] * (3 - len(lines))
    return lines[0], lines[1], lines[2]


class ProfileSection(QWidget):
    """The form of the centre and the cards of those who sign."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._version: int | None = None
        self.logo = PictureBox(_("Change logo"))
        self.logo.edited.connect(self._logo_edited)
        self.form = Form([
            Spec("name", _("Centre name"), TextBox(max_length=200), required=True),
            Spec("name_ms", _("Name in Malay"), TextBox(max_length=200)),
            Spec("short_name", _("Short name, for the window and lists"), TextBox(max_length=60)),
            Spec("code", _("Centre code, begins every certificate number"), TextBox(max_length=12), required=True),
            Spec("phone", _("Phone"), TextBox(max_length=40)),
            Spec("email", _("E-mail"), TextBox(max_length=200)),
            Spec("address", _("Address"), TextArea(lines=2), wide=True),
            Spec("postcode", _("Postcode"), TextBox(max_length=5)),
            Spec("city", _("Town"), TextBox(max_length=80)),
            Spec("state", _("State (of Malaysia)"), Choice([("", ""), *((name, name) for name in STATES)])),
            Spec("web", _("Web site"), TextBox(max_length=200)),
        ], self._build, columns=3)
        self.form.setObjectName("profile")
        self.foot = FormFoot(self.form, self.save)
        guard(self.foot.save, SaveCentre, desk)
        self.add_button = secondary(_("Add signatory"), self.add_signatory, icon="plus")
        guard(self.add_button, SaveSignatory, desk)
        self._cards = QGridLayout()
        self._cards.setSpacing(16)
        self._people: Sequence[SignatoryRow] = ()
        self._wide = False
        top = row(column(label(_("Logo"), "label"), self.logo, None, spacing=4), self.form, spacing=20)
        top.setStretch(1, 1)
        whole = box(column(
            top, line(), part_head(_("Signatories"), _(
                "Who signs certificates, and from when. Old certificates keep the signature they were issued with."),
                self.add_button),
            self._cards, None, margins=(24, 16, 24, 16), spacing=16))
        self.setLayout(column(scrolled(whole), self.foot, spacing=0))
        desk.changed.connect(self._changed)

    def shown(self) -> None:
        """Ask again, unless something is being typed."""
        if not self.form.modified:
            self.load()

    def may_leave(self) -> bool:
        """False while there are changes that are not saved."""
        return not self.form.modified

    def load(self) -> None:
        """Ask for the profile and the signatories."""
        self.desk.ask(CentreProfile(), owner=self, then=self._show)
        self.desk.ask(Signatories(), owner=self, then=self._show_people)
        self.desk.ask(CountRegister(), owner=self, then=self._lock_code)

    def _lock_code(self, rows: Sequence[RegisterCounts]) -> None:
        if rows and rows[0].all:
            self.form.fields["code"].set_read_only(True, _("Locked after the first certificate."))

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(CentreProfile.reads | Signatories.reads):
            self.shown()

    def _show(self, rows: Sequence[CentreRow]) -> None:
        if not rows:
            return
        centre = rows[0]
        self._version = centre.version
        self.logo.set_value(centre.logo)
        address = "\n".join(part for part in (centre.address_1, centre.address_2, centre.address_3) if part)
        self.form.set_values({**{key: getattr(centre, key) for key in PLAIN}, "address": address}, "centre")
        if not self.desk.may(SaveCentre):
            self.form.set_read_only(True, self.desk.why_not(SaveCentre))
            self.logo.set_read_only(True)

    def _build(self, values: dict[str, Any]) -> SaveCentre:
        one, two, three = address_lines(values["address"])
        plain = {key: values[key] for key in PLAIN if key in values}
        return SaveCentre(**plain, address_1=one, address_2=two, address_3=three, version=self._version)

    def _logo_edited(self) -> None:
        self.desk.do(SaveCentre(logo=self.logo.value()), owner=self, tell=_("The logo is saved."),
                     then=lambda _v: self.desk.ask(CentreProfile(), owner=self, then=self._logo_saved, tag="logo"))

    def _logo_saved(self, rows: Sequence[CentreRow]) -> None:
        """The logo is saved by itself; what is being typed in the form stays."""
        if rows:
            self._version = rows[0].version
            self.logo.set_value(rows[0].logo)

    def save(self) -> None:
        """Write the profile."""
        self.desk.do(self.form.command(), owner=self, invalid=self.form.refuse, then=self._saved, reload=self.load)

    def _saved(self, _value: Any) -> None:
        self.form.mark_saved()
        self.load()

    # -- signatories -----------------------------------------------------------------------------------------------
    def _show_people(self, rows: Sequence[SignatoryRow]) -> None:
        self._people = rows
        clear(self._cards)
        made: list[QWidget] = [self._card(person) for person in rows]
        made.append(Note(_("Sign with a black pen on white paper and scan it at 300 dpi. Sijil takes the white away, "
                           "trims the edges and shows you the result before it is used."), "neutral",
                         strong=_("For a clean signature.")))
        across = 2 if self._wide else 1
        for at, card in enumerate(made):
            self._cards.addWidget(card, at // across, at % across)
        for at in range(2):
            self._cards.setColumnStretch(at, 1 if at < across else 0)

    def _card(self, person: SignatoryRow) -> QWidget:
        canvas = Canvas(QSize(150, 96), _("No signature yet"))
        if person.image:
            canvas.show_picture(read_picture(person.image))
        edit = icon_button("pencil", _("Change {name}").format(name=person.name), lambda: self.change(person),
                           kind="quiet")
        guard(edit, SaveSignatory, self.desk)
        posts = " · ".join(post for post in (person.post_ms, person.post_en) if post)
        until = _("until {date}").format(date=show_date(person.valid_to)) if person.valid_to else ""
        since = label(" ".join((_("since {date}").format(date=show_date(person.valid_from)), until)), "hint")
        state = row(since, None) if person.image else row(
            Pill(_("Signature missing"), "warn", "triangle-alert"), since, None)
        posts = f"{role_words(person.role)}: {posts}" if person.role and posts else posts or role_words(person.role)
        words = column(row(Elided(person.name, "strong"), edit), label(posts, wrap=True), None, state, spacing=4)
        return box(row(canvas, words, margins=(10, 10, 10, 10), spacing=14), "card")

    def add_signatory(self) -> None:
        """The dialog of a new one."""
        talk.open_dialog(SignatoryDialog(self.desk, None, len(self._people) + 1, self))

    def change(self, person: SignatoryRow) -> None:
        """The dialog of one who is there."""
        talk.open_dialog(SignatoryDialog(self.desk, person, person.position, self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme().px(TWO_CARDS)
        if wide != self._wide:
            self._wide = wide
            self._show_people(self._people)


class SignatoryDialog(Dialog):
    """Name, posts, period and signature of somebody who signs."""

    def __init__(self, desk: Desk, person: SignatoryRow | None, position: int, parent: QWidget) -> None:
        super().__init__(_("Add a signatory") if person is None else _("Change {name}").format(name=person.name),
                         action=_("Save"), icon="signature", wide=True, parent=parent.window())
        self.desk, self.person, self.position = desk, person, position
        self.role = RoleBox()
        self.role.edited.connect(self.fit)
        self.picture = PictureBox(_("Choose a scan"), signature=True, size=QSize(240, 110))
        self.form = Form([
            Spec("name", _("Name as printed, with titles"), TextBox(max_length=200), required=True, wide=True),
            Spec("post_ms", _("Post in Malay"), TextBox(max_length=200)),
            Spec("post_en", _("Post in English"), TextBox(max_length=200)),
            Spec("organisation", _("Organisation, when it is not the centre"), TextBox(max_length=200), wide=True),
            Spec("role", _("Role that templates ask for"), self.role, wide=True),
            Spec("valid_from", _("Signs from"), DateBox(), required=True),
            Spec("valid_to", _("until"), DateBox()),
            Spec("image", _("Signature"), self.picture, wide=True),
        ], columns=2)
        self.body.addWidget(self.form)
        if person is not None:
            self.form.set_values({key: getattr(person, key) for key in self.form.fields})
            remove = quiet(_("Remove"), self._remove, icon="trash-2")
            guard(remove, RemoveSignatory, desk)
            self.foot.insertWidget(0, remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.picture.edited.connect(self.fit)
        self.check = self._save
        self.form.focus_first()

    def _save(self) -> bool:
        values = self.form.values()
        dates = {key: values[key] for key in ("valid_from", "valid_to")}
        wrong = {key: _("Write the date as 14 Jul 2026.") for key, value in dates.items() if isinstance(value, str)}
        if values["valid_from"] is None:
            wrong["valid_from"] = _("Write from when the signature holds.")
        if wrong:
            self._refused(wrong)
            return False
        self.desk.do(SaveSignatory(signatory_id=self.person.id if self.person else None,
                                   version=self.person.version if self.person else None, position=self.position,
                                   **values),
                     owner=self, invalid=self._refused, then=lambda _v: self.accept())
        return False

    def _refused(self, problems: dict[str, str]) -> None:
        self.form.refuse(problems)
        self.fit()

    def _remove(self) -> None:
        person = self.person
        if person is None:
            return
        self.desk.do(RemoveSignatory(signatory_id=person.id), owner=self, then=lambda _v: self.accept(),
                     tell=_("{name} is removed. Certificates that were issued keep the signature.").format(
                         name=person.name))
