"""Questions about a template: its name and kinds, and whether it is published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.certificates.facts import KINDS
from app.certificates.templates.commands import AddTemplate, PublishTemplate, RenameTemplate
from app.certificates.templates.queries import TemplateRow, VersionOf, VersionWhole
from app.completion.words import kind_word
from app.i18n import _
from ui.desk import talk
from ui.desk.form_dialog import FormDialog
from ui.kit.check import Several
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.form import Form, Spec
from ui.kit.note import Note
from ui.kit.text_box import TextBox

if TYPE_CHECKING:
    from ui.certificates.templates.page import TemplatesPage
    from ui.kit.page import Page


def name_template(page: TemplatesPage, question: str, like: Sequence[TemplateRow], *,
                  change: TemplateRow | None = None, then: Callable[[int], object] | None = None) -> None:
    """Name and kinds of a new template, or of one that is there (`change`); `then` gets the key of a new draft."""
    specs = [Spec("name", _("Name"), TextBox(max_length=80), required=True)]
    if change is None:
        options = [(row.code, row.name) for row in like]
        empty = _("a blank page") if len(like) != 1 else None
        specs.append(Spec("like", _("Begin with"), Choice(options, empty=empty)))
    specs.append(Spec("kinds", _("For which certificates"), Several(
        [*((kind, kind_word(kind)) for kind in KINDS), ("transcript", _("Transcript"))]),
        help=_("None ticked: all but transcripts")))

    def build(values: dict[str, Any]) -> AddTemplate | RenameTemplate:
        kinds = " ".join(values["kinds"] or ())
        if change is not None:
            return RenameTemplate(code=change.code, name=values["name"] or "", kinds=kinds)
        return AddTemplate(name=values["name"] or "", like=values["like"] or "", kinds=kinds)

    form = Form(specs, build, columns=1)
    dialog = FormDialog(page.desk, question, action=_("Rename") if change else _("Make a draft"), icon="file-badge",
                        parent=page)
    dialog.setObjectName("template-name")
    dialog.put_form(form)
    first = like[0] if like else None
    kinds = change.kinds if change else first.kinds if first and len(like) == 1 else ()
    begin: dict[str, Any] = {"name": change.name if change else "", "kinds": kinds}
    if change is None:
        begin["like"] = first.code if first else None
    form.set_values(begin, subject=f"template:{change.code if change else 'new'}")

    def save() -> bool:
        if not form.check(True):
            return False

        def saved(key: Any) -> None:
            dialog.accept()
            if then is not None:
                then(key)

        page.desk.do(form.command(), owner=dialog, then=saved, invalid=form.refuse)
        return False

    dialog.check = save
    talk.open_dialog(dialog)


def ask_publish(page: TemplatesPage, row: TemplateRow) -> None:
    """Whether the draft is approved; what is wrong with it is shown first."""
    publish_version(page, row.draft_id, row.name)


def publish_version(page: Page, version_id: int, name: str, then: Callable[[], object] | None = None) -> None:
    """The same for a version by its key; `then` once it is published."""
    def ask(rows: Sequence[VersionWhole]) -> None:
        whole = rows[0]
        dialog = Dialog(_("Publish version {n} of {name}?").format(n=whole.number, name=name),
                        _("From now on certificates are issued with it. It never changes again; certificates that were "
                          "issued keep their version."),
                        action=_("Publish version {n}").format(n=whole.number), safe=_("Not yet"), icon="badge-check",
                        parent=page.window())
        dialog.setObjectName("publish-template")
        words = TextBox(max_length=200)
        words.setObjectName("note")
        found = troubles(whole)
        for sentence, stops in found:
            dialog.body.addWidget(Note(sentence, "danger" if stops else "warn"))
        if any(stops for _sentence, stops in found):
            dialog.action_button.explain(_("Mend what is wrong in the draft first."))
        dialog.body.addWidget(Field(_("What is new"), words))
        dialog.accepted.connect(lambda: page.desk.do(
            PublishTemplate(version_id=whole.id, version=whole.version, note=words.value() or ""), owner=page,
            tell=_("Version {n} of {name} is published.").format(n=whole.number, name=name),
            then=lambda _v: then() if then is not None else None))
        talk.open_dialog(dialog)

    page.desk.ask(VersionOf(version_id=version_id), owner=page, tag="publish", then=ask)


def troubles(whole: VersionWhole) -> list[tuple[str, bool]]:
    """What is wrong with a layout, and whether it keeps it from being published."""
    from app.certificates.paper.check import check_layout, for_kinds

    return [(t.sentence, t.severity == "stop") for t in (
        *for_kinds(whole.layout, whole.kinds), *check_layout(whole.layout))]
