"""What is said of a questionnaire as a whole; a file that holds one; a dated rule of levels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from cordee.actors.territory.models import NATIONAL
from cordee.core.access import Actor
from cordee.core.parameters import places_within
from cordee.tools.surveys import policies
from cordee.tools.surveys.definition.shape import shape
from cordee.tools.surveys.models import Questionnaire

MOST_BYTES = 1_000_000
NOT_READ = "Ce fichier ne se lit pas : choisissez un questionnaire exporté d'ici, avec « Exporter (JSON) »."


def places_to_design(actor: Actor) -> Sequence[tuple[str, str]]:
    """Where a questionnaire may belong: one's territories, the whole country for those who serve it."""
    zones = [(code, name) for code, name in places_within(actor.zones) if code != NATIONAL and not code.startswith("R")]
    return [(code, name) for code, name in (*zones, (NATIONAL, "France entière")) if policies.may_design_in(actor, code) is None]


class PlacedForm(forms.Form):
    """Asks for a territory when there is a choice."""

    place = forms.ChoiceField(label="Territoire", help_text="Qui tient ce territoire peut aussi modifier le questionnaire.")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_to_design(actor)
        field: Any = self.fields["place"]
        field.choices = places
        self.only_place = places[0][0] if len(places) == 1 else ""
        if self.only_place:
            del self.fields["place"]

    @property
    def zone(self) -> str:
        return self.only_place or str(self.cleaned_data["place"])


class QuestionnaireForm(forms.ModelForm):
    """What the list shows. `shared` puts it in the common library."""

    class Meta:
        model = Questionnaire
        fields = ("title", "use", "purpose", "shared")
        widgets: ClassVar = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CreateForm(PlacedForm, QuestionnaireForm):
    field_order = ["title", "use", "purpose", "place", "shared"]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "use", "purpose", "shared")}


class AdaptForm(PlacedForm):
    title = forms.CharField(label="Titre de votre version", max_length=160)
    field_order = ["title", "place"]


class ImportForm(PlacedForm):
    upload = forms.FileField(
        label="Fichier du questionnaire",
        help_text="Un fichier .json, exporté d'ici ou d'une autre plateforme Cordée ; 1 Mo au plus.",
        error_messages={"required": "Choisissez le fichier à importer."},
    )
    use = forms.ChoiceField(label="Usage", choices=Questionnaire.Use.choices)
    field_order = ["upload", "use", "place"]

    def clean_upload(self) -> dict[str, Any]:
        """Its definition. What its questions still lack is said in the editor; a file that is none is refused here."""
        upload = self.cleaned_data["upload"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError("Ce fichier pèse plus de 1 Mo : ce n'est pas un questionnaire.")
        try:
            data = json.loads(upload.read().decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise forms.ValidationError(NOT_READ) from None
        found = list(shape(data))
        if found:
            raise forms.ValidationError([f"{problem.path or 'Fichier'} : {problem.sentence}" for problem in found[:5]])
        definition: dict[str, Any] = data
        return definition


class RuleForm(forms.Form):
    """From when, and why: beside the levels themselves."""

    since = forms.DateField(label="À partir du", help_text="Les réponses envoyées avant ce jour gardent le niveau qu'elles ont reçu.")
    reason = forms.CharField(label="Motif", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
