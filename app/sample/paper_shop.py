"""Templates of the sample centre, and what has been handed out of the finished cohort's certificates."""

from __future__ import annotations

from dataclasses import replace

from app.certificates.life import CollectCertificates
from app.certificates.queries import Register
from app.certificates.templates.commands import AddTemplate, NewDraft, PublishTemplate, SaveDraft
from app.certificates.templates.model import Frame
from app.certificates.templates.queries import VersionOf
from app.office.office import Office

HANDED_OUT = 14
PARTNERS = "Rakan Industri"


def set_up(office: Office) -> None:
    """A published template of the sample's own for participants, and a draft of the next Klasik."""
    key = office.do(AddTemplate(name=PARTNERS, like="moden", kinds="participation attendance")).value
    whole = office.ask(VersionOf(version_id=key))[0]
    band = whole.layout.thing("band")
    assert isinstance(band, Frame)
    layout = whole.layout.put(replace(band, colour="#17663A", second="#8E6A1A"))
    office.do(SaveDraft(version_id=key, content=layout.to_json(), what=f"{PARTNERS}: warna"))
    office.do(PublishTemplate(version_id=key, note="Warna rakan industri"))
    office.do(NewDraft(code="klasik", name="Klasik"))


def hand_out(office: Office) -> None:
    """The first of those that are printed are with their holders."""
    rows = office.ask(Register(order="number", descending=False))
    ready = [row.id for row in rows if row.prints and row.state == "issued"][:HANDED_OUT]
    if ready:
        office.do(CollectCertificates(certificate_ids=tuple(ready)))
