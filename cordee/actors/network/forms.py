"""What a person types about the network."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from cordee.actors.directory.children.forms import DatedForm, plausible
from cordee.actors.directory.children.sheet_forms import organisations_named, with_town
from cordee.actors.network.kinds import Kind
from cordee.actors.network.levels import LEVELS
from cordee.actors.network.models import Body, Consulted, Edition, Perimeter
from cordee.actors.territory.models import Region
from cordee.core.access import Actor
from cordee.core.ui.forms import CheckboxGroup, FrDecimalField, FrIntegerField
from cordee.core.ui.periods import PeriodField
from cordee.core.ui.picks import PickField

REASON = "Une phrase : elle reste dans l'historique, avec la date et votre nom."


class PictureForm(forms.Form):
    """The network on a day, a level or a region of it. Everything is optional."""

    says_optional = False
    au = forms.DateField(label="Réseau au", required=False, validators=[plausible])
    niveau = forms.ChoiceField(label="Niveau", required=False, choices=[("", "Tous"), *((one.code, one.title) for one in LEVELS)])
    region = forms.ChoiceField(label="Région", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.order_by("name").values_list("code", "name")
        self.fields["region"].choices = [("", "Toutes"), *regions]  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """One shape for every kind: the boxes that mean nothing to it are not there."""

    title = forms.CharField(label="Intitulé", max_length=200)
    text = forms.CharField(label="Texte", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    value = FrDecimalField(
        label="Valeur",
        required=False,
        max_digits=16,
        decimal_places=2,
        help_text="Le nombre seul. Laissez vide si la lecture est incertaine.",
    )
    unit = forms.CharField(label="Unité", required=False, max_length=40, help_text="Par exemple : structures, %, emplois.")
    said = forms.CharField(
        label="Valeur telle qu'écrite",
        required=False,
        max_length=120,
        help_text="Quand un nombre seul la trahirait : « près de 71 000 structures », « 95 % ou 95,9 % ».",
    )
    source = forms.CharField(label="Source", required=False, max_length=300, help_text="Le document ou la page, et qui l'a écrit.")
    year = FrIntegerField(label="Année", required=False, help_text="Celle dont parle la source.")
    certainty = forms.ChoiceField(label="Certitude", choices=Edition.Certainty.choices, initial=Edition.Certainty.CERTAIN)
    about = PeriodField(label="Période dont il s'agit", help_text="Laissez vide la date qui n'est pas connue, ou qui n'est pas fixée.")
    carrier = forms.CharField(label="Porté par", required=False, max_length=200)
    link = forms.URLField(label="Adresse en ligne", required=False, assume_scheme="https")
    purposes = forms.MultipleChoiceField(label="Sert à qualifier", required=False, choices=Edition.Purpose.choices, widget=CheckboxGroup)
    position = FrIntegerField(label="Ordre", required=False, min_value=1, max_value=999, help_text="Sa place parmi ceux de même nature.")
    since = forms.DateField(label="À compter du", initial=timezone.localdate, validators=[plausible])
    reason = forms.CharField(label="Motif", required=False, max_length=300, help_text=REASON)
    sections: ClassVar = [
        ("Ce qui est dit", ["title", "text", "value", "unit", "said", "position"]),
        ("D'où cela vient", ["source", "year", "certainty"]),
        ("De quoi il s'agit", ["about", "carrier", "link", "purposes"]),
        ("Cette édition", ["since", "reason"]),
    ]

    def __init__(self, *args: Any, kind: Kind, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {*kind.fields, "since", "reason", *(["position"] if correcting or kind.numbered else [])}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        if correcting:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = "Indiquez le motif : il explique pourquoi l'édition d'avant ne vaut plus."

    def values(self) -> dict[str, Any]:
        """The columns of an edition, without its date and its reason."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in ("since", "reason")}
        if found.get("about") is not None and found["about"].lower is None and found["about"].upper is None:
            found["about"] = None
        if found.get("position") is None:
            found.pop("position", None)
        return found

    def clean(self) -> dict[str, Any]:
        """The constraints of the base, said beside the boxes that they concern."""
        found = super().clean() or {}
        figure = found.get("value") is not None or found.get("said")
        if figure and not (found.get("source") and found.get("year")):
            self.add_error("source", "Un chiffre porte toujours sa source et son année. Votre saisie est conservée.")
        if found.get("certainty") == Edition.Certainty.UNCERTAIN and found.get("value") is not None:
            self.add_error(
                "value", "Une lecture incertaine ne se calcule pas : écrivez les lectures possibles dessous et laissez cette case vide."
            )
        if found.get("year") and not 1900 <= found["year"] <= 2200:
            self.add_error("year", "Indiquez une année sur quatre chiffres, par exemple 2019.")
        return found


class RetireForm(forms.Form):
    on = forms.DateField(label="N'est plus en vigueur à partir du", initial=timezone.localdate, validators=[plausible])
    reason = forms.CharField(
        label="Motif", max_length=300, help_text=REASON, error_messages={"required": "Indiquez pourquoi ce repère n'est plus en vigueur."}
    )


class PickOne(forms.Form):
    """A form that names one organisation, among those that its reader may see."""

    organisation = PickField(
        label="Organisme", help_text="Son nom en entier, ou son SIRET.", error_messages={"required": "Indiquez l'organisme."}
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.search, field.say = partial(organisations_named, actor), with_town


class BodyForm(PickOne):
    part = forms.ChoiceField(label="À quel titre", choices=Body.Part.choices)


class ConsultedForm(PickOne):
    on = forms.DateField(label="Date de la consultation", initial=timezone.localdate, validators=[plausible])
    form = forms.ChoiceField(label="Forme", choices=Consulted.Form.choices)
    note = forms.CharField(
        label="Ce qui en est ressorti", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class AssignForm(PickOne):
    on = forms.DateField(
        label="À compter du", initial=timezone.localdate, validators=[plausible],
        help_text="Le premier jour du nouvel opérateur. L'ancien porte le DLA jusqu'à la veille.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Ce qui le décide", required=False, max_length=300, help_text="L'appel à candidatures, la décision du comité stratégique…"
    )
    seen = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].label = "Nouvel opérateur"
        self.order_fields(["organisation", "on", "reason", "seen"])


class TextsForm(forms.Form):
    """The local text of each national objective: one box each, its national text above."""

    intro = forms.CharField(
        label="Le territoire et ses priorités", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, objectives: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for edition in objectives:
            self.fields[f"objectif_{edition.entry.code}"] = forms.CharField(
                label=f"{edition.position}. {edition.title}",
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=edition.text,
            )

    def texts(self) -> dict[str, str]:
        return {name.removeprefix("objectif_"): value for name, value in self.cleaned_data.items() if name.startswith("objectif_")}


class PerimeterForm(DatedForm):
    period = PeriodField(start_required=True, help_text="Ces deux jours sont compris. Laissez vide la fin qui n'est pas fixée.")

    class Meta:
        model = Perimeter
        fields = ("kind", "place", "purpose", "period")


def day_of(form: PictureForm, today: date) -> date:
    """The day asked for; today when none is, or when it is not a date."""
    asked: date | None = form.cleaned_data.get("au") if form.is_valid() or hasattr(form, "cleaned_data") else None
    return asked or today
