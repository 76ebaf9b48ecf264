"""The sample centre once for all looks at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.sample.sample import sample_centre


@pytest.fixture(scope="session")
def sample_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as it was made; look only."""
    path = tmp_path_factory.mktemp("sample") / "sijil.db"
    with sample_centre(path):
        pass
    return path


@pytest.fixture
def sample(sample_once: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy to work on."""
    yield Path(shutil.copy(sample_once, tmp_path / "sijil.db"))
