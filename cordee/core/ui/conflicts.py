"""The page of two people who wrote at once: what was, what someone left, what I typed; nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db import models
from django.db.backends.postgresql.psycopg_any import Range
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from cordee.core import formats
from cordee.core.edits import Difference, Stale

Pairs = list[tuple[str, str]]
OURS = ("csrfmiddlewaretoken", "version", "resolving")


def conflict_page(request: HttpRequest, stale: Stale, form: forms.BaseForm, *, subject: str, back: str) -> HttpResponse:
    """409, with one choice a field. Posting it comes back to the same view, through `resolved`."""
    fields = [_field(stale.obj, difference, form, request.POST) for difference in stale.differences if difference.name in form.fields]
    shown = {key for field in fields for key, _ in field["mine_raw"]}
    kept = [
        (key, value)
        for key in request.POST
        for value in request.POST.getlist(key)
        if key not in shown and key not in OURS and "-" not in key
    ]
    conflict = {
        "subject": subject,
        "who": stale.by,
        "merged": stale.act.endswith(".merge"),
        "at": stale.at,
        "version": stale.obj.version,
        "back_url": back,
        "fields": fields,
        "kept": kept,
    }
    return render(request, "ui/conflict.html", {"conflict": conflict}, status=409)


def _field(obj: Any, difference: Difference, form: forms.BaseForm, posted: QueryDict) -> dict[str, Any]:
    name = difference.name
    widget = form.fields[name].widget
    composed = widget.keys(name) if hasattr(widget, "keys") else (name, f"{name}_code", f"{name}_choix")
    own_keys = [key for key in posted if key in composed]
    return {
        "name": name,
        "label": form[name].label,
        "before": say(obj, name, difference.before),
        "theirs": say(obj, name, difference.theirs),
        "mine": say(obj, name, difference.mine),
        "mine_raw": [(key, value) for key in own_keys for value in posted.getlist(key)],
        "theirs_raw": raw(form, obj, name),
        "clash": difference.clash,
        "keep": difference.keep,
    }


def raw(form: forms.BaseForm, obj: Any, name: str) -> Pairs:
    """The current value as the form would have sent it."""
    widget = form.fields[name].widget
    value = getattr(obj, name)
    if hasattr(widget, "pairs"):
        pairs: Pairs = widget.pairs(name, value)
        return pairs
    prepared = form.fields[name].prepare_value(value)
    if isinstance(prepared, bool):
        return [(name, "oui" if isinstance(form.fields[name], forms.ChoiceField) else "on")] if prepared else []
    shown = widget.format_value(prepared) if hasattr(widget, "format_value") else prepared
    values = shown if isinstance(shown, list | tuple) else [shown]
    return [(name, str(v)) for v in values if v is not None]


def say(obj: Any, name: str, value: Any) -> str:
    """A stored value in words: the label of a choice, the name of a related object, oui or non."""
    if value is None or value == "":
        return ""
    column = next((field for field in obj._meta.get_fields() if field.name == name), None)
    if column is None:  # a box that is a part of a column: plain text
        return str(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Range):
        last = value.upper - timedelta(days=1) if value.upper else None
        return formats.period(value.lower, last)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.ForeignKey):
        found = column.related_model._base_manager.filter(pk=value).first()
        return str(found or "")
    return str(value)


def resolved(posted: QueryDict) -> QueryDict:
    """What the conflict page sent, as the form understands it: for each field, my values or theirs."""
    if "resolving" not in posted:
        return posted
    data = QueryDict(mutable=True)
    chosen = {key.removeprefix("keep-"): posted[key] for key in posted if key.startswith("keep-")}
    for key in posted:
        parts = key.split("-", 2)
        if len(parts) == 3 and parts[0] in ("mine", "theirs"):
            if chosen.get(parts[1], "mine") == parts[0]:
                data.setlist(parts[2], posted.getlist(key))
        elif not key.startswith("keep-"):
            data.setlist(key, posted.getlist(key))
    return data
