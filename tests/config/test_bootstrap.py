"""The first command on a bare machine: what it says when Python comes without what makes environments, before it makes anything."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import ROOT

NEEDED = ("scripts/bootstrap.py", "cordee/config/progress.py", "cordee/config/trouble.py", "requirements.txt", "requirements-dev.txt")
#: what Python reads first of all: one of its modules is not there, as on a minimal Debian
WITHOUT = """
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == {missing!r} else found(name, *more)
"""


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_minimal_debian_is_told_what_to_install_and_nothing_is_made(tmp_path: Path, missing: str) -> None:
    for name in NEEDED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "sitecustomize.py").write_text(WITHOUT.format(missing=missing))
    asked = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(tmp_path / "first"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "scripts/bootstrap.py"], cwd=tmp_path, env=asked, capture_output=True, text=True)
    told = done.stdout + done.stderr
    assert done.returncode == 1
    assert told.strip().endswith("apt install python3-venv"), told
    assert "Traceback" not in told
    assert not (tmp_path / ".venv").exists()
