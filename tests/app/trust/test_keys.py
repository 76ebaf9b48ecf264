"""The centre's keys: made once, backed up, tried, restored on another PC, rotated, revoked, lost."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from app.centre.backups import restore_closed
from app.centre.commands import SaveSetting
from app.certificates.commands import IssueCertificate
from app.certificates.plan import IssuePlan
from app.certificates.publish import MakePublication
from app.certificates.queries import CertificateDetail
from app.certificates.verify import Verdict, Verify
from app.db.backup import make_backup, present_counts
from app.db.engine import make_engine
from app.db.open import open_database
from app.errors import Damaged, Invalid, Newer, Refused
from app.i18n import show_date
from app.office.command import Work
from app.office.office import Office
from app.office.permissions import SYSTEM, Actor, Permission
from app.settings import config_dir
from app.trust import backup, keys, safe, secret
from app.trust.commands import MakeKeys, RecordBackup, RevokeKey, RotateKeys
from app.trust.published import KeyFile, holds
from app.trust.queries import KeyBundle, KeysState, SigningKeys
from app.trust.statement import read
from tests.app.cohort_story import QUALIFY, Story, tell

PHRASE = "kuda makan rumput hijau"


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


@pytest.fixture
def other_pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From the call on this is another PC: nothing is in its folder of settings."""
    def move() -> None:
        monkeypatch.setenv("SIJIL_HOME", str(tmp_path / "other pc"))
        keys._OPENED.clear()
    return move


def issue(story: Story, name: str, day: date = date(2026, 7, 14)) -> str:
    return story.office.do(IssueCertificate(enrolment_id=story.enrolments[name], issued_on=day)).value.number


def state(office: Office) -> KeysState:
    return office.ask(SigningKeys())[0]


def in_force(office: Office) -> dict[str, str]:
    return {k.use: k.kid for k in state(office).keys if k.state == "active"}


def scan(office: Office, number: str) -> Verdict:
    """The verdict on the QR code of a certificate, as it was printed."""
    facts = office.ask(CertificateDetail(wanted=number))[0].facts
    return office.ask(Verify(what=facts.verify_text))[0]


def key_of(office: Office, number: str) -> str:
    return read(office.ask(CertificateDetail(wanted=number))[0].facts.verify_text, {}).kid


def test_the_first_certificate_makes_the_keys_once_and_no_private_half_lies_open(
        story: Story, sqlite_file: Path) -> None:
    assert state(story.office).keys == ()
    issue(story, QUALIFY[0])
    first = in_force(story.office)
    issue(story, QUALIFY[1])
    assert in_force(story.office) == first and set(first) == {"root", "pdf", "statement"}
    bundle = story.office.ask(KeyBundle())[0]
    held = sqlite_file.read_bytes()
    for key in bundle.keys:
        scalar = keys.load_private(key.private)
        raw = (scalar.private_bytes_raw() if key.use == "statement"
               else scalar.private_numbers().private_value.to_bytes(32, "big"))
        assert raw not in held
    assert bundle.secret not in held and bundle.secret.hex().encode() not in held
    for file in (config_dir() / "keys").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_root_vouches_for_the_pdf_key_in_the_centres_name(story: Story) -> None:
    issue(story, QUALIFY[0])
    found = {k.use: k for k in story.office.ask(KeyBundle())[0].keys}
    root, leaf = (x509.load_der_x509_certificate(found[use].certificate) for use in ("root", "pdf"))
    leaf.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert leaf.subject != leaf.issuer == root.subject == root.issuer
    assert "ILP Kuala Lumpur" in leaf.subject.rfc4514_string() and "ILP Kuala Lumpur" in root.subject.rfc4514_string()
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert isinstance(leaf.public_key(), ec.EllipticCurvePublicKey)
    said = {k.use: k.until for k in state(story.office).keys}
    assert said == {"root": root.not_valid_after_utc.date(), "pdf": leaf.not_valid_after_utc.date(), "statement": None}


def test_a_pc_without_the_secret_may_not_issue_and_says_what_to_do(
        story: Story, other_pc: Callable[[], None]) -> None:
    number = issue(story, QUALIFY[0])
    other_pc()
    assert "Restore them from their backup" in state(story.office).why_not
    with pytest.raises(Refused, match="Settings, Signing keys"):
        issue(story, QUALIFY[1])
    assert scan(story.office, number).state == "valid"
    plan = story.office.ask(IssuePlan(cohort_id=story.cohort_id))[0]
    assert not plan.checks[0].ok and "Restore them from their backup" in plan.checks[0].text


def test_the_first_backup_takes_the_root_off_the_pc_and_the_nagging_ends_with_the_drill(
        story: Story, tmp_path: Path) -> None:
    issue(story, QUALIFY[0])
    assert state(story.office).root_here
    assert "not backed up" in state(story.office).due[0]
    path, _bundle = safe.back_up(story.office, tmp_path / "kunci", PHRASE)
    assert path.name == "kunci.sijilkeys" and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not state(story.office).root_here and not list((config_dir() / "keys").glob("*.root"))
    assert "Practise" in state(story.office).due[0]
    assert safe.drill(story.office, path, PHRASE) == 3
    assert state(story.office).due == ()
    later, bundle = safe.back_up(story.office, tmp_path / "again.sijilkeys", PHRASE)
    assert not bundle.has_root, "the root is only in the first backup"
    noted = state(story.office).backup
    assert noted is not None and noted.root_in == "kunci.sijilkeys" and later.exists()


def test_records_that_know_nothing_of_the_first_backup_learn_by_the_drill_where_the_root_is(
        story: Story, tmp_path: Path) -> None:
    issue(story, QUALIFY[0])
    first, _bundle = safe.back_up(story.office, tmp_path / "first", PHRASE)
    story.office.do(RecordBackup(file="?", root_kid="00000000", kids=(), has_root=False))  # as in older records
    second, _bundle = safe.back_up(story.office, tmp_path / "second", PHRASE)
    assert "know of no backup that holds the root key" in state(story.office).due[0]
    safe.drill(story.office, first, PHRASE)
    assert state(story.office).due == ()
    safe.drill(story.office, second, PHRASE)
    assert state(story.office).due == ()


def test_a_backup_of_keys_restores_on_a_clean_pc_and_the_numbers_go_on(
        story: Story, sqlite_file: Path, tmp_path: Path, other_pc: Callable[[], None]) -> None:
    """AS-30: last night's backup of records and keys, and a new PC."""
    first = issue(story, QUALIFY[0])
    kept, _bundle = safe.back_up(story.office, tmp_path / "usb.sijilkeys", PHRASE)
    (tmp_path / "usb").mkdir()
    records = make_backup(str(sqlite_file), folder=tmp_path / "usb")
    other_pc()
    there = tmp_path / "other pc" / "sijil.db"
    there.parent.mkdir()
    done = restore_closed(records.path, str(there), actor=SYSTEM)
    assert present_counts(str(there))["certificate"] == records.counts["certificate"] == 1
    assert present_counts(str(there))["trainee"] == done.backup.counts["trainee"]
    with open_database(str(there)) as opened:
        new = Story(Office(opened.engine, SYSTEM), *(getattr(story, f) for f in list(story.__dataclass_fields__)[1:]))
        with pytest.raises(Refused):
            issue(new, QUALIFY[1])
        with pytest.raises(Invalid, match="passphrase"):
            safe.restore(new.office, kept, "kuda makan rumput biru")
        safe.restore(new.office, kept, PHRASE)
        second = issue(new, QUALIFY[1])
        assert second != first and second[:10] > first[:10]
        assert key_of(new.office, second) == key_of(new.office, first)
        assert scan(new.office, first).state == scan(new.office, second).state == "valid"


def test_a_wrong_passphrase_a_damaged_file_and_a_later_one_are_told_apart(story: Story, tmp_path: Path) -> None:
    issue(story, QUALIFY[0])
    path, _bundle = safe.back_up(story.office, tmp_path / "k.sijilkeys", PHRASE)
    whole = path.read_text("utf-8")
    with pytest.raises(Invalid, match="not the one"):
        backup.read(path, PHRASE + "!")
    assert backup.read(path, f" {PHRASE} ").root_kid == in_force(story.office)["root"]
    at = whole.index('"sealed": "') + 40
    for text, wanted in ((whole[:at] + ("1" if whole[at] != "1" else "2") + whole[at + 1:], "is damaged"),
                         (whole.replace('"memory": 65536', '"memory": 65537'), "is damaged"),
                         (whole[:200], "no key backup"), ("[]", "no key backup"), ("", "no key backup"),
                         (whole.replace('"version": 1', '"version": 9'), "later version")):
        path.write_text(text, "utf-8")
        with pytest.raises(Damaged, match=wanted) as told:
            backup.read(path, PHRASE)
        assert isinstance(told.value, Newer) == (wanted == "later version")


def test_a_file_that_asks_for_all_memory_is_refused(story: Story, tmp_path: Path) -> None:
    issue(story, QUALIFY[0])
    path, _bundle = safe.back_up(story.office, tmp_path / "k.sijilkeys", PHRASE)
    head = json.loads(path.read_text("utf-8"))
    head["memory"] = 2**31
    head["digest"] = backup._digest(head)
    path.write_text(json.dumps(head), "utf-8")
    with pytest.raises(Damaged, match="is damaged"):
        backup.read(path, PHRASE)


@pytest.mark.parametrize("phrase", ["", "short", "aaaaaaaaaaaaaaaa", "  eleven chr  "])
def test_a_weak_passphrase_writes_nothing(story: Story, tmp_path: Path, phrase: str) -> None:
    issue(story, QUALIFY[0])
    with pytest.raises(Invalid):
        safe.back_up(story.office, tmp_path / "k.sijilkeys", phrase)
    assert not list(tmp_path.glob("k.*")) and state(story.office).root_here


def test_rotated_keys_and_the_old_ones_both_verify(story: Story, tmp_path: Path) -> None:
    first = issue(story, QUALIFY[0])
    before = in_force(story.office)
    safe.rotate(story.office)
    after = in_force(story.office)
    second = issue(story, QUALIFY[1])
    assert after["root"] == before["root"] and after["pdf"] != before["pdf"]
    assert (key_of(story.office, first), key_of(story.office, second)) == (before["statement"], after["statement"])
    assert scan(story.office, first).state == scan(story.office, second).state == "valid"
    path, _bundle = safe.back_up(story.office, tmp_path / "k.sijilkeys", PHRASE)
    with pytest.raises(Refused, match="only in the key backup"):
        safe.rotate(story.office)
    safe.rotate(story.office, path, PHRASE)
    assert len({k.kid for k in state(story.office).keys}) == 7
    assert "not backed up" in state(story.office).due[0], "the new keys are in no backup yet"
    assert safe.back_up(story.office, tmp_path / "new.sijilkeys", PHRASE)[1].has_root


def test_a_revoked_key_is_not_believed_from_its_day_on(story: Story) -> None:
    first = issue(story, QUALIFY[0], date(2026, 7, 13))
    kid = key_of(story.office, first)
    with pytest.raises(Invalid, match="Say why"):
        story.office.do(RevokeKey(kid=kid, since=date(2026, 7, 14), reason=" "))
    story.office.do(RevokeKey(kid=kid, since=date(2026, 7, 14), reason="A laptop was stolen"))
    assert scan(story.office, first).state == "valid", "issued the day before"
    told = state(story.office)
    assert "no signing key in force" in told.why_not and (told.why_not_rotate, told.due) == ("", ())
    story.office.do(RevokeKey(kid=kid, since=date(2026, 7, 13), reason="A laptop was stolen"))
    found = scan(story.office, first)
    assert found.state == "not_genuine" and "A laptop was stolen" in found.reasons[0]
    safe.rotate(story.office)
    assert scan(story.office, issue(story, QUALIFY[1])).state == "valid"


def test_with_the_root_revoked_nothing_is_signed_until_all_is_made_anew(story: Story, tmp_path: Path) -> None:
    first = issue(story, QUALIFY[0])
    root = state(story.office).root
    assert root is not None
    story.office.do(RevokeKey(kid=root.kid, since=date(2026, 7, 14), reason="The stick was stolen"))
    for do in (lambda: issue(story, QUALIFY[1]), lambda: safe.rotate(story.office),
               lambda: story.office.ask(MakePublication()), lambda: safe.back_up(story.office, tmp_path / "k", PHRASE)):
        with pytest.raises(Refused, match="no signing key in force"):
            do()
    assert "no signing key in force" in state(story.office).why_not_rotate
    story.office.do(MakeKeys())
    assert scan(story.office, issue(story, QUALIFY[1])).state == scan(story.office, first).state == "valid"


def test_lost_keys_leave_all_that_was_issued_valid(story: Story, other_pc: Callable[[], None], tmp_path: Path) -> None:
    first = issue(story, QUALIFY[0])
    old, _bundle = safe.back_up(story.office, tmp_path / "old.sijilkeys", PHRASE)
    before = in_force(story.office)
    other_pc()
    story.office.do(MakeKeys())
    second = issue(story, QUALIFY[1])
    assert not set(before.values()) & set(in_force(story.office).values())
    assert scan(story.office, first).state == scan(story.office, second).state == "valid"
    with pytest.raises(Refused, match="other keys than those in force"):
        safe.restore(story.office, old, PHRASE)
    with pytest.raises(Refused, match="other keys than those in force"):
        safe.drill(story.office, old, PHRASE)


def test_records_older_than_the_key_backup_take_its_keys_over(
        story: Story, sqlite_file: Path, other_pc: Callable[[], None], tmp_path: Path) -> None:
    issue(story, QUALIFY[0])
    records = make_backup(str(sqlite_file), folder=tmp_path)
    story.office.do(MakeKeys())
    kept, _bundle = safe.back_up(story.office, tmp_path / "k.sijilkeys", PHRASE)
    wanted = in_force(story.office)
    other_pc()
    (tmp_path / "other pc").mkdir()
    restore_closed(records.path, str(tmp_path / "other pc" / "sijil.db"), actor=SYSTEM)
    with open_database(str(tmp_path / "other pc" / "sijil.db")) as opened:
        office = Office(opened.engine, SYSTEM)
        safe.restore(office, kept, PHRASE)
        assert in_force(office) == wanted and state(office).why_not == ""


def test_a_certificate_that_ends_soon_is_told(story: Story, tmp_path: Path) -> None:
    issue(story, QUALIFY[0])
    path, _bundle = safe.back_up(story.office, tmp_path / "k.sijilkeys", PHRASE)
    safe.drill(story.office, path, PHRASE)
    assert state(story.office).due == ()
    end = next(k.until for k in state(story.office).keys if k.use == "pdf")
    assert end is not None
    later = Office(story.office.engine, SYSTEM, clock=lambda: story.office.clock() + timedelta(days=5 * 365 - 30))
    assert show_date(end) in state(later).due[0]


def test_a_damaged_secret_is_named_and_left_alone(story: Story) -> None:
    issue(story, QUALIFY[0])
    path = next((config_dir() / "keys").glob("*.secret"))
    path.write_text("not hex", "ascii")
    keys._OPENED.clear()
    with pytest.raises(Damaged, match="Restore the keys"):
        issue(story, QUALIFY[1])
    path.write_text("00" * 32, "ascii")
    with pytest.raises(Damaged, match="cannot be opened with the secret"):
        issue(story, QUALIFY[1])


def test_the_sample_centre_signs_on_any_pc(story: Story, other_pc: Callable[[], None]) -> None:
    story.office.do(SaveSetting(key=secret.SAMPLE, value=json.dumps("5a" * 32)))
    issue(story, QUALIFY[0])
    other_pc()
    assert scan(story.office, issue(story, QUALIFY[1])).state == "valid"
    assert (state(story.office).sample, state(story.office).due) == (True, ())


def test_the_published_file_has_every_key_and_is_signed(story: Story, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="first certificate"):
        story.office.ask(KeyFile())
    issue(story, QUALIFY[0])
    told = story.office.ask(KeyFile())[0]
    assert told["signed_by"]["use"] == "root" and holds(json.loads(json.dumps(told)))
    safe.back_up(story.office, tmp_path / "k.sijilkeys", PHRASE)
    story.office.do(MakeKeys())
    safe.back_up(story.office, tmp_path / "l.sijilkeys", PHRASE)
    kid = in_force(story.office)["pdf"]
    story.office.do(RevokeKey(kid=kid, since=date(2026, 7, 1), reason="Lost"))
    story.office.do(MakeKeys())
    safe.back_up(story.office, tmp_path / "m.sijilkeys", PHRASE)
    told = story.office.ask(KeyFile())[0]
    assert told["signed_by"]["use"] == "statement" and holds(told)
    assert len(told["keys"]) == 9 and "private" not in json.dumps(told)
    assert next(k for k in told["keys"] if k["kid"] == kid)["revoked"] == "2026-07-01"
    for key, value in (("fingerprint", "0000"), ("signature", "AAAA"), ("signed_by", {}), ("keys", [])):
        assert not holds({**told, key: value})
    root = next(k for k in state(story.office).keys if k.use == "root" and k.state == "active")
    assert told["fingerprint"] == root.fingerprint and len(root.fingerprint.split()) == 8


def test_keys_are_the_administrators_and_are_never_undone(story: Story) -> None:
    issue(story, QUALIFY[0])
    clerk = Office(story.office.engine, Actor(7, "siti", "Siti", frozenset({"certificates"})))
    command: Any
    for command in (MakeKeys(), RotateKeys(), RecordBackup(file="x", root_kid="y", kids=(), has_root=True)):
        assert not command.undoable
        with pytest.raises(Refused):
            clerk.do(command)
    with pytest.raises(Refused):
        clerk.ask(KeyBundle())
    assert clerk.why_not(Permission.KEYS_CHANGE)


def test_whoever_may_issue_needs_no_right_of_keys_for_the_first_certificate(story: Story) -> None:
    clerk = Office(story.office.engine, Actor(7, "siti", "Siti", frozenset({"certificates"})),
                   clock=story.office.clock)
    clerk.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[0]], issued_on=date(2026, 7, 14)))
    assert set(in_force(story.office)) == {"root", "pdf", "statement"}


def test_work_refused_later_leaves_no_half_made_keys(story: Story) -> None:
    class Stop(MakeKeys):
        def run(self, work: Work) -> None:
            super().run(work)
            raise Refused("no")

    with pytest.raises(Refused):
        story.office.do(Stop())
    assert state(story.office).keys == () and state(story.office).why_not == ""
    issue(story, QUALIFY[0])


@dataclass(frozen=True, kw_only=True)
class Ensure(MakeKeys):
    """What the first certificate of a centre does, whatever series numbers it."""

    def run(self, work: Work) -> None:
        keys.ensure(work)


@pytest.mark.parametrize("where", ["sqlite_file", "postgres_url"])
def test_six_pcs_that_begin_at_once_make_one_set(where: str, request: pytest.FixtureRequest) -> None:
    url = str(request.getfixturevalue(where))
    engines = [make_engine(url) for _pc in range(6)]
    together = Barrier(6)

    def begin(at: int) -> None:
        together.wait()
        Office(engines[at], SYSTEM).do(Ensure())

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(begin, range(6)))
    assert len(state(Office(engines[0], SYSTEM)).keys) == 3
    for engine in engines:
        engine.dispose()
