"""What people type of a plan."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cordee.accompaniment.cases.forms import StructureChoice
from cordee.accompaniment.cases.models import Case, Validation
from cordee.accompaniment.plans.models import Effect, Effort, Funding, Nature, Plan, PlanAction, Version
from cordee.actors.directory.models import Competence, Theme
from cordee.actors.partners.forms import pick
from cordee.actors.providers.forms import offered
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.files.kinds import ACCEPTED
from cordee.core.lifecycle import not_to_come
from cordee.core.ui.forms import CheckboxList, FrDecimalField, RadioCards
from cordee.core.ui.picks import PickField

LONG = forms.Textarea(attrs={"rows": 4})
SHORT = forms.Textarea(attrs={"rows": 2})


class VersionForm(forms.ModelForm):
    """The plan in words: its time, what it aims at, how it is followed and brought up to date."""

    class Meta:
        model = Version
        fields = ("starts_on", "ends_on", "objectives", "follow_up", "updating")
        widgets = {"objectives": LONG, "follow_up": SHORT, "updating": SHORT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helps = {
            "objectives": "Ce que la structure veut avoir changé à la fin du parcours.",
            "follow_up": "Qui se voit, à quel rythme : un point par trimestre, par exemple.",
            "updating": "Comment le parcours s'adapte à un besoin nouveau, et qui en décide.",
        }
        asked = {
            "starts_on": "Un parcours est borné dans le temps : indiquez son premier jour.",
            "ends_on": "Un parcours est borné dans le temps : indiquez son dernier jour.",
            "objectives": "Indiquez les objectifs du parcours.",
            "follow_up": "Indiquez comment le parcours est suivi.",
            "updating": "Indiquez comment le parcours s'actualise.",
        }
        for name, help_text in helps.items():
            self.fields[name].help_text = help_text
        for name, sentence in asked.items():
            self.fields[name].error_messages["required"] = sentence

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Ce qui change", max_length=2000, widget=LONG,
        error_messages={"required": "Indiquez le besoin nouveau, ou ce qui change dans le parcours."},
    )  # fmt: skip


class AgreeForm(StructureChoice):
    side = forms.ChoiceField(label="Qui valide", choices=Validation.Side.choices, widget=RadioCards)
    body = forms.CharField(
        label="Instance qui a décidé", max_length=120, required=False, help_text="Conseil d'administration, bureau, direction."
    )
    on = forms.DateField(label="Le", initial=today, validators=[not_to_come])

    def __init__(self, *args: Any, case: Case, own: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, case=case, own=own, **kwargs)
        if own is not None:
            del self.fields["side"]


class ActionForm(forms.ModelForm):
    """One action; the last part is for engineering only, and says what its specification will ask."""

    cost = FrDecimalField(label="Coût estimé TTC (€)", required=False, min_value=0, max_digits=12, decimal_places=2)
    days = FrDecimalField(label="Nombre de jours", required=False, max_digits=5, decimal_places=1)
    partner = PickField(label="Partenaire mobilisé", required=False, help_text="Un réseau, un prestataire, un acteur du territoire.")
    SECTIONS: ClassVar = [
        ("L'action", ["title", "kind", "nature", "theme", "issue", "concerned"]),
        ("Qui, quand, combien", ["held_by", "owner", "partner", "starts_on", "due_on", "cost"]),
        ("Pour le cahier des charges (ingénierie)", ["objective", "context", "deliverables", "competences", "days", "constraints"]),
    ]

    class Meta:
        model = PlanAction
        fields = (
            "title", "kind", "nature", "theme", "issue", "concerned", "held_by", "owner", "partner", "starts_on", "due_on", "cost",
            "objective", "context", "deliverables", "competences", "days", "constraints",
        )  # fmt: skip
        widgets = {
            "kind": RadioCards, "held_by": RadioCards, "concerned": CheckboxList, "competences": CheckboxList,
            "objective": SHORT, "context": LONG, "deliverables": SHORT, "constraints": SHORT,
        }  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        held = self.instance if self.instance.pk else None
        fields["kind"].choices = PlanAction.Kind.choices
        fields["held_by"].choices = PlanAction.Held.choices
        fields["nature"].queryset = offered(Nature, [held.nature_id] if held else ())
        fields["nature"].empty_label = "Choisissez…"
        fields["theme"].queryset = offered(Theme, [held.theme_id] if held and held.theme_id else ())
        fields["theme"].empty_label = "Aucun"
        kept = [c.pk for c in held.competences.order_by("pk")] if held else ()
        fields["competences"].queryset = offered(Competence, kept)
        fields["concerned"].queryset = plan.case.beneficiaries.select_related("organisation").order_by("since", "id")
        fields["issue"].help_text = "La question que cette action traite : un parcours peut en traiter plusieurs."
        fields["owner"].help_text = "Une fonction, non un nom : direction, chargé·e de mission."
        fields["concerned"].help_text = "Rien de coché : toutes les structures du dossier."
        fields["constraints"].help_text = "Calendrier, lieux, langue, accessibilité… « Aucune » se dit aussi."
        fields["competences"].help_text = "Ce que la personne qui interviendra doit savoir faire."
        pick(self, "partner", actor, kept=held.partner if held else None)
        if plan.case.kind == Case.Kind.INDIVIDUAL:
            del self.fields["concerned"]
        self.sections = [(title, [name for name in names if name in self.fields]) for title, names in self.SECTIONS]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}


class FundingForm(forms.Form):
    kind = forms.ChoiceField(label="Financement", choices=Funding.Kind.choices, widget=RadioCards)
    organisation = PickField(label="Partenaire", required=False, help_text="Laissez vide pour le fonds du DLA.")
    amount = FrDecimalField(label="Montant TTC (€)", max_digits=12, decimal_places=2)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick(self, "organisation", actor)


class EvidenceForm(forms.Form):
    upload = forms.FileField(label="Fichier", help_text=f"{ACCEPTED}.", error_messages={"required": "Choisissez le fichier à joindre."})
    label = forms.CharField(
        label="Intitulé", max_length=120, help_text="Ce que les autres liront : « Attestation de formation ».",
        error_messages={"required": "Donnez un intitulé à cette preuve."},
    )  # fmt: skip


class EffortForm(StructureChoice):
    """What is given in kind; no money is asked nor paid."""

    nature = forms.ChoiceField(label="Ce qui est donné", choices=Effort.Nature.choices, widget=RadioCards)
    quantity = FrDecimalField(label="Quantité", max_digits=7, decimal_places=1, help_text="Des jours, ou des kilomètres.")
    rate = FrDecimalField(
        label="Valeur d'une unité (€)", required=False, max_digits=7, decimal_places=2,
        help_text="Pour valoriser l'effort de la structure : cette somme n'est jamais versée.",
    )  # fmt: skip
    on = forms.DateField(label="Le", initial=today, validators=[not_to_come])
    note = forms.CharField(label="Précision", max_length=300, required=False)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("nature", "quantity", "rate", "on", "note")}


class EffectForm(forms.Form):
    """A leverage with its partner, or one of the three expected effects in words."""

    structure = forms.ChoiceField(label="Structure")
    kind = forms.ChoiceField(label="Effet", choices=Effect.Kind.choices, widget=RadioCards)
    partner = PickField(label="Partenaire", required=False, help_text="Pour un effet de levier. Sans fiche ? Écrivez son nom dessous.")
    partner_name = forms.CharField(label="Partenaire sans fiche", max_length=160, required=False)
    amount = FrDecimalField(label="Montant (€)", required=False, max_digits=12, decimal_places=2, help_text="D'une subvention, d'un prêt.")
    on = forms.DateField(label="Constaté le", initial=today, validators=[not_to_come])
    note = forms.CharField(label="Ce qui a été constaté", max_length=1000, required=False, widget=SHORT)

    def __init__(self, *args: Any, case: Case, actor: Actor, own: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = case.beneficiaries.select_related("organisation").order_by("since", "id")
        self.structures = {str(b.organisation.public_id): b.organisation for b in rows if own in (None, b.organisation_id)}
        self.fields["structure"].choices = [(key, o.name) for key, o in self.structures.items()]  # type: ignore[attr-defined]
        if len(self.structures) < 2:
            del self.fields["structure"]
        pick(self, "partner", actor)

    @property
    def organisation(self) -> Any:
        return self.structures[self.cleaned_data.get("structure") or next(iter(self.structures))]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "partner", "partner_name", "amount", "on", "note")}
