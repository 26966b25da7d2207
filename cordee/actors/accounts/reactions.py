"""Letters of accounts, and the sentences of the invitation's events. Those about the account are statutory: no one stops them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from cordee.actors.accounts.models import Invitation, Participation, Profile, SupportAccess, User
from cordee.actors.directory.models import Organisation
from cordee.core import outbox, wording
from cordee.core.access import CAPACITIES
from cordee.core.formats import counted, date_fr, moment_short, period, time_fr
from cordee.core.journal import renders
from cordee.core.models.journal import Event

INVITED = outbox.declare("accounts.invited", "Invitation à rejoindre une organisation", default="now", statutory=True)
SUPPORT = outbox.declare("accounts.support", "Accès d'assistance à votre compte", default="now", statutory=True)
SHARED = outbox.declare("accounts.shared", "Fiches qui vous sont ouvertes", default="now")
PASSWORD = outbox.declare("accounts.password", "Mot de passe et sécurité du compte", default="now", statutory=True)
INVITED_TEXT = wording.declare(
    "accounts.invited",
    "Courriel : invitation",
    subject="{organisation} vous invite sur Cordée, jusqu'au {jour}",
    body="{auteur} vous invite à agir pour {organisation} sur Cordée, l'outil partagé du dispositif local d'accompagnement (DLA).\n\n"
    "Le lien ci-dessous est personnel : il s'ouvre une seule fois, jusqu'au {limite}.\n\n"
    "Si vous n'attendiez pas cette invitation, laissez ce courriel de côté : rien ne sera ouvert à votre nom.",
    variables={
        "organisation": ("l'organisation pour laquelle la personne agira", "La Fabrique des Rives"),
        "auteur": ("qui invite", "Inès Lanterne"),
        "jour": ("le dernier jour, en chiffres", "12/04/2027"),
        "limite": ("le dernier jour, en toutes lettres", "lundi 12 avril 2027"),
    },
    required=("organisation", "limite"),
)
wording.kept_in_code("accounts.password", "Mot de passe oublié ou changé, second facteur de connexion, ProConnect")
wording.kept_in_code("accounts.login_link", "Lien et code de connexion")
wording.kept_in_code("accounts.support", "Accès d'assistance ouvert sur un compte")


def invite(invitation: Invitation, event: Event) -> Iterator[outbox.Letter]:
    """The link is a secret: the outbox forgets it once the letter has left."""
    day = timezone.localtime(invitation.expires_at)
    values = {
        "organisation": invitation.organisation.name, "auteur": event.actor_label, "jour": f"{day:%d/%m/%Y}", "limite": date_fr(day)
    }  # fmt: skip
    subject, body = wording.write(INVITED_TEXT, values, zone=invitation.organisation.zone)
    yield outbox.Letter(
        kind=INVITED.code,
        recipient=invitation.email,
        subject=subject,
        lines=tuple(wording.paragraphs(body)),
        button="Accepter l'invitation",
        path=f"/invitation/{invitation.secret}/",
        sender=event.actor_label,
        forget_path=True,
    )


def _profile(event: Event) -> str:
    return str(Profile(event.data["profile"]).label) if "profile" in event.data else ""


@renders("accounts.invitation.send")
def _sent(event: Event) -> str:
    return f"Une invitation est partie, pour un accès « {_profile(event)} »"


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
    return f"Un accès « {_profile(event)} » est retiré"


@renders("accounts.platform.opened")
def _opened(event: Event) -> tuple[str, str]:
    return "La plateforme est ouverte", f"par {event.data['by']}"


# -- the entrance and support -----------------------------------------------------------------------------------------------------
NOT_YOU = "Si ce n'est pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre correspondant."


def login_link(user: User, secret: str, code: str, minutes: int) -> outbox.Letter:
    """The link opens on any device; the code, on the screen that asked. The outbox forgets the link once the letter has left."""
    return outbox.Letter(
        kind=PASSWORD.code,
        recipient=user.email,
        recipient_user=user.pk,
        subject=f"Votre lien de connexion, valable {minutes} minutes",
        lines=(
            "Quelqu'un, sans doute vous, a demandé à se connecter à Cordée avec cette adresse.",
            f"Ouvrez le lien ci-dessous sur l'appareil de votre choix, ou tapez ce code sur l'écran de la demande : {code[:4]} {code[4:]}.",
            "Si vous n'avez rien demandé, laissez ce courriel de côté et ne donnez ce code à personne.",
        ),
        button="Me connecter",
        path=reverse("accounts:login_link", args=[secret]),
        forget_path=True,
    )


def proof_code(user: User, code: str, minutes: int) -> outbox.Letter:
    lines = (
        "Vous allez changer ce qui protège votre compte Cordée : un code confirme que c'est bien vous.",
        f"Tapez-le sur l'écran de la demande : {code[:4]} {code[4:]}. Ne le donnez à personne.",
        NOT_YOU,
    )
    return _about_account(user, f"Votre code de confirmation, valable {minutes} minutes", *lines)


def _about_account(user: User, subject: str, *lines: str) -> outbox.Letter:
    return outbox.Letter(
        kind=PASSWORD.code,
        recipient=user.email,
        recipient_user=user.pk,
        subject=subject,
        lines=lines,
        button="Ouvrir mon compte",
        path=reverse("accounts:account"),
    )


def second_factor_changed(user: User, subject: str, reason: str = "") -> outbox.Letter:
    """Told to the person, so that no one touches it unseen."""
    lines = [f"C'est fait depuis le {moment_short(timezone.now())}."]
    if reason:
        lines.append(f"L'équipe de la plateforme l'a fait pour ce motif : {reason} Vos sessions sont fermées.")
    return _about_account(user, subject, *lines, NOT_YOU)


def identity_linked(user: User) -> outbox.Letter:
    lines = ("Vous pouvez désormais vous connecter à Cordée avec ProConnect.", NOT_YOU)
    return _about_account(user, "Votre identité ProConnect est reliée à votre compte", *lines)


def identity_unlinked(user: User) -> outbox.Letter:
    lines = ("ProConnect n'ouvre plus votre compte Cordée. Votre mot de passe, ou un lien par courriel, l'ouvre toujours.", NOT_YOU)
    return _about_account(user, "ProConnect est délié de votre compte", *lines)


def support_opened(access: SupportAccess, who: str) -> outbox.Letter:
    user = access.membership.user
    return outbox.Letter(
        kind=SUPPORT.code,
        recipient=user.email,
        recipient_user=user.pk,
        subject=f"Assistance ouverte sur votre compte jusqu'à {time_fr(access.until)}",
        lines=(
            f"{who}, de l'équipe de la plateforme, peut voir et faire ce que vous pouvez pour {access.membership.organisation.name}, "
            f"jusqu'à {time_fr(access.until)}.",
            f"Motif : {access.reason}",
            "Ce qui sera écrit portera vos deux noms. Vous pouvez y mettre fin à tout moment depuis votre compte.",
        ),
        button="Voir les accès d'assistance",
        path=reverse("accounts:account") + "#assistance",
        sender=who,
    )


def participation(act: str, part: Participation, sheet: Organisation, by: str, user: int, address: str) -> outbox.Letter:
    """To those to whom a sheet opens or closes."""
    days = period(part.period.lower, part.last_day)
    opened = act == "opened"
    return outbox.Letter(
        kind=SHARED.code,
        recipient=address,
        recipient_user=user,
        subject=f"La fiche de {sheet.name} {'vous est ouverte' if opened else 'ne vous est plus ouverte'}",
        lines=(
            f"{by} vous ouvre la fiche de {sheet.name} sur Cordée, {days}."
            if opened
            else f"{by} a mis fin à l'ouverture de la fiche de {sheet.name}, à compter d'aujourd'hui.",
            f"Vous la lisez à titre de {CAPACITIES[part.capacity].lower()} : ce que ce titre ne lit pas reste fermé."
            if opened
            else "Ce que vous y avez lu ou écrit reste au dossier de la structure.",
        ),
        button="Ouvrir la fiche" if opened else "Ouvrir l'annuaire",
        path=sheet.get_absolute_url() if opened else reverse("directory:organisations"),
        sender=by,
    )


@renders("accounts.second_factor.reset")
def _second_factor_reset(event: Event) -> tuple[str, str]:
    return "Un second facteur de connexion est réinitialisé", event.data["reason"]


@renders("accounts.support.opened")
def _support_opened(event: Event) -> tuple[str, str]:
    return f"Un accès d'assistance est ouvert pour {counted(event.data['minutes'], 'minute')}", event.data["reason"]


@renders("accounts.support.ended")
def _support_ended(event: Event) -> str:
    return "Un accès d'assistance est terminé" + (" par la personne elle-même" if event.data["by_person"] else "")
