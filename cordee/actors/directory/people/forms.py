"""Posts and contacts, as one types them. A person is looked for before being written: nobody is known twice by those who may see them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from cordee.actors.directory.children.forms import ChildForm, DatedForm, plausible
from cordee.actors.directory.models import Person, Position
from cordee.actors.directory.people import queries
from cordee.core.ui.forms import RadioCards

OTHER = "autre"
WHO = ("first_name", "last_name", "email", "phone", "channel")
KNOWN_ALREADY = "Une personne de ce nom est déjà connue : choisissez-la, ou dites que c'en est une autre. Votre saisie est conservée."


class WhoForm(forms.Form):
    """The part of a form that says who: someone typed, found again among the persons that the actor may see, or new."""

    first_name = forms.CharField(label="Prénom", max_length=80, required=False)
    last_name = forms.CharField(label="Nom", max_length=80, required=False)
    email = forms.EmailField(label="Courriel", required=False)
    phone = forms.CharField(label="Téléphone", max_length=20, required=False)
    channel = forms.ChoiceField(label="À joindre de préférence par", choices=Person.Channel.choices, required=False)
    known = forms.CharField(label="Personnes déjà connues", required=False, max_length=40)

    actor: Any

    def offer_known(self, typed: dict[str, Any]) -> list[Person]:
        """The persons who answer to what is typed, as choices of `known`."""
        found = queries.known_persons(self.actor, typed.get("first_name", ""), typed.get("last_name", ""), typed.get("email", ""))
        choices = [(str(person.public_id), queries.say_where(person)) for person in found]
        if found:
            self.fields["known"].widget = forms.Select(choices=[("", "Choisir"), *choices, (OTHER, "C'est une autre personne")])
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


def hide_known(form: forms.BaseForm) -> None:
    """The question is asked only once someone of that name is known."""
    form.fields["known"].widget = forms.HiddenInput()


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
        self.fields["signs"].help_text = "La direction et la présidence signent dès leur arrivée ; cochez pour qui a reçu délégation."
        if self.instance.pk:
            for name in (*WHO, "known", "vacant"):
                del self.fields[name]
            if self.instance.is_vacant:
                del self.fields["signs"]
        else:
            hide_known(self)

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
        return cleaned

    def values(self) -> dict[str, Any]:
        if self.instance.pk:
            return super().values()
        signs = self.person is not None and (self.cleaned_data["signs"] or self.cleaned_data["title"] in queries.SIGNING)
        return super().values() | {"person": self.person, "signs": signs}


class LeaveForm(WhoForm):
    """The end of someone's time in a post, and what follows; for a vacant post, the name of who takes it."""

    on = forms.DateField(label="Dernier jour", initial=timezone.localdate, help_text="Ce jour est compris.", validators=[plausible])
    then = forms.ChoiceField(
        label="Et ensuite",
        widget=RadioCards(
            hints={
                "replaced": "La personne qui suit prend le poste le lendemain.",
                "vacant": "La fiche dit que le poste est vacant, et depuis quand.",
                "nothing": "Le poste n'existe plus, ou quelqu'un d'autre l'occupe déjà.",
            }
        ),
        choices=[
            ("replaced", "Une autre personne lui succède"),
            ("vacant", "Le poste devient vacant"),
            ("nothing", "Rien de plus"),
        ],
    )
    end_access = forms.BooleanField(label="Retirer aussi son accès à Cordée", required=False)
    sections = [
        ("Le départ", ["on", "end_access", "then"]),
        ("La personne qui suit", ["first_name", "last_name", "email", "phone", "channel", "known"]),
    ]

    def __init__(self, *args: Any, actor: Any, position: Position, has_access: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if not has_access:
            del self.fields["end_access"]
        if position.is_vacant:
            del self.fields["then"]
            self.fields["on"].label = "Dernier jour de la vacance"
            self.sections = [("La fin de la vacance", ["on"]), ("La personne nommée", self.sections[1][1])]
        hide_known(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.successor: Person | None = None
        if cleaned.get("end_access") and cleaned.get("on") and cleaned["on"] > timezone.localdate():
            self.add_error("end_access", "Le départ est à venir, et un accès se retire tout de suite : vous le retirerez ce jour-là.")
        if cleaned.get("then", "replaced") == "replaced":
            if cleaned.get("last_name"):
                self.successor = self.whom(cleaned)
            else:
                self.add_error("last_name", "Indiquez le nom de la personne qui prend ce poste.")
        return cleaned


class ContactForm(ChildForm):
    """Someone's name and how to reach them: the same on every sheet where they are."""

    class Meta:
        model = Person
        fields = WHO
