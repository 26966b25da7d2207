"""Small definitions for tests."""

from __future__ import annotations

from typing import Any


def level(code: str, axis: str = "", **more: Any) -> dict[str, Any]:
    """A question on four described levels, marked 0 to 3."""
    options = [{"code": f"l{mark}", "label": f"Niveau {mark}", "mark": mark} for mark in range(4)]
    return {"code": code, "kind": "level", "label": f"Question {code}", "options": options, "axis": axis, "na": True, **more}


def grid(**more: Any) -> dict[str, Any]:
    """Three axes of two questions, three levels."""
    axes = [{"code": code, "label": f"Axe {code}", "weight": weight} for code, weight in (("a", 50), ("b", 30), ("c", 20))]
    sections = [
        {"code": f"s_{axis}", "title": f"Section {axis}", "items": [level(f"{axis}1", axis), level(f"{axis}2", axis)]} for axis in "abc"
    ]
    levels = [
        {"code": "low", "label": "À construire", "least": 0.0},
        {"code": "mid", "label": "En chemin", "least": 0.4},
        {"code": "high", "label": "Solide", "least": 0.75},
    ]
    return {"title": "Grille d'essai", "axes": axes, "sections": sections, "levels": {"levels": levels}, **more}


def form(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One section, these questions."""
    return {"title": "Questionnaire d'essai", "sections": [{"code": "only", "title": "La section", "items": list(items)}], **more}
