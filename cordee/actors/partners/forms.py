"""What people type of committees and meetings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from django import forms

from cordee.actors.directory.children.sheet_forms import organisations_named, with_town
from cordee.actors.directory.people.forms import WhoForm, hide_known
from cordee.actors.partners.minutes import draft_of, opinion_said
from cordee.actors.partners.models import AgendaItem, Attendance, Committee, Meeting, Member, Opinion, Work
from cordee.actors.partners.subjects import Candidate
from cordee.actors.territory.models import Region
from cordee.core.access import Actor
from cordee.core.files.kinds import ACCEPTED
from cordee.core.formats import date_fr
from cordee.core.parameters import places_within
from cordee.core.ui.forms import FrIntegerField, RadioCards
from cordee.core.ui.periods import PeriodField
from cordee.core.ui.picks import PickField

LONG = forms.Textarea(attrs={"rows": 4})
NEEDS_WHY = (Opinion.Value.RESERVED, Opinion.Value.AGAINST)


def pick(form: forms.BaseForm, name: str, actor: Actor, kept: Any = None) -> None:
    """An organisation by its name, among those that the actor may see."""
    field: Any = form.fields[name]
    field.search, field.say, field.kept = partial(organisations_named, actor), with_town, kept


class CommitteeForm(forms.ModelForm):
    place = forms.ChoiceField(
        label="Territoire", help_text="Un comité de région est lu par ses membres et par le niveau régional, non par chaque DLA."
    )
    period = PeriodField(start_required=True, help_text="Ces deux jours sont compris. Laissez la fin vide si elle n'est pas fixée.")
    quorum = FrIntegerField(
        label="Quorum", required=False, help_text="Nombre de sièges présents ou représentés. Laissez vide s'il n'y en a pas."
    )
    sections: ClassVar = [("Le comité", ["kind", "name", "place", "purpose"]), ("Son fonctionnement", ["period", "quorum"])]

    class Meta:
        model = Committee
        fields = ("kind", "name", "purpose", "period", "quorum")
        widgets = {"purpose": LONG}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["place"]
        else:
            self.fields["place"].choices = [("", "Choisissez…"), *places_within(actor.zones)]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def zone(self) -> str:
        return "" if self.region else str(self.cleaned_data["place"])

    @property
    def region(self) -> Region | None:
        place = str(self.cleaned_data["place"])
        return Region.objects.filter(code=place.removeprefix("R")).first() if place.startswith("R") else None


class MemberForm(WhoForm):
    """A seat: the organisation that holds it, and the person who sits, when there is one."""

    organisation = PickField(
        label="Organisation", help_text="Les premières lettres de son nom.", error_messages={"required": "Indiquez l'organisation."}
    )
    seat = forms.CharField(
        label="Siège", max_length=120, help_text="Ce qu'elle représente : « Réseaux de l'insertion », « Communauté de communes »."
    )
    period = PeriodField(start_required=True, help_text="Ces deux jours sont compris. Le comité lui est ouvert pendant cette période.")
    sections: ClassVar = [
        ("Le siège", ["organisation", "seat", "period"]),
        ("La personne qui siège", ["first_name", "last_name", "email", "known"]),
    ]

    def __init__(self, *args: Any, actor: Actor, member: Member | None = None, **kwargs: Any) -> None:
        person = member.person if member else None
        known = {name: getattr(person, name) for name in ("first_name", "last_name", "email")} if person else {}
        initial = {"organisation": member.organisation, "seat": member.seat, "period": member.period, **known} if member else {}
        kwargs["initial"] = initial | kwargs.pop("initial", {})
        super().__init__(*args, **kwargs)
        self.actor, self.member = actor, member
        for name in ("phone", "channel"):
            del self.fields[name]
        self.fields[
            "last_name"
        ].help_text = "Laissez vide si l'organisation désigne quelqu'un à chaque réunion. Aucun compte n'est nécessaire."
        pick(self, "organisation", actor, member.organisation if member else None)
        hide_known(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.person = self.member.person if self.member else None
        if not cleaned.get("last_name"):
            self.person = None
        elif not self.person or {"first_name", "last_name", "email"} & set(self.changed_data):
            self.person = self.whom(cleaned)
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("organisation", "seat", "period")} | {"person": self.person}


class WorkForm(forms.ModelForm):
    class Meta:
        model = Work
        fields = ("kind", "title", "decided_on", "published_on", "note")

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class MeetingForm(forms.ModelForm):
    visio_url = forms.URLField(label="Lien de visioconférence", required=False, assume_scheme="https")

    class Meta:
        model = Meeting
        fields = ("starts_at", "place", "visio_url", "note")
        widgets = {"note": LONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].help_text = "Adresse et salle."
        self.fields["note"].help_text = "Il figure dans la convocation."
        self.fields["visio_url"].help_text = "L'un des deux suffit : un lieu, ou un lien."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("starts_at")
        if day and not 2000 <= day.year <= 2100:
            self.add_error("starts_at", "Écrivez le jour et l'heure ainsi : 12/04/2027 18:00. Votre saisie est conservée.")
        return cleaned

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ItemForm(forms.ModelForm):
    organisation = PickField(
        label="Organisation concernée", required=False, help_text="Les premières lettres de son nom, si le point porte sur elle."
    )

    class Meta:
        model = AgendaItem
        fields = ("title", "detail", "organisation", "asks_opinion")
        widgets = {"detail": LONG}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["detail"].help_text = "Lu par les membres, sauf par qui déclare un lien d'intérêt."
        pick(self, "organisation", actor, self.instance.organisation if self.instance.pk else None)

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class DossiersForm(forms.Form):
    """The dossiers to put on the agenda, in the order of their request."""

    dossiers = forms.MultipleChoiceField(
        label="Dossiers",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un dossier.", "invalid_choice": "Ce dossier n'est plus proposé : relisez la liste."},
    )
    asks_opinion = forms.BooleanField(label="Un avis est demandé aux membres", required=False, initial=True)

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        said = [(str(one.thread_id), f"{one.title} · {one.detail}" if one.detail else one.title) for one in candidates]
        self.fields["dossiers"].choices = said  # type: ignore[attr-defined]

    def chosen(self) -> list[Candidate]:
        ticked = set(self.cleaned_data["dossiers"])
        return [one for one in self.candidates if str(one.thread_id) in ticked]


class PaperForm(forms.Form):
    upload = forms.FileField(label="Fichier", help_text=f"{ACCEPTED}.", error_messages={"required": "Choisissez le fichier à joindre."})
    label = forms.CharField(label="Intitulé", max_length=120, help_text="Ce que les membres liront : « Synthèse du diagnostic ».")


class MemberChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class OpinionForm(forms.Form):
    """For oneself; `members` adds the question « whose », for the animator who notes what a member said."""

    member = MemberChoice(
        label="Membre", queryset=Member.objects.none(), error_messages={"required": "Choisissez le membre qui donne cet avis."}
    )
    value = forms.ChoiceField(label="Avis", choices=Opinion.Value.choices, widget=RadioCards)
    text = forms.CharField(
        label="Motif ou remarque",
        max_length=2000,
        required=False,
        widget=LONG,
        help_text="Demandé pour une réserve ou un avis défavorable.",
    )

    def __init__(self, *args: Any, members: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if members is None:
            del self.fields["member"]
        else:
            self.fields["member"].queryset = members  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("value") in NEEDS_WHY and not cleaned.get("text", "").strip():
            self.add_error("text", "Une réserve ou un avis défavorable se motive : dites pourquoi. Votre choix est conservé.")
        return cleaned


class InterestForm(forms.Form):
    member = MemberChoice(
        label="Membre", queryset=Member.objects.none(), error_messages={"required": "Choisissez le membre qui déclare ce lien."}
    )
    reason = forms.CharField(
        label="Nature du lien",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Par exemple : « Je siège à son conseil d'administration », « Nous sommes son prestataire ».",
        error_messages={"required": "Dites en quelques mots quel est ce lien."},
    )

    def __init__(self, *args: Any, members: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if members is None:
            del self.fields["member"]
        else:
            self.fields["member"].queryset = members  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Indiquez pourquoi ce lien d'intérêt est levé : le fil le garde."},
    )


class MinutesForm(forms.Form):
    """One screen after the meeting: who was there, what follows each point, the text."""

    says_optional = False
    minutes = forms.CharField(label="Compte rendu", max_length=20000, required=False, widget=forms.Textarea(attrs={"rows": 10}))
    upload = forms.FileField(label="Pièce jointe", required=False, help_text=f"Feuille d'émargement, présentation. {ACCEPTED}.")

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        members: list[Any],
        items: list[Any],
        attendances: dict[int, Attendance],
        former: Sequence[Meeting] = (),
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"minutes": meeting.minutes or draft_of(meeting, items)}
        super().__init__(*args, **kwargs)
        self.members, self.items, self.former = members, items, former
        self._ask_presences(attendances)
        for item in items:
            self.fields[f"suite-{item.pk}"] = forms.CharField(
                label=item.title, max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
                initial=item.decision or opinion_said(item),
            )  # fmt: skip
        for one in former:
            label = f"Le compte rendu de la réunion du {date_fr(one.starts_at)} est adopté"
            self.fields[f"adopte-{one.pk}"] = forms.BooleanField(label=label, required=False, initial=bool(one.adopted_in_id))
        self.sections = [
            ("Présences", [f"{what}-{m.pk}" for m in members for what in ("presence", "par")]),
            ("Suite donnée à chaque point", [f"suite-{item.pk}" for item in items]),
            *([("Réunions précédentes", [f"adopte-{one.pk}" for one in former])] if former else []),
            ("Le texte", ["minutes", "upload"]),
        ]

    def _ask_presences(self, attendances: dict[int, Attendance]) -> None:
        seats = [("", "Personne"), *((str(m.pk), str(m)) for m in self.members)]
        for member in self.members:
            known = attendances.get(member.pk)
            self.fields[f"presence-{member.pk}"] = forms.ChoiceField(
                label=str(member),
                required=False,
                choices=[("", "Pas encore noté"), *Attendance.Status.choices],
                initial=known.status if known else "",
            )
            self.fields[f"par-{member.pk}"] = forms.ChoiceField(
                label=f"{member.organisation}, représenté·e par",
                required=False,
                choices=[seat for seat in seats if seat[0] != str(member.pk)],
                initial=str(known.by_id or "") if known else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for member in self.members:
            represented = cleaned.get(f"presence-{member.pk}") == Attendance.Status.REPRESENTED
            by = cleaned.get(f"par-{member.pk}")
            if represented and not by:
                self.add_error(f"par-{member.pk}", f"Dites par quel membre {member.organisation} est représenté·e.")
            elif by and not represented:
                self.add_error(
                    f"presence-{member.pk}", f"{member.organisation} a un représentant : choisissez « Représenté·e », ou retirez-le."
                )
        return cleaned

    def attendance(self) -> dict[int, tuple[str, int | None]]:
        c = self.cleaned_data
        return {m.pk: (c[f"presence-{m.pk}"], int(c[f"par-{m.pk}"]) if c[f"par-{m.pk}"] else None) for m in self.members}

    def adopted(self) -> dict[int, bool]:
        return {one.pk: self.cleaned_data[f"adopte-{one.pk}"] for one in self.former}

    def decisions(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[f"suite-{item.pk}"] for item in self.items}
