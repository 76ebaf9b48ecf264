"""Templates, series and old certificates at the command line."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from app.centre.commands import SaveCentre
from app.centre.series import SaveSeries
from app.certificates.queries import Register
from app.certificates.templates import shipped
from app.certificates.templates.model import Layout
from app.console import lists, templates
from app.console.main import main
from app.office.office import Office
from tests.app.certificates.templates.conftest import PLAIN


@pytest.fixture
def centre(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(shipped, "layouts", lambda: {"klasik": PLAIN, "moden": Layout(margin=10, things=PLAIN.things)})
    for module in (templates, lists):
        monkeypatch.setattr(module, "office_for", lambda _args, writes=True: nullcontext(sqlite_office))
    monkeypatch.setattr("app.centre.backups.before_import", lambda *_: None)
    sqlite_office.do(SaveCentre(code="KL", name="Pusat"))
    sqlite_office.do(SaveSeries())
    return sqlite_office


def told(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:
    capsys.readouterr()
    assert main(["--json", *words]) == status
    said = capsys.readouterr()
    return json.loads(said.out) if status in (0, 1) else said.err


def test_a_template_is_duplicated_published_and_taken_along(centre: Office, capsys: pytest.CaptureFixture[str],
                                                            tmp_path: Path) -> None:
    assert [r["code"] for r in told(capsys, "template", "list")] == ["klasik", "moden"]
    assert told(capsys, "template", "duplicate", "Klasik", "Rakan Industri")["code"] == "rakan-industri"
    assert told(capsys, "template", "publish", "rakan-industri", "--note", "ok")["version"] == 1
    assert "no draft" in told(capsys, "template", "publish", "rakan-industri", status=2)
    file = str(tmp_path / "rakan.sijiltemplate")
    told(capsys, "template", "export", "Rakan Industri", file)
    assert "must end in" in told(capsys, "template", "export", "klasik", str(tmp_path / "x.zip"), status=2)
    assert told(capsys, "template", "import", file) == {
        "code": "rakan-industri-2", "name": "Rakan Industri (2)", "version": 1, "state": "draft"}
    versions = told(capsys, "template", "show", "rakan-industri")["versions"]
    assert [(v["number"], v["state"], v["approved_by"]) for v in versions] == [(1, "published", "Sijil")]
    (tmp_path / "bad.sijiltemplate").write_bytes(b"PK nonsense")
    assert "not a template" in told(capsys, "template", "import", str(tmp_path / "bad.sijiltemplate"), status=2)
    assert "no template" in told(capsys, "template", "show", "nowhere", status=2)


def test_series_say_what_comes_next(centre: Office, capsys: pytest.CaptureFixture[str]) -> None:
    centre.do(SaveSeries(pattern="{centre}/{prog}/{kind}/{yyyy}/{number:03}", kind="attendance", first=50))
    rows = told(capsys, "series", "--next", "2")
    assert rows[0]["next"][0].startswith("KL") and len(rows[0]["next"]) == 2
    assert rows[1]["next"][0].endswith("/050") and "/HCIAAI/H/" in rows[1]["next"][0]


def test_old_certificates_are_compared_then_recorded(centre: Office, capsys: pytest.CaptureFixture[str],
                                                     tmp_path: Path) -> None:
    file = tmp_path / "lama.csv"
    file.write_text("No Siri Sijil,Nama,Kursus,Tarikh\nA/1,Ali,Kimpalan,1/2/2010\nA/2,Abu,Kimpalan,\n", "utf-8")
    found = told(capsys, "import", "certificates", str(file), "--dry-run", status=1)
    assert (found["new"], found["open"], found["batch"]) == (1, 1, None)
    assert [(r["row"], r["why"]) for r in found["rows"]][1] == (3, "Date of issue is empty.")
    assert centre.ask(Register()) == []
    assert told(capsys, "import", "certificates", str(file), status=1)["batch"] == 1
    assert [r.number for r in centre.ask(Register())] == ["A/1"]
    assert told(capsys, "import", "history")[0]["kind"] == "certificates"
    file.write_text("x,y\n1,2\n", "utf-8")
    assert "Number" in told(capsys, "import", "certificates", str(file), status=2)
