"""What one types about a provider: finding a new one in two minutes, then its sheet, part by part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone

from cordee.actors.directory.models import Competence, Organisation, Sector
from cordee.actors.directory.numbers import check_siret
from cordee.actors.directory.queries import current_identifier, known_siret, with_role
from cordee.actors.providers.models import EmergenceAction, Provider
from cordee.actors.territory.models import Department, Region
from cordee.core.access import Actor
from cordee.core.models.bases import period_contains_today
from cordee.core.ui.forms import CheckboxList, SiretField

KEPT = "Votre saisie est conservée."
NEWCOMER_DAYS = 730


def offered(model: Any, held: Any = ()) -> Any:
    """The items of a nomenclature that one may choose today, and those already held."""
    today = timezone.localdate()
    current = (Q(starts_on=None) | Q(starts_on__lte=today)) & (Q(retired_on=None) | Q(retired_on__gt=today))
    return model.objects.for_system("offered to all").filter(current | Q(pk__in=held)).order_by("position", "label")


def several(label: str, queryset: Any, help_text: str = "") -> forms.ModelMultipleChoiceField[Any]:
    return forms.ModelMultipleChoiceField(label=label, queryset=queryset, required=False, widget=CheckboxList, help_text=help_text)


class SiretTwice(forms.Form):
    """A SIRET known already: legal when it is another place of the same body, and then one says why."""

    siret = SiretField(
        label="SIRET", required=False, validators=[check_siret], help_text="14 chiffres, espaces acceptés. Sans lui, pas de paiement."
    )
    why_twice = forms.CharField(
        label="Pourquoi une seconde fiche porte ce SIRET", required=False, max_length=300, widget=forms.HiddenInput()
    )
    known: Any = ()

    def warn_of_twins(self, cleaned: dict[str, Any], organisation: Organisation | None = None) -> None:
        """Shows those who bear it, and asks the reason; with a reason, both stand."""
        siret = cleaned.get("siret")
        if not siret:
            return
        self.known = list(known_siret(siret).exclude(pk=organisation.pk if organisation else None).order_by("sort_key")[:5])
        if self.known:
            self.fields["why_twice"].widget = forms.TextInput()
            if not cleaned.get("why_twice"):
                names = ", ".join(sheet.name for sheet in self.known)
                self.add_error("siret", f"Ce SIRET est déjà celui de {names}. {KEPT}")
                self.add_error(
                    "why_twice", "Si c'est un autre lieu de la même organisation, dites-le ici : les deux fiches seront gardées."
                )


class SpotForm(SiretTwice):
    """A name and what it is good at. The rest comes later, from the provider itself."""

    name = forms.CharField(label="Nom du prestataire", max_length=200)
    known_for = forms.CharField(
        label="Ce qu'il fait bien", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une phrase suffit : « relance commerciale d'ateliers chantiers, très apprécié en 2025 ».",
    )  # fmt: skip
    competences = several("Compétences", Competence.objects.none())
    department = forms.ModelChoiceField(
        label="Département du prestataire", queryset=Department.objects.all(), empty_label="Choisissez…",
        help_text="Celui de son adresse. Les territoires où il intervient se disent ensuite.",
    )  # fmt: skip
    email = forms.EmailField(label="Courriel", required=False)
    phone = forms.CharField(label="Téléphone", required=False, max_length=20)
    sections: ClassVar = [
        ("L'essentiel", ["name", "known_for", "department"]),
        ("Si vous le savez déjà", ["competences", "siret", "why_twice", "email", "phone"]),
    ]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["competences"].queryset = offered(Competence)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.warn_of_twins(cleaned)
        return cleaned

    def values(self) -> dict[str, Any]:
        c = self.cleaned_data
        return {name: c[name] for name in ("name", "known_for", "competences", "siret", "why_twice", "email", "phone")} | {
            "zone": c["department"].code
        }


class SectionForm(forms.ModelForm):
    """Some of the provider's own columns. None is required: what is missing is said on the sheet."""

    says_optional = False

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class IdentityForm(SiretTwice, SectionForm):
    """Who it is, where one writes to it, its tax situation. The address and the numbers are its organisation's."""

    of_organisation = ("address", "postcode", "city", "email", "phone", "website")
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    postcode = forms.RegexField(
        label="Code postal", regex=r"^\d{5}$", required=False, error_messages={"invalid": f"Un code postal compte 5 chiffres. {KEPT}"}
    )
    city = forms.CharField(label="Ville", max_length=100, required=False)
    email = forms.EmailField(label="Courriel", required=False)
    phone = forms.CharField(label="Téléphone", max_length=20, required=False)
    website = forms.URLField(label="Site internet", required=False, max_length=200, assume_scheme="https")
    seen = forms.IntegerField(widget=forms.HiddenInput())
    sections: ClassVar = [
        ("Qui", ["kind", "vat", "siret", "why_twice"]),
        ("Où écrire", ["address", "postcode", "city", "email", "phone", "website"]),
    ]

    class Meta:
        model = Provider
        fields = ("kind", "vat")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.instance.organisation
        row = Organisation.objects.for_system("the sheet was fetched through visible_to").filter(pk=organisation.pk)
        self.number = row.annotate(siret=current_identifier("siret")).values_list("siret", flat=True).get() or ""
        self.initial.update({name: getattr(organisation, name) for name in self.of_organisation})
        self.initial.update({"siret": self.number, "seen": organisation.version})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("siret") != self.number:
            self.warn_of_twins(cleaned, self.instance.organisation)
        return cleaned

    def verb(self) -> dict[str, Any]:
        c = self.cleaned_data
        return {
            "values": self.values(),
            "of_organisation": {name: c[name] for name in self.of_organisation},
            "siret": c["siret"],
            "why_twice": c["why_twice"],
            "seen": c["seen"],
        }


class PresentationForm(SectionForm):
    class Meta:
        model = Provider
        fields = ("known_for", "presentation", "similar_experience", "national_networks")
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("presentation", "similar_experience", "national_networks")}
        help_texts = {
            "similar_experience": "Ce que vous avez déjà mené vous-même et qui ressemble à ce que demandent les structures.",
            "national_networks": "Y participer est pris en compte en faveur d'un prestataire.",
        }


class OfferForm(SectionForm):
    competences = several("Compétences", Competence.objects.none(), "Celles que vous exercez en mission.")
    sectors = several("Secteurs d'activité", Sector.objects.none(), "Ceux que vous connaissez.")

    class Meta:
        model = Provider
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model, held in (("competences", Competence, "competence_id"), ("sectors", Sector, "sector_id")):
            rows = getattr(self.instance, name).filter(period_contains_today()).order_by("pk")
            chosen = list(rows.values_list(held, flat=True))
            self.fields[name].queryset = offered(model, chosen)  # type: ignore[attr-defined]
            self.initial[name] = chosen

    def values(self) -> dict[str, Any]:
        return {name: list(self.cleaned_data[name]) for name in ("competences", "sectors")}


class AreasForm(SectionForm):
    everywhere = forms.BooleanField(label="Partout en France", required=False)
    regions = several("Régions entières", Region.objects.all(), "Chaque département de la région est compté.")
    departments = several("Départements", Department.objects.all(), "En plus des régions cochées, ou à leur place.")

    class Meta:
        model = Provider
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = list(self.instance.areas.filter(period_contains_today()).order_by("pk"))
        self.initial.update(
            {
                "everywhere": any(area.kind == "france" for area in areas),
                "regions": [area.region_id for area in areas if area.region_id],
                "departments": [area.department_id for area in areas if area.department_id],
            }
        )

    def values(self) -> dict[str, Any]:
        c = self.cleaned_data
        return {"everywhere": c["everywhere"], "regions": list(c["regions"]), "departments": list(c["departments"])}


class SuspendForm(forms.Form):
    since = forms.DateField(label="À partir du", initial=timezone.localdate)
    until = forms.DateField(label="Proposé de nouveau le", required=False, help_text="Laissez vide si la date n'est pas fixée.")
    reason = forms.CharField(
        label="Motif", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="Le prestataire le lira tel quel.",
        error_messages={"required": "Indiquez le motif : le prestataire saura pourquoi."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until <= since:
            self.add_error("until", f"La reprise vient après le début de la suspension : vérifiez les deux dates. {KEPT}")
        return cleaned


class LiftForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi la suspension prend fin", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Le prestataire le lira tel quel.",
    )  # fmt: skip


class EmergenceForm(forms.ModelForm):
    networks = several("Réseaux associés", Organisation.objects.none())
    newcomers = several("Nouveaux prestataires qui y ont pris part", Provider.objects.none())

    class Meta:
        model = EmergenceAction
        fields = ("name", "held_on", "purpose", "networks", "newcomers")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks: Any = Organisation.objects.visible_to(actor).filter(with_role("network"), merged_into=None)
        self.fields["networks"].queryset = networks.order_by("sort_key")  # type: ignore[attr-defined]
        providers: Any = Provider.objects.visible_to(actor).proposable()
        recent = Q(spotted_on__gte=timezone.localdate() - timedelta(days=NEWCOMER_DAYS))
        held = self.instance.newcomers.order_by("pk").values("pk") if self.instance.pk else []
        self.fields["newcomers"].queryset = providers.filter(recent | Q(pk__in=held)).order_by("sort_key")  # type: ignore[attr-defined]
