"""What people type of what partners bring."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cordee.actors.directory.children.forms import DatedForm
from cordee.actors.directory.models import Organisation, Sector
from cordee.actors.partners.forms import LONG, pick
from cordee.actors.partners.models import Contribution, Gift, PartnerWork
from cordee.actors.territory.models import Department, Epci
from cordee.core.access import Actor
from cordee.core.models.bases import period_contains_today
from cordee.core.ui.forms import CheckboxGroup, FrDecimalField, RadioCards
from cordee.core.ui.periods import PeriodField
from cordee.core.ui.picks import PickField

HINTS = {
    "host": "La qualité du service, ou le nombre de structures accompagnées.",
    "budget": "Une somme ajoutée au fonds d'ingénierie.",
    "earmarked": "Structures d'un secteur, d'un territoire délimité, ou qui bénéficient d'une politique d'emploi.",
    "programme": "Ingénierie cofinancée hors du fonds du DLA, formation des employeurs associatifs.",
    "expertise": "Son expérience et sa connaissance, sans argent.",
    "positioning": "Ses propres dispositifs, son appui stratégique.",
}


def departments_of(actor: Actor) -> list[str] | None:
    return None if actor.zones is None else sorted({zone.split("-")[0] for zone in actor.zones})


class ContributionForm(forms.ModelForm):
    form = forms.ChoiceField(label="Forme", choices=Contribution.Form.choices, widget=RadioCards(hints=HINTS))
    contributor = PickField(
        label="Partenaire",
        help_text="Les premières lettres de son nom.",
        error_messages={"required": "Indiquez le partenaire qui contribue."},
    )
    operator = forms.ModelChoiceField(label="DLA qui reçoit", queryset=Organisation.objects.none(), empty_label="Choisissez…")
    amount = FrDecimalField(label="Montant", required=False, max_digits=12, decimal_places=2, help_text="En euros TTC, pour la période.")
    period = PeriodField(start_required=True, help_text="Ces deux jours sont compris.")
    sector = forms.ModelChoiceField(label="Secteur visé", queryset=Sector.objects.none(), required=False, empty_label="Aucun")
    department = forms.ModelChoiceField(label="Département visé", queryset=Department.objects.none(), required=False, empty_label="Aucun")
    epci = forms.ModelChoiceField(label="Intercommunalité visée", queryset=Epci.objects.none(), required=False, empty_label="Aucune")
    sections: ClassVar = [
        ("La contribution", ["contributor", "operator", "form", "amount", "description", "period"]),
        ("La cible d'un soutien fléché", ["sector", "department", "epci", "policy"]),
    ]

    class Meta:
        model = Contribution
        fields = ("contributor", "operator", "form", "amount", "description", "period", "sector", "department", "epci", "policy")
        widgets = {"description": LONG}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        places, here = Department.objects.order_by("code"), departments_of(actor)
        groups = Epci.objects.order_by("name")
        if here is not None and not actor.party_only:
            places, groups = places.filter(code__in=here), groups.filter(communes__department__code__in=here).distinct()
        choices: Any = self.fields
        choices["department"].queryset, choices["epci"].queryset = places, groups
        choices["sector"].queryset = Sector.objects.filter(retired_on=None).order_by("position", "label")
        self.fields["policy"].help_text = "Contrats aidés, quartiers prioritaires… Elle est rappelée, non vérifiée."
        self._sides(actor)

    def _sides(self, actor: Actor) -> None:
        """The DLA names the partner; the partner names the DLA. Each is on its own side already."""
        if self.instance.pk:
            del self.fields["contributor"], self.fields["operator"]
        elif actor.capacity == "operator":
            del self.fields["operator"]
            pick(self, "contributor", actor)
        else:
            del self.fields["contributor"]
            operators: Any = Organisation.objects.visible_to(actor)
            receiving = operators.filter(
                period_contains_today("mandates__period"), mandates__level__in=["departmental", "regional"], merged_into=None
            )
            self.fields["operator"].queryset = receiving.distinct().order_by("sort_key")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "operator"}


class GiftsForm(forms.Form):
    """The table of a DLA: for each network, the seven things ticked or not, and a note."""

    says_optional = False

    def __init__(
        self, *args: Any, networks: list[Organisation], current: dict[int, set[str]], notes: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.networks = networks
        for network in networks:
            self.fields[f"apports-{network.pk}"] = forms.MultipleChoiceField(
                label=network.name,
                required=False,
                choices=Gift.Kind.choices,
                widget=CheckboxGroup,
                initial=sorted(current.get(network.pk, ())),
            )
            self.fields[f"note-{network.pk}"] = forms.CharField(
                label=f"Note : {network.name}", max_length=500, required=False, initial=notes.get(network.pk, "")
            )

    def table(self) -> dict[Organisation, tuple[set[str], str]]:
        c = self.cleaned_data
        return {network: (set(c[f"apports-{network.pk}"]), c[f"note-{network.pk}"]) for network in self.networks}


class PartnerWorkForm(DatedForm):
    class Meta:
        model = PartnerWork
        fields = ("kind", "department", "detail", "period")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].empty_label = "Toute la France"  # type: ignore[attr-defined]
        self.fields["detail"].help_text = "Le secteur développé, l'étude menée."
