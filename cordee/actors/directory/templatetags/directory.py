"""The links of the sheet towards its children: shown to those who keep or propose, silent for the others."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cordee.actors.directory.children.declare import ADD, CHANGE, kinds
from cordee.actors.directory.children.queries import KEEP
from cordee.actors.directory.children.views import act_url
from cordee.core import formats

register = template.Library()


def rights_in(context: Context) -> dict[str, str]:
    """What the page says of the reader's rights, kind by kind."""
    rights: dict[str, str] = context.get("child_rights") or {}
    return rights


@register.simple_tag(takes_context=True)
def child_add(context: Context, code: str) -> str:
    """`{% child_add "site" %}`: « Ajouter un lieu », or « Proposer un lieu »."""
    right, kind = rights_in(context).get(code), kinds[code]
    if not right or ADD not in kind.acts:
        return ""
    verb = "Ajouter" if right == KEEP else "Proposer"
    url = act_url(kind, context["organisation"], ADD)
    return format_html('<a class="btn btn-quiet btn-small" href="{}">{} {}</a>', url, verb, kind.noun.a)


@register.simple_tag(takes_context=True)
def child_change(context: Context, code: str, child: Any, what: str = "") -> str:
    """`{% child_change "site" site %}`: the way to change, to end, to withdraw this row. `what` names it where several stand together."""
    right, kind = rights_in(context).get(code), kinds[code]
    if not right or CHANGE not in kind.acts:
        return ""
    url = act_url(kind, context["organisation"], CHANGE, child)
    verb, of = ("Modifier", "Modifier le") if right == KEEP else ("Proposer une modification", "Proposer une modification du")
    label = f"{of} {what}" if what else verb
    return format_html('<a class="row-act" href="{}">{}<span class="visually-hidden"> : {}</span></a>', url, label, child)


@register.simple_tag(takes_context=True)
def child_more(context: Context, code: str, child: Any) -> SafeString:
    """`{% child_more "position" post %}`: the other acts that the kind declares, for those who keep it."""
    kind = kinds[code]
    links = kind.more(context["organisation"], child) if rights_in(context).get(code) == KEEP else []
    return format_html_join(
        " ", '<a class="row-act" href="{}">{}<span class="visually-hidden"> : {}</span></a>', ((u, n, child) for n, u in links)
    )


@register.simple_tag
def dates_of(child: Any) -> SafeString | str:
    """« du 12/04/2027 au 30/06/2027 », the last day included; nothing when no date is known."""
    period = child.period
    if period is None or (period.lower is None and period.upper is None):
        return ""
    return formats.period(period.lower, child.last_day)
