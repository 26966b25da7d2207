"""Folders and programs that look like an installation of their own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may cross: pytest's own are closed, and under root the server has another account."""
    folder = Path(tempfile.mkdtemp(prefix="cordee-run-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
