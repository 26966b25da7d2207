"""The forms of the sheet's own children: names, places, ties, agreements, roles, mandates."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django import forms

from cordee.actors.directory import queries
from cordee.actors.directory.children.forms import DatedForm
from cordee.actors.directory.models import Agreement, Alias, Mandate, Organisation, Registration, Role, Site, Tie
from cordee.actors.territory.forms import CommuneField
from cordee.actors.territory.models import Zone
from cordee.core.access import Actor
from cordee.core.text import words
from cordee.core.ui.forms import CheckboxList
from cordee.core.ui.periods import PeriodField
from cordee.core.ui.picks import PickField

SHOWN = 20


def organisations_named(actor: Actor, text: str) -> list[Organisation]:
    """What answers to a name among the sheets that this actor may see."""
    if not words(text):
        return []
    rows: Any = Organisation.objects.visible_to(actor).filter(merged_into=None)
    return list(queries.matching(rows, text).order_by("sort_key", "id")[:SHOWN])


def with_town(organisation: Organisation) -> str:
    return ", ".join(filter(None, [organisation.name, organisation.city]))


class OrganisationForm(DatedForm):
    """A row that names another organisation: the one typed, among those that the actor may see."""

    other: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields[self.other]
        field.search, field.say = partial(organisations_named, self.actor), with_town
        field.kept = getattr(self.instance, self.other) if getattr(self.instance, f"{self.other}_id") else None


class AliasForm(DatedForm):
    class Meta:
        model = Alias
        fields = ("name", "period")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "Un nom d'avant, un nom d'usage ou une autre orthographe : la recherche le trouve."
        if not self.instance.pk:
            self.initial["period"] = ("", "")


class SiteForm(DatedForm):
    commune = CommuneField(label="Commune", required=False)

    class Meta:
        model = Site
        fields = ("kind", "name", "address", "commune", "phone", "period")


class RegistrationForm(DatedForm):
    listed = forms.TypedChoiceField(
        label="Référencement", choices=[("oui", "Référencée"), ("non", "Cherchée, non référencée")], coerce=lambda value: value == "oui"
    )
    link = forms.URLField(
        label="Lien vers sa page", required=False, max_length=300, assume_scheme="https",
        help_text="Rien n'est lu sur la plateforme : ce qui est écrit ici l'est à la main.",
    )  # fmt: skip

    class Meta:
        model = Registration
        fields = ("platform", "listed", "link", "period")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["listed"] = "oui" if self.instance.listed else "non"


class TieForm(OrganisationForm):
    other = "target"
    target = PickField(
        label="Organisation",
        help_text="Les premières lettres de son nom. Le réseau rejoint, la structure porteuse, la maison mère ou la collectivité.",
        error_messages={"required": "Indiquez l'autre organisation."},
    )

    class Meta:
        model = Tie
        fields = ("kind", "target", "period")


class AgreementForm(OrganisationForm):
    other = "carried_by"
    carried_by = PickField(
        label="Porté par une autre organisation",
        required=False,
        help_text="Si une autre structure signe avec l'État à sa place. Sinon, laissez vide.",
    )

    class Meta:
        model = Agreement
        fields = ("type", "reference", "period", "carried_by", "insertion_project", "exit_objective", "reconventioning")
        widgets = {"insertion_project": forms.Textarea(attrs={"rows": 4})}


class RoleForm(DatedForm):
    class Meta:
        model = Role
        fields = ("kind", "period")


class MandateForm(DatedForm):
    period = PeriodField(start_required=True, help_text="Ces deux jours sont compris. L'accès au territoire s'ouvre et se ferme avec.")
    zones = forms.ModelMultipleChoiceField(
        label="Territoires",
        queryset=Zone.objects.none(),
        widget=CheckboxList,
        error_messages={"required": "Choisissez au moins un territoire."},
    )

    class Meta:
        model = Mandate
        fields = ("level", "zones", "period")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zones"].queryset = Zone.objects.order_by("code")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return super().values() | {"zones": list(self.cleaned_data["zones"])}
