"""`{% france_map values=… label="Structures accompagnées" unit="structure,structures" %}`: France, coloured, and its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.text import slugify

from cordee.actors.territory.choropleth import Number, choropleth, written
from cordee.actors.territory.geometry import drawing

register = template.Library()

# The mark of each level inside its 14 × 14 tile: from dots to a plain fill, so that levels differ without colour.
PATTERNS = {
    "0": "",
    "1": "M6 6h2v2h-2z",
    "2": "M-2 16L16-2",
    "3": "M-2 9L9-2M5 16L16 5",
    "4": "M-2 16L16-2M-2-2L16 16",
    "5": "",
    "none": "M7 0V14",
}


@register.inclusion_tag("territory/france_map.html")
def france_map(
    values: Mapping[str, Number],
    label: str,
    unit: str = "",
    links: Mapping[str, str] | None = None,
    thresholds: Sequence[Number] | None = None,
) -> dict[str, Any]:
    """`values` and `links` are keyed by department code; `label` names the figure and must be unique in the page."""
    return {
        "map": choropleth(values, unit=unit, links=links, thresholds=thresholds),
        "drawing": drawing(),
        "patterns": PATTERNS.items(),
        "label": label,
        "id": f"carte-{slugify(label)[:40]}",
        "linked": bool(links),
    }


@register.filter(name="written")
def written_filter(value: Number | None) -> str:
    """A number as French writes it; a dash when it is not known."""
    return "–" if value is None else written(value)
