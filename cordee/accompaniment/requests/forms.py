"""What people type of a request: a visitor, a structure or a network with its account, an officer for who telephoned."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.requests.actions import Filed, Named
from cordee.accompaniment.requests.decisions import MotivesField
from cordee.accompaniment.requests.models import Request
from cordee.accompaniment.requests.self_check import QUESTIONS
from cordee.actors.directory.models import Organisation, Person
from cordee.actors.directory.numbers import check_siret
from cordee.actors.territory.forms import CommuneField
from cordee.core.asked import plain
from cordee.core.channels import ChannelFields
from cordee.core.files.kinds import ACCEPTED
from cordee.core.ui.forms import RadioCards, SiretField

Asker, Origin = Request.Asker, Case.Origin
MOST_FILES, MOST_STRUCTURES = 5, 40
NUMBER = re.compile(r"\d[\d\s\u00a0\u202f]{12,}\d")
ORIGINS = {
    Origin.ALONE: "L'idée vient de vous.",
    Origin.COLLECTIVE: "Vous êtes plusieurs à le vouloir.",
    Origin.NETWORK: "Votre réseau vous l'a conseillé.",
    Origin.DLA: "Le DLA vous l'a proposé : c'est à vous de le demander.",
    Origin.INJUNCTION: "Un financeur ou une administration vous le demande.",
    Origin.RELAY: "Un partenaire vous accompagnait : le DLA prendrait la suite.",
}


TO_ANSWER = "Pour vous répondre"


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, or none."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_FILES:
            raise ValidationError(f"Joignez {MOST_FILES} fichiers au plus : les autres se donnent au premier échange.")
        return [super(FilesField, self).clean(one, initial) for one in files]


class SelfCheckForm(forms.Form):
    """Five questions, all optional: nothing is kept of them but the word that they give."""

    says_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.code] = forms.ChoiceField(
                label=question.label, choices=question.choices, required=False, widget=RadioCards
            )


class RequestForm(forms.Form):
    """`own`: the sheet of whoever is signed in, a structure or a network: what it holds is not asked again."""

    asker = forms.ChoiceField(label="Vous déposez cette demande pour", choices=Asker.choices, widget=RadioCards, initial=Asker.STRUCTURE)
    network_name = forms.CharField(label="Nom du réseau", max_length=200, required=False)
    name = forms.CharField(
        label="Nom de la structure", max_length=200, error_messages={"required": "Indiquez le nom de la structure à accompagner."}
    )
    siret = SiretField(label="SIRET", required=False, validators=[check_siret], help_text="14 chiffres, si vous l'avez sous la main.")
    commune = CommuneField(label="Commune", help_text="C'est elle qui dit quel DLA reçoit la demande.")
    others = forms.CharField(
        label="Les autres structures", required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Une par ligne : son nom, puis son SIRET si vous l'avez.",
    )  # fmt: skip
    need = forms.CharField(
        label="Votre besoin", max_length=6000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Avec vos mots : où vous en êtes, ce que vous attendez. Quelques phrases suffisent.",
        error_messages={"required": "Décrivez votre besoin en quelques phrases."},
    )  # fmt: skip
    motives = MotivesField(
        label="Dans quelles structures vous reconnaissez-vous",
        required=False,
        help_text="Nul besoin d'un problème : l'envie d'avancer est une bonne raison.",
    )
    elsewhere = forms.CharField(
        label="Qui vous accompagne déjà sur ce besoin", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Un autre dispositif, un réseau, un conseil : et ce qui reste à faire. Le DLA complète, il ne refait pas.",
    )  # fmt: skip
    origin = forms.ChoiceField(
        label="D'où vient cette demande", choices=Origin.choices, initial=Origin.ALONE,
        widget=RadioCards(hints={str(key): hint for key, hint in ORIGINS.items()}),
    )  # fmt: skip
    origin_body = forms.CharField(
        label="Par qui", max_length=200, required=False, help_text="L'institution qui le demande, ou le partenaire qui vous accompagnait."
    )
    last_name = forms.CharField(label="Votre nom", max_length=80, error_messages={"required": "Indiquez votre nom."})
    first_name = forms.CharField(label="Votre prénom", max_length=80, required=False)
    function = forms.CharField(
        label="Votre fonction", max_length=120, help_text="Direction, présidence, coordination…",
        error_messages={"required": "Indiquez votre fonction : direction, présidence, coordination…"},
    )  # fmt: skip
    email = forms.EmailField(
        label="Courriel", required=False, help_text="Pour recevoir l'accusé de réception et les réponses. Un téléphone suffit aussi."
    )
    phone = forms.CharField(label="Téléphone", max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    papers = FilesField(label="Pièces jointes", required=False, help_text=f"{MOST_FILES} fichiers au plus. {ACCEPTED}.")
    verdict = forms.CharField(required=False, max_length=9, widget=forms.HiddenInput)
    sections: ClassVar = [
        ("La structure", ["asker", "network_name", "name", "siret", "commune", "others"]),
        ("Le besoin", ["need", "motives", "elsewhere"]),
        ("L'origine", ["origin", "origin_body"]),
        (TO_ANSWER, ["last_name", "first_name", "function", "email", "phone"]),
        ("Avec la demande", ["papers", "consent", "website"]),
    ]
    NOBODY = "Indiquez un téléphone ou un courriel : il faut pouvoir vous répondre."
    PARTNER = "le partenaire qui vous accompagnait"
    #: what a network's own account, or a structure's, already says
    KNOWN: ClassVar = {"structure": ("name", "siret", "commune", "network_name"), "network": ("network_name", "asker")}

    def __init__(self, *args: Any, own: Organisation | None = None, profile: str = "", person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.profile, self.person = own, profile, person
        if own:
            for name in self.KNOWN[profile]:
                del self.fields[name]
            if profile == "structure":
                self.fields["asker"].choices = [c for c in Asker.choices if c[0] != Asker.NETWORK]  # type: ignore[attr-defined]
        if person:
            for name in ("last_name", "first_name", "email", "phone"):
                del self.fields[name]

    def clean_others(self) -> list[Named]:
        """A line = a structure; the figures in it, its SIRET."""
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if len(lines) > MOST_STRUCTURES:
            raise ValidationError(f"{MOST_STRUCTURES} structures au plus : les autres s'ajoutent au dossier. Votre saisie est conservée.")
        return [self._line(rank, line) for rank, line in enumerate(lines, 1)]

    def _line(self, rank: int, line: str) -> Named:
        found = NUMBER.search(line)
        siret = re.sub(r"\D", "", found.group()) if found else ""
        name = (line.replace(found.group(), "") if found else line).strip(" ,;:-–\t")
        if found:
            try:
                SiretField().clean(siret)
                check_siret(siret)
            except ValidationError as wrong:
                raise ValidationError(f"Ligne {rank} : {' '.join(wrong.messages)}") from wrong
        if not name:
            raise ValidationError(f"Ligne {rank} : indiquez le nom de la structure. Votre saisie est conservée.")
        return Named(name[:200], siret)

    def clean_verdict(self) -> str:
        verdict: str = self.cleaned_data["verdict"]
        return verdict if verdict in Request.Verdict.values else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        asker, origin = self._asker(cleaned), cleaned.get("origin")
        if asker == Asker.COLLECTIVE and "others" not in self.errors and not cleaned.get("others"):
            self.add_error("others", "Une démarche à plusieurs : indiquez au moins une autre structure.")
        if asker == Asker.NETWORK and not self.own and not cleaned.get("network_name"):
            self.add_error("network_name", "Indiquez le nom du réseau qui dépose la demande.")
        if origin in (Origin.INJUNCTION, Origin.RELAY) and not cleaned.get("origin_body"):
            who = "l'institution qui le demande" if origin == Origin.INJUNCTION else self.PARTNER
            self.add_error("origin_body", f"Indiquez {who}.")
        if not self.person and not (cleaned.get("email") or cleaned.get("phone")) and "email" not in self.errors:
            self.add_error("phone", self.NOBODY)
        return cleaned

    def _asker(self, cleaned: dict[str, Any]) -> str:
        return Asker.NETWORK if self.own and self.profile == "network" else cleaned.get("asker", "")

    def filed(self) -> Filed:
        c = self.cleaned_data
        asker = self._asker(c)
        first = Named.of(self.own) if self.own and self.profile == "structure" else Named(c["name"], c["siret"], c["commune"])
        several = asker != Asker.STRUCTURE
        values = {name: c[name] for name in ("function", "origin", "need", "elsewhere")}
        values |= {"asker": asker, "answered_elsewhere": bool(c["elsewhere"]), "self_check": c["verdict"]}
        values["origin_body"] = c["origin_body"] if c["origin"] in (Origin.INJUNCTION, Origin.RELAY) else ""
        return Filed(
            values=values, structures=[first, *(c["others"] if several else [])], contact=self._contact(), network=self._network(asker),
            motives=c["motives"], uploads=c["papers"],
        )  # fmt: skip

    def _contact(self) -> Person:
        c = self.cleaned_data
        if self.person:
            return self.person
        by = Person.Channel.EMAIL if c["email"] else Person.Channel.PHONE
        return Person(**{name: c[name] for name in ("first_name", "last_name", "email", "phone")}, channel=by)

    def _network(self, asker: str) -> Named | None:
        if asker != Asker.NETWORK:
            return None
        return Named.of(self.own) if self.own else Named(self.cleaned_data["network_name"])


class PublicForm(RequestForm):
    """What anyone fills: it says what becomes of the data, and holds a field that only machines fill."""

    consent = forms.BooleanField(
        label="J'ai lu ce que deviennent ces informations",
        help_text="Elles servent au DLA de votre territoire à vous répondre et à vous accompagner : à personne d'autre sans accord.",
        error_messages={"required": "Cochez cette case après avoir lu ce que deviennent vos informations."},
    )
    website = forms.CharField(label="Laissez ce champ vide", required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def clean_website(self) -> str:
        if plain(self.cleaned_data["website"]):
            raise ValidationError("Ce champ doit rester vide : effacez-le, puis envoyez de nouveau.")
        return ""


class RecordForm(ChannelFields, RequestForm):
    """A request that came by post, by telephone or in person: its sentences speak of the structure to the officer who writes."""

    WORDS: ClassVar = {
        "asker": ("Demande déposée par", ""),
        "network_name": ("Nom du réseau", "Seulement si un réseau demande."),
        "siret": ("SIRET", "14 chiffres, s'il est connu."),
        "others": ("Les autres structures", "Pour une démarche à plusieurs. Une par ligne : son nom, puis son SIRET s'il est connu."),
        "need": ("Le besoin", "Avec les mots de la structure : où elle en est, ce qu'elle attend."),
        "motives": ("Dans quelles structures elle se reconnaît", "Nul besoin d'un problème : l'envie d'avancer est une bonne raison."),
        "elsewhere": (
            "Qui accompagne déjà sur ce besoin",
            "Un autre dispositif, un réseau, un conseil : et ce qui reste à faire. Le DLA complète, il ne refait pas.",
        ),
        "origin_body": ("Par qui", "L'institution qui le demande, ou le partenaire qui accompagnait la structure."),
        "last_name": ("Nom", ""),
        "first_name": ("Prénom", ""),
        "function": ("Fonction", "Direction, présidence, coordination…"),
        "email": ("Courriel", "La personne y recevra l'accusé de réception et les réponses. Un téléphone suffit aussi."),
    }
    LACKING: ClassVar = {
        "need": "Décrivez le besoin en quelques phrases.",
        "last_name": "Indiquez le nom de la personne à qui répondre.",
        "function": "Indiquez la fonction de cette personne : direction, présidence, coordination…",
    }
    HINTS: ClassVar = {
        Origin.ALONE: "L'idée vient d'elle.",
        Origin.COLLECTIVE: "Elles sont plusieurs à le vouloir.",
        Origin.NETWORK: "Son réseau le lui a conseillé.",
        Origin.DLA: "Vous le lui avez proposé : c'est à elle de le demander.",
        Origin.INJUNCTION: "Un financeur ou une administration le lui demande.",
        Origin.RELAY: "Un partenaire l'accompagnait : le DLA prendrait la suite.",
    }
    NOBODY = "Indiquez un téléphone ou un courriel : il faut pouvoir répondre à cette personne."
    PARTNER = "le partenaire qui accompagnait la structure"
    sections: ClassVar = [
        ("Comment elle est arrivée", ["channel", "channel_on", "channel_note", "channel_upload"]),
        *[("Pour lui répondre" if title == TO_ANSWER else title, names) for title, names in RequestForm.sections],
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in self.WORDS.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        for name, sentence in self.LACKING.items():
            self.fields[name].error_messages["required"] = sentence
        self.fields["origin"].widget.hints = {str(key): hint for key, hint in self.HINTS.items()}
