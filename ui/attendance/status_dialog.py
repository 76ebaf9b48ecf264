"""A status of attendance: its letters and names, what it means, what it needs, who may use it."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from app.attendance.status_commands import ALWAYS, LOOKS, MEANINGS, SaveStatus
from app.attendance.statuses import StatusRow
from app.i18n import _
from app.office.permissions import ROLES, Permission, role_label
from ui.desk.desk import Desk
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import column, row
from ui.kit.text import label
from ui.kit.text_box import NumberBox, TextBox


def meaning_words(meaning: str, fraction: Decimal = Decimal(1)) -> str:
    """What a status counts as, when the policy does not decide."""
    words = {"attended": _("attended"), "part": _("part of the session"), "absent": _("absent"),
             "excluded": _("left out of the count")}.get(meaning, meaning)
    return f"{words}, {fraction.normalize():f}" if meaning == "part" else words


def look_words(look: str) -> str:
    """How a mark is drawn."""
    return {"letter": _("letter"), "bar": _("bar below"), "block": _("full block"), "outline": _("frame"),
            "dashed": _("dashed frame")}.get(look, look)


def rule_options() -> list[tuple[str, str]]:
    """The rules of a cohort's policy that may decide how a status counts."""
    return [("", _("none: it counts as it means")), ("late", _("late")), ("early", _("left early")),
            ("duty", _("official duty")), ("sick", _("sick leave")), ("leave", _("leave"))]


class StatusDialog(Dialog):
    """A new one, or a change. The code of an old one stays."""

    def __init__(self, desk: Desk, status: StatusRow | None, parent: QWidget) -> None:
        super().__init__(_("Add a status") if status is None else _("Change {name}").format(name=status.label),
                         _("Marks that are there keep what the status meant when they were set."),
                         action=_("Add status") if status is None else _("Save"), icon="clipboard-list", wide=True,
                         parent=parent.window())
        self.desk, self.status = desk, status
        self.fields: dict[str, Field] = {
            "code": Field(_("&Code"), TextBox(max_length=8), required=status is None,
                          help=_("Short, for files. It stays once it is used.")),
            "letter_en": Field(_("Letter in &English"), TextBox(max_length=1), required=True),
            "letter_ms": Field(_("Letter in &Malay"), TextBox(max_length=1), required=True),
            "label_en": Field(_("&Name in English"), TextBox(max_length=60), required=True),
            "label_ms": Field(_("Name in M&alay"), TextBox(max_length=60), required=True),
            "meaning": Field(_("&Means"), Choice([(m, meaning_words(m).split(",")[0]) for m in MEANINGS])),
            "fraction": Field(_("&Part that counts"), NumberBox(places=2), help=_("For example 0.5")),
            "policy_key": Field(_("&Rule of the policy"), Choice(rule_options()),
                                help=_("A cohort's policy may count these differently.")),
            "look": Field(_("&Drawn as"), Choice([(k, look_words(k)) for k in LOOKS]))}
        f = self.fields
        self.reason = CheckBox(_("Needs a reason"))
        self.evidence = CheckBox(_("Needs the number of an MC or letter"))
        marks = [role for role, rights in ROLES.items()
                 if rights & {Permission.ATTENDANCE_MARK, Permission.ATTENDANCE_REOPEN}]
        self.roles = {role: CheckBox(role_label(role)) for role in marks}
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self.body.addLayout(row(f["code"], f["letter_en"], f["letter_ms"], spacing=12))
        self.body.addLayout(row(f["label_en"], f["label_ms"], spacing=12))
        self.body.addLayout(row(f["meaning"], f["fraction"], spacing=12))
        self.body.addLayout(row(f["policy_key"], f["look"], spacing=12))
        self.body.addLayout(row(column(self.reason, self.evidence, spacing=6), None, spacing=12))
        self.body.addLayout(column(label(_("Used only by (none ticked: whoever marks)"), "label"),
                                   row(*self.roles.values(), None, spacing=16), spacing=6))
        self.body.addWidget(self._error)
        self._show(status)
        f["meaning"].edited.connect(self._follow)
        self._follow()
        self.check = self._save

    def _show(self, status: StatusRow | None) -> None:
        f = self.fields
        if status is None:
            f["meaning"].set_value("attended")
            f["policy_key"].set_value("")
            f["look"].set_value("letter")
            f["fraction"].set_value(Decimal("0.5"))
            return
        for name in ("code", "letter_en", "letter_ms", "label_en", "label_ms", "meaning", "policy_key", "look"):
            f[name].set_value(getattr(status, name))
        f["fraction"].set_value(status.fraction if status.meaning == "part" else Decimal("0.5"))
        f["code"].set_read_only(True, _("Marks and files refer to it."))
        if status.code == ALWAYS:
            f["meaning"].set_read_only(True, _("Present stays present."))
        self.reason.set_value(status.needs_reason)
        self.evidence.set_value(status.needs_evidence)
        for role, check in self.roles.items():
            check.set_value(role in status.roles.split(","))

    def _follow(self) -> None:
        self.fields["fraction"].setVisible(self.fields["meaning"].value() == "part")
        self.fit()

    def command(self) -> SaveStatus:
        """What the fields say."""
        v = {key: field.value() for key, field in self.fields.items()}
        fraction = v["fraction"]
        part = v["meaning"] == "part"
        return SaveStatus(
            status_id=self.status.id if self.status else None, version=self.status.version if self.status else None,
            code=v["code"] or "", letter_en=v["letter_en"] or "", letter_ms=v["letter_ms"] or "",
            label_en=v["label_en"] or "", label_ms=v["label_ms"] or "", meaning=v["meaning"] or "",
            fraction=Decimal(fraction) if part and fraction is not None and not isinstance(fraction, str)
            else Decimal(0) if part else Decimal(1),
            look=v["look"] or "", policy_key=v["policy_key"] or "", needs_reason=bool(self.reason.value()),
            needs_evidence=bool(self.evidence.value()),
            roles=tuple(role for role, check in self.roles.items() if check.value()))

    def _save(self) -> bool:
        command = self.command()
        self.desk.do(command, owner=self, invalid=self.show_problems, then=lambda _v: self.accept(),
                     tell=command.label())
        return False

    def show_problems(self, problems: dict[str, str]) -> None:
        """Sentences beside their fields; what has no field below them."""
        for key, field in self.fields.items():
            field.set_error(problems.get(key, ""))
        rest = " ".join(words for key, words in problems.items() if key not in self.fields)
        self._error.setText(rest)
        self._error.setVisible(bool(rest))
        self.fit()
        wrong = next((field for key, field in self.fields.items() if problems.get(key)), None)
        if wrong is not None:
            wrong.focus()
