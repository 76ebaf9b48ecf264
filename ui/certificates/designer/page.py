"""The designer of certificates: palette, the real paper, properties. Each act is a step that can be taken back; the
draft saves itself, and the paper is always the PDF that will be printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.certificates.facts import KINDS
from app.certificates.paper.check import Trouble, check_layout, for_kinds
from app.certificates.press import sample_sheet
from app.certificates.templates.arrange import Steps
from app.certificates.templates.commands import NewDraft, PublishTemplate, SaveDraft
from app.certificates.templates.model import Layout
from app.certificates.templates.queries import TemplateRow, Templates, VersionOf, VersionWhole
from app.i18n import _
from app.job import Progress
from app.office.command import Ref
from ui.certificates.designer.bring import Bring
from ui.certificates.designer.canvas import Canvas, command_of
from ui.certificates.designer.hand import Hand
from ui.certificates.designer.keeping import Keeping
from ui.certificates.designer.properties import Properties
from ui.certificates.designer.side import Side
from ui.certificates.designer.tools import Tools
from ui.certificates.designer.trial import Trial
from ui.certificates.designer.view import PaperView
from ui.certificates.designer.words import used_by
from ui.desk.desk import Desk
from ui.kit.buttons import link, primary, secondary
from ui.kit.layout import box, column, line, row
from ui.kit.note import Note
from ui.kit.page import Page
from ui.kit.theme import theme

LARGE = 1.3  # of the normal size of text


class DesignerPage(Page):
    """One version of a template. A published one is only looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Certificate template"))
        self.desk = desk
        self.whole: VersionWhole | None = None
        self.steps = Steps(Layout())
        self.troubles: list[Trouble] = []
        self.canvas = Canvas()
        self.view = PaperView(self.canvas)
        self.side = Side()
        self.palette_, self.layers = self.side.palette_, self.side.layers
        self.properties = Properties()
        self.tools = Tools()
        self.bring = Bring(desk, self)
        self.properties.fonts = self.bring.fonts
        self.trial = Trial(desk, self.tools, self.bring, self)
        self.hand, self.keeping = Hand(self), Keeping(self)
        self.names_link = link(_("Show the names"), self.trial.show_names)
        self.note = Note("", "warn", action=None if theme().scale > LARGE else self.names_link)
        self._make_head()
        middle = QWidget()
        middle.setLayout(column(self.view, self._foot(), spacing=0))
        body = QWidget()
        body.setLayout(row(self.side, line(vertical=True), middle, line(vertical=True), self.properties, spacing=0))
        self.add(box(column(self.tools, spacing=0), "tools"))
        self.add(line())
        self.add(body, 1)
        self._connect()
        self.set_hints([("Tab", _("next thing")), ("↑|↓", _("move 0.5 mm")), ("Shift ↑", _("5 mm")),
                        ("Del", _("remove")), ("Ctrl Z", _("undo"))])

    # -- making ------------------------------------------------------------------------------------------------------
    def _make_head(self) -> None:
        self.test = secondary(_("Test print"), self.test_print, icon="printer")
        self.publish = primary(_("Publish"), self.ask_publish)
        self.draft = secondary(_("New draft"), self.new_draft, icon="pencil")
        self.head.set_crumbs([(_("Certificates"), lambda: self.desk.show(Ref("certificates"))),
                              (_("Templates"), lambda: self.desk.show(Ref("templates")))])
        self.head.set_actions(self.test, self.draft, self.publish)

    def _foot(self) -> QWidget:
        """Below the paper: what must be put right, what happens to long names."""
        below = [row(self.names_link, None)] if theme().scale > LARGE else []  # no room for both side by side
        self.foot = box(column(self.note, *below, margins=(16, 8, 16, 12)), "desk")
        self.foot.hide()
        return self.foot

    def _connect(self) -> None:
        self.canvas.changed.connect(lambda layout, what, mark: self.do(what, layout, same=mark))
        self.canvas.chosen.connect(lambda _ids: self._follow())
        self.canvas.dropped.connect(self.hand.drop)
        self.palette_.wanted.connect(self.hand.add)
        self.properties.put.connect(lambda thing, what: self.do(what, self.steps.now.put(thing)))
        self.properties.page.connect(lambda layout, what: self.do(what, layout))
        self.properties.font_wanted.connect(self.hand.add_font)
        self.layers.chosen.connect(self.canvas.choose)
        self.layers.moved.connect(self.hand.put_at)
        self.layers.locked.connect(self.hand.lock)
        for part in (self.canvas, self.layers):
            part.typed.connect(lambda: self.properties.setFocus())
        for asks in (self.canvas.commanded, self.properties.asked, self.tools.asked, self.layers.asked):
            asks.connect(self._command)
        for check in (self.tools.guides, self.tools.margins, self.tools.grid):
            check.edited.connect(self._shown_changed)
        self.view.zoomed.connect(self._zoomed)
        self.trial.drawn.connect(self.canvas.show_picture)
        self.trial.told.connect(self._tell)

    # -- loading -----------------------------------------------------------------------------------------------------
    def show_ref(self, ref: Ref) -> None:
        """Show the version of that key."""
        if self.keeping.before(ref):  # nothing typed is lost
            self.desk.ask(VersionOf(version_id=ref.key), owner=self, tag="version", then=self._loaded)

    def _loaded(self, rows: Sequence[VersionWhole]) -> None:
        self.whole = rows[0]
        self.steps = Steps(self.whole.layout)
        self.keeping.saved, self.bring.assets = self.whole.layout, dict(self.whole.assets)
        if self.whole.kinds:
            first = self.whole.kinds.split()[0]
            if first in KINDS:
                self.tools.kind.set_value(first)
        self.canvas.choose(())
        self._head()
        self.bring.ask_fonts()
        self.trial.ask()
        self._changed()
        self.view.fit()
        self.desk.ask(Templates(), owner=self, tag="used", then=self._used)

    @property
    def read_only(self) -> bool:
        """A published version, or nobody who may draft."""
        return self.whole is None or self.whole.state != "draft" or not self.desk.may(SaveDraft)

    def _head(self) -> None:
        whole = self.whole
        assert whole is not None
        draft = whole.state == "draft"
        self.head.set_title(whole.name)
        self.head.set_pill(_("Draft, version {n}").format(n=whole.number) if draft else
                           _("Version {n}").format(n=whole.number), "warn" if draft else "ok",
                           "pencil" if draft else "badge-check")
        self.head.set_said("")
        self.publish.setVisible(draft)
        self.publish.setText(_("Publish version {n}").format(n=whole.number))
        self.draft.setVisible(not draft)
        self.draft.explain(self.desk.why_not(NewDraft) or "")
        self.canvas.read_only = self.read_only
        self.tools.set_read_only(self.read_only)
        self.palette_.setEnabled(not self.read_only)

    def _used(self, rows: Sequence[TemplateRow]) -> None:
        """Beside the title: who gets the version in force."""
        row_ = next((r for r in rows if self.whole is not None and r.code == self.whole.code), None)
        self.head.set_said(used_by(row_) if row_ is not None else "")

    # -- acts --------------------------------------------------------------------------------------------------------
    def do(self, what: str, layout: Layout, *, same: str = "") -> None:
        """Go on to another layout as one step."""
        if not self.read_only and self.steps.do(what, layout, same=same):
            self.keeping.what = what
            self._changed()

    def undo(self) -> None:
        """Take the last step back."""
        if not self.read_only and self.steps.undo():
            self._changed()

    def redo(self) -> None:
        """Do it again."""
        if not self.read_only and self.steps.redo():
            self._changed()

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z takes back a step of the page wherever the focus is in it, not what was saved; a text has its own."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            wanted = command_of(event)
            if wanted in ("undo", "redo"):
                if event.type() == QEvent.Type.KeyPress:
                    self._command(wanted)
                event.accept()
                return True
        return super().event(event)

    def _command(self, wanted: str) -> None:
        own = {"undo": self.undo, "redo": self.redo, "fit": self.view.fit, "real": lambda: self.view.set_zoom(1.0),
               "in": lambda: self.view.step(True), "out": lambda: self.view.step(False)}
        if wanted in own:
            own[wanted]()
        else:
            self.hand.command(wanted)

    # -- what follows a change ---------------------------------------------------------------------------------------
    def _changed(self) -> None:
        self.canvas.show_layout(self.steps.now)
        self.troubles = [*for_kinds(self.steps.now, self.whole.kinds if self.whole else ""),
                         *check_layout(self.steps.now)]
        self.palette_.tick(self.steps.now)
        self._follow()
        self._redraw()
        self.keeping.changed()

    def _follow(self) -> None:
        """Panel, buttons and list show what is chosen."""
        now, chosen = self.steps.now, self.canvas.selection
        things = [t for t in now.things if t.id in chosen]
        mine = [t for t in self.troubles if (t.thing in chosen if things else not t.thing)]
        self.properties.show(now, things, mine, self.read_only)
        self.side.show_layout(now, chosen, self.read_only)
        self.tools.kind.setVisible(now.table is None)  # a transcript is of no kind of certificate
        self.tools.undo_button.setEnabled(bool(self.steps.can_undo) and not self.read_only)
        self.tools.redo_button.setEnabled(bool(self.steps.can_redo) and not self.read_only)
        stops = [t for t in self.troubles if t.severity == "stop"]
        self.publish.explain(stops[0].sentence if stops else self.desk.why_not(PublishTemplate) or "")
        self._tell()

    def _shown_changed(self) -> None:
        self.canvas.guides, self.canvas.margins, self.canvas.grid = (
            bool(self.tools.guides.value()), bool(self.tools.margins.value()), bool(self.tools.grid.value()))
        self.canvas.update()

    def _zoomed(self) -> None:
        self.tools.percent.setText(f"{self.canvas.zoom * 100:.0f} %")
        self._redraw()

    def _redraw(self) -> None:
        if self.whole is not None:
            self.trial.show(self.steps.now, max(200, round(
                self.steps.now.width * self.canvas.scale() * self.devicePixelRatioF())))

    def _tell(self) -> None:
        """The bar below the paper: what cannot be printed, else what happens to long names."""
        stops = [t for t in self.troubles if t.severity == "stop"]
        names = self.trial.words()
        if self.trial.refused:
            self.note.show_note(self.trial.refused, "danger", strong=_("This paper cannot be printed."))
        elif stops:
            self.note.show_note(stops[0].sentence, "danger", strong=_("It cannot be published yet."))
        elif names is not None:
            self.note.show_note(names[1], "warn", strong=names[0])
            self.names_link.setText(names[2])
        self.names_link.setVisible(names is not None and not self.trial.refused and not stops)
        self.foot.setVisible(bool(self.trial.refused or stops or names is not None))

    # -- saving, printing, publishing --------------------------------------------------------------------------------
    def save_now(self) -> None:
        """Write the draft when it differs from what is saved."""
        self.keeping.save_now()

    def unsaved(self) -> bool:
        """Whether something is not written yet."""
        return self.keeping.unsaved()

    def hideEvent(self, event: QHideEvent) -> None:
        self.save_now()
        super().hideEvent(event)

    def new_draft(self) -> None:
        """The next version, as a draft."""
        if self.whole is not None:
            self.desk.do(NewDraft(code=self.whole.code, name=self.whole.name), owner=self,
                         then=lambda key: self.desk.show(Ref("template", key)))

    def test_print(self) -> None:
        """A sheet of it with CONTOH / SAMPLE across."""
        from ui.desk import printing

        facts, layout, assets = self.trial.facts(), self.steps.now, dict(self.bring.assets)
        if facts is None or self.whole is None:
            return

        def make(_step: Progress) -> bytes:
            return sample_sheet(facts, layout, assets)

        printing.offer(self.desk, _("Test print of {name}").format(name=self.whole.name), make, owner=self,
                       name=f"{self.whole.code}-contoh", kind="certificate")

    def print_(self) -> None:
        """Ctrl+P."""
        self.test_print()

    def ask_publish(self) -> None:
        """Approve the draft, after it was saved."""
        from ui.certificates.templates.dialogs import publish_version

        self.save_now()
        if self.whole is not None:
            publish_version(self, self.whole.id, self.whole.name, then=lambda: self.show_ref(
                Ref("template", self.whole.id if self.whole else 0)))
