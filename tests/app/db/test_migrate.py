"""The schema: what migrations make is what the records say, on both databases; upgrades lose nothing."""

from __future__ import annotations

import shutil
import sqlite3
import textwrap
from pathlib import Path

import pytest

from app.db import migrate
from app.db.engine import make_engine, writing
from app.db.migrations.make import operations
from app.db.open import open_database
from app.errors import Damaged, Unavailable

SCRIPTS = migrate.SCRIPTS
OLD = Path(__file__).parents[2] / "old"


def by_migration(path: Path) -> None:
    """A database made only by the revisions."""
    from alembic import command

    engine = make_engine(path, create=True)
    with writing(engine).begin() as connection:
        command.upgrade(migrate.alembic_config(connection), "head")
    engine.dispose()


def shape(path: Path) -> dict[str, object]:
    """Tables with columns, indexes and references as SQLite reports them; the order of columns says nothing."""
    raw = sqlite3.connect(path)
    found: dict[str, object] = {}
    for kind, name in raw.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"):
        if kind == "table":
            found[name] = (sorted(r[1:] for r in raw.execute(f'PRAGMA table_info("{name}")')),
                           sorted(r[2:] for r in raw.execute(f'PRAGMA foreign_key_list("{name}")')))
        elif kind == "index":
            found[name] = [r[2:] for r in raw.execute(f'PRAGMA index_xinfo("{name}")')]
        else:
            found[name] = kind
    raw.close()
    return found


def test_revisions_make_what_the_records_say(tmp_path: Path) -> None:
    by_migration(tmp_path / "revisions.db")
    migrate.create(tmp_path / "records.db")
    assert shape(tmp_path / "revisions.db") == shape(tmp_path / "records.db")
    engine = make_engine(tmp_path / "revisions.db")
    with engine.connect() as connection:
        assert operations(connection, migrate.metadata(), batch=False).count("op.") == 0
    engine.dispose()


def test_revisions_make_what_the_records_say_on_postgresql(pg_url: str) -> None:
    from alembic import command

    engine = make_engine(pg_url)
    with engine.begin() as connection:
        migrate.metadata().drop_all(connection)
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
        command.upgrade(migrate.alembic_config(connection), "head")
        assert operations(connection, migrate.metadata(), batch=False).count("op.") == 0
    engine.dispose()


def test_the_constant_is_the_head_of_the_scripts() -> None:
    from alembic.script import ScriptDirectory

    engine = make_engine("sqlite:///x.db", create=True)
    scripts = ScriptDirectory.from_config(migrate.alembic_config(engine))  # type: ignore[arg-type]
    assert scripts.get_heads() == [migrate.head()]
    assert [r.revision for r in scripts.walk_revisions()][::-1] == list(migrate.REVISIONS)


def test_every_released_schema_still_opens(tmp_path: Path) -> None:
    for revision in migrate.REVISIONS:
        copy = tmp_path / f"{revision}.db"
        shutil.copy(OLD / f"{revision}.db", copy)
        with open_database(copy) as opened, opened.engine.connect() as connection:
            assert migrate.revision_of(connection) == migrate.head()
            assert connection.exec_driver_sql("SELECT count(*) FROM trainee").scalar() == 3


def test_alembic_is_not_imported_when_nothing_is_to_do(tmp_path: Path) -> None:
    import subprocess
    import sys

    migrate.create(tmp_path / "a.db")
    code = (f"from app.db.open import open_database; import sys; open_database({str(tmp_path / 'a.db')!r}).close(); "
            "sys.exit('alembic' in sys.modules)")
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=False).returncode == 0


def test_create_does_not_touch_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"precious")
    with pytest.raises(Unavailable):
        migrate.create(tmp_path / "a.db")
    assert (tmp_path / "a.db").read_bytes() == b"precious"


SECOND = '''
    import sqlalchemy as sa
    from alembic import op

    revision = "0002"
    down_revision = "0001"
    branch_labels = None
    depends_on = None


    def upgrade() -> None:
        with op.batch_alter_table("programme") as batch:  # copies the table, which has children
            batch.add_column(sa.Column("motto", sa.String(), nullable=True))
        {more}
'''


@pytest.fixture
def next_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A later program with one more revision."""
    def make(more: str = "pass") -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(SCRIPTS, scripts, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        (scripts / "versions" / "0002.py").write_text(textwrap.dedent(SECOND).replace("{more}", more))
        monkeypatch.setattr(migrate, "SCRIPTS", scripts)
        monkeypatch.setattr(migrate, "REVISIONS", ("0001", "0002"))
    return make


def rows(path: Path) -> tuple[int, int]:
    raw = sqlite3.connect(path)
    found = tuple(raw.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("programme", "course"))
    raw.close()
    return found  # type: ignore[return-value]


def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "sijil.db"
    shutil.copy(OLD / "0001.db", path)
    return path


def test_an_upgrade_keeps_children_and_makes_a_backup_first(tmp_path: Path, next_schema) -> None:
    path = old_file(tmp_path)
    before = rows(path)
    assert before[1] > 0
    next_schema()
    with open_database(path) as opened, opened.engine.connect() as connection:
        assert migrate.revision_of(connection) == "0002"
        connection.exec_driver_sql("SELECT motto FROM programme")
    assert rows(path) == before
    kept = [p for p in (tmp_path / "backups").iterdir() if p.suffix == ".db"]
    assert len(kept) == 1 and rows(kept[0]) == before


def test_a_failed_upgrade_leaves_the_old_schema_whole(tmp_path: Path, next_schema) -> None:
    path = old_file(tmp_path)
    before, was = rows(path), path.read_bytes()
    next_schema("raise RuntimeError('pulled the plug')")
    with pytest.raises(RuntimeError):
        open_database(path)
    assert rows(path) == before
    assert sqlite3.connect(path).execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert len(was) == path.stat().st_size


def test_an_upgrade_that_would_break_references_is_taken_back(tmp_path: Path, next_schema) -> None:
    path = old_file(tmp_path)
    before = rows(path)
    next_schema('op.execute("DELETE FROM programme")')
    with pytest.raises(Damaged):
        open_database(path)
    assert rows(path) == before


def test_an_upgrade_killed_midway_is_taken_back(tmp_path: Path, next_schema) -> None:
    import os
    import subprocess
    import sys

    path = old_file(tmp_path)
    before = rows(path)
    next_schema("import os; os.kill(os.getpid(), 9)")
    code = (f"from app.db import migrate; from pathlib import Path; migrate.SCRIPTS = Path({str(migrate.SCRIPTS)!r}); "
            f"migrate.REVISIONS = ('0001', '0002'); migrate.upgrade({str(path)!r})")
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], env=dict(os.environ),
                          capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    next_schema()
    with open_database(path) as opened, opened.engine.connect() as connection:
        assert migrate.revision_of(connection) == "0002"
    assert rows(path) == before


def test_a_newer_schema_is_refused_by_name(tmp_path: Path) -> None:
    path = old_file(tmp_path)
    raw = sqlite3.connect(path)
    raw.execute("UPDATE alembic_version SET version_num = '0977'")
    raw.commit()
    raw.close()
    was = path.read_bytes()
    with pytest.raises(Damaged, match="0977"):
        open_database(path)
    assert path.read_bytes() == was
