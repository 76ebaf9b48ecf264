"""The settings, driven by keys and clicks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.attendance.holiday_list import read_holidays
from app.centre.commands import AddHolidays, SaveSetting
from app.centre.queries import CentreProfile, Holidays, SeriesList, Signatories, Weekends
from app.db.backup import list_backups
from app.office.command import Ref
from app.office.permissions import Actor
from app.results.assessment import Assessment, AssessmentRow
from ui.centre.calendar_dialogs import HolidayDialog, HolidayListDialog, StateDialog, WeekendDialog
from ui.centre.page import SettingsPage
from ui.centre.picture import clean_signature, read_picture
from ui.centre.profile import SignatoryDialog, address_lines
from ui.centre.sections import SECTIONS
from ui.centre.series_dialog import SeriesDialog
from ui.desk import talk
from ui.desk.desk import Desk

LEFT = Qt.MouseButton.LeftButton


def scan(path: Path, size: tuple[int, int] = (600, 300)) -> Path:
    """A signature in black on greyish paper."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(235, 233, 228))
    painter = QPainter(image)
    painter.setPen(QPen(Qt.GlobalColor.black, 6))
    painter.drawLine(200, 150, 400, 120)
    painter.end()
    image.save(str(path))
    return path


def test_every_section_opens(page: SettingsPage) -> None:
    for section in SECTIONS:
        QTest.mouseClick(page.buttons[section.key], LEFT)
        assert page.section() is page._made[section.key]
        assert page.buttons[section.key].isChecked()
    page.show_ref(Ref("settings", detail="users"))
    assert page._now == "users"


def test_what_is_in_front_is_added_by_one_key(page: SettingsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(talk, "open_dialog", opened.append)
    page.open("centre")
    page.new()
    page.open("calendar")
    page.new()
    page.open("numbering")
    page.new()
    assert [type(d) for d in opened] == [SignatoryDialog, HolidayDialog, SeriesDialog]
    page.open("privacy")
    assert page.new is None
    assert page.work() is page.buttons["privacy"]


def test_the_profile_is_typed_and_saved(page: SettingsPage, desk: Desk) -> None:
    form = page.section().form
    box = form.fields["name_ms"].editor
    QTest.keyClicks(box, "Pusat TVET ILP")
    form.fields["address"].editor.setPlainText("Jalan Contoh 3\nKampung Contoh\nBlok B\nAras 2")
    form.fields["postcode"].editor.setFocus()
    QTest.keyClicks(form.fields["postcode"].editor, "5000")
    QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert form.fields["postcode"].problem
    QTest.keyClicks(form.fields["postcode"].editor, "0")
    assert not page.may_leave()
    QTest.mouseClick(page.buttons["users"], LEFT)
    assert page._now == "centre"  # nothing typed is thrown away
    QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    centre = desk.office.ask(CentreProfile())[0]
    assert (centre.name_ms, centre.postcode) == ("Pusat TVET ILP", "50000")
    assert (centre.address_1, centre.address_2, centre.address_3) == ("Jalan Contoh 3", "Kampung Contoh",
                                                                      "Blok B, Aras 2")
    assert page.may_leave()
    desk.undo()
    assert desk.office.ask(CentreProfile())[0].name_ms == ""


def test_the_lines_of_an_address() -> None:
    assert address_lines("") == ("", "", "")
    assert address_lines(" a \n\n b ") == ("a", "b", "")
    assert address_lines("a\nb\nc\nd") == ("a", "b", "c, d")


def test_the_logo_is_dropped_and_taken_away(page: SettingsPage, desk: Desk, tmp_path: Path) -> None:
    section = page.section()
    (tmp_path / "not.png").write_bytes(b"<svg>")
    section.logo.take(tmp_path / "not.png")
    assert "PNG" in section.logo.words.text()
    QTest.keyClicks(section.form.fields["web"].editor, "contoh.example")  # still being typed
    talk.answer_next(str(scan(tmp_path / "logo.png", (3000, 2000))))
    QTest.mouseClick(section.logo.choose, LEFT)
    kept = desk.office.ask(CentreProfile())[0].logo
    assert kept is not None and max(read_picture(kept).width(), read_picture(kept).height()) <= 1200
    assert section.form.values()["web"] == "contoh.example"
    section.save()
    assert desk.office.ask(CentreProfile())[0].web == "contoh.example"
    QTest.mouseClick(section.logo.remove, LEFT)
    assert desk.office.ask(CentreProfile())[0].logo is None


def test_a_signatory_with_a_scan(page: SettingsPage, desk: Desk, tmp_path: Path) -> None:
    section = page.section()
    dialog = SignatoryDialog(desk, None, 1, section)
    dialog.show()
    QTest.keyClicks(dialog.form.fields["name"].editor, "Ts. Dr. Azman bin Haji Sulaiman")
    QTest.mouseClick(dialog.action_button, LEFT)
    assert dialog.form.fields["valid_from"].problem
    QTest.keyClicks(dialog.form.fields["valid_from"].editor, "3 Jan 2025")
    dialog.picture.take(scan(tmp_path / "tanda.png"))
    QTest.mouseClick(dialog.action_button, LEFT)
    assert not dialog.isVisible()
    person = desk.office.ask(Signatories())[0]
    assert person.valid_from == date(2025, 1, 3) and person.image is not None
    image = read_picture(person.image)
    assert image.width() < 300 and image.pixelColor(0, 0).alpha() == 0  # trimmed, paper gone
    again = SignatoryDialog(desk, person, 1, section)
    again.show()
    again.form.fields["post_ms"].set_value("Pengarah")
    QTest.mouseClick(again.action_button, LEFT)
    assert desk.office.ask(Signatories())[0].image == person.image


def test_a_blank_scan_stays_a_picture() -> None:
    blank = QImage(50, 40, QImage.Format.Format_RGB32)
    blank.fill(Qt.GlobalColor.white)
    assert clean_signature(blank).size() == blank.size()


def test_the_pattern_shows_what_it_makes(page: SettingsPage, desk: Desk) -> None:
    page.open("numbering")
    section = page.section()
    row = section.rows[0]
    assert row.next[0].startswith("KL")
    dialog = SeriesDialog(desk, row.series, section)
    dialog.show()
    box = dialog.form.fields["pattern"].editor
    box.clear()
    QTest.keyClicks(box, "{centre}/{yyyy}")
    assert "{number}" in dialog.next.text()
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.form.fields["pattern"].problem
    QTest.keyClicks(box, "/{number:04}")
    assert dialog.next.text().split(", ")[1].endswith("/0002")
    first = dialog.form.fields["first"].editor
    first.selectAll()
    QTest.keyClicks(first, "501")
    assert dialog.next.text().split(", ")[0].endswith("/0501")
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.isVisible()
    saved = desk.office.ask(SeriesList())[0]
    assert (saved.pattern, saved.first) == ("{centre}/{yyyy}/{number:04}", 501)
    section.common.fields["certificate_design"].set_value("moden")
    section.common._edited("certificate_design")
    section.common_foot.ask()
    assert desk.office.ask(CentreProfile())[0].certificate_design == "moden"


def test_another_series_is_added_refused_and_retired(page: SettingsPage, desk: Desk) -> None:
    page.open("numbering")
    section = page.section()
    dialog = SeriesDialog(desk, None, section)
    dialog.show()
    fields = dialog.form.fields
    fields["kind"].set_value("attendance")
    box = fields["pattern"].editor
    box.clear()
    QTest.keyClicks(box, "KL{yy}-{number:05}-{check}")
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "could be one of the series" in fields["pattern"].problem and dialog.isVisible()
    box.clear()
    QTest.keyClicks(box, "H{yy}-{number}")
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.isVisible()
    assert [(r.series.kind, r.series.active) for r in section.rows] == [("", True), ("attendance", True)]
    again = SeriesDialog(desk, section.rows[1].series, section)
    again.show()
    again._retire()
    assert [r.series.active for r in section.rows] == [True, False]


def test_weekend_and_holidays(page: SettingsPage, desk: Desk) -> None:
    page.open("calendar")
    section = page.section()
    weekend = WeekendDialog(desk, section)
    weekend.show()
    for day in (4, 6):  # Friday on, Sunday off: Friday and Saturday
        weekend.days[day].click()
    QTest.keyClicks(weekend.from_field.editor, "1/1/2027")
    QTest.mouseClick(weekend.action_button, LEFT)
    assert desk.office.ask(Weekends())[-1].days == {4, 5}
    holiday = HolidayDialog(desk, section)
    holiday.show()
    QTest.mouseClick(holiday.action_button, LEFT)
    assert holiday.day.problem and holiday.focusWidget() is holiday.day.editor
    QTest.keyClicks(holiday.day.editor, "31 Aug 2026")
    QTest.keyClicks(holiday.name_field.editor, "Hari Kebangsaan")
    QTest.keyClick(holiday.name_field.editor, Qt.Key.Key_Return)
    assert section.holidays.model().rowCount() == 1
    section.holidays.choose(desk.office.ask(Holidays())[0].id)
    QTest.mouseClick(section.remove_button, LEFT)
    assert not desk.office.ask(Holidays())


def test_weekends_of_the_state_and_holidays_from_a_list(page: SettingsPage, desk: Desk, tmp_path: Path) -> None:
    page.open("calendar")
    section = page.section()
    desk.office.do(AddHolidays(days=((date(2026, 8, 31), "Merdeka"),)))
    section.follow_state()
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, StateDialog) and w.isVisible())
    asked.state.set_value("Johor")
    asked._look()
    assert "from 1 Jan 2014: Friday, Saturday" in asked.words.text()
    QTest.mouseClick(asked.action_button, LEFT)
    assert [r.days for r in desk.office.ask(Weekends())] == [{5, 6}, {4, 5}, {5, 6}]
    listed = tmp_path / "cuti.csv"
    listed.write_text("Tarikh,Nama\n31/08/2026,Hari Kebangsaan\n16/09/2026,Hari Malaysia\n31/02/2026,Tiada\n", "utf-8")
    talk.answer_next(str(listed))
    section.bring()
    shown = next(w for w in QApplication.topLevelWidgets() if isinstance(w, HolidayListDialog) and w.isVisible())
    QTest.mouseClick(shown.action_button, LEFT)
    assert [h.name for h in desk.office.ask(Holidays())] == ["Hari Kebangsaan", "Hari Malaysia"]
    talk.answer_next(str(tmp_path / "out.xlsx"))
    section.give()
    assert [line.known for line in read_holidays(tmp_path / "out.xlsx", [(date(2026, 8, 31), "x")])] == ["x", ""]


def test_restore_takes_three_clicks_and_shows_the_counts(page: SettingsPage, desk: Desk) -> None:
    page.open("backups")
    section = page.section()
    desk.office.do(SaveSetting(key="early", value="1"))
    QTest.mouseClick(section.now_button, LEFT)
    backup = list_backups(desk.keeper.folder())[0]
    desk.office.do(SaveSetting(key="late", value="1"))
    assert not section.restore_button.isEnabled() and section.restore_button.toolTip()
    place = section.table.visualRect(section.table.model().index(0, 0)).center()
    QTest.mouseClick(section.table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)  # 1
    talk.answer_next(True)  # 3, in the dialog that shows the counts
    QTest.mouseClick(section.restore_button, LEFT)  # 2
    assert "Put the records of" in talk.asked[0] and "Restored" in talk.asked[1]
    with desk.office.engine.connect() as connection:
        keys = set(connection.exec_driver_sql("SELECT key FROM setting").scalars())
    assert keys == {"early"} and desk.actor.login == "aminah"
    assert len(list_backups(desk.keeper.folder())) == 2 and backup.path.exists()
    assert desk.office.undo_label() is None


def test_a_damaged_backup_is_named_before_anything_happens(page: SettingsPage, desk: Desk) -> None:
    page.open("backups")
    section = page.section()
    made = desk.keeper.back_up()
    made.path.write_bytes(made.path.read_bytes()[:9000])
    desk.office.do(SaveSetting(key="late", value="1"))
    section.load()
    section.table.choose(str(made.path))
    assert not section.restore_button.isEnabled() and "damaged" in section.restore_button.toolTip()
    talk.answer_next(False)  # try again? no
    section._look(made.path)
    assert len(talk.asked) == 1
    with desk.office.engine.connect() as connection:
        assert "late" in set(connection.exec_driver_sql("SELECT key FROM setting").scalars())


def test_the_folder_of_backups(page: SettingsPage, desk: Desk, tmp_path: Path) -> None:
    page.open("backups")
    section = page.section()
    (tmp_path / "stick").mkdir()
    talk.answer_next(str(tmp_path / "stick"))
    QTest.mouseClick(section.folder_button, LEFT)
    assert desk.keeper.folder() == tmp_path / "stick"
    QTest.mouseClick(section.now_button, LEFT)
    assert list_backups(tmp_path / "stick")


def test_a_restore_from_before_a_user_asks_to_sign_in(page: SettingsPage, desk: Desk) -> None:
    page.open("backups")
    made = desk.keeper.back_up()
    heard = []
    desk.signed.connect(heard.append)
    desk.office.actor = Actor(99, "later", "Later", frozenset({"administrator"}))
    page.section()._put_back(made.path)
    assert heard[-1].user_id == 0


@pytest.mark.parametrize("role", ["instructor", "viewer"])
def test_who_may_not_sees_it_grey(page: SettingsPage, desk: Desk, role: str) -> None:
    desk.office.actor = Actor(5, "x", "X", frozenset({role}))
    desk.signed.emit(desk.office.actor)
    assert not page.buttons["backups"].isEnabled() and page.buttons["backups"].toolTip()
    assert not page.section().foot.save.isEnabled()
    QTest.mouseClick(page.buttons["users"], LEFT)
    assert page._now == "centre"


def test_the_history_is_shown(page: SettingsPage) -> None:
    page.open("history")
    section = page.section()
    assert section.table.model().rowCount() >= 2
    section.table.choose(1)
    assert "centre" in section.detail.text()


def test_a_setting_is_found_by_its_words(page: SettingsPage, qtbot) -> None:
    page.find()
    QTest.keyClicks(page.search, "lock minu")
    page.search.now()
    assert [words for _s, words in page._hits] == ["Lock after minutes without a key"]
    assert page.hits.isVisible() and not page._places.isVisible()
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.wait(10)
    assert page._now == "privacy" and page.section().form.fields["idle_minutes"].editor.hasFocus()
    page.search.setText("text size")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.wait(10)
    assert page._now == "display" and page.section().size.hasFocus()
    page.search.setText("colours")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.wait(10)
    assert page.section().mode.isAncestorOf(page.focusWidget())
    page.search.setText("xyz")
    page.search.now()
    assert not page._hits and page.hits.isVisible()
    page.search.reset()
    assert page._places.isVisible()


@pytest.mark.parametrize("language", ["en", "ms"])
def test_everything_that_can_be_found_is_there(desk: Desk, qtbot, language: str) -> None:
    from PySide6.QtWidgets import QLabel, QPushButton

    from app.i18n import _, use_language

    use_language(language)
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    for section in SECTIONS:
        page.open(section.key)
        made = page.section()
        said = {w.text().strip() for kind in (QLabel, QPushButton) for w in made.findChildren(kind)}
        assert not {_(words) for words in section.finds} - said, section.key


def test_privacy_is_saved(page: SettingsPage, desk: Desk) -> None:
    page.open("privacy")
    form = page.section().form
    box = form.fields["idle_minutes"].editor
    box.clear()
    QTest.keyClicks(box, "90")
    QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert form.fields["idle_minutes"].problem and not page.may_leave()
    box.clear()
    QTest.keyClicks(box, "5")
    QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.office.ask(CentreProfile())[0].idle_minutes == 5 and page.may_leave()


def test_display_acts_at_once_and_is_kept(page: SettingsPage, desk: Desk) -> None:
    from PySide6.QtWidgets import QPushButton

    from ui.kit.theme import theme

    page.open("display")
    section = page.section()
    by_words = {b.text(): b for b in section.findChildren(QPushButton)}
    QTest.mouseClick(by_words["Dark"], LEFT)
    QTest.mouseClick(by_words["Compact"], LEFT)
    assert theme().mode == "dark" and theme().density == "compact"
    section.size.set_value(1.25)
    section.size.edited.emit()
    assert theme().scale == 1.25 and desk.kept.get("zoom") == "1.25"
    QTest.mouseClick(section.bar, LEFT)
    QTest.mouseClick(section.still, LEFT)
    assert desk.kept.get("menu-bar") == "always" and desk.kept.get("motion") == "none" and theme().still
    theme().set_density("roomy")
    assert section.density.value() == "roomy"
    theme().still = False
    theme().set_density("normal")
    theme().set_scale(1.0)
    theme().set_mode("light")


def test_a_copy_elsewhere_is_remembered(page: SettingsPage, desk: Desk, tmp_path: Path) -> None:
    from datetime import UTC, datetime, timedelta

    from app.settings import Machine
    from ui.centre.backup_rows import when_words

    page.open("backups")
    section = page.section()
    assert section.copied.text() == "No copy outside this computer yet"
    talk.answer_next(str(tmp_path / "stick"))
    QTest.mouseClick(section.copy_button, LEFT)
    assert section.copied.text().startswith("Copied elsewhere: today") and list((tmp_path / "stick").glob("*.db"))
    machine = Machine.load()
    machine.copied = f"{(datetime.now(UTC) - timedelta(days=9)).isoformat()} E:/"
    machine.save()
    section._show_copied()
    assert section.copied.text() == "No copy outside this computer for 9 days" and "E:/" in section.copy_detail.text()
    now = datetime(2026, 7, 14, 1, 0, tzinfo=UTC)
    assert [when_words(now - timedelta(hours=h), now) for h in (1, 12, 90)] == [
        "today 08:00", "yesterday 21:00", "Fri 10 Jul 2026 15:00"]


@pytest.mark.parametrize(("role", "shut"), [
    ("instructor", {"users", "backups", "history", "left"}), ("certificates", {"users", "history", "left"}),
    ("viewer", {"users", "backups"})])
def test_each_role_sees_its_settings_and_why_not_the_others(desk: Desk, qtbot, role: str, shut: set[str]) -> None:
    desk.office.actor = Actor(7, "guru", "Guru", frozenset({role}))
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.shown()
    assert {key for key, button in page.buttons.items() if not button.isEnabled()} == shut
    assert all(page.buttons[key].toolTip() for key in shut)
    form = page.section().form
    assert form.fields["name"].editor.isReadOnly() and "Administrator" in form.note.text()
    assert not page.section().add_button.isEnabled()
    page.open("display")
    assert page.section().mode.isEnabled()
    page.search.setText("backup")
    page.search.now()
    assert not any(section.key in shut for section, _words in page._hits)


def test_what_counts_of_results_and_the_days_for_an_appeal(page: SettingsPage, desk: Desk) -> None:
    page.open("assessment")
    form = page.section().form
    assert form.fields["appeal_days"].value() == 14 and form.fields["must_be_verified"].value() is False
    QTest.mouseClick(form.fields["must_be_verified"].editor, LEFT)
    days = form.fields["appeal_days"].editor
    days.setFocus()
    days.selectAll()
    QTest.keyClicks(days, "0")
    page.save()
    assert form.fields["appeal_days"].problem and not page.may_leave()
    days.selectAll()
    QTest.keyClicks(days, "21")
    page.save()
    assert desk.office.ask(Assessment()) == [AssessmentRow(True, 21)]
    assert page.may_leave()
    desk.office.undo()
    assert desk.office.ask(Assessment()) == [AssessmentRow(False, 14)]
