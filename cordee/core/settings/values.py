"""The value of a setting, in words and as a form: one field by kind, two for a text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.apps import apps
from django.db import models
from django.utils import timezone

from cordee.core import formats
from cordee.core.parameters import P
from cordee.core.ui.forms import FrDecimalField
from cordee.core.wording import PREFIX, TextKind, Wording, faults, texts

COMMON = "Règles communes"


def room_of(parameter: P) -> str:
    label = parameter.room or parameter.code.split(".", 1)[0]
    return COMMON if label == "core" else str(apps.get_app_config(label).verbose_name)


def text_kind(parameter: P) -> TextKind | None:
    return texts.get(parameter.code.removeprefix(PREFIX)) if parameter.code.startswith(PREFIX) else None


def say(parameter: P, stored: Any) -> str:
    """« 7 jours », « 1 000 € TTC », « Oui », the subject of a text."""
    value = parameter.type(stored)
    if isinstance(value, Wording):
        return value.subject
    if isinstance(value, models.TextChoices):
        return str(value.label)
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    words = formats.number(value) if isinstance(value, int | Decimal) else str(value)
    return f"{words}{formats.NBSP}{parameter.unit}" if parameter.unit else words


def _value_fields(parameter: P) -> dict[str, forms.Field]:
    label, bounds = parameter.label, {"min_value": parameter.least, "max_value": parameter.most}
    unit = f"En {parameter.unit}." if parameter.unit else ""
    if text_kind(parameter):
        return {
            "subject": forms.CharField(label="Objet", max_length=200),
            "body": forms.CharField(label="Texte", max_length=6000, widget=forms.Textarea(attrs={"rows": 10})),
        }
    if isinstance(parameter.type, type) and issubclass(parameter.type, models.TextChoices):
        return {"value": forms.ChoiceField(label=label, choices=parameter.type.choices)}
    if parameter.type is bool:
        return {"value": forms.TypedChoiceField(label=label, choices=[("oui", "Oui"), ("non", "Non")], coerce=lambda v: v == "oui")}
    if parameter.type is int:
        return {"value": forms.IntegerField(label=label, help_text=unit, **bounds)}
    if parameter.type is Decimal:
        return {"value": FrDecimalField(label=label, help_text=unit, max_digits=12, decimal_places=2, **bounds)}
    if isinstance(parameter.type, type) and issubclass(parameter.type, models.TextChoices):
        return {"value": forms.ChoiceField(label=label, choices=parameter.type.choices)}
    return {"value": forms.CharField(label=label, help_text=unit, max_length=500)}


class SettingForm(forms.Form):
    """The new value, from which day, where, and why."""

    since = forms.DateField(label="À partir du", help_text="Aujourd'hui ou plus tard : ce qui est passé ne change pas.")
    place = forms.ChoiceField(label="Où", help_text="La valeur la plus proche l'emporte : territoire, puis région, puis France entière.")
    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Indiquez le motif : la circulaire, l'avenant, la décision. Il reste dans l'historique."},
    )

    def __init__(self, *args: Any, parameter: P, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameter = parameter
        self.fields = {**_value_fields(parameter), **self.fields}
        where: Any = self.fields["place"]
        where.choices = places
        self.initial.setdefault("since", timezone.localdate())

    @property
    def value(self) -> Any:
        """As it will be stored."""
        cleaned = self.cleaned_data
        if text_kind(self.parameter):
            return {"subject": cleaned["subject"], "body": cleaned["body"].replace("\r\n", "\n")}
        return str(cleaned["value"]) if isinstance(cleaned["value"], Decimal) else cleaned["value"]

    @property
    def where(self) -> str | None:
        """Code of the place, or None for everywhere."""
        return self.cleaned_data["place"] if self.cleaned_data["place"] != "tout" else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = text_kind(self.parameter)
        if kind and "subject" in cleaned and "body" in cleaned:
            for sentence in faults(kind, Wording(cleaned["subject"], cleaned["body"])):
                self.add_error("body", sentence)
        return cleaned
