"""Posts and contacts, as one types them. A person is looked for before being written: nobody is known twice by those who may see them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cordee.actors.directory.children.forms import ChildForm, DatedForm
from cordee.actors.directory.models import Person, Position
from cordee.actors.directory.people import queries

OTHER = "autre"
WHO = ("first_name", "last_name", "email", "phone", "channel")
#: posts whose holders sign for the organisation, unless it says otherwise
SIGNING = (Position.Title.DIRECTOR, Position.Title.PRESIDENT)
KNOWN_ALREADY = "Une personne de ce nom est déjà connue : choisissez-la, ou dites que c'en est une autre. Votre saisie est conservée."


class WhoForm(forms.Form):
    """The part of a form that says who: someone typed, found again among the persons that the actor may see, or new."""

    first_name = forms.CharField(label="Prénom", max_length=80, required=False)
    last_name = forms.CharField(label="Nom", max_length=80, required=False)
    email = forms.EmailField(label="Courriel", required=False)
    phone = forms.CharField(label="Téléphone", max_length=20, required=False)
    channel = forms.ChoiceField(label="Préfère être joint·e par", choices=Person.Channel.choices, required=False)
    known = forms.ChoiceField(label="Personnes déjà connues", required=False, choices=[])

    actor: Any

    def offer_known(self, typed: dict[str, Any]) -> list[Person]:
        """The persons who answer to what is typed, as choices of `known`."""
        found = queries.known_persons(self.actor, typed.get("first_name", ""), typed.get("last_name", ""), typed.get("email", ""))
        choices = [(str(person.public_id), queries.say_where(person)) for person in found]
        field: Any = self.fields["known"]
        field.choices = [("", "Choisir"), *choices, (OTHER, "C'est une autre personne")]
        return found

    def whom(self, cleaned: dict[str, Any]) -> Person | None:
        """The person meant; adds the question when several answers are possible."""
        found = self.offer_known(cleaned)
        answer = self.data.get("known", "")
        chosen = next((person for person in found if str(person.public_id) == answer), None)
        if chosen:
            return chosen
        if found and answer != OTHER:
            self.add_error("known", KNOWN_ALREADY)
            return None
        return Person(**{name: cleaned.get(name, "") for name in WHO} | {"channel": cleaned.get("channel") or Person.Channel.EMAIL})


class PositionForm(WhoForm, DatedForm):
    """A post and who holds it. An existing post changes its dates and its words; its holder changes by leaving or being replaced."""

    vacant = forms.BooleanField(label="Ce poste est vacant : personne ne l'occupe", required=False)
    sections: ClassVar = [
        ("Le poste", ["title", "label", "period", "signs", "vacant"]),
        ("La personne", ["first_name", "last_name", "email", "phone", "channel", "known"]),
    ]

    class Meta:
        model = Position
        fields = ("title", "label", "period", "signs")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].help_text = "Tel que la personne le porte : directrice, président par intérim, comptable…"
        self.fields["signs"].help_text = "La direction et la présidence signent d'ordinaire ; cochez aussi pour qui a reçu délégation."
        if self.instance.pk:
            for name in (*WHO, "known", "vacant"):
                del self.fields[name]
            if self.instance.is_vacant:
                del self.fields["signs"]
        elif not self.data.get("known") and "known" in self.fields:
            self.fields["known"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.person: Person | None = None
        if self.instance.pk:
            return cleaned
        if cleaned.get("vacant"):
            cleaned["signs"] = False
        elif not cleaned.get("last_name"):
            self.add_error("last_name", "Indiquez le nom de la personne, ou cochez « Ce poste est vacant ».")
        else:
            self.person = self.whom(cleaned)
            if "known" in self.errors:
                self.fields["known"].widget = forms.Select(choices=self.fields["known"].choices)  # type: ignore[attr-defined]
        return cleaned

    def values(self) -> dict[str, Any]:
        return super().values() if self.instance.pk else super().values() | {"person": self.person}


class ContactForm(ChildForm):
    """Someone's name and how to reach them: the same on every sheet where they are."""

    class Meta:
        model = Person
        fields = WHO
