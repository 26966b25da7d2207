"""The colours: the two copies of the dark tokens are the same, and every pair that meets is readable (WCAG AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path("cordee/core/ui/static/cordee.css").read_text()
BLOCKS = re.findall(r"\{\s*color-scheme: \w+;(.*?)\}", CSS, re.DOTALL)
LIGHT, DARK, CHOSEN_DARK = [dict(re.findall(r"(--c-[\w-]+):\s*([^;]+);", block)) for block in BLOCKS]
SURFACES = ["paper", "surface", "sunk"]
TEXT = [
    *((text, ground) for text in ("ink", "muted", "brand", "brand-strong", "late") for ground in SURFACES),
    *(("ink", ground) for ground in ("brand-soft", "rope-soft", "ok-soft", "warn-soft", "late-soft", "info-soft")),
    *((level, f"{level}-soft") for level in ("ok", "warn", "late", "info")),
    ("brand-ink", "brand"),
    ("brand-ink", "brand-strong"),
    ("brand-strong", "brand-soft"),
    ("muted", "rope-soft"),
    ("muted", "brand-soft"),
    ("surface", "late"),
]
# What is not text: edges of controls, focus, knots, gauges (3:1).
SHAPES = [
    *((shape, ground) for shape in ("edge", "focus", "brand", "check") for ground in SURFACES),
    ("rope", "surface"),
    ("focus", "rope-soft"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_both_copies_of_the_dark_tokens_agree() -> None:
    assert DARK == CHOSEN_DARK
    assert LIGHT.keys() == DARK.keys()


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_is_readable(theme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(theme[f"--c-{text}"], theme[f"--c-{ground}"]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shape_is_visible(theme: dict[str, str], shape: str, ground: str) -> None:
    assert contrast(theme[f"--c-{shape}"], theme[f"--c-{ground}"]) >= 3


def test_every_token_used_is_defined() -> None:
    assert set(re.findall(r"var\((--c-[\w-]+)\)", CSS)) <= set(LIGHT)
