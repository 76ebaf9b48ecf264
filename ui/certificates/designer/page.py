"""The designer of certificates: palette, the real paper, properties. Each act is a step that can be taken back; the
draft saves itself, and the paper is always the PDF that will be printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.certificates.facts import KINDS
from app.certificates.paper.check import Trouble, check_layout, for_kinds
from app.certificates.press import sample_sheet
from app.certificates.templates import arrange
from app.certificates.templates.arrange import Steps
from app.certificates.templates.commands import NewDraft, PublishTemplate, SaveDraft
from app.certificates.templates.model import Image, Layout, Logos, Things
from app.certificates.templates.queries import VersionOf, VersionWhole
from app.i18n import _, local_time
from app.job import Progress
from app.office.command import Ref
from ui.certificates.designer.bring import Bring
from ui.certificates.designer.canvas import AROUND, Canvas
from ui.certificates.designer.canvas_paint import RULER
from ui.certificates.designer.palette import Palette
from ui.certificates.designer.properties import Properties
from ui.certificates.designer.tools import Tools
from ui.certificates.designer.trial import Trial
from ui.certificates.designer.words import made, thing_word
from ui.desk.desk import Desk
from ui.kit.buttons import link, primary, secondary
from ui.kit.layout import box, column, line, row
from ui.kit.note import Note
from ui.kit.page import Page

SAVE_AFTER = 1200  # milliseconds
TRIES = ("longest", "shortest", "hardest")


class DesignerPage(Page):
    """One version of a template. A published one is only looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Certificate template"))
        self.desk = desk
        self.whole: VersionWhole | None = None
        self.steps = Steps(Layout())
        self.clipboard: tuple[Things, ...] = ()
        self.troubles: list[Trouble] = []
        self._saved, self._saving = Layout(), False
        self._whole_fits = True  # until somebody zooms
        self._what = ""
        self.canvas = Canvas()
        self.palette_ = Palette()
        self.properties = Properties()
        self._save_later = _timer(self, SAVE_AFTER, self.save_now)
        self._make_head()
        self.tools = Tools()
        self.bring = Bring(desk, self)
        self.properties.fonts = self.bring.fonts
        self.trial = Trial(desk, self.tools, self.bring, self)
        self.names_link = link(_("Show the names"), self.trial.show_names)
        self.note = Note("", "warn", action=self.names_link)
        area = QScrollArea()
        ground = box(row(None, self.canvas, None, spacing=0), "desktop")  # the same ground all around the paper
        area.setWidget(ground)
        area.setWidgetResizable(True)
        area.setObjectName("pages")
        area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        area.setFrameShape(area.Shape.NoFrame)
        self.area = area
        middle = QWidget()
        middle.setLayout(column(area, self._foot(), spacing=0))
        body = QWidget()
        body.setLayout(row(self.palette_, line(vertical=True), middle, line(vertical=True), self.properties, spacing=0))
        self.add(box(column(self.tools, spacing=0), "tools"))
        self.add(line())
        self.add(body, 1)
        self._connect()
        self.set_hints([("Tab", _("next thing")), ("↑|↓", _("move 0.5 mm")), ("Shift ↑", _("5 mm")),
                        ("Del", _("remove")), ("Ctrl Z", _("undo"))])

    def _foot(self) -> QWidget:
        """Below the paper: what must be put right, what happens to long names."""
        self.foot = box(column(self.note, margins=(16, 8, 16, 12)), "desktop")
        self.foot.hide()
        return self.foot

    _next: Ref | None = None  # to be shown when the rest is saved

    # -- making ------------------------------------------------------------------------------------------------------
    def _make_head(self) -> None:
        self.test = secondary(_("Test print"), self.test_print, icon="printer")
        self.publish = primary(_("Publish"), self.ask_publish)
        self.draft = secondary(_("New draft"), self.new_draft, icon="pencil")
        self.head.set_crumbs([(_("Certificates"), lambda: self.desk.show(Ref("certificates"))),
                              (_("Templates"), lambda: self.desk.show(Ref("templates")))])
        self.head.set_actions(self.test, self.draft, self.publish)

    def _connect(self) -> None:
        self.canvas.changed.connect(lambda layout, what, mark: self.do(what, layout, same=mark))
        self.canvas.chosen.connect(lambda _ids: self._follow())
        self.canvas.commanded.connect(self._command)
        self.canvas.dropped.connect(self.drop)
        self.canvas.typed.connect(lambda: self.properties.setFocus())
        self.palette_.wanted.connect(self.add_thing)
        self.properties.put.connect(lambda thing, what: self.do(what, self.steps.now.put(thing)))
        self.properties.page.connect(lambda layout, what: self.do(what, layout))
        self.properties.asked.connect(self._command)
        self.properties.font_wanted.connect(self.add_font)
        self.tools.asked.connect(self._command)
        self.tools.layers.edited.connect(self._layer_chosen)
        for check in (self.tools.guides, self.tools.margins, self.tools.grid):
            check.edited.connect(self._shown_changed)
        self.trial.drawn.connect(self.canvas.show_picture)
        self.trial.told.connect(self._tell)

    def _layer_chosen(self) -> None:
        name = self.tools.layers.value()
        self.canvas.choose((name,) if name else ())

    # -- loading -----------------------------------------------------------------------------------------------------
    def show_ref(self, ref: Ref) -> None:
        """Show the version of that key."""
        self.save_now()
        if self._saving and self.unsaved():  # the rest is written first, nothing typed is lost
            self._next = ref
            return
        self.desk.ask(VersionOf(version_id=ref.key), owner=self, tag="version", then=self._loaded)

    def _loaded(self, rows: Sequence[VersionWhole]) -> None:
        self.whole = rows[0]
        self.steps = Steps(self.whole.layout)
        self._saved, self.bring.assets = self.whole.layout, dict(self.whole.assets)
        if self.whole.kinds:
            first = self.whole.kinds.split()[0]
            if first in KINDS:
                self.tools.kind.set_value(first)
        self.canvas.choose(())
        self._head()
        self.bring.ask_fonts()
        self.trial.ask()
        self._changed()
        self.fit()

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
        self.publish.setVisible(draft)
        self.publish.setText(_("Publish version {n}").format(n=whole.number))
        self.draft.setVisible(not draft)
        self.draft.explain(self.desk.why_not(NewDraft) or "")
        self.canvas.read_only = self.read_only
        self.tools.set_read_only(self.read_only)
        self.palette_.setEnabled(not self.read_only)

    # -- acts --------------------------------------------------------------------------------------------------------
    def do(self, what: str, layout: Layout, *, same: str = "") -> None:
        """Go on to another layout as one step."""
        if self.read_only:
            return
        if self.steps.do(what, layout, same=same):
            self._what = what
            self._changed()

    def undo(self) -> None:
        """Take the last step back."""
        if not self.read_only and self.steps.undo():
            self._changed()

    def redo(self) -> None:
        """Do it again."""
        if not self.read_only and self.steps.redo():
            self._changed()

    def add_thing(self, key: str) -> None:
        """Put an entry of the palette into the middle of the page."""
        page = self.steps.now
        self.drop(key, page.width / 2, page.height / 2)

    def drop(self, key: str, x: float, y: float) -> None:
        """Put an entry of the palette at a place in mm."""
        thing = made(key, x, y, self.steps.now)
        layout, name = arrange.add(self.steps.now, thing)
        if name and thing.background:
            layout = arrange.reorder(layout, (name,), "back")
        self.do(_("Add {thing}").format(thing=thing_word(thing)), layout)
        if name:
            self.canvas.choose((name,))
            self.canvas.setFocus()

    def add_picture(self, use: str = "") -> None:
        """A picture from a file: onto the page, as its background, or into the row of logos that is chosen."""
        self.bring.picture(lambda digest: self._picture(digest, use))

    def add_font(self, then: Callable[[str], object]) -> None:
        """A font from a file; `then` gets its name in a template."""
        self.bring.font(then)

    def _picture(self, digest: str, use: str) -> None:
        if use == "picture":
            self.do(_("Change the background"), replace(self.steps.now, picture=digest))
            return
        thing = self.steps.now.thing(self.canvas.selection[0]) if self.canvas.selection else None
        if use == "logo" and isinstance(thing, Logos):
            self.do(_("Add a logo"), self.steps.now.put(replace(thing, logos=(*thing.logos, digest))))
            return
        layout, name = arrange.add(self.steps.now, Image(
            id="picture", x=self.steps.now.width / 2 - 20, y=self.steps.now.height / 2 - 15, w=40, h=30, asset=digest))
        self.do(_("Add a picture"), layout)
        self.canvas.choose((name,))

    def align(self, edge: Any) -> None:
        """Line up what is chosen."""
        self.do(_("Line up"), arrange.align(self.steps.now, self.canvas.selection, edge))

    def _command(self, wanted: str) -> None:
        """What keys on the paper and buttons of the panel ask for."""
        now, ids = self.steps.now, self.canvas.selection
        if wanted in ("left", "centre", "right", "top", "middle", "bottom"):
            self.align(wanted)
        elif wanted in ("across", "down"):
            self.do(_("Equal gaps"), arrange.distribute(now, ids, across=wanted == "across"))
        elif wanted == "add picture":
            self.add_picture()
        elif wanted.startswith("add "):
            self.add_thing(wanted.removeprefix("add "))
        elif wanted in ("front", "forward", "backward", "back"):
            self.do(_("Change the order"), arrange.reorder(now, ids, wanted))  # type: ignore[arg-type]
        elif wanted == "delete":
            self.do(_("Remove"), arrange.remove(now, ids))
        elif wanted in ("copy", "cut"):
            self.clipboard = tuple(t for t in now.things if t.id in ids)
            if wanted == "cut":
                self.do(_("Cut"), arrange.remove(now, ids))
        elif wanted in ("paste", "duplicate"):
            things = self.clipboard if wanted == "paste" else tuple(t for t in now.things if t.id in ids)
            layout, names = arrange.paste(now, things)
            self.do(_("Paste") if wanted == "paste" else _("Duplicate"), layout)
            self.canvas.choose(names)
        elif wanted == "all":
            self.canvas.choose([t.id for t in now.things if not t.background])
        elif wanted in ("picture", "logo"):
            self.add_picture(wanted)
        elif wanted in ("undo", "redo"):
            (self.undo if wanted == "undo" else self.redo)()
        elif wanted in ("in", "out"):
            self.zoom(wanted == "in")
        elif wanted == "fit":
            self.fit()

    def zoom(self, larger: bool) -> None:
        """The next larger or smaller zoom."""
        self.canvas.step_zoom(larger)
        self._zoomed()

    def fit(self) -> None:
        """As large as fits the window."""
        view, page = self.area.viewport().size(), self.steps.now
        edge = RULER + 2 * AROUND + 4
        room = max(0.2, min((view.width() - edge) / page.width, (view.height() - edge) / page.height))
        self.canvas.set_zoom(room / (self.canvas.scale() / self.canvas.zoom))
        self._zoomed()
        self._whole_fits = True

    def _zoomed(self) -> None:
        self._whole_fits = False
        self.tools.percent.setText(f"{self.canvas.zoom * 100:.0f} %")
        self._redraw()

    # -- what follows a change ---------------------------------------------------------------------------------------
    def _changed(self) -> None:
        self.canvas.show_layout(self.steps.now)
        self.troubles = [*for_kinds(self.steps.now, self.whole.kinds if self.whole else ""),
                         *check_layout(self.steps.now)]
        self.palette_.tick(self.steps.now)
        self._follow()
        self._redraw()
        if not self.read_only and self.steps.now != self._saved:
            self.hints.set_state(_("Not saved yet"))
            self._save_later.start()

    def _follow(self) -> None:
        """Panel, buttons and list show what is chosen."""
        now, chosen = self.steps.now, self.canvas.selection
        things = [t for t in now.things if t.id in chosen]
        mine = [t for t in self.troubles if (t.thing in chosen if things else not t.thing)]
        self.properties.show(now, things, mine, self.read_only)
        self.tools.undo_button.setEnabled(bool(self.steps.can_undo) and not self.read_only)
        self.tools.redo_button.setEnabled(bool(self.steps.can_redo) and not self.read_only)
        self.tools.layers.set_options([("", _("Things on the page")), *(
            (t.id, thing_word(t)) for t in reversed(now.things))])
        self.tools.layers.set_value(chosen[0] if len(chosen) == 1 else "")
        stops = [t for t in self.troubles if t.severity == "stop"]
        why = self.desk.why_not(PublishTemplate) or ""
        self.publish.explain(stops[0].sentence if stops else why)
        self._tell()

    def _shown_changed(self) -> None:
        self.canvas.guides, self.canvas.margins, self.canvas.grid = (
            bool(self.tools.guides.value()), bool(self.tools.margins.value()), bool(self.tools.grid.value()))
        self.canvas.update()

    # -- the picture -------------------------------------------------------------------------------------------------
    def _redraw(self) -> None:
        if self.whole is not None:
            self.trial.show(self.steps.now, max(200, round(
                self.steps.now.width * self.canvas.scale() * self.devicePixelRatioF())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._whole_fits and self.whole is not None:
            self.fit()

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
        else:
            self._foot_shown(False)
            return
        self.names_link.setVisible(not self.trial.refused and not stops)
        self._foot_shown(True)

    def _foot_shown(self, on: bool) -> None:
        """The paper keeps its room beside the bar below it."""
        if self.foot.isVisibleTo(self) != on:
            self.foot.setVisible(on)
            if self._whole_fits and self.whole is not None:
                QTimer.singleShot(0, self, self.fit)

    # -- saving, printing, publishing --------------------------------------------------------------------------------
    def save_now(self) -> None:
        """Write the draft when it differs from what is saved."""
        whole = self.whole
        self._save_later.stop()
        if whole is None or self.read_only or self._saving or self.steps.now == self._saved:
            return
        layout, self._saving = self.steps.now, True

        def saved(version: int) -> None:
            self._saving = False
            if self.whole is None or self.whole.id != whole.id:  # another version is shown by now
                return
            self._saved, self.whole = layout, replace(self.whole, version=version)
            office = self.desk.office
            at = local_time(office.clock()).strftime("%H:%M") if office is not None else ""
            self.hints.set_state(_("Draft saved {time}").format(time=at))
            if self.steps.now != layout:
                self._save_later.start()
            if self._next is not None:
                ref, self._next = self._next, None
                self.show_ref(ref)

        def failed(_error: object) -> None:
            self._saving, self._next = False, None
            self.hints.set_state(_("Not saved yet"))

        self.desk.do(SaveDraft(version_id=whole.id, version=whole.version, content=layout.to_json(),
                               what=_("{name}: {what}").format(name=whole.name, what=self._what)), owner=self,
                     then=saved, failed=failed)

    def unsaved(self) -> bool:
        """Whether something is not written yet."""
        return not self.read_only and self.steps.now != self._saved

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

    def ask_publish(self) -> None:
        """Approve the draft, after it was saved."""
        from ui.certificates.templates.dialogs import publish_version

        self.save_now()
        if self.whole is not None:
            publish_version(self, self.whole.id, self.whole.name, then=lambda: self.show_ref(
                Ref("template", self.whole.id if self.whole else 0)))


def _timer(owner: QWidget, after: int, do: Any) -> QTimer:
    made_timer = QTimer(owner)
    made_timer.setSingleShot(True)
    made_timer.setInterval(after)
    made_timer.timeout.connect(do)
    return made_timer
