"""A period as people type it: two dates, both included, either of which may be unknown or to come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.datastructures import MultiValueDict

LABELS = {"debut": "Depuis le", "fin": "Jusqu'au"}


class PeriodWidget(forms.Widget):
    """`period_debut` and `period_fin`: the browser's own calendars, each with its label."""

    template_name = "ui/widgets/period.html"
    use_fieldset = True

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_debut" if id_ else id_

    def use_required_attribute(self, initial: Any) -> bool:
        return False  # one of the two dates may stay empty: the browser would ask for both

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, tuple) else typed_of(value)
        context["widget"]["dates"] = [(end, label, text) for (end, label), text in zip(LABELS.items(), typed, strict=True)]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> tuple[str, str]:
        first, last = (str(data.get(f"{name}_{end}", "")).strip() for end in LABELS)
        return first, last

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return not any(f"{name}_{end}" in data for end in LABELS)

    def keys(self, name: str) -> tuple[str, ...]:
        return tuple(f"{name}_{end}" for end in LABELS)

    def pairs(self, name: str, value: Any) -> list[tuple[str, str]]:
        """A period as this widget posts it: what the page of two simultaneous edits sends again."""
        return list(zip(self.keys(name), typed_of(value), strict=True))


def typed_of(value: Any) -> tuple[str, str]:
    """A stored period as the two dates that one types, the last day included."""
    if not value:
        return "", ""
    last = value.upper - timedelta(days=1) if value.upper else None
    return tuple(day.isoformat() if day else "" for day in (value.lower, last))  # type: ignore[return-value]


class PeriodField(forms.Field):
    """Cleans to a `DateRange`, the end's day included; an unknown start or an open end is left empty."""

    widget = PeriodWidget
    default_error_messages: ClassVar = {
        "required": "Indiquez depuis quand.",
        "invalid": "Écrivez chaque date ainsi : 12/04/2027. Votre saisie est conservée.",
        "order": "La fin précède le début : vérifiez les deux dates. Votre saisie est conservée.",
    }

    def __init__(self, *, start_required: bool = False, **kwargs: Any) -> None:
        super().__init__(**{"required": start_required, "label": "Période", **kwargs})
        self.start_required = start_required

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, tuple) else typed_of(value)

    def clean(self, value: Any) -> DateRange | None:
        first, last = (self._day(text) for text in (value if isinstance(value, tuple) else typed_of(value)))
        if self.start_required and first is None:
            raise ValidationError(self.error_messages["required"], code="required")
        if first and last and last < first:
            raise ValidationError(self.error_messages["order"], code="order")
        return DateRange(first, last + timedelta(days=1) if last else None)

    def _day(self, text: str) -> date | None:
        try:
            day: date | None = forms.DateField(required=False).to_python(text)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if day and not 1800 <= day.year <= 2200:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != self.prepare_value(data))
