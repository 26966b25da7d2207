"""What people type of the follow-up of a dossier."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms

from cordee.accompaniment.cases import queries as cases
from cordee.accompaniment.cases.forms import StructureChoice
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup import policies, queries
from cordee.accompaniment.followup.models import Note, PieceKind
from cordee.accompaniment.followup.parameters import PIECES_DAYS
from cordee.core.clock import today
from cordee.core.lifecycle import not_to_come
from cordee.core.parameters import param
from cordee.core.ui.forms import CheckboxGroup, RadioCards

LONG = forms.Textarea(attrs={"rows": 5, "data-autosize": ""})
DLA = "dla"
SHARED = "Partager cette note avec la structure et les réseaux qui suivent ce dossier"
LONGEST = 6000


def to_come(day: Any) -> None:
    if day < today():
        raise forms.ValidationError("Cette date est passée : choisissez un jour à venir. Votre saisie est conservée.", code="past")


class NoteForm(forms.Form):
    """Who, what, what next: short enough to be filled standing up, on a phone."""

    kind = forms.ChoiceField(
        label="Nature", choices=[c for c in Note.Kind.choices if c[0] != Note.Kind.MAIL], widget=RadioCards, initial="visit"
    )
    held_on = forms.DateField(label="Le", initial=today, validators=[not_to_come])
    who = forms.CharField(
        label="Qui était là", max_length=200, help_text="Des fonctions, non des noms : direction, présidence, encadrante technique.",
        error_messages={"required": "Indiquez qui était là, par sa fonction."},
    )  # fmt: skip
    body = forms.CharField(
        label="Ce qui s'est dit",
        max_length=LONGEST,
        widget=LONG,
        error_messages={"required": "Écrivez ce qui s'est dit, en quelques mots."},
    )
    what = forms.CharField(
        label="Prochaine étape", max_length=200, required=False, help_text="« Envoyer le budget », « Relire le projet social »."
    )
    owner = forms.ChoiceField(label="Qui s'en charge", required=False)
    due = forms.DateField(label="Au plus tard le", required=False, validators=[to_come])
    contact_on = forms.DateField(label="Prochain contact le", required=False, validators=[to_come])
    shared = forms.BooleanField(label=SHARED, required=False)
    sections: ClassVar = [
        ("L'échange", ["kind", "held_on", "who", "body"]),
        ("Et maintenant", ["what", "owner", "due", "contact_on"]),
        ("Qui la lit", ["shared"]),
    ]

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.structures = {str(b.organisation.public_id): b.organisation for b in cases.accompanied(case)}
        owner: Any = self.fields["owner"]
        owner.choices = [(DLA, "Le DLA"), *((key, one.name) for key, one in self.structures.items())]
        owner.help_text = "Ce que la structure doit faire lui est montré, même si la note reste interne."
        if case.state == Case.State.CLOSED:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("what") and "due" not in self.errors and not cleaned.get("due"):
            self.add_error("due", "Une prochaine étape a une date : indiquez le dernier jour.")
        if cleaned.get("due") and not cleaned.get("what"):
            self.add_error("what", "Dites ce qui est à faire pour cette date, ou videz la date.")
        return cleaned

    def values(self) -> dict[str, Any]:
        c = self.cleaned_data
        kept = {name: c[name] for name in ("held_on", "who", "body")}
        return kept | {"kind": c.get("kind", Note.Kind.SUPPORT), "internal": not c["shared"]}

    def step(self) -> dict[str, Any] | None:
        c = self.cleaned_data
        if not c["what"]:
            return None
        return {"what": c["what"], "due": c["due"], "organisation": self.structures.get(c["owner"])}


class ReviseForm(forms.Form):
    """A note as it should have been; of a filed mail, only who reads it."""

    held_on = forms.DateField(label="Le", validators=[not_to_come])
    who = forms.CharField(label="Qui était là", max_length=200)
    body = forms.CharField(label="Ce qui s'est dit", max_length=LONGEST, widget=LONG)
    shared = forms.BooleanField(label=SHARED, required=False)

    def __init__(self, *args: Any, note: Note, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("held_on", "who", "body"):
            self.fields[name].initial = getattr(note, name)
            if note.kind == Note.Kind.MAIL:
                del self.fields[name]
        self.fields["shared"].initial = not note.internal

    def values(self) -> dict[str, Any]:
        kept = {name: value for name, value in self.cleaned_data.items() if name != "shared"}
        return kept | {"internal": not self.cleaned_data["shared"]}


class ContactForm(forms.Form):
    on = forms.DateField(
        label="Prochain contact le", validators=[to_come], error_messages={"required": "Indiquez le jour du prochain contact."}
    )
    told = forms.BooleanField(label="Montrer cette date à la structure", required=False)


class MailForm(forms.Form):
    upload = forms.FileField(
        label="Courriel",
        help_text="Un message enregistré depuis votre messagerie, au format « .eml », 25 Mo au plus. Déposez-le sur ce champ.",
        error_messages={"required": "Choisissez le courriel à classer."},
        widget=forms.ClearableFileInput(attrs={"accept": ".eml,message/rfc822"}),
    )  # fmt: skip
    shared = forms.BooleanField(label="Partager ce courriel avec la structure et les réseaux qui suivent ce dossier", required=False)


class PiecesForm(forms.Form):
    """The model list, ticked; and papers that it does not have."""

    kinds = forms.MultipleChoiceField(label="Pièces", widget=CheckboxGroup, required=False)
    others = forms.CharField(
        label="Autres pièces", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Une par ligne. Les comptes se demandent par la liste : eux seuls sont fermés aux réseaux.",
    )  # fmt: skip
    due = forms.DateField(label="Au plus tard le", validators=[to_come])
    message = forms.CharField(
        label="Message",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Il accompagne la liste dans le courriel.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = {kind.code: kind for kind in queries.kinds_on(today())}
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(code, kind.label) for code, kind in self.by_code.items()]
        kinds.initial = list(self.by_code)
        self.fields["due"].initial = today() + timedelta(days=param(PIECES_DAYS))

    def clean_kinds(self) -> list[PieceKind]:
        return [self.by_code[code] for code in self.cleaned_data["kinds"]]

    def clean_others(self) -> list[str]:
        return [line.strip()[:160] for line in self.cleaned_data["others"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("kinds") and not cleaned.get("others"):
            self.add_error("kinds", policies.NOTHING.sentence)
        return cleaned


class AskForm(PiecesForm, StructureChoice):
    """The same for one dossier: what is already awaited there is not ticked."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        asked = queries.kinds_asked(case)
        self.fields["kinds"].initial = [code for code, kind in self.by_code.items() if kind.pk not in asked]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kinds", "others", "due", "message")}
