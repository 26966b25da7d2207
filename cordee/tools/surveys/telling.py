"""The sentences of what happens to questionnaires, campaigns and answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from cordee.core.formats import counted, date_short
from cordee.core.journal import renders, thread_names
from cordee.core.models import Event
from cordee.tools.surveys.models import Campaign, Invitation, Questionnaire

VOICES = {"respondent": "par la structure", "officer": "par le ou la chargé·e de mission", "agreed": "d'un commun accord"}


def _fields(model: Any, names: list[str]) -> str:
    labels = {field.name: str(getattr(field, "verbose_name", field.name)) for field in model._meta.get_fields()}
    return ", ".join(labels.get(name, name) for name in names)


def questionnaires_of_threads(ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = Questionnaire.objects.for_system("names of threads already seen").filter(thread_id__in=ids).order_by("id")
    return {one.thread_id: (one.title, one.get_absolute_url()) for one in rows}


def campaigns_of_threads(ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = Campaign.objects.for_system("names of threads already seen").filter(thread_id__in=ids).order_by("id")
    return {one.thread_id: (one.name, one.get_absolute_url()) for one in rows}


thread_names.add("questionnaire", questionnaires_of_threads)
thread_names.add("campaign", campaigns_of_threads)


# -- questionnaires -----------------------------------------------------------------------------------------------------------
@renders("surveys.questionnaire.create")
def created(event: Event) -> str:
    return "Questionnaire créé"


@renders("surveys.questionnaire.edited")
def edited(event: Event) -> tuple[str, str]:
    return "Présentation du questionnaire modifiée", _fields(Questionnaire, event.data["fields"])


@renders("surveys.questionnaire.retire")
def retired(event: Event) -> tuple[str, str]:
    return "Questionnaire retiré", event.data.get("reason", "")


@renders("surveys.questionnaire.restore")
def restored(event: Event) -> str:
    return "Questionnaire remis en service"


@renders("surveys.version.prepare")
def prepared(event: Event) -> str:
    return "Nouvelle version en préparation"


@renders("surveys.version.publish")
def published(event: Event) -> str:
    return "Version publiée"


@renders("surveys.level_rule.set")
def rule_set(event: Event) -> tuple[str, str]:
    since = date_short(date.fromisoformat(event.data["since"]))
    detail = [", ".join(event.data["levels"]), event.data.get("reason", "")]
    return f"Niveaux changés à partir du {since}", " · ".join(filter(None, detail))


# -- campaigns ------------------------------------------------------------------------------------------------------------------
@renders("surveys.campaign.prepare")
def campaign_prepared(event: Event) -> str:
    return "Campagne préparée"


@renders("surveys.campaign.edited")
def campaign_edited(event: Event) -> tuple[str, str]:
    return "Campagne modifiée", _fields(Campaign, event.data["fields"])


@renders("surveys.campaign.invited")
def invited(event: Event) -> tuple[str, str]:
    by = str(Invitation.Channel(event.data["channel"]).label)
    return f"{counted(event.data['count'], 'invitation ajoutée', 'invitations ajoutées')}", by


@renders("surveys.campaign.linked")
def linked(event: Event) -> str:
    return "Lien ouvert remplacé par un nouveau" if event.data["renewed"] else "Lien ouvert créé"


@renders("surveys.campaign.open")
def opened(event: Event) -> str:
    return "Campagne ouverte"


@renders("surveys.campaign.reminded")
def reminded(event: Event) -> str:
    return f"Relance de {counted(event.data['count'], 'invité')} sans réponse"


@renders("surveys.campaign.give_up")
def given_up(event: Event) -> tuple[str, str]:
    return "Campagne abandonnée avant son ouverture", event.data.get("reason", "")


@renders("surveys.campaign.close")
def closed(event: Event) -> str:
    return "Campagne close"


@renders("surveys.campaign.reopen")
def reopened(event: Event) -> tuple[str, str]:
    return "Campagne rouverte", event.data.get("reason", "")


# -- invitations and answers ------------------------------------------------------------------------------------------------------
@renders("surveys.invitation.asked")
def asked(event: Event) -> tuple[str, str]:
    return "Questionnaire à remplir", event.data["title"]


@renders("surveys.invitation.withdrawn")
def withdrawn(event: Event) -> tuple[str, str]:
    return "Invitation retirée", event.data["who"]


@renders("surveys.invitation.renewed")
def renewed(event: Event) -> tuple[str, str]:
    return "Lien personnel remplacé par un nouveau", event.data["who"]


@renders("surveys.response.received")
def received(event: Event) -> tuple[str, str]:
    return f"Questionnaire rempli {VOICES[event.data['voice']]}", event.data["title"]


@renders("surveys.response.erased")
def erased(event: Event) -> tuple[str, str]:
    return f"Données personnelles effacées dans {counted(event.data['count'], 'réponse')}", event.data["title"]


@renders("surveys.response.corrected")
def corrected(event: Event) -> tuple[str, str]:
    said = f"{event.data['title']}, {event.data['revision']}e envoi"
    return "Réponse corrigée", f"{said}. Motif : {event.data['reason']}" if event.data["reason"] else said
