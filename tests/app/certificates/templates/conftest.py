"""A centre with two small templates as shipped, so that these tests stand whatever the shipped ones look like."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from app.centre.commands import SaveCentre
from app.centre.series import SaveSeries
from app.certificates.templates import shipped
from app.certificates.templates.model import Layout, Name, Paragraph, Qr, Text
from app.office.office import Office

PLAIN = Layout(things=(Name(id="name", x=148.5, y=95, w=230, h=18, anchor="centre"),
                       Qr(id="qr", x=20, y=160, w=30, h=30),
                       Text(id="no", x=60, y=160, w=60, h=8, paragraphs=(Paragraph(ms="{number}", en="{number}"),))))
OTHER = Layout(margin=10, things=PLAIN.things)


@pytest.fixture(autouse=True)
def two_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "layouts", lambda: {"klasik": PLAIN, "moden": OTHER})


@pytest.fixture
def centre(sqlite_office: Office) -> Office:
    sqlite_office.do(SaveCentre(code="KL", name="Pusat Latihan"))
    sqlite_office.do(SaveSeries())
    return sqlite_office


def png(size: tuple[int, int] = (12, 8), colour: str = "red", **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG", **more)  # type: ignore[arg-type]
    return out.getvalue()


def jpeg(size: tuple[int, int] = (12, 8), **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "blue").save(out, "JPEG", **more)  # type: ignore[arg-type]
    return out.getvalue()
