"""Home driven by keys: the next register one key away, every number leads somewhere, each role its own cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from app.attendance.commands import CloseSession, MarkRestPresent
from app.errors import Unavailable
from app.i18n import use_language
from app.job import SILENT
from app.office.command import Query, Ref
from app.office.office import Office
from app.office.permissions import SYSTEM, Actor
from app.trainees.commands import ChangeTrainee
from tests.app.class_room import Class
from tests.app.cohort_story import tell
from ui.attendance.risk import RiskDialog
from ui.desk import talk
from ui.desk.desk import Desk
from ui.home.page import HomePage
from ui.kit.buttons import Button

EARLY = datetime(2026, 7, 14, 0, 26, tzinfo=UTC)  # 08:26 in Malaysia


@pytest.fixture
def home_of(qapp: QApplication) -> Iterator[Callable[..., HomePage]]:
    """Makes Home for an office, in a window of its own; where it asks to go is in `went`."""
    made: list[QMainWindow] = []

    def make(office: Office, size: tuple[int, int] = (1224, 841)) -> HomePage:
        desk = Desk(office, synchronous=True)
        page = HomePage(desk)
        page.went = []  # type: ignore[attr-defined]
        desk.shown.connect(page.went.append)  # type: ignore[attr-defined]
        window = QMainWindow()
        window.setCentralWidget(page)
        window.resize(*size)
        window.show()
        made.append(window)
        page.shown()
        for _turn in range(4):
            QApplication.processEvents()
        work = page.work()
        if work is not None:
            work.setFocus()
        return page

    yield make
    for window in made:
        window.hide()
        window.deleteLater()


def acting(office: Office, *roles: str, user_id: int = 99, read_only: bool = False) -> Office:
    return Office(office.engine, Actor(user_id, "user", "User", frozenset(roles)), clock=office.clock,
                  read_only=read_only)


def words(page: HomePage) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_enter_opens_the_register_that_is_next(room: Class, home_of: Callable[..., HomePage]) -> None:
    room.office.clock = lambda: EARLY
    page = home_of(room.office)
    assert page.head.title.text() == "Tuesday, 14 July 2026"
    assert "starts in 4 min" in words(page)
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Return)
    session = room.view().sessions[11].id
    assert page.went == [Ref("cohort", room.cohort_id, f"attendance:{session}")]  # type: ignore[attr-defined]
    primary = [b for b in page.findChildren(Button) if b.kind == "primary" and b.isVisible()]
    assert [b.text().strip() for b in primary] == ["Mark attendance"], "one thing to do"


def test_arrows_go_through_the_sessions(room: Class, home_of: Callable[..., HomePage]) -> None:
    page = home_of(room.office)
    rows = page.sessions.list.rows
    assert len(rows) == 7 and page.window().focusWidget() is rows[-1], "six that are late, and today's"
    for key, wanted in ((Qt.Key.Key_Up, 5), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Up, 0), (Qt.Key.Key_End, 6),
                        (Qt.Key.Key_Down, 6)):
        QTest.keyClick(page.window().focusWidget(), key)
        assert page.window().focusWidget() is rows[wanted]
    assert "Mon 13 Jul" in rows[5].accessibleName() and "Not marked" in rows[5].accessibleName()
    QTest.keyClick(rows[6], Qt.Key.Key_Up)
    QTest.keyClick(rows[5], Qt.Key.Key_Enter)
    assert page.went[-1].detail == f"attendance:{room.view().sessions[10].id}"  # type: ignore[attr-defined]
    QTest.keyClick(rows[5], Qt.Key.Key_F11)
    assert page.went[-1].detail == f"attendance:{room.view().sessions[10].id}:roll"  # type: ignore[attr-defined]


def test_marks_that_come_are_seen_at_once_and_the_keys_stay(room: Class, home_of: Callable[..., HomePage]) -> None:
    page = home_of(room.office)
    room.mark(0, 11, "H")
    assert "1 of 6 marked" in words(page)
    assert page.window().focusWidget() is page.sessions.list.rows[-1]
    session = room.view().sessions[11].id
    room.office.do(MarkRestPresent(session_id=session))
    assert "All 6 marked" in words(page)
    room.office.do(CloseSession(session_id=session))
    assert "Closed" in words(page)
    assert page.sessions.board.next_one(room.office.clock()).overdue, "then what is late is next"


def test_who_is_below_with_what_is_needed_and_the_way_there(room: Class, home_of: Callable[..., HomePage],
                                                           tmp_path: Path) -> None:
    for session in range(11):
        room.mark(0, session, "X" if session in (3, 6, 8, 10) else "H")
        room.mark(1, session, "X" if session < 5 else "H")
    page = home_of(room.office)
    shown = words(page)
    assert "Attendance below 80 %" in shown and "2 trainees" in shown
    table = page.below.table
    texts = [[table.model().index(r, c).data() for c in range(5)] for r in range(2)]
    assert [t[2:4] for t in texts] == [["54.5 %", "Cannot reach 80 % any more"], ["63.6 %", "Must attend all 9 left"]]
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert page.went == [Ref("cohort", room.cohort_id, "attendance:low")]  # type: ignore[attr-defined]
    page.below.risk_button.click()
    risk = next(w for w in QApplication.topLevelWidgets() if isinstance(w, RiskDialog) and w.isVisible())
    assert {r.id for r in risk.rows} >= {r.id for r in page.below.below.rows}
    risk.reject()
    talk.answer_next(str(tmp_path / "below.xlsx"))
    page.export()
    sheet = openpyxl.load_workbook(tmp_path / "below.xlsx").active
    cells = [str(cell) for line in sheet.iter_rows(values_only=True) for cell in line if cell is not None]
    assert "63.6 %" in cells and "Must attend all 9 left" in cells


def test_a_long_list_shows_a_few_and_all_when_asked(room: Class, home_of: Callable[..., HomePage],
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.home.below_card.FEW", 2)
    for person in range(5):
        room.mark(person, 0, "X")
    page = home_of(room.office)
    low = page.below.table.height()
    assert page.below.more.text().strip() == "Show all 5"
    page.below.more.click()
    assert page.below.table.height() > low and page.below.more.text().strip() == "Show fewer"


def test_certificates_that_wait_lead_to_their_cohort(sqlite_office: Office, home_of: Callable[..., HomePage]) -> None:
    story = tell(sqlite_office)
    page = home_of(story.acting("certificates"))
    shown = words(page)
    assert "3 ready to issue" in shown and "HCIA-AI-03, ended Fri 10 Jul" in shown
    assert "6 do not qualify yet" in shown and "2 attendance · 2 no mark · 2 too low" in shown
    assert page.sessions is None and page.main_parts[0] is page.waiting, "certificates first"
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Return)
    assert page.went == [Ref("cohort", story.cohort_id, "completion")]  # type: ignore[attr-defined]
    assert page.year.total.text() == "9" and page.year.bars.accessibleDescription() == "HCIA-AI: 9, 0 certified"


def test_people_recorded_twice_and_the_last_backup(room: Class, home_of: Callable[..., HomePage]) -> None:
    for key in room.trainees[:2]:
        room.office.do(ChangeTrainee(trainee_id=key, values={"full_name": "LEE SIEW LAN",
                                                             "birth_date": date(2003, 1, 2)}))
    page = home_of(room.office)
    assert "2 trainees may be recorded twice" in words(page)
    page.upkeep.list.rows[0].open()
    assert page.went == [Ref("duplicates")]  # type: ignore[attr-defined]

    class Keeper:
        made = datetime(2026, 7, 13, 23, 0, tzinfo=UTC)

        def listed(self) -> list[SimpleNamespace]:
            return [SimpleNamespace(made=self.made)] if self.made else []

    page.desk.keeper = Keeper()  # type: ignore[assignment]
    page.load()
    assert "Backup today 07:00" in words(page)
    Keeper.made = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
    page.load()
    assert "More than three days old" in words(page)
    Keeper.made = None  # type: ignore[assignment]
    page.load()
    assert "No backup yet" in words(page)
    assert home_of(acting(room.office, "certificates")).upkeep is None


def test_each_role_has_its_cards(room: Class, home_of: Callable[..., HomePage]) -> None:
    own = home_of(acting(room.office, "instructor", user_id=room.users[0]))
    assert own.parts() == [own.sessions, own.settle, own.below, own.ending] and own.sessions.list.rows
    other = home_of(acting(room.office, "instructor", user_id=room.users[1]))
    assert "No sessions today" in words(other)
    viewer = home_of(acting(room.office, "viewer"))
    assert viewer.sessions is not None and not [b for b in viewer.sessions.findChildren(Button) if b.text() == "Mark"]
    nobody = home_of(acting(room.office))
    assert nobody.parts() == [] and "Nothing here is for your role." in words(nobody)


def test_where_only_reading_is_open_nothing_offers_to_mark(room: Class, home_of: Callable[..., HomePage]) -> None:
    page = home_of(acting(room.office, *SYSTEM.roles, read_only=True))
    assert page.sessions.list.rows
    texts = {b.text().strip() for b in page.findChildren(Button) if b.isVisible()}
    assert not texts & {"Mark", "Mark now", "Mark attendance", "Import list", "New trainee"}


def test_an_empty_day_says_when_the_next_one_is(room: Class, home_of: Callable[..., HomePage]) -> None:
    room.office.clock = lambda: datetime(2026, 7, 18, 1, 0, tzinfo=UTC)
    for session in room.view().sessions[:15]:
        room.office.do(MarkRestPresent(session_id=session.id))
    page = home_of(room.office)
    assert "No sessions today" in words(page) and "Next: Mon 20 Jul 2026" in words(page)


def test_the_first_day_of_a_centre(sqlite_office: Office, home_of: Callable[..., HomePage]) -> None:
    page = home_of(sqlite_office)
    shown = words(page)
    for sentence in ("No sessions today", "Sessions are planned in a cohort.", "No running cohort has attendance yet.",
                     "No certificate waits.", "No cohort ends in the next three weeks.",
                     "Nobody has attended a session this year yet."):
        assert sentence in shown
    assert not page.upkeep.isVisible(), "where nothing is to be told, nothing is said"


def test_what_cannot_be_read_says_so_in_its_card_with_try_again(room: Class, home_of: Callable[..., HomePage],
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    page = home_of(room.office)
    asked = Office.ask

    def ask(office: Office, query: Query[object], *more: object) -> object:
        if type(query).__name__ == "BelowThreshold":
            raise Unavailable("The server does not answer.")
        return asked(office, query, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Office, "ask", ask)
    page.load()
    assert "The server does not answer." in words(page) and page.sessions.list.rows
    monkeypatch.setattr(Office, "ask", asked)
    again = next(b for b in page.below.findChildren(Button) if b.text().strip() == "Try again")
    again.click()
    assert "The server does not answer." not in words(page)


def test_the_page_may_be_asked_for_before_its_window_is_there(room: Class, qapp: QApplication) -> None:
    page = HomePage(Desk(room.office, synchronous=True))
    page.shown()
    assert not page.sessions.answered
    page.show()
    assert page.sessions.answered and all(not part.stale for part in page.parts())
    page.close()
    page.deleteLater()


def test_who_has_left_asks_nothing_more(room: Class, home_of: Callable[..., HomePage]) -> None:
    page = home_of(room.office)
    page.hide()
    room.mark(0, 11, "H")
    assert page.sessions.stale and page.sessions.board.rows[-1].marked == 0
    page.show()
    page.shown()
    assert page.sessions.board.rows[-1].marked == 1


def test_another_minute_and_another_day(room: Class, home_of: Callable[..., HomePage]) -> None:
    room.office.clock = lambda: EARLY
    page = home_of(room.office)
    room.office.clock = lambda: datetime(2026, 7, 14, 0, 28, tzinfo=UTC)
    page._minute()
    assert "starts in 2 min" in words(page)
    room.office.clock = lambda: datetime(2026, 7, 14, 16, 1, tzinfo=UTC)
    page._minute()
    assert page.head.title.text() == "Wednesday, 15 July 2026" and page.sessions.board.rows[-1].day.day == 15


@pytest.mark.parametrize("size", [(1310, 709), (904, 493), (744, 493)])
@pytest.mark.parametrize("language", ["en", "ms"])
def test_small_windows_scroll_down_and_never_sideways(room: Class, home_of: Callable[..., HomePage], language: str,
                                                      size: tuple[int, int]) -> None:
    use_language(language)
    for session in range(5):
        room.mark(0, session, "X")
    page = home_of(room.office, size)
    assert page.area.horizontalScrollBar().maximum() == 0
    assert page.area.widget().width() <= page.area.viewport().width()
    side = {part.x() for part in page.side_parts}
    main = {part.x() for part in page.main_parts if part.isVisible()}
    assert (side != main) == (size[0] > 960), "one column when it is narrow"
    for row in page.sessions.list.rows:
        for button in row.findChildren(Button):
            assert button.width() >= button.sizeHint().width() and row.rect().contains(button.geometry().center())
    if language == "ms":
        assert page.head.title.text() == "Selasa, 14 Julai 2026"


def test_who_comes_to_mark_sees_everybody_and_who_comes_for_those_below_sees_them(room: Class, desk: Desk) -> None:
    from app.cohorts.queries import CohortDetail
    from ui.attendance.register import AttendanceTab

    room.mark(0, 0, "X")
    desk.kept.put("filter:attendance", "low")
    tab = AttendanceTab(desk)
    session = room.view().sessions[10].id
    tab.show_detail(str(session))
    tab.show_cohort(room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0])
    tab.show()
    tab.shown()
    assert len(tab.grid.model.people) == 6, "the filter of yesterday is no help now"
    assert tab.grid.current()[1] == session
    tab.show_detail("low")
    assert len(tab.grid.model.people) == 1
    tab.tools.search.setText("nobody of this name")
    tab.show_detail(str(session))
    assert len(tab.grid.model.people) == 6
    tab.close()
    tab.deleteLater()


def test_those_below_on_paper(room: Class, home_of: Callable[..., HomePage], monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdfium2

    from ui.desk import printing

    for session in range(5):
        room.mark(0, session, "X")
    offered: list[bytes] = []
    monkeypatch.setattr(printing, "offer", lambda _desk, _title, make, **_more: offered.append(make(SILENT)))
    page = home_of(room.office)
    page.print_()
    text = pypdfium2.PdfDocument(offered[0])[0].get_textpage().get_text_range()
    for words_ in ("Attendance below 80 %", room.view().rows[0].name, "0.0 %", "5 in a row",
                   "Running cohorts with attendance: 1"):
        assert words_ in text
    room.mark(0, 5, None)
    for session in range(5):
        room.mark(0, session, "H")
    told: list[str] = []
    page.desk.told.connect(lambda sentence, _undo: told.append(sentence))
    page.print_()
    assert told == ["Nobody is in this list."] and len(offered) == 1
