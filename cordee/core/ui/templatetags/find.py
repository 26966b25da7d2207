"""`{{ hit.label|marked:words }}`, and the way back from a sheet that a number opened at once."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from cordee.core.find import LONGEST, marks

register = template.Library()


@register.filter
def marked(text: str, words: Iterable[str]) -> SafeString:
    return marks.marked(text, words)


@register.inclusion_tag("core/found_from.html", takes_context=True)
def found_from(context: Context) -> dict[str, str]:
    """What was typed, when this page was opened by its number."""
    request = context.get("request")
    return {"text": request.GET.get("trouve", "")[:LONGEST] if request else ""}
