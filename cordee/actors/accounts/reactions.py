"""Letters of accounts, and the sentences of the invitation's events. All of them are statutory: no one stops them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from cordee.actors.accounts.models import Invitation, Profile
from cordee.core import outbox
from cordee.core.formats import date_fr
from cordee.core.journal import renders
from cordee.core.models.journal import Event

INVITED = outbox.declare("accounts.invited", "Invitation à rejoindre une organisation", default="now", statutory=True)
PASSWORD = outbox.declare("accounts.password", "Mot de passe et sécurité du compte", default="now", statutory=True)


def invite(invitation: Invitation, event: Event) -> Iterator[outbox.Letter]:
    """The link is a secret: the outbox forgets it once the letter has left."""
    name, until = invitation.organisation.name, date_fr(timezone.localtime(invitation.expires_at))
    yield outbox.Letter(
        kind=INVITED.code,
        recipient=invitation.email,
        subject=f"{name} vous invite sur Cordée, jusqu'au {timezone.localtime(invitation.expires_at):%d/%m/%Y}",
        lines=(
            f"{event.actor_label} vous invite à agir pour {name} sur Cordée, l'outil partagé du dispositif local d'accompagnement (DLA).",
            f"Le lien ci-dessous est personnel : il s'ouvre une seule fois, jusqu'au {until}.",
            "Si vous n'attendiez pas cette invitation, laissez ce courriel de côté : rien ne sera ouvert à votre nom.",
        ),
        button="Accepter l'invitation",
        path=f"/invitation/{invitation.secret}/",
        sender=event.actor_label,
        forget_path=True,
    )


def _profile(event: Event) -> str:
    return str(Profile(event.data["profile"]).label) if "profile" in event.data else ""


@renders("accounts.invitation.send")
def _sent(event: Event) -> str:
    return f"Une invitation est partie : {_profile(event)}"


@renders("accounts.invitation.accept")
def _accepted(event: Event) -> str:
    return "Une invitation est acceptée : un accès est ouvert"


@renders("accounts.invitation.withdraw")
def _withdrawn(event: Event) -> str:
    return "Une invitation est retirée"


@renders("accounts.invitation.renew")
def _renewed(event: Event) -> str:
    return "Une invitation est repartie, avec un nouveau lien"


@renders("accounts.invitation.expire")
def _expired(event: Event) -> str:
    return "Une invitation est restée sans réponse : elle a expiré"


@renders("accounts.access.ended")
def _ended(event: Event) -> str:
    return f"Un accès est retiré : {_profile(event)}"


@renders("accounts.platform.opened")
def _opened(event: Event) -> tuple[str, str]:
    return "La plateforme est ouverte", f"par {event.data['by']}"
