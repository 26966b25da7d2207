"""The identity shared by the three writers: two colours, sober greys, one typeface, pictures that every reader opens.

Typeface: Liberation Sans when the system has it (package `fonts-liberation`), otherwise Libertinus Serif, which Typst
embeds. Word and PowerPoint files name Liberation Sans' metric twin, Arial, which every office suite has or replaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image as Pillow

PINE, OCHRE = "0b5a54", "c9862b"
INK, MUTED, LINE, PAPER = "1b2a29", "54635f", "d9d4c7", "f4f7f5"
SERIES = (PINE, OCHRE, "1f4f87", "8a4b6b", "5f7f3a", "7a6a55")
TONES = {"info": (PINE, "e2efec"), "warning": (OCHRE, "fbf0dd"), "success": ("26683a", "e5f2e8")}
OFFICE_FONT = "Arial"
_LIBERATION = Path("/usr/share/fonts/truetype/liberation")
_DEJAVU = Path("/usr/share/fonts/truetype/dejavu")


@lru_cache(maxsize=1)
def typst_font() -> tuple[str, list[str]]:
    """The family of PDF documents and the folders where Typst finds it, and DejaVu for the letters that it lacks."""
    folders = [str(folder) for folder in (_LIBERATION, _DEJAVU) if folder.is_dir()]
    if (_LIBERATION / "LiberationSans-Regular.ttf").exists():
        return "Liberation Sans", folders
    return "Libertinus Serif", folders


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    extension: str
    width: int
    height: int


def picture(data: bytes) -> Picture:
    """PNG and JPEG as they are; anything else that Pillow reads becomes PNG, which every office suite opens."""
    with Pillow.open(BytesIO(data)) as image:
        width, height = image.size
        if image.format in ("PNG", "JPEG"):
            return Picture(data, "png" if image.format == "PNG" else "jpg", width, height)
        out = BytesIO()
        image.convert("RGBA").save(out, "PNG")
        return Picture(out.getvalue(), "png", width, height)
