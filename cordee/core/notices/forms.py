"""What the transitions of a notice ask."""

from __future__ import annotations

from typing import Any

from django import forms

from cordee.core.files.kinds import ACCEPTED
from cordee.core.lifecycle import TransitionForm
from cordee.core.models.notices import Notice
from cordee.core.notices import ways
from cordee.core.ui.forms import RadioCards

HINTS = {
    "in_app": "Il l'attend à l'ouverture de Cordée et confirme l'avoir lu.",
    "email": "Part aussitôt, à l'adresse enregistrée.",
    "post": "Une lettre prête à imprimer, pour enveloppe à fenêtre.",
    "phone": "Vous notez ensuite qui a répondu et ce qui a été dit.",
    "hand": "Vous notez ensuite qui l'a reçu et quand.",
}


def function_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=120,
        help_text="Sa fonction suffit : « la présidence », « l'accueil ». Un nom de personne ne s'écrit pas ici.",
        error_messages={"required": "Indiquez la fonction de la personne : c'est elle qui fait foi."},
    )


class CallForm(TransitionForm):
    received_by = function_field("Qui a répondu")
    account = forms.CharField(label="Ce qui a été dit", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class HandForm(TransitionForm):
    received_by = function_field("Qui a reçu l'avis")
    account = forms.CharField(
        label="Circonstances",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Où, contre quelle signature. La copie signée se joint ensuite comme preuve.",
    )


class BounceForm(TransitionForm):
    reason = forms.CharField(
        label="Ce qui s'est passé",
        max_length=300,
        help_text="« Destinataire inconnu à l'adresse », « Boîte pleine », « Pli non réclamé ».",
    )


class CancelForm(TransitionForm):
    reason = forms.CharField(label="Motif", max_length=300, help_text="Il reste au journal.")


class AnswerForm(TransitionForm):
    answer = forms.CharField(label="Réponse", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class WayForm(TransitionForm):
    way = forms.ChoiceField(label="Par quelle voie", widget=RadioCards(hints=HINTS))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = ways.reader_of(self.obj) if isinstance(self.obj, Notice) else None
        reached = ways.possible(to) if to else []
        others = [way for way in reached if way != self.obj.way or self.obj.state == Notice.State.FAILED]
        field: Any = self.fields["way"]
        field.choices = [(way, Notice.Way(way).label) for way in others]
        self.initial.setdefault("way", next((way for way in others if way != getattr(self.obj, "way", "")), ""))


class ProofForm(forms.Form):
    upload = forms.FileField(
        label="Preuve",
        help_text=f"Le bordereau de dépôt, la copie signée. {ACCEPTED}.",
        error_messages={"required": "Choisissez le fichier à joindre."},
    )
