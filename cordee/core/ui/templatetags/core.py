"""Tags that turn what the doors give into the components of the house."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from cordee.core.formats import date_short, unbroken
from cordee.core.journal import Line
from cordee.core.ui.templatetags import ui

register = template.Library()


@register.inclusion_tag("ui/bits/fil.html")
def journal(lines: Iterable[Line], more_url: str = "") -> dict[str, Any]:
    """Lines of the journal as the fil. A corrected line stays, and says that it was corrected."""
    rows = [
        SimpleNamespace(
            at=line.event.at,
            title=unbroken(line.sentence),
            url=line.url,
            link=line.about,
            detail=unbroken(" · ".join(filter(None, [fact_day(line), line.detail, "corrigé depuis" if line.corrected else ""]))),
            actor=line.event.actor_label,
        )
        for line in lines
    ]
    return ui.fil(rows, more_url)


def fact_day(line: Line) -> str:
    """The day of the fact, where it is not that of its recording."""
    on = line.event.fact_on
    return f"fait le {date_short(on)}" if on and on != timezone.localdate(line.event.at) else ""


#: (release, menu, place) → the rail, drawn once: the same for all who bear one profile
_rails: dict[tuple[str, int, str], SafeString] = {}


def place_of(sections: list[dict[str, Any]], path: str) -> str:
    """The entry under whose address this page stands: the longest wins, and the home only is itself."""
    entries = [entry for section in sections for entry in section["entries"]]
    over = [e for e in entries if path == e["url"] or (e["url"] != "/" and path.startswith(e["url"]))]
    return str(max(over, key=lambda e: len(e["url"]))["code"]) if over else ""


@register.simple_tag(takes_context=True)
def rail(context: Context) -> SafeString:
    """The navigation, rendered once per profile, place and release, and kept in the process."""
    sections = context["shell"].sections
    place = str(context.get("nav_current") or place_of(sections, context["request"].path if "request" in context else ""))
    key = (settings.RELEASE, id(sections), place)
    if key not in _rails or settings.DEBUG:
        html = render_to_string("ui/shell/rail.html", {"shell": {"sections": sections}, "nav_current": place})
        if not isinstance(sections, list) or not sections:
            return html
        _rails[key] = html
    return _rails[key]
