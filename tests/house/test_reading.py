"""Reading the history back: whole for who may see identity numbers, masked for the others; never too much at once."""

from __future__ import annotations

from app.office.office import Office
from app.office.permissions import Actor
from app.office.reading import HistoryPage
from app.trainees.commands import AddTrainee

NUMBER = "900101145677"


def shown(office: Office, role: str) -> str:
    office.actor = Actor(1, role, role, frozenset({role}))
    return repr(office.ask(HistoryPage()))


def test_identity_numbers_are_masked_for_who_may_not_see_them(office: Office) -> None:
    office.do(AddTrainee(full_name="NUR AISYAH BINTI AHMAD", identity_number=NUMBER, override_reason="test"))
    assert NUMBER in shown(office, "verifier") and NUMBER in shown(office, "administrator")
    masked = shown(office, "viewer")
    assert NUMBER not in masked and NUMBER[:6] not in masked and "•••• " + NUMBER[-4:] in masked
    assert "NUR AISYAH BINTI AHMAD" in masked


def test_only_so_many_rows_of_an_entry_are_read(office: Office) -> None:
    office.do(AddTrainee(full_name="NUR AISYAH BINTI AHMAD", identity_number=NUMBER, override_reason="test"))
    whole = office.ask(HistoryPage())[0]
    assert len(whole.rows) > 1
    assert office.ask(HistoryPage(rows_each=1))[0].rows == whole.rows[:1]
    key = next(r.row_id for r in whole.rows if r.table == "trainee")
    assert [e.number for e in office.ask(HistoryPage(trainee_id=key))] == [whole.number]
