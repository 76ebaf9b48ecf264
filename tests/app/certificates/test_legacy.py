"""Old paper certificates from a list: compared first, recorded once, told apart when somebody checks them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import text

from app.centre.check import _certificates
from app.centre.commands import SaveCentre
from app.centre.numbers import check_letter
from app.centre.series import SaveSeries
from app.certificates.commands import IssueCertificate, VoidCertificate
from app.certificates.legacy import LegacyDraft, RecordOld, open_list, paste_list
from app.certificates.legacy_read import OldPaper, day_of, kind_of
from app.certificates.plan import IssuePlan
from app.certificates.queries import CertificateDetail, Register
from app.certificates.verify import Verify
from app.errors import Conflict, Invalid, Refused
from app.office.office import Office
from app.trainees.identities import AddIdentity
from tests.app.cohort_story import QUALIFY, tell

TODAY = date(2026, 7, 14)
LIST = """Bil\tNo. Siri Sijil\tNama Penerima\tNo. KP\tKursus\tJenis Sijil\tTarikh Dikeluarkan\tCatatan
1\tJTM/2009/0012\tAhmad bin Ali\t800101-14-5566\tPendawaian Elektrik\tSijil Tamat\t14/07/2009\tkotak 3
2\tJTM/2009/0013\tTan Mei Ling\t\tPendawaian Elektrik\tKehadiran\t14 Julai 2009\t
3\t\tSiti\t\tKimpalan\t\t1/2/2010\t
4\tJTM/2009/0015\tRavi\t\tKimpalan\tdiploma\t31/2/2010\t
5\tJTM/2009/0012\tAhmad bin Ali\t800101-14-5566\tPendawaian Elektrik\tSijil Tamat\t14/07/2009\tkotak 3
6\tjtm/2009/ 0013\tWong\t\tKimpalan\t\t1/2/2010\t
Jumlah\t\t\t\t\t\t\t
"""


@pytest.fixture
def centre(sqlite_office: Office) -> Office:
    sqlite_office.do(SaveCentre(code="KL", name="Pusat Latihan"))
    return sqlite_office


def states(draft: LegacyDraft) -> list[tuple[int, str]]:
    return [(r.id, r.state) for r in draft.rows]


def test_a_pasted_list_is_compared_before_anything_is_recorded(centre: Office) -> None:
    draft = paste_list(centre, LIST)
    assert draft.missing() == ""
    assert states(draft) == [(2, "new"), (3, "new"), (4, "wrong"), (5, "wrong"), (6, "there"), (7, "wrong")]
    told = {r.id: r.words() for r in draft.rows}
    assert told[4] == "B: There is no number."
    assert told[5].startswith("G: Write the date of issue") and "F: Write the kind as" in told[5]
    assert "Row 3 has this number too" in told[7]
    assert centre.ask(Register()) == []
    assert centre.do(draft.command()).value == 2
    again = paste_list(centre, LIST)
    assert again.counts() == {"new": 0, "there": 3, "wrong": 3}
    with pytest.raises(Invalid, match="nothing new"):
        centre.do(again.command())
    with pytest.raises(Refused, match="by now"):
        centre.do(draft.command())
    other = paste_list(centre, LIST.replace("Ahmad bin Ali", "Ahmad bin Abu"))
    assert "The register has this number for Ahmad bin Ali." in other.rows[0].words()


def test_who_checks_an_old_number_is_told_what_it_is(centre: Office) -> None:
    centre.do(paste_list(centre, LIST).command())
    row = next(r for r in centre.ask(Register()) if r.holder == "Ahmad bin Ali")
    assert (row.legacy, row.standing, row.enrolment_id, row.trainee_id) == (True, "legacy", 0, 0)
    assert row.kind == "completion"
    assert row.issued_on == date(2009, 7, 14)
    verdict = centre.ask(Verify(what="jtm/2009/0012"))[0]
    assert verdict.state == "legacy"
    whole = centre.ask(CertificateDetail(wanted="JTM/2009/0012"))[0]
    assert "pasted list · kotak 3" in whole.events[0].words() and whole.facts.course_title == "Pendawaian Elektrik"
    assert [r.holder for r in centre.ask(Register(text="800101145566"))] == ["Ahmad bin Ali"]


def test_recording_is_undone_as_one_step(centre: Office) -> None:
    centre.do(paste_list(centre, LIST).command())
    centre.undo()
    assert centre.ask(Register()) == []
    centre.redo()
    assert len(centre.ask(Register())) == 2


def test_a_workbook_with_real_dates_and_a_banner(centre: Office, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["DAFTAR SIJIL LAMA"], [], ["Serial No", "Name", "Course", "Date of issue"],
                 [388, "Ali", "CCNA", date(2011, 3, 4)], [389, "Abu", "CCNA", "4 Mac 2011"]):
        sheet.append(line)
    book.save(tmp_path / "lama.xlsx")
    draft = open_list(centre, tmp_path / "lama.xlsx")
    assert draft.counts() == {"new": 2, "there": 0, "wrong": 0}
    assert [r.read.paper.number for r in draft.rows if r.read.paper] == ["388", "389"]
    draft.read(columns={"number": 0})
    assert "Name" in draft.missing() and draft.rows == []


def test_a_trainee_is_linked_by_his_identity_and_new_numbers_pass_over_old_ones(sqlite_office: Office) -> None:
    story = tell(sqlite_office)
    office = story.office
    before = office.ask(IssuePlan(cohort_id=story.cohort_id, issued_on=TODAY))[0]
    person = next(line.row.trainee_id for line in before.lines if line.name == QUALIFY[0])
    number = "A1234567"
    office.do(AddIdentity(trainee_id=person, type="PASPORT", number=number, country="SGP"))
    texts = [f"KL26-{n:05}-{check_letter(f'KL26-{n:05}-')}" for n in (1, 2, 3)]
    office.do(RecordOld(papers=(OldPaper(texts[0], "Seseorang", "Lama", date(2026, 1, 2), identity=number),
                                OldPaper(texts[1], "Lain", "Lama", date(2026, 1, 2)))))
    assert {r.number: r.trainee_id for r in office.ask(Register())} == {texts[0]: person, texts[1]: 0}
    plan = office.ask(IssuePlan(cohort_id=story.cohort_id, issued_on=TODAY))[0]
    issued = office.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[0]], issued_on=TODAY)).value
    assert issued.number == plan.first_number == texts[2]
    office.do(SaveSeries(series_id=1, first=100))
    later = office.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[1]], issued_on=TODAY)).value
    assert later.number.startswith("KL26-00100-")
    office.do(SaveSeries(pattern="H{number}", kind="attendance", yearly=False, first=7))
    there = office.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[1]], kind="attendance", issued_on=TODAY))
    assert there.value.number == "H7"
    with office.engine.connect() as connection:  # what was passed over is no gap
        assert list(_certificates(connection)) == []
        connection.execute(text("DELETE FROM certificate_event"))
        connection.execute(text("DELETE FROM certificate WHERE number = 'H7'"))
        assert [f.what for f in _certificates(connection)] == [
            "Series S2 of all years: 1 numbers were given, but there are 0 certificates."]


def test_a_paper_that_went_on_is_not_undone(centre: Office) -> None:
    centre.do(paste_list(centre, LIST).command())
    centre.do(VoidCertificate(number="JTM/2009/0012", reason="Palsu, tiada dalam fail"))
    with pytest.raises(Conflict):
        centre.undo()


def test_days_and_kinds() -> None:
    assert day_of(40000, TODAY) == date(2009, 7, 6)
    assert day_of("2015", TODAY) is None and day_of(True, TODAY) is None
    assert [kind_of(t) for t in ("", "Sijil Penyertaan", "Attendance", "Anugerah Khas", "diploma")] == [
        "completion", "participation", "attendance", "award", None]
