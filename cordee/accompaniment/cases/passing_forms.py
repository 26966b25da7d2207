"""What is typed when dossiers change hands together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from cordee.accompaniment.cases import passings, queries
from cordee.accompaniment.cases.models import Case
from cordee.actors.accounts.models import Membership
from cordee.actors.partners.forms import LONG
from cordee.core.clock import today

UNKNOWN = "Aucune personne d'un DLA n'a d'accès à cette adresse : vérifiez-la, ou choisissez une collègue dans la liste."


class PassForm(forms.Form):
    """To whom, from when, until when; then a note for each dossier, shown with its `structures`."""

    one_of = ("who", "elsewhere")  # the one or the other is asked
    dossier = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)
    who = forms.ModelChoiceField(label="Personne", queryset=Membership.objects.none(), empty_label="Choisissez…", required=False)
    elsewhere = forms.EmailField(
        label="Ou une personne d'un autre DLA",
        required=False,
        help_text="Son adresse électronique. Pour un remplacement seulement : elle ne lira ces dossiers que pendant ces jours.",
    )
    since = forms.DateField(label="À partir du", initial=today)
    until = forms.DateField(
        label="Dernier jour",
        required=False,
        help_text="Pour un remplacement. Laissez vide pour confier les dossiers : chaque structure en sera prévenue, une fois.",
    )

    def __init__(self, *args: Any, cases: Sequence[Any], **kwargs: Any) -> None:
        kwargs["initial"] = {"dossier": [str(case.public_id) for case in cases]}
        super().__init__(*args, **kwargs)
        self.cases = cases
        self.fields["dossier"].choices = [(str(case.public_id), str(case)) for case in cases]  # type: ignore[attr-defined]
        self.fields["who"].queryset = passings.colleagues_in(case.zone for case in cases)  # type: ignore[attr-defined]
        self.fields["who"].label_from_instance = queries.colleague_name  # type: ignore[attr-defined]
        for case in cases:
            self.fields[self.note_of(case)] = forms.CharField(
                label=case.title, max_length=1000, required=False, widget=LONG, help_text=case.structures
            )  # fmt: skip
        self.sections = [
            ("À qui", ["who", "elsewhere", "since", "until"]),
            ("Une note de passage par dossier", [self.note_of(case) for case in cases]),
        ]

    @staticmethod
    def note_of(case: Case) -> str:
        return f"note-{case.public_id}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        who, elsewhere = cleaned.get("who"), cleaned.get("elsewhere")
        if not self.errors and bool(who) == bool(elsewhere):
            self.add_error("who", "Choisissez une personne dans la liste, ou donnez l'adresse d'une personne d'un autre DLA.")
        if elsewhere and "elsewhere" not in self.errors:
            cleaned["who"] = passings.officer_at(elsewhere)
            if cleaned["who"] is None:
                self.add_error("elsewhere", UNKNOWN)
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "La fin précède le début : vérifiez les deux dates. Votre saisie est conservée.")
        return cleaned

    def notes(self) -> dict[int, str]:
        return {case.pk: self.cleaned_data[self.note_of(case)] for case in self.cases}
