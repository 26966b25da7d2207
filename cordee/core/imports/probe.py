"""A workbook is opened a first time in a process of its own, under limits: a few hundred bytes may claim seventeen thousand million
cells, and the library that reads it would take the whole server down with it."""

from __future__ import annotations

import subprocess
import sys

from cordee.core.files.kinds import RefusedFile

MOST_CELLS = 10_000_000  # of one sheet, blank ones between two filled ones included
MEMORY, SECONDS = 1 << 30, 60
UNREADABLE = 3  # the library says so by itself: who opens it next has the sentence

PROBE = f"""
import io, resource, sys
from python_calamine import CalamineError, CalamineWorkbook
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
try:
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sizes = [sheet.height * sheet.width for sheet in map(book.get_sheet_by_name, book.sheet_names)]
except CalamineError:
    sys.exit({UNREADABLE})
sys.exit(max(sizes, default=0) > {MOST_CELLS})
"""


def try_to_open(data: bytes, name: str) -> None:
    """Raises `RefusedFile` when the workbook does not open within the limits."""
    try:
        done = subprocess.run(  # noqa: S603  (our own words, the file comes by its input)
            [sys.executable, "-I", "-c", PROBE], input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=2 * SECONDS, check=False,
        )  # fmt: skip
        opens = done.returncode in (0, UNREADABLE)
    except subprocess.TimeoutExpired:
        opens = False
    if not opens:
        sentence = (
            f"« {name} » est trop étendu pour être lu : une cellule y est remplie très loin des autres, ou il est trop lourd. "
            "Copiez le tableau seul dans un nouveau classeur, puis envoyez-le."
        )
        raise RefusedFile("extent", sentence)
