"""What people type of campaigns."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone

from cordee.actors.directory.models import Agreement, Organisation
from cordee.actors.directory.people.forms import WhoForm, hide_known
from cordee.actors.directory.queries import with_agreement, with_role
from cordee.actors.partners.forms import pick
from cordee.actors.territory.models import NATIONAL
from cordee.core.access import Actor
from cordee.core.parameters import places_within
from cordee.core.ui.forms import RadioCards
from cordee.core.ui.picks import PickField
from cordee.tools.surveys.models import Campaign, Invitation, Version
from cordee.tools.surveys.policies import WIDE

NO_ADDRESS = "Un lien par courriel demande une adresse : donnez-la, ou choisissez « Lien remis » ou « Papier »."
LASTS = timedelta(days=30)


def asked_of(actor: Actor) -> list[tuple[str, str]]:
    """The version in service of each questionnaire that this actor may use."""
    return [(str(key), title) for key, title in in_service(actor).values_list("public_id", "questionnaire__title")]


def in_service(actor: Actor) -> Any:
    rows = Version.objects.visible_to(actor).filter(state=Version.State.PUBLISHED, questionnaire__state="active")
    return rows.order_by("questionnaire__sort_key", "questionnaire_id", "-number").distinct("questionnaire__sort_key", "questionnaire_id")


def asked_at_first(actor: Actor, questionnaire: UUID | None) -> str:
    """The questionnaire from whose page one comes, already chosen."""
    version = in_service(actor).filter(questionnaire__public_id=questionnaire).first() if questionnaire else None
    return str(version.public_id) if version else ""


class CampaignForm(forms.ModelForm):
    asked = forms.ChoiceField(label="Questionnaire", help_text="La version en service aujourd'hui. Elle ne changera pas en cours de route.")
    place = forms.ChoiceField(label="Territoire", help_text="Qui tient ce territoire lit la campagne et ses réponses.")
    sections: ClassVar = [
        ("Ce qui est demandé", ["asked", "name", "why"]),
        ("À qui", ["target", "anonymous", "place"]),
        ("Quand", ["opens_on", "closes_at", "reminders", "reminder_days"]),
    ]

    class Meta:
        model = Campaign
        fields = ("name", "why", "target", "anonymous", "opens_on", "closes_at", "reminders", "reminder_days")
        labels = {"name": "Nom de la campagne", "why": "Pourquoi cette demande", "target": "Qui répond"}
        widgets = {
            "why": forms.Textarea(attrs={"rows": 3}),
            "target": RadioCards(
                hints={
                    "structures": "Une réponse par structure, par un lien personnel.",
                    "persons": "Une réponse par personne nommée, par un lien personnel.",
                    "anyone": "Un seul lien, à afficher ou à diffuser. Personne n'est relancé.",
                }
            ),
        }
        help_texts = {
            "why": "Une ou deux phrases, lues sur le premier écran et dans le courriel.",
            "anonymous": "Rien ne reliera une réponse à qui l'a donnée. Une fois la campagne ouverte, cela ne change plus.",
            "opens_on": "Les courriels partent ce jour-là.",
            "reminders": "De 0 à 6. Elles s'arrêtent dès que la personne a répondu.",
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.order_fields([name for _, names in self.sections for name in names])  # what is to be taken up is told from top to bottom
        self.fields["target"].choices = Campaign.Target.choices  # type: ignore[attr-defined]
        if self.instance.pk:
            for name in ("asked", "place"):
                del self.fields[name]
            if self.instance.state != Campaign.State.PREPARED:
                for name in ("why", "target", "anonymous", "opens_on"):
                    del self.fields[name]
            return
        self.fields["asked"].choices = [("", "Choisissez…"), *asked_of(actor)]  # type: ignore[attr-defined]
        self.fields["place"].choices = self._places()  # type: ignore[attr-defined]
        self.initial.setdefault("opens_on", timezone.localdate())
        evening = datetime.combine(timezone.localdate() + LASTS, time(23, 0))
        self.initial.setdefault("closes_at", timezone.make_aware(evening))

    def _places(self) -> list[tuple[str, str]]:
        own = [(code, label) for code, label in places_within(self.actor.zones) if code and not code.startswith("R")]
        wide = [(NATIONAL, "Plusieurs départements")] if self.actor.profile in WIDE else []
        return [*wide, *own] if len(own) + len(wide) == 1 else [("", "Choisissez…"), *wide, *own]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_on") or self.instance.opens_on, cleaned.get("closes_at")
        if opens and closes and timezone.localtime(closes).date() < opens:
            self.add_error("closes_at", "La clôture ne peut pas précéder l'ouverture.")
        elif closes and closes <= timezone.now():
            self.add_error("closes_at", "Cette clôture est passée : indiquez un jour à venir.")
        return cleaned

    @property
    def version(self) -> Version:
        found: Version = Version.objects.visible_to(self.actor).get(public_id=self.cleaned_data["asked"])
        return found

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data}


class CriteriaForm(forms.Form):
    """Structures chosen by what they are. Asked by the address of the page: the names are shown before anyone is invited."""

    type = forms.ChoiceField(label="Conventionnement", required=False)
    departement = forms.ChoiceField(label="Territoire", required=False)
    says_optional = False

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["type"].choices = [("", "Tous"), *Agreement.Type.choices]  # type: ignore[attr-defined]
        own = [(code, label) for code, label in places_within(actor.zones) if code and not code.startswith("R")]
        self.fields["departement"].choices = [("", "Tous les vôtres"), *own]  # type: ignore[attr-defined]

    def organisations(self) -> Any:
        """Accompanied structures that the actor sees."""
        rows: Any = Organisation.objects.visible_to(self.actor).filter(with_role("beneficiary"), merged_into=None)
        if type_ := self.cleaned_data["type"]:
            rows = rows.filter(with_agreement(type_))
        if place := self.cleaned_data["departement"]:
            rows = rows.filter(zone__startswith=place) if "-" not in place else rows.filter(zone=place)
        return rows.select_related("commune__department")


class OneForm(WhoForm):
    """Someone to invite by name: a structure, or a person."""

    organisation = PickField(label="Structure", help_text="Les premières lettres de son nom.", required=False)
    channel_of = forms.ChoiceField(
        label="Comment",
        choices=[(c.value, c.label) for c in (Invitation.Channel.MAIL, Invitation.Channel.LINK, Invitation.Channel.PAPER)],
        help_text="Sans adresse électronique, remettez un lien ou le papier.",
    )

    def __init__(self, *args: Any, actor: Actor, persons: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.persons = actor, persons
        for name in ("phone", "channel") if persons else ("phone", "channel", "first_name", "last_name", "email", "known"):
            del self.fields[name]
        pick(self, "organisation", actor)
        if persons:
            hide_known(self)
            self.fields["organisation"].label = "Sa structure"
            self.fields["last_name"].required = True
            self.fields["last_name"].error_messages["required"] = "Indiquez le nom de la personne."
        else:
            self.fields["organisation"].required = True
            self.fields["organisation"].error_messages["required"] = "Indiquez la structure."
        self.order_fields(["first_name", "last_name", "email", "known", "organisation", "channel_of"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.person = None
        if self.persons and cleaned.get("last_name"):
            self.person = self.whom(cleaned)
            if self.person and not self.person.email and cleaned.get("channel_of") == Invitation.Channel.MAIL:
                self.add_error("email", NO_ADDRESS)
        return cleaned


class ChannelForm(forms.Form):
    channel = forms.ChoiceField(
        label="Comment cette réponse vous est parvenue",
        widget=RadioCards(),
        choices=[(c.value, c.label) for c in (Invitation.Channel.PAPER, Invitation.Channel.PHONE, Invitation.Channel.MEETING)],
    )
