"""Signing in, the lock and the users, driven by keys and clicks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from app.centre.commands import SaveCentre
from app.office.office import Office
from app.office.permissions import NOBODY, SYSTEM
from app.staff.commands import AddUser
from app.staff.queries import Users
from tests.ui.staff.conftest import PASSWORD
from ui.desk import talk
from ui.desk.desk import Desk
from ui.staff.password import PasswordDialog
from ui.staff.sign_in import IdleLock, SignInScreen
from ui.staff.users import SetPasswordDialog, UserDialog, UsersSection


def shown(qtbot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(1366, 768)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_the_last_user_types_a_password_and_enter(qtbot, desk: Desk) -> None:
    screen = shown(qtbot, SignInScreen(desk, "/data/sijil.db", login="rohaya"))
    heard = []
    screen.signed_in.connect(heard.append)
    box = screen.faces.current.password
    assert screen.faces.current.face.login == "rohaya" and screen.centre.text() == "ILP Kuala Lumpur"
    QTest.keyClicks(box, "salah sekali")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert not heard and "4 tries left" in screen.faces.current.field.message()
    QTest.keyClicks(box, PASSWORD)  # the wrong one is selected, so typing replaces it
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert heard[0].login == "rohaya" and desk.actor.login == "rohaya" and box.text() == ""
    assert talk.asked == []


def test_the_faces_may_come_after_the_window_and_still_take_the_keys(qtbot, desk: Desk) -> None:
    screen = shown(qtbot, SignInScreen(desk, "/data/sijil.db", login="rohaya"))
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen._show_faces([face.face for face in screen.faces._rows if face.face is not None])
    qtbot.waitUntil(screen.faces.current.password.hasFocus)


def test_another_face_and_someone_else(qtbot, desk: Desk) -> None:
    screen = shown(qtbot, SignInScreen(desk, "/data/sijil.db", login="rohaya"))
    faces = screen.faces
    QTest.keyClick(faces.current, Qt.Key.Key_Down)
    QTest.keyClick(faces.current, Qt.Key.Key_Down)
    assert faces.current.face is None
    QTest.keyClicks(faces.current.login, "Aminah")
    QTest.keyClicks(faces.current.password, PASSWORD)
    QTest.mouseClick(faces.current.button, Qt.MouseButton.LeftButton)
    assert desk.actor.login == "aminah"


def test_five_wrong_ones_make_one_wait(qtbot, desk: Desk) -> None:
    screen = shown(qtbot, SignInScreen(desk, "/data/sijil.db", login="rohaya"))
    box = screen.faces.current.password
    for _n in range(5):
        box.setText("salah sekali")
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert "Too many wrong passwords" in screen.faces.current.field.message()
    box.setText(PASSWORD)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert desk.actor == NOBODY


def sit(desk: Desk, login: str) -> None:
    from app.staff.sign_in import sign_in

    desk.office.actor = sign_in(desk.office, login, PASSWORD)
    desk.signed.emit(desk.office.actor)


def test_the_lock_hides_the_work_and_keeps_what_was_typed(qtbot, desk: Desk) -> None:
    sit(desk, "rohaya")
    window = QWidget()
    typed = QLineEdit()
    QVBoxLayout(window).addWidget(typed)
    shown(qtbot, window)
    QTest.keyClicks(typed, "belum disimpan")
    lock = IdleLock(desk, window, "/data/sijil.db")
    lock.timer.setInterval(30)
    lock.timer.start()
    qtbot.waitUntil(lambda: lock.cover is not None)
    assert not window.isVisible() and lock.cover.isVisible()
    asked = []
    lock.leave_asked.connect(lambda: asked.append(True))
    lock.cover.close()
    assert lock.cover.isVisible() and not window.isVisible() and asked  # closing is not a way past it
    box = lock.cover.screen_.faces.current.password
    assert lock.cover.screen_.faces.current.face.login == "rohaya"
    QTest.keyClicks(box, "salah")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert not window.isVisible()
    QTest.keyClicks(box, PASSWORD)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert window.isVisible() and lock.cover is None and typed.text() == "belum disimpan"
    lock.timer.stop()


def test_a_dialog_in_the_middle_of_typing_survives_the_lock(qtbot, desk: Desk) -> None:
    sit(desk, "rohaya")
    window = shown(qtbot, QWidget())
    lock = IdleLock(desk, window, "/data/sijil.db")
    dialog = PasswordDialog(desk, window)
    dialog.open()
    finished = []
    dialog.finished.connect(finished.append)
    QTest.keyClicks(dialog.fields["new"].editor, "belum disimpan")
    lock.lock()
    assert not dialog.isVisible() and not window.isVisible()
    QTest.keyClicks(lock.cover.screen_.faces.current.password, PASSWORD)
    QTest.mouseClick(lock.cover.screen_.faces.current.button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible() and dialog.fields["new"].value() == "belum disimpan" and not finished
    dialog.reject()
    lock.timer.stop()


def test_the_minutes_are_the_centres_and_keys_put_it_off(qtbot, desk: Desk) -> None:
    sit(desk, "aminah")
    window = shown(qtbot, QWidget())
    lock = IdleLock(desk, window, "/data/sijil.db")
    assert lock.timer.interval() == 10 * 60_000
    desk.office.do(SaveCentre(idle_minutes=3))
    assert lock.timer.interval() == 3 * 60_000
    lock.timer.setInterval(400)
    lock.timer.start()
    for _n in range(8):  # 800 ms with a key now and then: not locked
        qtbot.wait(100)
        QTest.keyClick(window, Qt.Key.Key_A)
    assert lock.cover is None
    desk.office.actor = SYSTEM  # nobody had to sign in
    lock.lock()
    assert lock.cover is None
    lock.timer.stop()


def test_changing_ones_password(qtbot, desk: Desk) -> None:
    sit(desk, "rohaya")
    window = shown(qtbot, QWidget())
    dialog = PasswordDialog(desk, window)
    dialog.show()
    for key, text in (("old", PASSWORD), ("new", "12345678"), ("again", "12345678")):
        QTest.keyClicks(dialog.fields[key].editor, text)
    QTest.mouseClick(dialog.action_button, Qt.MouseButton.LeftButton)
    assert "tries first" in dialog.fields["new"].problem and dialog.isVisible()
    for key in ("new", "again"):
        dialog.fields[key].editor.clear()
        QTest.keyClicks(dialog.fields[key].editor, "ayam itik angsa puyuh")
    QTest.mouseClick(dialog.action_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    from app.staff.sign_in import sign_in

    assert sign_in(desk.office, "rohaya", "ayam itik angsa puyuh")


def test_an_administrator_adds_a_user(qtbot, desk: Desk) -> None:
    sit(desk, "aminah")
    section = shown(qtbot, UsersSection(desk))
    section.shown()
    assert section.add_button.isEnabled() and section.table.model().rowCount() == 2
    dialog = UserDialog(desk, None, section)
    dialog.show()
    QTest.keyClicks(dialog.fields["name"].editor, "Gopinath a/l Krishnan")
    QTest.mouseClick(dialog.action_button, Qt.MouseButton.LeftButton)
    assert dialog.fields["login"].problem and dialog._roles_error.isVisible()
    QTest.keyClicks(dialog.fields["login"].editor, "gopinath")
    QTest.keyClicks(dialog.fields["password"].editor, "ayam itik angsa puyuh")
    dialog.roles["instructor"].click()
    QTest.mouseClick(dialog.action_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible() and section.table.model().rowCount() == 3
    user = next(u for u in desk.office.ask(Users()) if u.login == "gopinath")
    assert user.roles == ("instructor",)
    section.table.choose(user.id)
    talk.answer_next(True)
    QTest.mouseClick(section.close_button, Qt.MouseButton.LeftButton)
    assert not next(u for u in desk.office.ask(Users()) if u.login == "gopinath").active
    desk.undo()
    assert next(u for u in desk.office.ask(Users()) if u.login == "gopinath").active
    password = SetPasswordDialog(desk, user, section)
    password.show()
    QTest.keyClicks(password.field.editor, "lembu kambing biri kuda")
    QTest.keyClick(password.field.editor, Qt.Key.Key_Return)
    assert not password.isVisible()


def test_what_an_instructor_may_not_do_is_grey_and_says_why(qtbot, desk: Desk) -> None:
    sit(desk, "rohaya")
    section = shown(qtbot, UsersSection(desk))
    section.shown()
    assert not section.add_button.isEnabled() and "Administrator" in section.add_button.toolTip()
    assert section.table.model().rowCount() == 0


def test_the_screens_speak_malay(qtbot, desk: Desk, sqlite_file: Path) -> None:
    from app.i18n import use_language

    use_language("ms")
    screen = shown(qtbot, SignInScreen(desk, str(sqlite_file)))
    heard = []
    screen.language_asked.connect(heard.append)
    assert screen.faces is not None


def test_another_language_keeps_the_name_that_is_typed(qtbot, desk: Desk, sqlite_file: Path) -> None:
    screen = shown(qtbot, SignInScreen(desk, str(sqlite_file)))
    other = screen.faces._rows[-1]
    screen.faces.choose(other)
    QTest.keyClicks(other.login, "rohaya")
    QTest.keyClicks(other.password, "separuh")
    anew = shown(qtbot, SignInScreen(desk, str(sqlite_file), held=screen.held()))
    now = anew.faces.current
    assert now.face is None and (now.login.text(), now.password.text()) == ("rohaya", "separuh")


def test_caps_lock_is_told_while_typing(qtbot, desk: Desk, sqlite_file: Path) -> None:
    screen = shown(qtbot, SignInScreen(desk, str(sqlite_file)))
    face = screen.faces.current
    QTest.keyClicks(face.password, "kuda")
    assert face.field.message() == ""
    QTest.keyEvent(QTest.KeyAction.Click, face.password, "K")  # a capital without Shift
    assert face.field.message() == "Caps Lock is on." and face.caps.on
    QTest.keyEvent(QTest.KeyAction.Click, face.password, "k")
    assert face.field.message() == ""


def test_whoever_signs_in_has_his_own_small_things(qtbot, desk: Desk, sqlite_file: Path) -> None:
    desk.kept.put("density", "roomy")
    screen = shown(qtbot, SignInScreen(desk, str(sqlite_file), login="rohaya"))
    QTest.keyClicks(screen.faces.current.password, PASSWORD)
    QTest.keyClick(screen.faces.current.password, Qt.Key.Key_Return)
    assert desk.actor.login == "rohaya" and desk.kept.get("density") == ""
    desk.kept.put("density", "compact")
    desk.kept.become("")
    assert desk.kept.get("density") == "roomy"


def test_a_long_list_of_people_scrolls_on_a_small_screen(qtbot, desk: Desk, sqlite_file: Path) -> None:
    from PySide6.QtWidgets import QScrollArea

    office = Office(desk.office.engine, SYSTEM)
    for number in range(9):
        office.do(AddUser(login=f"guru{number}", name=f"Guru {number}", roles=frozenset({"instructor"}),
                          password=PASSWORD))
    screen = shown(qtbot, SignInScreen(desk, str(sqlite_file)))
    screen.resize(960, 520)
    QApplication.processEvents()
    area = screen.findChild(QScrollArea)
    assert area.verticalScrollBar().maximum() > 0 and screen.height() == 520
