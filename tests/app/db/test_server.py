"""What differs on PostgreSQL: opening, backup and restore by its own tools, connections that are cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.centre.backups import Keeper, before_import
from app.centre.check import check
from app.centre.commands import SaveSetting
from app.centre.open_centre import OpenCentre
from app.db import backup as backups
from app.db import migrate
from app.db.backup import list_backups, make_backup, verify
from app.db.open import open_database
from app.errors import Damaged, Refused, Unavailable
from app.office.office import Office
from app.office.permissions import NOBODY, SYSTEM
from app.staff.commands import AddUser
from app.staff.sign_in import SignInRefused, sign_in


def keys(office: Office) -> set[str]:
    with office.engine.connect() as connection:
        return set(connection.exec_driver_sql("SELECT key FROM setting").scalars())


def test_backup_and_restore(postgres_url: str, tmp_path: Path) -> None:
    with open_database(postgres_url) as opened:
        office = Office(opened.engine, SYSTEM)
        office.do(OpenCentre(code="KL", name="Pusat Contoh"))
        office.do(SaveSetting(key="early", value="1"))
        made = make_backup(postgres_url, folder=tmp_path)
        assert made.counts["history_entry"] == 2 and verify(made.path).anchor == made.anchor
        office.do(SaveSetting(key="late", value="1"))
        keeper = Keeper(office, opened)
        done = keeper.restore(made.path)
        assert keys(office) == {"early"} and done.aside is not None and done.aside.exists()
        office.do(SaveSetting(key="after", value="1"))
        assert check(opened.engine, postgres_url) == []


def test_a_damaged_dump_changes_nothing(postgres_url: str, tmp_path: Path) -> None:
    with open_database(postgres_url) as opened:
        office = Office(opened.engine, SYSTEM)
        office.do(OpenCentre(code="KL", name="Pusat Contoh"))
        made = make_backup(postgres_url, folder=tmp_path)
        office.do(SaveSetting(key="late", value="1"))
        made.path.write_bytes(made.path.read_bytes()[:300])
        backups.manifest_of(made.path).unlink()
        with pytest.raises(Damaged):
            Keeper(office, opened).restore(made.path)
        assert keys(office) == {"late"}


def test_without_the_tools_it_says_what_is_missing(postgres_url: str, tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    with open_database(postgres_url) as opened:
        Office(opened.engine, SYSTEM).do(OpenCentre(code="KL", name="Pusat Contoh"))
        monkeypatch.setattr(backups.shutil, "which", lambda _name: None)
        with pytest.raises(Unavailable, match="pg_dump"):
            make_backup(postgres_url, folder=tmp_path)
        assert list_backups(tmp_path) == [] and not list(tmp_path.iterdir())


def test_an_empty_or_foreign_database_is_named(empty_postgres_url: str) -> None:
    with pytest.raises(Damaged, match="empty"):
        open_database(empty_postgres_url)
    migrate.create(empty_postgres_url)
    with pytest.raises(Unavailable, match="not empty"):
        migrate.create(empty_postgres_url)
    with open_database(empty_postgres_url) as opened, opened.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0977'")
    with pytest.raises(Damaged, match="0977"):
        open_database(empty_postgres_url)
    with pytest.raises(Unavailable, match=r"no database of that name|does not answer"):
        open_database(empty_postgres_url + "_missing")


def test_reading_never_writes(postgres_url: str) -> None:
    with open_database(postgres_url, read_only=True) as opened, pytest.raises((Unavailable, Refused)):
        Office(opened.engine, SYSTEM).do(SaveSetting(key="a", value="1"))


def test_signing_in(postgres_url: str) -> None:
    with open_database(postgres_url) as opened:
        office = Office(opened.engine, SYSTEM)
        office.do(AddUser(login="aminah", name="Aminah", roles=frozenset({"administrator"}),
                          password="kuda makan rumput hijau"))
        nobody = Office(opened.engine, NOBODY)
        for _n in range(5):
            with pytest.raises(SignInRefused):
                sign_in(nobody, "aminah", "wrong one")
        with pytest.raises(SignInRefused) as refused:
            sign_in(nobody, "aminah", "kuda makan rumput hijau")
        assert refused.value.until is not None


def test_a_connection_that_was_cut_is_made_anew(postgres_url: str) -> None:
    with open_database(postgres_url) as opened:
        office = Office(opened.engine, SYSTEM)
        office.do(SaveSetting(key="a", value="1"))
        with open_database(postgres_url) as other, other.engine.connect() as connection:
            connection.exec_driver_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                                       "datname = current_database() AND pid <> pg_backend_pid()")
        office.do(SaveSetting(key="b", value="1"))
        assert keys(office) == {"a", "b"}


def test_a_server_whose_tools_are_not_here_makes_its_own_backups(postgres_url: str, tmp_path: Path,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    with open_database(postgres_url) as opened:
        office = Office(opened.engine, SYSTEM)
        keeper = Keeper(office, opened)
        office.do(SaveSetting(key="a", value="1"))
        assert keeper.dirty()
        monkeypatch.setattr(backups.shutil, "which", lambda _name: None)
        assert not keeper.dirty() and before_import(postgres_url) is None
