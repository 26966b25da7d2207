"""What people type in the directory."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cordee.actors.directory import activities, fields, queries
from cordee.actors.directory.addressees import all_of
from cordee.actors.directory.fields import LISTS
from cordee.actors.directory.models import Organisation, Role
from cordee.actors.directory.nomenclatures import SECTORS, SERVICES, codes_of
from cordee.actors.directory.numbers import check_siret
from cordee.actors.territory.forms import CommuneField
from cordee.actors.territory.queries import zone_of
from cordee.core.access import Actor
from cordee.core.channels import ChannelFields
from cordee.core.models import Notice
from cordee.core.models.bases import period_contains_today
from cordee.core.nomenclatures import vocabulary
from cordee.core.nomenclatures.forms import TermsField
from cordee.core.notices import ways
from cordee.core.notices.forms import HINTS
from cordee.core.recipients import Addressee
from cordee.core.ui.forms import RadioCards, SiretField

KNOWN = "Cette structure existe déjà : demandez l'accès à sa fiche."


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or nobody knows yet."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("", "Non renseigné"), ("oui", "Oui"), ("non", "Non")]
        super().__init__(choices=choices, required=False, coerce=lambda value: value == "oui", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "oui", False: "non", None: ""}.get(value, value)


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
    naf = forms.CharField(
        label="Code NAF (rév. 2)", required=False, max_length=12, help_text="94.99Z, ou 9499Z. Il est sur l'avis de situation Sirene."
    )
    naf25 = forms.CharField(label="Code NAF 2025", required=False, max_length=12)
    website = forms.URLField(label="Site internet", required=False, max_length=200, assume_scheme="https")
    sectors = TermsField(SECTORS, "Secteurs")
    offers = TermsField(SERVICES, "Services offerts")
    federated = YesNoField(label="Adhère à un réseau", help_text="Les réseaux eux-mêmes s'ajoutent sur la fiche, avec leurs dates.")
    analytical_accounting = YesNoField(label="Comptabilité analytique")
    accounting_required_by = forms.CharField(
        label="Comptabilité analytique demandée par",
        required=False,
        max_length=120,
        help_text="Le service ou le financeur qui la demande, s'il y en a un.",
    )

    class Meta:
        model = Organisation
        fields = fields.EDITABLE

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self._offer_terms()
        if self.instance.pk:
            self.initial["siret"] = current_siret(self.instance)
            found = activities.proposed(self.instance, vocabulary())
            self.fields["naf25"].help_text = f"Proposé depuis le code actuel : {', '.join(code for code, _ in found)}." if found else ""

    def _offer_terms(self) -> None:
        """In the words of the sheet's territory; of the author's, when the sheet is still to be made."""
        words, sheet = vocabulary(), self.instance
        zone = sheet.zone or (next(iter(self.actor.zones)) if self.actor.zones and len(self.actor.zones) == 1 else "")
        for name in LISTS:
            held = codes_of(sheet, name) if sheet.pk else []
            cast(TermsField, self.fields[name]).offer(words, zone, held)

    def clean_naf(self) -> str:
        return self._activity("naf")

    def clean_naf25(self) -> str:
        return self._activity("naf25")

    def _activity(self, name: str) -> str:
        """What a sheet holds already stays, even a code that no list knows: saving the rest of the sheet never asks for it."""
        typed: str = self.cleaned_data[name]
        return typed if typed == getattr(self.instance, name) else activities.checked(name, typed)

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
        for level, day in fields.APPRAISED.items():
            if cleaned.get(day) and cleaned.get(level, getattr(self.instance, level)) is None:
                self.add_error(day, "Choisissez d'abord le niveau : la date dit quand il a été apprécié.")
            elif cleaned.get(day) and cleaned[day] > timezone.localdate():
                self.add_error(day, "Cette date est à venir : indiquez le jour où le niveau a été apprécié.")
        if (
            cleaned.get("federated") is False
            and self.instance.pk
            and self.instance.ties.filter(period_contains_today(), kind="member").exists()
        ):
            self.add_error(
                "federated", "La fiche porte une adhésion en cours : mettez-y fin d'abord, dans « Réseaux, portage et collectivités »."
            )
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

    says_optional = False  # the page says it once: only what must change
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

    says_optional = True
    sections: ClassVar = [
        ("Comment la demande est arrivée", ["channel", "channel_on", "channel_note", "channel_upload"]),
        *ProposalForm.sections,
    ]
    allowed: ClassVar = ("channel", "channel_on", "channel_note", "channel_upload")


def current_siret(organisation: Organisation) -> str:
    row = organisation.identifiers.filter(kind="siret", period__contains=timezone.localdate()).order_by("-id").first()
    return row.value if row else ""


class NoticeForm(forms.Form):
    """A notice written by hand: to whom, what, by which way. A way that does not reach them says what the sheet lacks."""

    to = forms.ChoiceField(label="Destinataire")
    subject = forms.CharField(label="Objet", max_length=200, help_text="L'acte et, s'il y en a une, l'échéance.")
    text = forms.CharField(
        label="Texte", max_length=6000, widget=forms.Textarea(attrs={"rows": 8}), help_text="Une ligne vide sépare deux paragraphes."
    )
    way = forms.ChoiceField(label="Par quelle voie", choices=Notice.Way.choices, widget=RadioCards(hints=HINTS))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(to.person or ""): ways.completed(to) for to in all_of(organisation.pk)}
        recipients: Any = self.fields["to"]
        recipients.choices = [(key or "organisation", self._said(to)) for key, to in self.people.items()]
        first = next(iter(self.people.values()))
        self.initial.setdefault("way", ways.possible(first)[0])

    @staticmethod
    def _said(to: Addressee) -> str:
        return f"{to.attention}, {to.title.lower()}" if to.attention else f"{to.name}, sans nommer personne"

    @property
    def addressee(self) -> Addressee:
        return self.people[self.cleaned_data["to"].removeprefix("organisation")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "to" in cleaned and "way" in cleaned and (refusal := ways.refusal_of(cleaned["way"], self.addressee)):
            self.add_error("way", refusal.sentence)
        return cleaned
