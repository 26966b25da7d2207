"""What a person types to tell a succession: who follows, from when, with which agreements."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from cordee.actors.directory.children.sheet_forms import organisations_named, with_town
from cordee.actors.directory.models import Agreement, Organisation, Succession
from cordee.actors.territory.forms import CommuneField
from cordee.actors.territory.queries import zone_of
from cordee.core import formats
from cordee.core.access import Actor
from cordee.core.ui.forms import CheckboxGroup, RadioCards
from cordee.core.ui.picks import PickField


class SuccessionForm(forms.Form):
    sections: ClassVar = [
        ("Ce qui se passe", ["kind", "on", "ends", "other"]),
        ("La structure qui suit", ["successor", "name", "commune", "legal_form"]),
        ("Ce qui passe", ["agreements", "note"]),
    ]
    kind = forms.ChoiceField(
        label="Nature",
        choices=Succession.Kind.choices,
        widget=RadioCards(
            hints={
                "merger": "Plusieurs structures n'en font plus qu'une.",
                "takeover": "Une autre structure reprend l'activité.",
                "split": "Une structure se partage ; elle peut continuer.",
                "change": "La même équipe, sous un autre nom ou une autre forme.",
            }
        ),
    )
    on = forms.DateField(label="À compter du", help_text="Le premier jour de la structure qui suit. Une date passée convient.")
    ends = forms.BooleanField(label="La structure d'origine prend fin la veille", required=False, initial=True)
    other = PickField(
        label="Autre structure qui s'éteint le même jour",
        required=False,
        help_text="Son nom en entier, ou son SIRET. Une troisième s'ajoute depuis sa fiche.",
    )
    successor = PickField(
        label="Fiche existante", required=False, help_text="Son nom en entier, ou son SIRET. Laissez vide pour créer une fiche ci-dessous."
    )
    name = forms.CharField(label="Nom de la nouvelle structure", required=False, max_length=200)
    commune = CommuneField(label="Commune", required=False, help_text="C'est elle qui rattache la structure à un DLA.")
    legal_form = forms.ChoiceField(
        label="Forme juridique", required=False, choices=[("", "Non renseigné"), *Organisation.LegalForm.choices]
    )
    agreements = forms.ModelMultipleChoiceField(
        label="Conventionnements repris",
        queryset=Agreement.objects.none(),
        required=False,
        widget=CheckboxGroup,
        help_text="Ceux-ci continuent chez la structure qui suit ; l'ancienne ligne s'arrête la veille et reste lisible.",
    )
    note = forms.CharField(label="Précision", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, actor: Actor, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.organisation = actor, organisation
        for name in ("other", "successor"):
            field: Any = self.fields[name]
            field.search, field.say = partial(organisations_named, actor), with_town
        held = Agreement.objects.for_system("those of sheets that the actor keeps").filter(organisation__in=self._predecessors())
        field = self.fields["agreements"]
        field.queryset = held.select_related("organisation").order_by("organisation__sort_key", "type", "-period")
        field.label_from_instance = told
        field.initial = [agreement.pk for agreement in field.queryset if agreement.period.upper is None]

    def _predecessors(self) -> list[Organisation]:
        """The sheet of the page, and the other one once it is typed: its agreements are offered in turn."""
        self.second: Organisation | None = None
        if self.is_bound:
            with suppress(ValidationError):
                self.second = self.fields["other"].clean(self.fields["other"].widget.value_from_datadict(self.data, self.files, "other"))
        return [self.organisation, self.second] if self.second else [self.organisation]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("successor") and "successor" not in self.errors:
            if not cleaned.get("name"):
                self.add_error("successor", "Indiquez la structure qui suit : une fiche existante, ou le nom d'une nouvelle.")
            elif not cleaned.get("commune") and "commune" not in self.errors:
                self.add_error("commune", "Choisissez la commune : c'est elle qui rattache la structure à un DLA.")
            elif cleaned.get("commune") and not self.actor.covers(zone_of(cleaned["commune"]).code):
                self.add_error("commune", "Cette commune n'est pas sur votre territoire : le DLA voisin peut créer la fiche.")
        if self.second and self.data.get("offered") != str(self.second.public_id) and self._brings_agreements(self.second):
            sentence = (
                f"Les conventionnements de « {self.second} » sont maintenant dans la liste : cochez ceux qui passent, puis enregistrez."
            )
            self.add_error("agreements", sentence)
        return cleaned

    def _brings_agreements(self, other: Organisation) -> bool:
        return any(agreement.organisation_id == other.pk for agreement in self.fields["agreements"].queryset)  # type: ignore[attr-defined]

    def new(self) -> dict[str, Any] | None:
        c = self.cleaned_data
        if c["successor"]:
            return None
        place = c["commune"]
        postcode = place.postcodes[0] if place.postcodes else ""
        return {"name": c["name"], "commune": place, "city": place.name, "postcode": postcode, "legal_form": c["legal_form"]}


def told(agreement: Any) -> str:
    reference = f", référence {agreement.reference}" if agreement.reference else ""
    when = formats.period(agreement.period.lower, agreement.period.upper)
    return f"{agreement.get_type_display()} de {agreement.organisation.name}, {when}{reference}"
