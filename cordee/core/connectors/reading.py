"""Reading answers in which everything may be null, missing, or of another type than expected."""

from __future__ import annotations

from typing import Any


def at(data: Any, path: str) -> Any:
    """`at(answer, "siege.code_postal")`: None as soon as a step is missing."""
    for step in path.split("."):
        if not isinstance(data, dict):
            return None
        data = data.get(step)
    return data


def list_at(data: Any, path: str) -> list[Any]:
    found = at(data, path)
    return found if isinstance(found, list) else []


def text_at(data: Any, path: str, most: int = 200) -> str:
    found = at(data, path)
    return " ".join(found.split())[:most] if isinstance(found, str) else ""


def number_at(data: Any, path: str) -> float | None:
    """Numbers come as numbers or as strings; what is neither is nothing."""
    found = at(data, path)
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        return None
    try:
        number = float(found)
    except ValueError:
        return None
    return number if abs(number) < 1e12 else None  # neither infinite nor « not a number »
