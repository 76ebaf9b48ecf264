"""Around results by keys and clicks: marks brought in, moderation, capstone, exam records, slips and transcripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.cohorts.queries import CohortDetail
from app.office.office import Office
from app.results.capstone import Capstones
from tests.app.certificates.paper_facts import text_of
from tests.app.cohort_story import Story
from tests.app.results.exam_week import NAMES, exam_week
from tests.app.results.test_bring import FILE, Marks, marks  # noqa: F401
from tests.app.results.test_capstone import GOH, HAKIM, project, score
from tests.ui.dressed import dressed, keys  # noqa: F401
from ui.certificates.transcripts import open_for_current
from ui.completion.slips import open_slips
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.kit.problem_card import ProblemCard
from ui.results.bring import COLUMNS, REVIEW, BringDialog, open_bring_dialog
from ui.results.bring_review import WHO
from ui.results.capstone import MEAN, CapstoneDialog, open_capstones
from ui.results.exams import ExamsDialog, open_exams, open_names
from ui.results.grid import ResultsTab
from ui.results.moderation import ModerationDialog, export_class_list, export_marks, open_moderation
from ui.results.more import MORE

KEY = Qt.Key


def opened(kind: type[Dialog]) -> Dialog:
    QApplication.processEvents()
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def tab_on(qtbot: QtBot, office: Office, cohort_id: int) -> ResultsTab:
    made = ResultsTab(Desk(office, synchronous=True))
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show_cohort(office.ask(CohortDetail(cohort_id=cohort_id))[0])
    made.show()
    made.shown()
    QApplication.processEvents()
    return made


def test_enter_chooses_the_file_of_a_list_of_marks(qtbot: QtBot, marks: Marks) -> None:  # noqa: F811
    tab = tab_on(qtbot, marks.office, marks.cohort_id)
    open_bring_dialog(tab)
    dialog = opened(BringDialog)
    assert isinstance(dialog, BringDialog)
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.first)
    assert dialog.wizard.next.text() == "Next"
    talk.answer_next(FILE)
    dialog.first.click()
    QApplication.processEvents()
    assert dialog.wizard.current == COLUMNS
    dialog.draft = None
    dialog.close()


@pytest.fixture
def bring(qtbot: QtBot, marks: Marks) -> Iterator[BringDialog]:  # noqa: F811
    """The dialog with the list read."""
    tab = tab_on(qtbot, marks.office, marks.cohort_id)
    open_bring_dialog(tab)
    dialog = opened(BringDialog)
    assert isinstance(dialog, BringDialog)
    talk.answer_next(FILE)
    dialog.choose()
    QApplication.processEvents()
    yield dialog
    for left in (w for w in QApplication.topLevelWidgets() if isinstance(w, BringDialog)):
        left.draft = None
        left.close()


def test_problem_rows_go_to_a_workbook_in_the_layout_of_the_file(bring: BringDialog, tmp_path: Path) -> None:
    bring.wizard.forward()
    QApplication.processEvents()
    talk.answer_next(str(tmp_path / "left.xlsx"))
    bring.keep.click()
    QApplication.processEvents()
    lines = [[c.value for c in line] for line in load_workbook(tmp_path / "left.xlsx").active.iter_rows()]  # type: ignore[union-attr]
    counts = bring.draft.counts()  # type: ignore[union-attr]
    assert len(lines) == counts["ask"] + counts["reject"] + 1 and lines[0][-1] == "Why not imported"
    assert all(line[-1] for line in lines) and lines[0][3].startswith("Teori")


def test_everything_around_the_results_can_be_opened() -> None:
    from importlib import import_module

    for one in MORE:
        if one is not None:
            module, name = one.do.split(":")
            assert callable(getattr(import_module(module), name))


def test_columns_are_understood_and_the_first_question_is_answered_by_a_key(bring: BringDialog,
                                                                            marks: Marks) -> None:  # noqa: F811
    assert bring.wizard.current == COLUMNS
    bring.wizard.forward()
    QApplication.processEvents()
    assert bring.wizard.current == REVIEW and bring.review.chips.value() == "open"
    QAbstractItemModelTester(bring.review.grid.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    teori = next(c.index for c in bring.draft.columns if c.letter == "D")  # type: ignore[union-attr]
    bring.review.grid.go(14, teori)
    QApplication.processEvents()
    card = next(c for c in bring.findChildren(ProblemCard) if c.isVisible())
    assert "7,8 can mean two marks" in " ".join(w.text() for w in card.findChildren(type(bring.question)))
    bring.review.grid.view.setFocus()
    from PySide6.QtTest import QTest

    QTest.keyClick(bring.review.grid.view, KEY.Key_2, Qt.KeyboardModifier.AltModifier)  # 78
    QApplication.processEvents()
    assert marks.tries() == {}
    before = bring.draft.counts()["cells"]  # type: ignore[union-attr]
    bring.wizard.forward()
    QApplication.processEvents()
    found = marks.tries()
    assert len(found) == before and found["MW27-011", "Teori", 1].mark == 78
    marks.office.undo()
    assert marks.tries() == {}


def test_a_mark_is_typed_over_and_del_leaves_a_cell_out(bring: BringDialog, marks: Marks) -> None:  # noqa: F811
    bring.wizard.forward()
    columns = {c.letter: c.index for c in bring.draft.columns}  # type: ignore[union-attr]
    grid = bring.review.grid
    grid.go(7, columns["F"])
    grid.view.setFocus()
    keys(grid.view, "42", KEY.Key_Return)
    QApplication.processEvents()
    grid.go(15, columns["E"])
    keys(grid.view, KEY.Key_Delete)
    QApplication.processEvents()
    assert bring.draft.counts()["reject"] == 1  # type: ignore[union-attr]
    bring.wizard.forward()
    QApplication.processEvents()
    found = marks.tries()
    assert found["MW27-004", "Projek", 1].mark == 42 and ("MW27-012", "Amali", 1) not in found


def test_a_column_of_another_scale_and_a_person_are_asked_about(qtbot: QtBot, marks: Marks,  # noqa: F811
                                                                 tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Nama,Projek /40\nONG WAI PING,20\nSIMAH ANAK TUAK,30\n", "utf-8")
    tab = tab_on(qtbot, marks.office, marks.cohort_id)
    open_bring_dialog(tab)
    dialog = opened(BringDialog)
    assert isinstance(dialog, BringDialog)
    dialog.read(path)
    QApplication.processEvents()
    assert not dialog.wizard.next.isEnabled()
    convert = next(b for b in dialog.columns.findChildren(type(dialog.first)) if b.text() == "Convert the marks")
    convert.click()
    QApplication.processEvents()
    dialog.wizard.forward()
    dialog.review.grid.go(3, WHO)
    QApplication.processEvents()
    next(b for b in dialog.findChildren(type(dialog.first)) if b.text() == "SIMAH ANAK TUAH" and b.isVisible()).click()
    QApplication.processEvents()
    dialog.wizard.forward()
    QApplication.processEvents()
    found = marks.tries()
    assert (found["MW27-007", "Projek", 1].mark, found["MW27-001", "Projek", 1].mark) == (25, Decimal("37.5"))


def test_moderation_is_a_plot_with_words_and_a_table(tab: ResultsTab, story: Story) -> None:
    open_moderation(tab)
    dialog = opened(ModerationDialog)
    assert isinstance(dialog, ModerationDialog)
    said = dialog.chart.accessibleDescription()
    assert "Final exam: 8 marks, mean 65.5" in said and "12.5 % failed" in said
    assert dialog.table.rows_model.rowCount() == 5
    assert not dialog.chart.grab().isNull()
    dialog.tabs.choose("assessors")
    assert not dialog.chart.isVisible() and "One person" in dialog.nobody.text()
    dialog.tabs.choose("totals")
    assert "90–100: 1" in dialog.bars.accessibleDescription()


def test_class_list_and_marks_are_written(tab: ResultsTab, tmp_path: Path) -> None:
    talk.answer_next(tmp_path / "class.xlsx", tmp_path / "marks.xlsx")
    export_class_list(tab)
    export_marks(tab)
    assert load_workbook(tmp_path / "class.xlsx").sheetnames[1] == "Distribution"
    assert "Trainee no." in [c.value for c in load_workbook(tmp_path / "marks.xlsx").active[1]]


def test_panel_scores_are_typed_and_carried_over_after_asking(tab: ResultsTab, story: Story) -> None:
    key = project(story, GOH, HAKIM)
    score(story, key, (0, "Dr. A", "8"), (1, "Dr. A", "18"))
    open_capstones(tab)
    dialog = opened(CapstoneDialog)
    assert isinstance(dialog, CapstoneDialog)
    QAbstractItemModelTester(dialog.grid.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    first = dialog.sheet.criteria[0].id  # type: ignore[union-attr]
    assert "84.00" in dialog.score.text()
    dialog._add(dialog.project(), "Dr. B")  # type: ignore[arg-type]
    dialog.grid.view.setFocus()
    keys(dialog.grid.view, "11", KEY.Key_Return)
    assert dialog.grid.model.cells[first, "Dr. B"].problem == "11 is more than 10"
    dialog.grid.go(first, "Dr. B")
    keys(dialog.grid.view, "9", KEY.Key_Return)
    keys(dialog.grid.view, "17", KEY.Key_Return)
    assert "86.00" in dialog.score.text()
    assert dialog.grid.model.cells[first, MEAN].text == "85.0 %"
    talk.answer_next(True)
    dialog.feed()
    assert any("Change results" in q for q in talk.asked)
    found = story.office.ask(Capstones(cohort_id=story.cohort_id))[0].projects[0]
    assert {m.recorded.mark for m in found.members if m.recorded} == {Decimal(86)}
    dialog.close()


def test_a_project_and_its_criteria_are_made_in_forms(tab: ResultsTab, story: Story) -> None:
    from ui.results.capstone_forms import CriteriaDialog

    open_capstones(tab)
    dialog = opened(CapstoneDialog)
    assert isinstance(dialog, CapstoneDialog)
    dialog.change_criteria()
    criteria = opened(CriteriaDialog)
    assert isinstance(criteria, CriteriaDialog)
    keys(criteria.lines[0][1], "Solution")
    criteria.add()
    keys(criteria.lines[1][1], "Talk")
    criteria._do()
    assert [c.title for c in dialog.sheet.criteria] == ["Solution", "Talk"]  # type: ignore[union-attr]
    dialog.new()
    from ui.desk.form_dialog import FormDialog

    form = opened(FormDialog)
    assert isinstance(form, FormDialog)
    form.form.put({"title": "Smart farm", "members": (story.enrolments[GOH],)})
    form._do()
    assert [p.team for p in dialog.sheet.projects] == [GOH]  # type: ignore[union-attr]
    dialog.close()


def test_as27_by_the_window(qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> None:
    week = exam_week(sqlite_office)
    for name, text in zip(NAMES, ("599", "600", "1000", "TH"), strict=True):
        week.enter(name, "H12-811", text, date(2026, 7, 10))
    week.enter(NAMES[1], "H12-821", "700", date(2025, 1, 13))
    tab = tab_on(qtbot, week.office, week.cohort_id)
    open_exams(tab)
    dialog = opened(ExamsDialog)
    assert isinstance(dialog, ExamsDialog)
    shown = {r.name: r for r in dialog.shown() if r.exam.code == "H12-811"}
    assert [shown[n].passed for n in NAMES] == [False, True, True, None]
    assert shown[NAMES[1]].expires == date(2029, 7, 10)
    dialog.chips.set_value("flagged")
    dialog.fill()
    assert [r.name for r in dialog.shown()] == [NAMES[1]]
    talk.answer_next(tmp_path / "exams.xlsx")
    dialog.export()
    assert load_workbook(tmp_path / "exams.xlsx").active.max_row == 2
    dialog.close()
    open_names(tab)
    names = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "name-check" and w.isVisible())
    assert not names.check()  # type: ignore[attr-defined]
    gate = names.gate  # type: ignore[attr-defined]
    for field, words in ((gate.purpose, "HCIA week"), (gate.recipient, "Pearson VUE"), (gate.approver, "Pengarah")):
        field.set_value(words)
    talk.answer_next(tmp_path / "names.pdf")
    names._do()  # type: ignore[attr-defined]
    assert "900102-14-5562" in text_of(tmp_path / "names.pdf")


def test_slips_and_a_transcript_come_out(tab: ResultsTab, story: Story, tmp_path: Path) -> None:
    tab.grid.go(story.enrolments[GOH], story.components["Quiz"])
    talk.answer_next(True, tmp_path / "slips.pdf")
    open_slips(tab)
    assert GOH in text_of(tmp_path / "slips.pdf") and HAKIM in text_of(tmp_path / "slips.pdf")
    talk.answer_next(True, tmp_path / "transcript.pdf")
    open_for_current(tab)
    said = text_of(tmp_path / "transcript.pdf")
    assert GOH in said and "TR26-00001-" in said
