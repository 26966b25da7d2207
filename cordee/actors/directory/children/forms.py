"""What every form of a child shares: who types it, for which sheet, and the word that comes with a proposal."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor
from cordee.core.ui.periods import PeriodField


class ChildForm(forms.ModelForm):
    """A row of a sheet. `values()` is what the verbs take; `note` is asked of whoever proposes instead of writing."""

    sections: ClassVar[list[tuple[str, list[str]]]] = []

    def __init__(self, *args: Any, actor: Actor, organisation: Organisation, proposing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.organisation = actor, organisation
        if proposing:
            self.fields["note"] = forms.CharField(
                label="Un mot pour votre DLA",
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="Ce qui explique le changement.",
            )

    @property
    def columns(self) -> list[str]:
        """The fields that are columns of the row."""
        return [name for name in self._meta.fields or () if name in self.fields]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.columns}

    @property
    def note(self) -> str:
        return str(self.cleaned_data.get("note", ""))


class DatedForm(ChildForm):
    """A row with its period; a new one begins today unless told otherwise."""

    period = PeriodField(help_text="Ces deux jours sont compris. Laissez vide la date qui n'est pas connue, ou qui n'est pas fixée.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk and not self.initial.get("period"):
            self.initial["period"] = (timezone.localdate().isoformat(), "")


def plausible(day: date) -> None:
    """A year mistyped (« 0206 », « 20206 ») is a fault of the fingers, not a date."""
    if not 1800 <= day.year <= 2200:
        raise forms.ValidationError("Écrivez la date ainsi : 12/04/2027. Votre saisie est conservée.", code="invalid")


class EndForm(forms.Form):
    """Closing a period: its last day."""

    on = forms.DateField(label="Dernier jour", initial=timezone.localdate, help_text="Ce jour est compris.", validators=[plausible])


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Il reste dans le fil, avec la date et votre nom.",
        error_messages={"required": "Indiquez pourquoi cette saisie est retirée."},
    )
