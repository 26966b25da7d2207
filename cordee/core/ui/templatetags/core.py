"""Tags that turn what the doors give into the components of the house."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django import template

from cordee.core.journal import Line
from cordee.core.ui.templatetags import ui

register = template.Library()


@register.inclusion_tag("ui/bits/fil.html")
def journal(lines: Iterable[Line], more_url: str = "") -> dict[str, Any]:
    """Lines of the journal as the fil. A corrected line stays, and says that it was corrected."""
    rows = [
        SimpleNamespace(
            at=line.event.at,
            title=line.sentence,
            url=line.url,
            link=line.about,
            detail=(line.detail + " · corrigé depuis").lstrip(" ·") if line.corrected else line.detail,
            actor=line.event.actor_label,
        )
        for line in lines
    ]
    return ui.fil(rows, more_url)
