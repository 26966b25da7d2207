"""What people type of a diagnosis."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cordee.accompaniment.cases.forms import AccountsForm as Amounts
from cordee.accompaniment.cases.lifecycle import LONG
from cordee.accompaniment.cases.models import Accounts
from cordee.accompaniment.diagnoses import queries
from cordee.accompaniment.diagnoses.content import TEXTS
from cordee.accompaniment.diagnoses.models import Contribution, Diagnosis, Finding, Review
from cordee.actors.partners.forms import pick
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.lifecycle import not_to_come
from cordee.core.ui.forms import CheckboxGroup, RadioCards
from cordee.core.ui.picks import PickField

OPEN_TEXT = "Lu aussi par les réseaux et les partenaires du dossier : n'y mettez aucun chiffre des comptes."
ALL_READ = "Pour un lecteur qui n'était pas là, en une page."


class TextForm(forms.ModelForm):
    """The text of the diagnosis. It may be saved unfinished: what it must say is asked when a version is proposed."""

    sections: ClassVar = [
        ("La demande", ["request", "method"]),
        ("La situation", ["synthesis", "accounts_analysis"]),
        ("Ce qui en ressort", ["stakes", "objectives", "needs"]),
    ]

    class Meta:
        model = Diagnosis
        fields = TEXTS
        widgets: ClassVar = {name: forms.Textarea(attrs={"rows": 6}) for name in TEXTS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helps = {
            "request": "Ce que la structure a demandé, avec ses mots.",
            "method": "Les fonctions suffisent : direction, présidence, équipe. Dites comment la vie associative y a eu sa place.",
            "synthesis": f"{ALL_READ} {OPEN_TEXT}",
            "accounts_analysis": "Contexte, résultat, fonds propres, équilibre de la trésorerie. Lue par le DLA et la structure seulement.",
            "stakes": "Ce qui se joue pour la structure, ses emplois et son territoire.",
            "objectives": "Ce que l'accompagnement doit permettre, une ligne par objectif.",
            "needs": "Ce que la structure ne peut pas trouver seule.",
        }
        for name, text in helps.items():
            self.fields[name].help_text = text

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class TopicsForm(forms.Form):
    themes: Any = forms.ModelMultipleChoiceField(label="Thèmes", queryset=None, required=False, widget=CheckboxGroup, to_field_name="code")
    competences: Any = forms.ModelMultipleChoiceField(
        label="Compétences à mobiliser", queryset=None, required=False, widget=CheckboxGroup, to_field_name="code",
        help_text="Elles guideront la recherche de prestataires.",
    )  # fmt: skip
    says_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = queries.themes()  # type: ignore[attr-defined]
        self.fields["competences"].queryset = queries.competences()  # type: ignore[attr-defined]


class FindingForm(forms.ModelForm):
    class Meta:
        model = Finding
        fields = ("kind", "axis", "title", "comment", "confined")
        widgets: ClassVar = {"kind": RadioCards, "comment": LONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Finding.Kind.choices  # type: ignore[attr-defined]
        self.fields["title"].help_text = "En une phrase : « L'équipe encadrante est stable depuis six ans »."
        self.fields["confined"].help_text = "Cochez si le constat cite un chiffre des comptes : un réseau ne le lira pas."

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ContributionForm(forms.ModelForm):
    organisation = PickField(
        label="Réseau ou partenaire",
        help_text="Les premières lettres de son nom. Il lira le dossier et le diagnostic, sans les comptes.",
        error_messages={"required": "Indiquez à quelle organisation vous demandez cette contribution."},
    )

    class Meta:
        model = Contribution
        fields = ("kind", "question", "due_on")
        widgets: ClassVar = {"kind": RadioCards, "question": LONG}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["organisation", "kind", "question", "due_on"])
        self.fields["kind"].choices = Contribution.Kind.choices  # type: ignore[attr-defined]
        self.fields["question"].help_text = "Ce que vous cherchez à savoir : points de vigilance, interactions sociales et économiques…"
        self.fields["due_on"].help_text = "Ce jour est compris. L'organisation le lira dans « À faire »."
        pick(self, "organisation", actor)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("organisation", *self.Meta.fields)}


class AssentForm(forms.Form):
    """The yes of one side. The structure says whether its bodies gave it."""

    structure = forms.ChoiceField(label="Structure")
    by_bodies = forms.TypedChoiceField(
        label="Validé par les instances", choices=[("oui", "Oui"), ("non", "Non, par la direction ou la présidence")], widget=RadioCards,
        coerce=lambda value: value == "oui", error_messages={"required": "Indiquez si les instances ont validé ce diagnostic."},
    )  # fmt: skip
    body = forms.CharField(
        label="Instance", max_length=120, required=False, help_text="Conseil d'administration, bureau, assemblée générale."
    )
    on = forms.DateField(label="Le", initial=today, validators=[not_to_come])

    def __init__(self, *args: Any, structures: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.structures = {str(one.public_id): one for one in structures}
        self.fields["structure"].choices = [(key, one.name) for key, one in self.structures.items()]  # type: ignore[attr-defined]
        if len(self.structures) < 2:
            del self.fields["structure"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("by_bodies") and not cleaned.get("body"):
            self.add_error("body", "Indiquez l'instance qui a validé : conseil d'administration, bureau…")
        return cleaned

    def values(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("structure") or next(iter(self.structures), "")
        said = {name: self.cleaned_data[name] for name in ("by_bodies", "body", "on")}
        return said | {"organisation": self.structures.get(chosen)}


class OperatorAssentForm(forms.Form):
    on = forms.DateField(label="Le", initial=today, validators=[not_to_come])


class AccountsForm(forms.ModelForm):
    """The accounts of a year that is known already. A gap with the cash is said on the page, never refused."""

    class Meta:
        model = Accounts
        fields = Amounts.AMOUNTS
        field_classes: ClassVar = {name: type(Amounts.base_fields[name]) for name in Amounts.AMOUNTS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "cash"
        ].help_text = "Elle s'attend égale au fonds de roulement moins le besoin : un écart est signalé, sans rien bloquer."

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ReviewForm(forms.ModelForm):
    sections: ClassVar = [
        ("Les effets", ["taken_on", "results", "induced"]),
        ("Les trois rubriques d'impact", ["professionalisation", "network", "jobs"]),
        ("Et maintenant", ["new_needs"]),
    ]

    class Meta:
        model = Review
        fields = ("taken_on", "results", "induced", "professionalisation", "network", "jobs", "new_needs")
        widgets: ClassVar = dict.fromkeys(("results", "induced", "professionalisation", "network", "jobs", "new_needs"), LONG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taken_on"].initial = today
        self.fields["taken_on"].validators.append(not_to_come)
        self.fields["results"].help_text = f"Enjeux repositionnés, décisions du conseil, stratégie écrite. {OPEN_TEXT}"
        self.fields["induced"].help_text = "Ce qui n'était pas visé et qui est arrivé : une embauche, une prise de fonction."
        self.fields["new_needs"].help_text = "S'il y en a, ils pourront ouvrir une nouvelle demande en un clic."

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
