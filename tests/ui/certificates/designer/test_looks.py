"""The designer in other sizes of window and text, in both languages: nothing is cut, all has a name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from app.certificates.templates.commands import NewDraft
from app.i18n import use_language
from app.office.command import Ref
from app.office.office import Office
from tests.app.cohort_story import tell
from tests.ui.dressed import dressed  # noqa: F401
from tests.ui.eyes.audit import unnamed
from tests.ui.eyes.test_fits import cut
from ui.certificates.designer.page import DesignerPage
from ui.desk.desk import Desk
from ui.kit.theme import theme

LOOKS = {"laptop": ("ms", 1310, 650, 1.0), "smallest": ("ms", 904, 430, 1.0), "16 pt": ("ms", 1384, 780, 1.64),
         "largest text": ("ms", 1384, 780, 2.0), "English": ("en", 1224, 780, 1.0)}


@pytest.fixture(params=list(LOOKS))
def page(request: pytest.FixtureRequest, sqlite_office: Office) -> Iterator[DesignerPage]:
    language, width, height, scale = LOOKS[request.param]
    office = tell(sqlite_office).office
    use_language(language)
    theme().set_scale(scale)
    made = DesignerPage(Desk(office, synchronous=True))
    made.resize(width, height)
    made.show()
    assert made.width() == width, f"it needs {made.minimumSizeHint().width()} of {width} pixels"
    yield made
    made.hide()
    shiboken6.delete(made)


def faults(page: DesignerPage, *chosen: tuple[str, ...]) -> list[str]:
    found = []
    for tab in ("add", "layers"):
        page.side.tabs.choose(tab)
        for ids in chosen:
            page.canvas.choose(ids)
            for _turn in range(3):
                QApplication.processEvents()
            found += [f"{tab}, {ids}: {fault}" for fault in (*cut(page), *unnamed(page))]
    tabs = page.side.tabs
    if tabs.sizeHint().width() > tabs.width():
        found.append("the tabs are cut")
    return found


def test_a_certificate_fits(page: DesignerPage) -> None:
    page.show_ref(Ref("template", page.desk.office.do(  # type: ignore[union-attr]
        NewDraft(code="klasik", name="Klasik")).value))
    found = faults(page, (), ("name",), ("title",), ("border",), ("qr", "seal"))
    assert not found, "\n".join(dict.fromkeys(found))
    view = page.view.area
    assert not view.horizontalScrollBar().maximum() and not view.verticalScrollBar().maximum()


def test_a_transcript_fits(page: DesignerPage) -> None:
    page.show_ref(Ref("template", page.desk.office.do(  # type: ignore[union-attr]
        NewDraft(code="transkrip", name="Transkrip")).value))
    table = page.steps.now.table
    assert table is not None
    found = faults(page, (), (table.id,))
    assert not found, "\n".join(dict.fromkeys(found))
