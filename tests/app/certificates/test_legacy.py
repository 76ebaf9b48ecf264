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
from app.certificates.legacy import RecordOld, about
from app.certificates.old_list import OLD, OldPaper, kind_of, papers_of
from app.certificates.plan import IssuePlan
from app.certificates.queries import CertificateDetail, Register
from app.certificates.verify import Verify
from app.cohorts.import_history import ImportBatches
from app.cohorts.undo_import import undoing
from app.errors import Conflict, Invalid, Refused
from app.lists.draft import ListDraft, open_list, paste_list
from app.lists.kinds import About
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


def compared(office: Office, draft: ListDraft) -> ListDraft:
    draft.review(lambda rows: office.ask(about(rows))[0].numbers)
    return draft


def pasted(office: Office, text: str = LIST) -> ListDraft:
    return compared(office, paste_list(OLD, text, TODAY))


def record(draft: ListDraft) -> RecordOld:
    return RecordOld(papers=papers_of(draft), file_name=draft.path.name, file_hash=draft.digest)


def counts(draft: ListDraft) -> tuple[int, int, int]:
    effect = draft.effect()
    return effect.new, effect.same, effect.open


def test_a_pasted_list_is_compared_before_anything_is_recorded(centre: Office) -> None:
    draft = pasted(centre)
    assert draft.missing() == ""
    assert [(r.number, r.state, r.standing) for r in draft.rows] == [
        (2, "ok", "new"), (3, "ok", "new"), (4, "reject", "new"), (5, "reject", "new"), (6, "reject", "new"),
        (7, "reject", "new"), (8, "left", "")]
    told = {r.number: " ".join(i.what for i in r.issues) for r in draft.rows}
    assert told[4] == "Number is empty."
    assert "'31/2/2010' is not a date" in told[5] and "'diploma' is not known here" in told[5]
    assert told[6] == "The same as row 2." and told[7] == "The same as row 3."
    assert centre.ask(Register()) == []
    centre.do(record(draft))
    assert len(centre.ask(Register())) == 2
    again = pasted(centre)
    assert counts(again) == (0, 2, 4)
    with pytest.raises(Invalid, match="nothing new"):
        centre.do(record(again))
    with pytest.raises(Refused, match="by now"):
        centre.do(record(draft))
    other = pasted(centre, LIST.replace("Ahmad bin Ali", "Ahmad bin Abu"))
    assert "The register has this number for Ahmad bin Ali." in other.rows[0].sentence


def test_a_corrected_number_is_compared_once_more(centre: Office) -> None:
    centre.do(record(pasted(centre)))
    draft = pasted(centre, LIST.replace("JTM/2009/0013", "JTM/2009/9"))
    row = draft.rows[1]
    assert row.standing == "new"
    draft.answer(row.row, "number", "JTM/2009/0013")
    draft.compare(centre.ask(about([draft.rows[1].fields]))[0].numbers)
    assert draft.rows[1].standing == "same"


def test_the_list_is_taken_back_a_week_later_unless_a_paper_went_on(centre: Office) -> None:
    batch = centre.do(record(pasted(centre))).value
    centre.forget_steps()
    assert [(b.kind, b.added, b.why_not) for b in centre.ask(ImportBatches())] == [("certificates", 2, "")]
    centre.do(undoing("certificates", batch))
    assert centre.ask(Register()) == []
    batch = centre.do(record(pasted(centre))).value
    centre.do(VoidCertificate(number="JTM/2009/0012", reason="Palsu, tiada dalam fail"))
    with pytest.raises(Refused, match="JTM/2009/0012 Ahmad bin Ali: 1 note of its life"):
        centre.do(undoing("certificates", batch))


def test_who_checks_an_old_number_is_told_what_it_is(centre: Office) -> None:
    centre.do(record(pasted(centre)))
    row = next(r for r in centre.ask(Register()) if r.holder == "Ahmad bin Ali")
    assert (row.legacy, row.standing, row.enrolment_id, row.trainee_id) == (True, "legacy", 0, 0)
    assert row.kind == "completion"
    assert row.issued_on == date(2009, 7, 14)
    verdict = centre.ask(Verify(what="jtm/2009/0012"))[0]
    assert verdict.state == "legacy"
    whole = centre.ask(CertificateDetail(wanted="JTM/2009/0012"))[0]
    assert "· kotak 3" in whole.events[0].words() and whole.facts.course_title == "Pendawaian Elektrik"
    assert [r.holder for r in centre.ask(Register(text="800101145566"))] == ["Ahmad bin Ali"]


def test_recording_is_undone_as_one_step(centre: Office) -> None:
    centre.do(record(pasted(centre)))
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
    draft = compared(centre, open_list(OLD, tmp_path / "lama.xlsx", TODAY))
    assert counts(draft) == (2, 0, 0)
    assert [p.number for p in papers_of(draft)] == ["388", "389"]
    draft.assign(1, None)
    assert "Name" in draft.missing()


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
    centre.do(record(pasted(centre)))
    centre.do(VoidCertificate(number="JTM/2009/0012", reason="Palsu, tiada dalam fail"))
    with pytest.raises(Conflict):
        centre.undo()


def test_days_kinds_and_identities() -> None:
    def read(field: str, value: object) -> tuple[object, str]:
        found = OLD.by_key[field].read(value, About(TODAY))  # type: ignore[arg-type]
        return found.value, found.cls

    assert read("date", 40000) == (date(2009, 7, 6), "suggest")
    assert read("date", "1/2/57") == (date(1957, 2, 1), "") and read("date", "2 Ogos 2025") == (date(2025, 8, 2), "")
    assert read("date", "2015")[1] == read("date", True)[1] == read("date", "1/2/2031")[1] == "reject"
    assert [kind_of(t) for t in ("", "Sijil Penyertaan", "Attendance", "Anugerah Khas", "diploma")] == [
        "completion", "participation", "attendance", "award", None]
    assert read("identity", 40229100128) == ("040229100128", "suggest")
    assert read("identity", "040229-10-0128") == ("040229100128", "") and read("identity", "-") == ("", "")
    assert read("identity", "tiada maklumat langsung di fail")[1] == "reject"
