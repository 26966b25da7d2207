"""The commune, as a person types it: a name, completed as one types where scripts run, checked and explained where they do not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from cordee.actors.territory import queries
from cordee.actors.territory.models import Commune

_TYPED = re.compile(r"^\s*(?P<name>.*?)\s*\(?\s*(?P<postcode>\d{5})?\s*\)?\s*$")


class Typed(NamedTuple):
    """What came back: the visible text, the code kept by the suggestions, the line chosen in the list after a refusal."""

    text: str = ""
    code: str = ""
    choice: str = ""


class CommuneWidget(forms.Widget):
    template_name = "territory/commune_widget.html"
    matches: list[Commune]

    class Media:
        css: ClassVar = {"all": ["territory/commune.css"]}
        js: ClassVar = [Script("territory/commune.js", defer=True)]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.matches = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Typed) else Typed()
        context["widget"].update(typed=typed, matches=self.matches, url=reverse("territory:communes"))
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Typed:
        return Typed(*(str(data.get(key, "")).strip() for key in (name, f"{name}_code", f"{name}_choix")))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return name not in data

    def format_value(self, value: Any) -> str:
        return value.text if isinstance(value, Typed) else ""

    def pairs(self, name: str, value: Any) -> list[tuple[str, str]]:
        """A commune as this widget posts it: what the page of two simultaneous edits sends again."""
        commune = as_commune(value)
        return [(name, commune.label), (f"{name}_code", commune.code)] if commune else [(name, "")]


class CommuneField(forms.Field):
    """Cleans to a `Commune` or None. `initial` may be a commune, its id (as model forms give it) or its code."""

    widget = CommuneWidget
    default_error_messages: ClassVar = {
        "required": "Indiquez la commune : les premières lettres de son nom, ou son code postal.",
        "unknown": (
            "Aucune commune ne répond à « %(text)s ». Vérifiez l'orthographe, ou donnez le code postal. Votre saisie est conservée."
        ),
        "ambiguous": "Plusieurs communes répondent à « %(text)s ». Choisissez la vôtre dans la liste. Votre saisie est conservée.",
        "close": "« %(text)s » n'est pas un nom complet de commune. Choisissez la vôtre dans la liste. Votre saisie est conservée.",
    }

    def prepare_value(self, value: Any) -> Typed:
        if isinstance(value, Typed):
            return value
        commune = as_commune(value)
        return Typed(commune.label, commune.code) if commune else Typed()

    def clean(self, value: Any) -> Commune | None:
        typed = value if isinstance(value, Typed) else self.prepare_value(value)
        if not typed.text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if (kept := as_commune(typed.code)) and kept.label == typed.text:
            return kept
        return self._from_text(typed)

    def _from_text(self, typed: Typed) -> Commune:
        match = _TYPED.match(typed.text)
        name, postcode = (match["name"], match["postcode"] or "") if match else (typed.text, "")
        named = queries.communes_named(name, postcode)
        if len(named) == 1:
            return named[0]
        matches = named or queries.search_communes(typed.text, limit=20)
        if chosen := next((commune for commune in matches if commune.code == typed.choice), None):
            return chosen
        cast(CommuneWidget, self.widget).matches = matches
        reason = "ambiguous" if len(matches) > 1 else "close" if matches else "unknown"
        raise ValidationError(self.error_messages[reason], code=reason, params={"text": typed.text})

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.prepare_value(initial)
        return isinstance(data, Typed) and (data.text != before.text or (data.code or before.code) != before.code or bool(data.choice))


def as_commune(value: Any) -> Commune | None:
    if isinstance(value, Commune):
        return value
    if isinstance(value, int):
        return queries.commune_by_id(value)
    return queries.commune_by_code(value) if value else None
