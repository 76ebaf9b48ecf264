"""The templates of certificates: made, changed as drafts, approved, taken to other PCs, retired."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QAction

from app.certificates.templates.assets import ClearAssets
from app.certificates.templates.bundle import SUFFIX, Bundle, ExportTemplate, ImportTemplate, read_file
from app.certificates.templates.commands import (
    AddTemplate,
    DeleteDraft,
    NewDraft,
    PublishTemplate,
    RenameTemplate,
    RetireTemplate,
)
from app.certificates.templates.queries import TemplateRow, Templates
from app.exchange.files import safe_file_name, write_bytes
from app.i18n import _, ngettext
from app.job import Job, Progress
from app.office.command import Ref
from app.office.journal import Changes
from ui.certificates.templates.dialogs import ask_publish, name_template
from ui.certificates.templates.pane import TemplatePane
from ui.certificates.templates.rows import COLUMNS, LOOKS
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.beside import Beside
from ui.kit.buttons import Button
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, column, least, line, row
from ui.kit.list_pane import ListPane
from ui.kit.page import Page
from ui.kit.table import Table
from ui.kit.toolbar import Chips, SearchBox

WIDE_FROM = 900  # pixels that list and template need side by side


class TemplatesPage(Page):
    """The list at the left, the template at the right. A Ref's detail is the code of the one to show."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Templates"))
        self.desk = desk
        self._wanted, self._version = "", 0
        self._rows: Sequence[TemplateRow] = ()
        self.head.set_crumbs([(_("Certificates"), lambda: desk.show(Ref("certificates")))])
        self.a: dict[str, QAction] = self._acts()
        self.head.set_actions(Button.of(self.a["import"], kind="secondary"), Button.of(self.a["new"], kind="primary"))
        self.search = SearchBox(_("Find a template"))
        self.search.searched.connect(lambda _text: self._show(self._rows))
        self.chips = Chips([("", _("All")), ("published", _("Published"), "circle-check"),
                            ("draft", _("Drafts"), "pencil"), ("retired", _("Retired"), "archive")], wrap=True)
        self.chips.changed.connect(lambda _key: self._show(self._rows))
        self.table = Table(COLUMNS, looks=LOOKS, name="name", key=lambda r: r.code, sort=("name", False),
                           sort_here=True, accessible_name=_("Templates"))
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self.search.to_list.connect(self.table.setFocus)
        a = self.a
        self.table.actions_for_menu = [a["open"], a["publish"], None, a["duplicate"], a["rename"], a["export"], None,
                                       a["retire"], a["offer"], a["delete"], a["clear"]]
        self.list = ListPane(self.table, EmptyState("file-badge", _("No template found"),
                                                    _("Try fewer letters, or another filter.")))
        left = box(column(row(self.search, None, margins=(24, 10, 16, 0)), row(self.chips, margins=(24, 8, 16, 10)),
                          line(), self.list, spacing=0))
        least(left, 380)
        self.beside = Beside(left, self._make_pane, wide_from=WIDE_FROM, sizes=(760, 420),
                             back=_("Back to the templates"))
        self.beside.restore(desk.kept.get("splitter:templates"))
        self.beside.moved.connect(lambda: desk.kept.put("splitter:templates", self.beside.state()))
        self.beside.came_back.connect(self.table.setFocus)
        self.add(self.beside, 1)
        self.set_hints([("Ctrl F", _("find")), ("↑|↓", _("move")), ("Enter", _("open")), ("Ctrl N", _("new"))])
        desk.changed.connect(self._changed)

    def _acts(self) -> dict[str, QAction]:
        why = self.desk.why_not
        return {
            "new": self.act(_("New template"), self.new, icon="plus", why_not=why(AddTemplate)),
            "open": self.act(_("Open"), self.open, icon="pencil"),
            "publish": self.act(_("Publish…"), self.publish, icon="badge-check", why_not=why(PublishTemplate)),
            "duplicate": self.act(_("Duplicate"), self.duplicate, keys="Ctrl+D", icon="copy",
                                  why_not=why(AddTemplate)),
            "rename": self.act(_("Rename…"), self.rename, keys="F2", icon="text-cursor-input",
                               why_not=why(RenameTemplate)),
            "export": self.act(_("Export to a file"), self.export_one, icon="file-output"),
            "import": self.act(_("Import from a file"), self.import_one, icon="file-input",
                               why_not=why(ImportTemplate)),
            "retire": self.act(_("Retire"), lambda: self.retire(False), icon="archive", why_not=why(RetireTemplate)),
            "offer": self.act(_("Offer again"), lambda: self.retire(True), icon="archive-restore",
                              why_not=why(RetireTemplate)),
            "delete": self.act(_("Delete the draft"), self.delete, icon="trash-2", why_not=why(DeleteDraft)),
            "clear": self.act(_("Clear unused pictures and fonts"), self.clear, icon="trash",
                              why_not=why(ClearAssets)),
        }

    def _make_pane(self) -> TemplatePane:
        pane = TemplatePane(self.desk, self.a, self._follow)
        least(pane, 360)
        return pane

    @property
    def pane(self) -> TemplatePane:
        """The template beside the list."""
        pane = self.beside.make_pane()
        assert isinstance(pane, TemplatePane)
        return pane

    # -- what is shown -----------------------------------------------------------------------------------------------
    def show_ref(self, ref: Ref) -> None:
        """Show the template that `detail` names, or the one that has the version `key`."""
        self._wanted = ref.detail
        self._version = ref.key or 0
        self.load()

    def shown(self) -> None:
        self.load()

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(Templates.reads):
            self.load()

    def load(self) -> None:
        """Ask for the list again; the cursor stays."""
        self.desk.ask(Templates(), owner=self, then=self._loaded)

    def _loaded(self, rows: Sequence[TemplateRow]) -> None:
        self._show(rows)
        if self.beside.pane is not None and self.pane.code in {r.code for r in rows}:
            self.pane.show_code(self.pane.code)

    def _show(self, rows: Sequence[TemplateRow]) -> None:
        self._rows = rows
        self.head.set_title(_("Templates"), len(rows))
        for key in ("", "published", "draft", "retired"):
            self.chips.set_count(key, sum(1 for r in rows if _in(r, key)))
        said = self.search.text().strip().casefold()
        found = [r for r in rows if _in(r, self.chips.value()) and said in r.name.casefold()]
        self.table.set_rows(found)
        if self._version:
            self._wanted = next((r.code for r in found if self._version in (r.version_id, r.draft_id)), self._wanted)
            self._version = 0
        if self._wanted and self.table.choose(self._wanted):
            self._wanted = ""
        elif found and self.table.current_row() is None:
            self.table.choose(found[0].code)
        self._follow()

    def _chosen(self, row: TemplateRow | None) -> None:
        self._follow()
        if row is not None and self.beside.shows_pane() and (self.beside.pane is None or row.code != self.pane.code):
            self.pane.show_code(row.code)

    def _opened(self, _row: TemplateRow) -> None:
        if self.beside.shows_pane():
            self.open()
        else:
            self.beside.open_pane()
            self._chosen(self.table.current_row())

    def row(self) -> TemplateRow | None:
        """The template that the cursor is on."""
        found: TemplateRow | None = self.table.current_row()
        return found

    def _follow(self) -> None:
        """Grey what does not go with the template in front, with the reason."""
        row = self.row()
        for key in ("open", "publish", "duplicate", "rename", "export", "retire", "offer", "delete"):
            self.a[key].setVisible(True)
        drafted, active = bool(row and row.draft_id), bool(row and row.active)
        self.a["publish"].setVisible(drafted)
        self.a["delete"].setVisible(drafted)
        self.a["retire"].setVisible(active and bool(row and row.version))
        self.a["offer"].setVisible(not active)

    # -- what can be done --------------------------------------------------------------------------------------------
    def new(self) -> None:
        """Ctrl+N: a template like one of those that are here."""
        if self.a["new"].isEnabled():
            name_template(self, _("New template"), self._rows, then=self._designer)

    def _designer(self, key: int) -> None:
        self.desk.show(Ref("template", key))

    def open(self) -> None:
        """The designer, with the draft; the version in force is only looked at until a draft is made."""
        row = self.row()
        if row is None:
            return
        if row.draft_id or not self.desk.may(NewDraft):
            key = row.draft_id or row.version_id
            if key:
                self._designer(key)
            return
        talk.ask(_("Change {name}?").format(name=row.name),
                 _("Version {n} stays as it is. Version {next} begins as a draft, and is used once it is published."
                   ).format(n=row.version, next=row.version + 1), _("Make a draft"),
                 lambda: self.desk.do(NewDraft(code=row.code, name=row.name), owner=self, then=self._designer),
                 parent=self)

    def publish(self) -> None:
        """Approve the draft, after it has been looked at."""
        row = self.row()
        if row is not None and row.draft_id:
            ask_publish(self, row)

    def duplicate(self) -> None:
        """Another template that begins like this one."""
        row = self.row()
        if row is not None:
            name_template(self, _("Duplicate {name}").format(name=row.name), [row], then=self._designer)

    def rename(self) -> None:
        """Another name, or other kinds of certificates."""
        row = self.row()
        if row is not None:
            name_template(self, _("Rename {name}").format(name=row.name), [], change=row)

    def retire(self, active: bool) -> None:
        """Offer it no more, or again."""
        row = self.row()
        if row is not None:
            words = _("{name} is offered again.") if active else _("{name} is retired. Certificates keep it.")
            self.desk.do(RetireTemplate(code=row.code, active=active, name=row.name), owner=self,
                         tell=words.format(name=row.name))

    def delete(self) -> None:
        """Take the draft away."""
        row = self.row()
        if row is not None and row.draft_id:
            self.desk.do(DeleteDraft(version_id=row.draft_id), owner=self,
                         tell=_("The draft of {name} is deleted.").format(name=row.name))

    def clear(self) -> None:
        """Pictures and fonts that no template shows, after asking: they are gone then."""
        talk.ask(_("Clear unused pictures and fonts?"),
                 _("What no version of a template shows is taken out of the records. This cannot be undone."),
                 _("Clear"), lambda: self.desk.do(ClearAssets(), owner=self, then=self._cleared), parent=self)

    def _cleared(self, gone: int) -> None:
        self.desk.tell(ngettext("{n} picture or font cleared.", "{n} pictures and fonts cleared.", gone).format(n=gone))

    def export_one(self) -> None:
        """Write the template with its pictures and fonts to a file."""
        row, office = self.row(), self.desk.office
        if row is None or office is None:
            return

        def write(path: Path) -> None:
            target = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

            def work(_step: Progress) -> Path:
                write_bytes(target, office.ask(ExportTemplate(code=row.code))[0])
                return target

            self.desk.start(Job(_("Exporting the template"), work, "files"), owner=self,
                            then=lambda made: self.desk.tell(_("The template is in {name}.").format(name=made.name)))

        talk.choose_save(_("Export to a file"), f"{_('Templates')} (*{SUFFIX})", safe_file_name([row.name], SUFFIX),
                         write, self)

    def import_one(self) -> None:
        """Bring a template in from a file."""
        talk.choose_open(_("Import from a file"), f"{_('Templates')} (*{SUFFIX})", self.open_file, self)

    def open_file(self, path: Path) -> None:
        """Bring in this file; it is read beside the window and begins as a draft."""
        self.desk.start(Job(_("Reading {file}").format(file=Path(path).name), lambda _step: read_file(Path(path)),
                            "files"), owner=self, then=self._imported)

    def _imported(self, bundle: Bundle) -> None:
        def done(_key: int) -> None:
            self.search.put("")
            self.load()

        self.desk.do(ImportTemplate(bundle=bundle), owner=self, then=done, tell=_(
            "{name} is here as a draft. It is used once it is published.").format(name=bundle.name))


def _in(row: TemplateRow, key: str) -> bool:
    return not key or row.state == key or (key == "draft" and bool(row.draft_id))
