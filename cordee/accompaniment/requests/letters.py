"""What whoever filed a request is told, and how its DLA learns of it."""

from __future__ import annotations

from collections.abc import Iterator

from cordee.accompaniment.cases.queries import operator_of
from cordee.accompaniment.requests import links
from cordee.accompaniment.requests.models import Request
from cordee.accompaniment.requests.parameters import REPLY_DAYS
from cordee.core import outbox
from cordee.core.models import Event
from cordee.core.parameters import param
from cordee.core.recipients import keepers_of

#: whoever files a request has no account, as a rule: these letters go to the address that they gave
FOLLOWED = outbox.declare(
    "requests.followed", "Le suivi de ma demande d'accompagnement", default="now", profiles=frozenset({"structure", "network"})
)
ARRIVED = outbox.declare("requests.arrived", "Une demande d'accompagnement à recevoir", profiles=frozenset({"officer", "head"}))

NOBODY = "Aucun DLA ne couvre ce territoire aujourd'hui : le DLA régional lit votre demande et vous dira à qui vous adresser."


def who_reads(demand: Request) -> str:
    """Who acts now, and when."""
    operator = operator_of(demand.zone)
    return f"{operator.name} répond sous {param(REPLY_DAYS)} jours." if operator else NOBODY


def _to_asker(demand: Request, subject: str, *lines: str, button: str = "Suivre ma demande") -> Iterator[outbox.Letter]:
    operator, user = operator_of(demand.zone), getattr(demand.contact, "user", None)
    if demand.contact.email:
        yield outbox.Letter(
            kind=FOLLOWED.code, recipient=demand.contact.email, recipient_user=user.pk if user else None, subject=subject,
            lines=lines, button=button, path=links.path_of(demand), forget_path=True, thread_id=demand.thread_id,
            sender=operator.name if operator else "Cordée",
        )  # fmt: skip


def receipt(demand: Request, event: Event) -> Iterator[outbox.Letter]:
    return _to_asker(
        demand,
        "Votre demande d'accompagnement est reçue",
        f"Votre demande pour {demand.label} est bien arrivée. {who_reads(demand)}",
        "L'adresse ci-dessous dit à tout moment où elle en est : gardez ce courriel.",
    )


def arrived(demand: Request, event: Event) -> Iterator[outbox.Letter]:
    for user, address in keepers_of(demand.zone):
        yield outbox.Letter(
            kind=ARRIVED.code, recipient=address, recipient_user=user, subject=f"Une demande à recevoir : {demand.label}",
            lines=(f"{demand.label} demande un accompagnement.", f"Réponse attendue sous {param(REPLY_DAYS)} jours."),
            button="Ouvrir la demande", path=demand.get_absolute_url(), sender="Cordée", thread_id=demand.thread_id,
        )  # fmt: skip


def asked(demand: Request, event: Event) -> Iterator[outbox.Letter]:
    return _to_asker(
        demand,
        "Une question sur votre demande d'accompagnement",
        f"Avant de recevoir votre demande pour {demand.label}, votre DLA vous demande : « {event.data['question']} »",
        "Répondez sur votre page de suivi, en quelques phrases.",
        button="Répondre à la question",
    )


def accepted(demand: Request, event: Event) -> Iterator[outbox.Letter]:
    return _to_asker(
        demand,
        "Votre demande d'accompagnement est reçue par votre DLA",
        f"Votre DLA a ouvert un dossier pour {demand.label}.",
        "Il prend contact avec vous pour un premier échange : vous n'avez rien à faire d'ici là.",
    )


def set_aside(demand: Request, event: Event) -> Iterator[outbox.Letter]:
    elsewhere = (f"Organisme mieux placé : {demand.referred_to}.",) if demand.referred_to else ()
    return _to_asker(
        demand,
        "Réponse à votre demande d'accompagnement",
        f"Votre demande pour {demand.label} n'est pas retenue pour un accompagnement. Motif : {demand.reason}",
        *elsewhere,
        "Une nouvelle demande reste possible à tout moment. Pour en parler, répondez à ce courriel.",
    )
