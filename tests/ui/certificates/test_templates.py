"""The list of templates by keys and clicks: made, published, taken to a file and back, retired."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.certificates.templates import shipped
from app.certificates.templates.queries import TemplateDetail, Templates
from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.certificates.templates.conftest import PLAIN
from tests.app.cohort_story import tell
from ui.certificates.templates.page import TemplatesPage
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.kit.text_box import TextBox


@pytest.fixture(autouse=True)
def two_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "layouts", lambda: {"klasik": PLAIN, "moden": replace(PLAIN, margin=10)})


@pytest.fixture
def office(sqlite_office: Office) -> Office:
    return tell(sqlite_office).office


def open_page(qtbot: QtBot, office: Office) -> TemplatesPage:
    page = TemplatesPage(Desk(office, synchronous=True))
    qtbot.addWidget(page)
    page.resize(1310, 700)
    page.show()
    page.shown()
    QApplication.processEvents()
    return page


@pytest.fixture
def page(qtbot: QtBot, office: Office) -> Iterator[TemplatesPage]:
    talk.forget()
    yield open_page(qtbot, office)
    talk.forget()


def rows(page: TemplatesPage) -> list[tuple[str, str]]:
    model = page.table.rows_model
    return [(r.name, r.state) for n in range(model.rowCount()) if (r := model.row(n)) is not None]


def dialog(name: str) -> Dialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, Dialog) and w.objectName() == name
                and w.isVisible())


def send(made: Dialog) -> None:
    QTest.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


def test_a_template_is_made_published_and_found(page: TemplatesPage, office: Office) -> None:
    shown: list[Ref] = []
    page.desk.show = shown.append  # type: ignore[method-assign, assignment]
    assert rows(page) == [("Klasik", "published"), ("Moden", "published")]
    page.new()
    form = dialog("template-name")
    QTest.keyClicks(form.form.fields["name"].editor, "Rakan Industri")  # type: ignore[attr-defined]
    send(form)
    assert [ref.kind for ref in shown] == ["template"] and shown[0].key
    assert rows(page) == [("Klasik", "published"), ("Moden", "published"), ("Rakan Industri", "draft")]
    assert page.table.choose("rakan-industri")
    assert page.a["publish"].isVisible() and not page.a["retire"].isVisible()
    page.publish()
    asked = dialog("publish-template")
    note = asked.findChild(TextBox, "note")
    assert note is not None
    QTest.keyClicks(note, "For partners")
    asked.accept()
    assert ("Rakan Industri", "published") in rows(page)
    assert page.pane.whole is not None and page.pane.whole.versions[0].note == "For partners"
    assert page.pane.preview.image is not None
    page.search.setText("moden")
    page.search.searched.emit("moden")
    assert rows(page) == [("Moden", "published")]


def test_a_file_is_written_and_brought_in(page: TemplatesPage, office: Office, tmp_path: Path) -> None:
    assert page.table.choose("klasik")
    talk.answer_next(str(tmp_path / "klasik"))
    page.export_one()
    file = tmp_path / "klasik.sijiltemplate"
    assert file.exists()
    talk.answer_next(str(file))
    page.import_one()
    assert ("Klasik (2)", "draft") in rows(page)
    (tmp_path / "bad.sijiltemplate").write_bytes(b"nothing")
    page.open_file(tmp_path / "bad.sijiltemplate")
    assert len(rows(page)) == 3


def test_opening_a_published_one_begins_a_draft(page: TemplatesPage, office: Office) -> None:
    shown: list[Ref] = []
    page.desk.show = shown.append  # type: ignore[method-assign, assignment]
    assert page.table.choose("moden")
    talk.answer_next(True)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    whole = office.ask(TemplateDetail(code="moden"))[0]
    assert [ref.key for ref in shown] == [whole.row.draft_id]
    assert [v.number for v in whole.versions] == [2, 1]
    page.open()
    assert shown[-1].key == whole.row.draft_id
    page.show_ref(Ref("template", office.ask(TemplateDetail(code="moden"))[0].row.version_id))
    assert page.row() is not None and page.row().code == "moden"  # type: ignore[union-attr]


def test_retiring_says_what_stands_in_the_way(page: TemplatesPage, office: Office) -> None:
    assert page.table.choose("klasik")
    page.retire(False)
    assert any("template of the centre" in text for text in talk.asked)
    assert page.table.choose("moden")
    page.retire(False)
    assert ("Moden", "retired") in rows(page)
    assert page.a["offer"].isVisible()
    page.retire(True)
    assert ("Moden", "published") in rows(page)


def test_who_may_only_look_changes_nothing(qtbot: QtBot, office: Office) -> None:
    viewer = Office(office.engine, Actor(9, "v", "V", frozenset({"viewer"})))
    page = open_page(qtbot, viewer)
    assert not page.a["new"].isEnabled() and not page.a["import"].isEnabled()
    assert page.a["export"].isEnabled()
    page.open()
    assert [r.state for r in viewer.ask(Templates())] == ["published", "published"]
