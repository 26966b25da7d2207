"""What people type in the directory."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cordee.actors.directory import fields, queries
from cordee.actors.directory.models import Organisation, Role, Sector, YearFigures
from cordee.actors.directory.numbers import check_siret
from cordee.actors.territory.forms import CommuneField
from cordee.actors.territory.queries import zone_of
from cordee.core.access import Actor
from cordee.core.channels import ChannelFields
from cordee.core.ui.forms import CheckboxList, FrDecimalField, SiretField

KNOWN = "Cette structure existe déjà : demandez l'accès à sa fiche."


class OrganisationForm(forms.ModelForm):
    """The whole sheet, by sections. The commune gives the territory; the SIRET is checked by its key and never required."""

    sections: ClassVar = [(title, [*names, "siret"] if title == "Identité" else list(names)) for title, names in fields.SECTIONS]

    commune = CommuneField(label="Commune", required=False, help_text="C'est elle qui rattache la structure à un DLA.")
    siret = SiretField(
        label="SIRET",
        required=False,
        validators=[check_siret],
        help_text="14 chiffres, espaces acceptés. S'il change, l'ancien reste lisible.",
    )
    website = forms.URLField(label="Site internet", required=False, max_length=200, assume_scheme="https")
    sectors = forms.ModelMultipleChoiceField(label="Secteurs", queryset=Sector.objects.none(), required=False, widget=CheckboxList)
    analytical_accounting = forms.TypedChoiceField(
        label="Comptabilité analytique",
        choices=[("", "Non renseigné"), ("oui", "Oui"), ("non", "Non")],
        required=False,
        coerce=lambda value: value == "oui",
        empty_value=None,
    )

    class Meta:
        model = Organisation
        fields = fields.EDITABLE

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["sectors"].queryset = Sector.objects.for_system("a nomenclature").filter(retired_on=None)  # type: ignore[attr-defined]
        if self.instance.pk:
            accounting = self.instance.analytical_accounting
            self.initial["analytical_accounting"] = "" if accounting is None else "oui" if accounting else "non"
            self.initial["siret"] = current_siret(self.instance)

    def clean_siret(self) -> str:
        """A SIRET known outside one's reach says that the sheet exists, and nothing more."""
        siret: str = self.cleaned_data["siret"]
        if siret:
            others = queries.known_siret(siret).exclude(pk=self.instance.pk)
            hidden = others.exclude(pk__in=others.model.objects.visible_to(self.actor).values("pk"))
            if hidden.exists():
                raise ValidationError(KNOWN, code="known")
        return siret

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        commune = cleaned.get("commune")
        if commune:
            cleaned["postcode"] = cleaned.get("postcode") or (commune.postcodes[0] if commune.postcodes else "")
            cleaned["city"] = cleaned.get("city") or commune.name
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the action takes: every declared field, and the SIRET apart."""
        return {name: self.cleaned_data[name] for name in [*fields.EDITABLE, "siret"] if name in self.cleaned_data}


class CreateForm(OrganisationForm):
    role = forms.ChoiceField(label="Rôle dans le dispositif", choices=Role.Kind.choices, initial=Role.Kind.BENEFICIARY)

    sections: ClassVar = [("L'essentiel", ["name", "role", "commune", "siret", "legal_form"]), *OrganisationForm.sections]

    def clean_commune(self) -> Any:
        commune = self.cleaned_data.get("commune")
        if commune is None:
            raise ValidationError("Choisissez la commune : c'est elle qui rattache la structure à un DLA.", code="required")
        if not self.actor.covers(zone_of(commune).code):
            raise ValidationError("Cette commune n'est pas sur votre territoire : le DLA voisin peut créer la fiche.", code="zone")
        return commune


class ProposalForm(OrganisationForm):
    """What the structure itself may propose: the same fields, fewer."""

    sections: ClassVar = [(title, [n for n in names if n in fields.PROPOSABLE]) for title, names in fields.SECTIONS]
    allowed: ClassVar[tuple[str, ...]] = ()  # fields that another form mixes in

    note = forms.CharField(
        label="Un mot pour votre DLA",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ce qui explique le changement.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if name not in (*fields.PROPOSABLE, "note", *self.allowed):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in fields.PROPOSABLE if name in self.cleaned_data}


class RecordedProposalForm(ChannelFields, ProposalForm):
    """The same, recorded by the DLA for a structure that wrote, called or came."""

    sections: ClassVar = [
        ("Comment la demande est arrivée", ["channel", "channel_on", "channel_note", "channel_upload"]),
        *ProposalForm.sections,
    ]
    allowed: ClassVar = ("channel", "channel_on", "channel_note", "channel_upload")


class YearForm(forms.ModelForm):
    """Figures of one year. The mix of resources totals 100 %, or is left empty."""

    MIX: ClassVar = ("sales_share", "services_share", "grants_share")
    sections: ClassVar = [
        ("Année", ["year", "source"]),
        ("Emploi", ["permanent", "insertion", "fte"]),
        ("Heures de mise à disposition", ["hours_individuals", "hours_companies", "hours_public", "department_share"]),
        ("Ressources", ["budget", "sales_share", "services_share", "grants_share"]),
    ]
    fte = FrDecimalField(label="Équivalents temps plein", required=False, max_digits=8, decimal_places=2, min_value=0)
    department_share = FrDecimalField(
        label="Part des heures du département (%)", required=False, max_digits=5, decimal_places=2, min_value=0, max_value=100
    )
    budget = FrDecimalField(label="Budget (€)", required=False, max_digits=12, decimal_places=2, min_value=0)
    sales_share = FrDecimalField(label="Ventes (%)", required=False, max_digits=5, decimal_places=2, min_value=0, max_value=100)
    services_share = FrDecimalField(
        label="Accompagnement payé par l'État (%)", required=False, max_digits=5, decimal_places=2, min_value=0, max_value=100
    )
    grants_share = FrDecimalField(
        label="Autres subventions (%)", required=False, max_digits=5, decimal_places=2, min_value=0, max_value=100
    )

    class Meta:
        model = YearFigures
        exclude = ("organisation", "version")  # noqa: DJ006  (every figure is shown to whoever may edit them)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not 1980 <= year <= timezone.localdate().year:
            raise ValidationError("Indiquez une année entre 1980 et cette année.", code="year")
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        mix = [cleaned.get(name) for name in self.MIX]
        given = [part for part in mix if part is not None]
        if given and (len(given) < len(mix) or sum(given) != 100):
            total = str(sum(given)).replace(".", ",")
            self.add_error("grants_share", f"La répartition fait {total} %, elle doit faire 100 %. Votre saisie est conservée.")
        return cleaned


def current_siret(organisation: Organisation) -> str:
    row = organisation.identifiers.filter(kind="siret", period__contains=timezone.localdate()).order_by("-id").first()
    return row.value if row else ""
