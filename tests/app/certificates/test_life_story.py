"""Lives of certificates told by chance, held against a small model: what each code ever printed is answered with."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.certificates.approve import ApproveVoid, AskVoid, RefuseVoid
from app.certificates.commands import IssueCertificate, RecordPrint
from app.certificates.editions import CorrectCertificate, ReplaceCertificate, Wording
from app.certificates.life import CollectCertificates, ReturnCertificate
from app.certificates.queries import CertificateDetail, Register
from app.certificates.verify import Verify
from app.db.engine import make_engine
from app.errors import Invalid, Refused
from app.office.command import Command
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.cohort_story import NOW, QUALIFY, tell

DAY = date(2026, 7, 14)
PLANTED: dict[str, object] = {}
"""File and enrolments of the story, told once."""


@pytest.fixture(scope="module", autouse=True)
def planted(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The story once; each life begins with a copy."""
    path = tmp_path_factory.mktemp("life") / "story.db"
    shutil.copyfile(sqlite_template, path)
    engine = make_engine(str(path))
    story = tell(Office(engine, SYSTEM))
    engine.dispose()
    PLANTED.update(path=path, keys=[story.enrolments[name] for name in QUALIFY])


@dataclass
class Life:
    """What is expected of one certificate."""

    id: int
    number: str
    codes: list[str]  # of its editions; the last is in force
    prints: int = 0
    fresh: bool = True  # the edition in force has not been printed
    out: bool = False
    void: bool = False
    asked: bool = False
    name: str = ""
    replaced: bool = False


@dataclass
class Model:
    """All certificates by their numbers, in order."""

    lives: list[Life] = field(default_factory=list)


NAMES = st.sampled_from(("Ali bin Abu", "Nur Aisyah binti Ali", "Tan Ah Kow", "Lim @ Chong", "Sara a/p Raju"))
WHICH = st.integers(0, 5)


class CertificateLives(RuleBasedStateMachine):
    """Issue, print, correct, replace, hand out, ask, void."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "life.db"
        shutil.copyfile(str(PLANTED["path"]), path)
        self.engine = make_engine(str(path))
        self.office = Office(self.engine, SYSTEM, clock=lambda: NOW)
        self.model = Model()

    def teardown(self) -> None:
        self.engine.dispose()
        self.folder.cleanup()

    def _one(self, which: int) -> Life:
        return self.model.lives[which % len(self.model.lives)]

    def _may(self, command: Command[object], may: bool) -> object:
        if may:
            return self.office.do(command).value
        with pytest.raises((Refused, Invalid)):
            self.office.do(command)
        return None

    @rule(who=st.integers(0, 2))
    def issue(self, who: int) -> None:
        keys = PLANTED["keys"]
        assert isinstance(keys, list)
        command = IssueCertificate(enrolment_id=keys[who], issued_on=DAY)
        held = self._of(keys[who])
        if any(not life.void and life.id in held for life in self.model.lives):
            return
        made = self.office.do(command).value
        self.model.lives.append(Life(made.id, made.number, [made.code], name=made.holder))

    def _of(self, enrolment: int) -> set[int]:
        return {row.id for row in self.office.ask(Register()) if row.enrolment_id == enrolment}

    @precondition(lambda self: self.model.lives)
    @rule(which=WHICH)
    def print_(self, which: int) -> None:
        life = self._one(which)
        self._may(RecordPrint(certificate_ids=(life.id,)), not life.void)
        if not life.void:
            life.prints, life.fresh = life.prints + 1, False

    @precondition(lambda self: self.model.lives)
    @rule(which=WHICH, name=NAMES)
    def correct(self, which: int, name: str) -> None:
        life = self._one(which)
        may = not life.void and not life.out and life.name != name
        made = self._may(CorrectCertificate(number=life.number, wording=Wording(name=name), reason="Misspelt"), may)
        if made is not None:
            life.codes.append(made.code)  # type: ignore[attr-defined]
            life.fresh, life.name = True, name

    @precondition(lambda self: self.model.lives)
    @rule(which=WHICH)
    def replace(self, which: int) -> None:
        life = self._one(which)
        made = self._may(ReplaceCertificate(number=life.number, why="damaged"), not life.void and life.prints > 0)
        if made is not None:
            life.codes.append(made.code)  # type: ignore[attr-defined]
            life.fresh, life.out, life.replaced = True, False, True

    @precondition(lambda self: self.model.lives)
    @rule(which=WHICH)
    def collect(self, which: int) -> None:
        life = self._one(which)
        may = not (life.void or life.out or life.fresh)
        self._may(CollectCertificates(certificate_ids=(life.id,)), may)
        life.out = life.out or may

    @precondition(lambda self: self.model.lives)
    @rule(which=WHICH)
    def come_back(self, which: int) -> None:
        life = self._one(which)
        self._may(ReturnCertificate(certificate_id=life.id, reason="Came back"), life.out and not life.void)
        life.out = life.out and life.void

    @precondition(lambda self: self.model.lives)
    @rule(which=WHICH)
    def ask_void(self, which: int) -> None:
        life = self._one(which)
        self._may(AskVoid(number=life.number, reason="Wrong person"), not life.void and not life.asked)
        life.asked = not life.void

    @precondition(lambda self: self.model.lives)
    @rule(which=WHICH, yes=st.booleans())
    def decide(self, which: int, yes: bool) -> None:
        life = self._one(which)
        command: Command[str] = (ApproveVoid(number=life.number) if yes else
                                 RefuseVoid(number=life.number, reason="It is right"))
        may = life.asked and not life.void
        self._may(command, may)
        if may:
            life.void, life.asked = yes, False

    @invariant()
    def every_code_is_answered_as_the_model_says(self) -> None:
        for life in self.model.lives:
            whole = self.office.ask(CertificateDetail(wanted=life.id))[0]
            assert whole.row.number == life.number == whole.facts.number
            assert (whole.row.prints, whole.row.edition) == (life.prints, len(life.codes))
            assert whole.row.standing == ("void" if life.void else "replaced" if life.replaced else "valid")
            for place, code in enumerate(life.codes, start=1):
                expected = "void" if life.void else "valid" if place == len(life.codes) else "superseded"
                verdict = self.office.ask(Verify(what=code))[0]
                assert (verdict.state, verdict.certificate and verdict.certificate.row.id) == (expected, life.id)
        taken = sorted(life.number[:10] for life in self.model.lives)
        assert taken == [f"KL26-{n:05}" for n in range(1, len(taken) + 1)]


TestCertificateLives = CertificateLives.TestCase
TestCertificateLives.settings = settings(max_examples=6, stateful_step_count=14, deadline=None,
                                         suppress_health_check=list(HealthCheck))
