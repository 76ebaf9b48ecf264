"""Two people of the sample who are recorded twice, as it happens at a counter: so that there is a pair to compare."""

from __future__ import annotations

from app.office.office import Office
from app.sample import story
from app.sample.clock import Clock
from app.trainees.close import swapped
from app.trainees.commands import AddTrainee
from app.trainees.contact import show_phone
from app.trainees.identity import normalise
from app.trainees.queries import TraineeDetail, TraineePage, TraineeWhole, WhoHasNumber


def record_twice(office: Office, clock: Clock) -> None:
    """One with two digits swapped and MOHD for MUHAMMAD, one without father's link and number."""
    clock.set(story.NOW.date(), 8)
    first = _called(office, "Muhammad Afiq bin Ismail")
    assert first.current is not None
    number = normalise("MYKAD", first.current.number)
    other = next(one for one in sorted(swapped(number)) if one[:8] == number[:8] and one[11] == number[11]
                 and not office.ask(WhoHasNumber(type="MYKAD", number=one)))
    office.do(AddTrainee(full_name="MOHD AFIQ BIN ISMAIL", identity_number=other,
                         phone_mobile=show_phone(first.values["phone_mobile"])))
    second = _called(office, "Priya Darshini a/p Gopal")
    office.do(AddTrainee(full_name="PRIYA DARSHINI GOPAL", email=second.values["email"], gender="P"))


def _called(office: Office, name: str) -> TraineeWhole:
    found = next(row for row in office.ask(TraineePage(text=name)) if row.name == name)
    return office.ask(TraineeDetail(trainee_id=found.id))[0]
