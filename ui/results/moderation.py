"""Moderation: mean, spread and failures of each assessment and assessor, as a plot and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.exchange.files import safe_file_name
from app.i18n import _
from app.job import Job
from app.results.class_list import SPREAD, write_class_list
from app.results.marks_list import write_marks_list
from app.results.moderation import Moderation, ModerationSheet, Spread, cut
from ui.cohorts.tab import CohortTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import secondary
from ui.kit.chart import BarChart, BarRow
from ui.kit.dialog import Dialog
from ui.kit.layout import box, column, least, scrolled
from ui.kit.look import MUTED, STRONG, Look
from ui.kit.spread_chart import SpreadChart, SpreadRow
from ui.kit.table import Table
from ui.kit.tabs import Tabs
from ui.kit.text import label

LOOKS = {"title": lambda r: STRONG, "assessor": lambda r: MUTED,
         "rate": lambda r: Look("danger", "triangle-alert") if (r.fail_rate or 0) >= 50 else None}


WIDTHS = {"title": 22, "assessor": 16, "absent": 10, "deviation": 13, "q1": 13, "q3": 13, "mean": 8, "least": 8,
          "most": 8}


def spoken(one: Spread) -> str:
    """All of a row in words, for who cannot see the plot."""
    if not one.count:
        return _("no marks yet")
    words = _("{n} marks, mean {mean}, median {median}, quartiles {low} and {high}, from {least} to {most}").format(
        n=one.count, mean=cut(one.mean), median=cut(one.quartile(2)), low=cut(one.quartile(1)),
        high=cut(one.quartile(3)), least=cut(one.quartile(0)), most=cut(one.quartile(4)))
    if one.fail_rate is not None:
        words += ", " + _("{rate} % failed").format(rate=cut(one.fail_rate))
    return words


def plot_row(one: Spread) -> SpreadRow:
    """A line of the plot."""
    name = f"{one.title} · {one.assessor}" if one.assessor else one.title
    words = _("mean {mean}").format(mean=cut(one.mean)) if one.count else _("no marks yet")
    if one.fail_rate is not None:
        words += " · " + _("{rate} % failed").format(rate=cut(one.fail_rate))
    five = tuple(float(q) for n in range(5) if (q := one.quartile(n)) is not None)
    return SpreadRow(name, words, spoken(one), tuple(float(v) for v in one.values),
                     five if len(five) == 5 else None, float(one.mean) if one.mean is not None else None,
                     float(one.pass_at) if one.pass_at is not None else None)


class ModerationDialog(Dialog):
    """The plot above its table; one tab by assessment, one by assessor, one for how the totals lie."""

    def __init__(self, desk: Desk, tab: CohortTab, sheet: ModerationSheet) -> None:
        super().__init__(_("Moderation"), _("Marks in per cent of the highest mark, of the try that counts. The box is "
                                            "the middle half with the median in it; the dashed line is the pass mark."),
                         safe=_("Close"), icon="chart-column", wide=True, parent=tab.window())
        self.setObjectName("moderation")
        self.desk, self.tab, self.sheet = desk, tab, sheet
        self.tabs = Tabs([("components", _("By assessment")), ("assessors", _("By assessor")),
                          ("totals", _("Totals"))])
        self.tabs.setAccessibleName(_("What is compared"))
        self.chart = SpreadChart()
        self.chart.setAccessibleName(_("Plot of marks"))
        self.bars = BarChart()
        self.bars.setAccessibleName(_("Distribution of totals"))
        self.nobody = label("", "muted", wrap=True)
        area = scrolled(box(column(self.chart, self.bars, self.nobody, None, margins=(0, 8, 12, 8)), "surface"))
        least(area, height=240)
        narrow = tuple(replace(c, width=WIDTHS.get(c.key, c.width)) for c in SPREAD)
        self.table = Table(narrow, looks=LOOKS, key=lambda r: (r.component_id, r.assessor), name="title", edge=12,
                           sort_here=True, accessible_name=_("Moderation figures"))
        least(self.table, height=200)
        self.body.addWidget(self.tabs)
        self.body.addWidget(area, 3)
        self.body.addWidget(self.table, 2)
        self.foot.insertWidget(0, secondary(_("Export to Excel"), self._export, icon="file-spreadsheet"))
        self.tabs.chosen.connect(self._show)
        self._show("components")

    def _show(self, key: str) -> None:
        rows: Sequence[Spread] = self.sheet.assessors if key == "assessors" else self.sheet.components
        totals = key == "totals"
        self.chart.setVisible(not totals and bool(rows))
        self.bars.setVisible(totals)
        told = ""
        if key == "assessors" and not rows:
            told = _("One person gave all marks of this cohort, so there is nothing to compare.")
        elif not rows:
            told = _("Nothing with marks is assessed in this course.")
        elif totals and not self.sheet.totals:
            told = _("No total is complete yet.")
        self.nobody.setText(told)
        self.nobody.setVisible(bool(told))
        self.chart.set_rows([plot_row(r) for r in rows])
        self.bars.set_rows([BarRow(b.name, b.count, f"{b.count} · {cut(b.share)} %")
                            for b in (*self.sheet.tens, *self.sheet.grades)])
        self.table.setColumnHidden(self.table.column_at("assessor"), key != "assessors")
        self.table.set_rows(list(rows))

    def _export(self) -> None:
        export_class_list(self.tab)


def open_moderation(tab: CohortTab) -> None:
    """Ask for the figures and show them."""
    if tab.cohort is not None:
        tab.desk.ask(Moderation(cohort_id=tab.cohort.id), owner=tab,
                     then=lambda rows: talk.open_dialog(ModerationDialog(tab.desk, tab, rows[0])))


def _export(tab: CohortTab, title: str, write: object) -> None:
    cohort, office = tab.cohort, tab.desk.office
    if cohort is None or office is None:
        return

    def start(path: Path) -> None:
        tab.desk.start(Job(_("Writing {name}").format(name=path.name), lambda step: write(  # type: ignore[operator]
            office, cohort.id, path, step=step), "files"), owner=tab,
            then=lambda p: tab.desk.tell(_("Saved as {name}").format(name=p.name)))

    talk.choose_save(title, _("Excel (*.xlsx)"), safe_file_name([title, cohort.code], ".xlsx"), start, tab)


def export_class_list(tab: CohortTab) -> None:
    """The class result list with distribution and moderation, as a workbook."""
    _export(tab, _("Class result list"), write_class_list)


def export_marks(tab: CohortTab) -> None:
    """The marks as a list that can be read back."""
    _export(tab, _("List of marks"), write_marks_list)

