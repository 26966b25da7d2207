"""A form of a piece as a browser would send it back: what the page of two writers posts again, and what tests send."""

from __future__ import annotations

from typing import Any

from django import forms

Pairs = list[tuple[str, str]]


def posted_by(form: Any) -> Pairs:
    """(name, value) of every field and line of a piece's form that is not bound."""
    pairs = _fields(form)
    for lines in form.lines.values():
        for line in lines.forms:
            pairs += _fields(line)
    return pairs


def _fields(form: forms.Form) -> Pairs:
    return [pair for name in form.fields for pair in _values(form[name])]


def _values(field: forms.BoundField) -> Pairs:
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return [(field.html_name, "on")] if value else []
    if isinstance(field.field, forms.MultipleChoiceField):
        return [(field.html_name, str(one)) for one in value or ()]
    shown = field.field.widget.format_value(value) if not isinstance(field.field, forms.ChoiceField) else value
    return [(field.html_name, "" if shown is None else str(shown))]
