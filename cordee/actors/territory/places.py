"""How French says where: « dans le Nord », « en Seine-Maritime », « à Paris »."""

from __future__ import annotations

from cordee.actors.territory.geometry import drawing

_IN = {
    "dans l'": "01 02 03 10 11 12 27 34 36 38 60 61 89 91",
    "dans le": "14 15 18 25 29 30 32 39 45 46 56 59 62 63 67 68 69 81 83 84 90 94 95",
    "dans la": "23 26 42 50 51 55 58 72 80 86",
    "dans les": "04 05 06 08 13 22 40 64 65 66 78 79 88 92",
    "à": "75 974 975 976 977 978 986",
}
_WORDS = {code: words for words, codes in _IN.items() for code in codes.split()}


def in_department(code: str) -> str:
    """Most others, feminine or double (« Meurthe-et-Moselle »), bear « en »."""
    name = next((department.name for department in drawing().departments if department.code == code), code)
    words = _WORDS.get(code, "en")
    return f"{words}{name}" if words.endswith("'") else f"{words} {name}"
