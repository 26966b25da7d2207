"""What is typed while a platform opens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cordee.actors.directory import opening
from cordee.actors.directory.models import Mandate, Organisation, Site
from cordee.actors.directory.numbers import check_siret
from cordee.actors.territory.forms import CommuneField
from cordee.actors.territory.models import Zone
from cordee.core import logos
from cordee.core.ui.forms import CheckboxList, RadioCards, SiretField

LEVELS = [choice for choice in Mandate.Level.choices if choice[0] != Mandate.Level.FUNDING]


def siret_field() -> SiretField:
    return SiretField(label="SIRET", required=False, validators=[check_siret], help_text="14 chiffres, espaces acceptés.")


class OfOperator(forms.Form):
    """Part of a form about one operator; when there is only one, it goes without saying."""

    organisation = forms.ModelChoiceField(label="Opérateur", queryset=Organisation.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = self.organisations()
        known = list(field.queryset[:2])
        if len(known) == 1:
            field.initial, field.widget = known[0].pk, forms.HiddenInput()

    def organisations(self) -> Any:
        return opening.operators()


def zone_choices() -> list[tuple[int, str]]:
    zones = Zone.objects.select_related("department__region").order_by("department__region__name", "code")
    return [(z.pk, f"{z.name} ({z.code}), {z.department.region.name}") for z in zones if z.department]


class OperatorForm(forms.Form):
    name = forms.CharField(label="Nom de l'opérateur", max_length=200, help_text="L'organisme qui porte la mission du DLA.")
    siret = siret_field()
    commune = CommuneField(label="Commune du siège")
    email = forms.EmailField(label="Adresse électronique de contact", required=False)
    phone = forms.CharField(label="Téléphone", required=False, max_length=20)


class TerritoryForm(OfOperator):
    level = forms.ChoiceField(label="Niveau", choices=LEVELS)
    zones = forms.ModelMultipleChoiceField(
        label="Territoires", queryset=Zone.objects.all(), widget=CheckboxList, help_text="Un ou plusieurs départements, ou leurs bassins."
    )
    start = forms.DateField(label="Depuis le", initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zones"].choices = zone_choices()  # type: ignore[attr-defined]


class HostForm(OfOperator):
    who = forms.ChoiceField(
        label="Qui porte le DLA",
        choices=[("itself", "L'opérateur lui-même"), ("other", "Un autre organisme")],
        widget=RadioCards(hints={"other": "Une association qui emploie l'équipe et signe les conventions"}),
        initial="itself",
    )
    name = forms.CharField(label="Nom de cet autre organisme", max_length=200, required=False)
    siret = siret_field()
    commune = CommuneField(label="Commune de son siège", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("who") == "other" and not cleaned.get("name"):
            self.add_error("name", "Indiquez le nom de l'organisme qui porte le DLA.")
        return cleaned


class SiteForm(OfOperator):
    kind = forms.ChoiceField(label="Nature", choices=Site.Kind.choices)
    name = forms.CharField(label="Nom du lieu", max_length=120, help_text="Tel qu'on l'appelle : « Permanence de Douai ».")
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    commune = CommuneField(label="Commune")


class FunderForm(forms.Form):
    name = forms.CharField(
        label="Nom du financeur", max_length=200, help_text="Par exemple : la DREETS, le conseil départemental, la Banque des Territoires."
    )
    siret = siret_field()
    zones = forms.ModelMultipleChoiceField(label="Territoires soutenus", queryset=Zone.objects.all(), widget=CheckboxList)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["zones"]
        field.choices = zone_choices()
        field.initial = list(opening.mandated_zones().order_by("code").values_list("pk", flat=True).distinct())


class LogoForm(OfOperator):
    upload = forms.FileField(
        label="Logo", help_text=logos.HELP,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].label = "De qui"

    def organisations(self) -> Any:
        return (opening.operators() | opening.bodies("funder")).order_by("sort_key", "id")
