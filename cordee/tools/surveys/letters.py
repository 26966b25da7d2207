"""Letters that ask for an answer: who writes, what is asked, how long it takes, until when; one button."""

from __future__ import annotations

from collections.abc import Iterator

from cordee.core import outbox, wording
from cordee.core.formats import date_fr
from cordee.core.recipients import members_of
from cordee.tools.surveys import links, queries
from cordee.tools.surveys.models import Invitation

ASKED = outbox.declare("surveys.asked", "Questionnaire à remplir", default="now")
REMINDED = outbox.declare("surveys.reminded", "Rappel d'un questionnaire à remplir", default="now")

VARIABLES = {
    "campagne": ("le nom de la campagne", "Besoins de formation 2027"),
    "demandeur": ("qui demande", "Nord Actif"),
    "minutes": ("la durée annoncée", "10 minutes"),
    "date": ("le jour de la clôture", "12 mai 2027"),
    "pourquoi": ("la raison donnée par la campagne", "Vos réponses servent à préparer les ateliers."),
}
INVITATION = wording.declare(
    "surveys.invitation",
    "Courriel : questionnaire à remplir",
    subject="{campagne} : répondre avant le {date}",
    body="{demandeur} vous demande de répondre à un questionnaire : {campagne}. {pourquoi}\n\nComptez {minutes}. Vous pouvez vous "
    "arrêter et reprendre par le même lien, jusqu'au {date}.",
    variables=VARIABLES,
    required=("campagne", "date"),
)
REMINDER = wording.declare(
    "surveys.reminder",
    "Courriel : rappel d'un questionnaire",
    subject="Rappel : {campagne}, jusqu'au {date}",
    body="{demandeur} attend encore votre réponse : {campagne}. {pourquoi}\n\nComptez {minutes}. Les rappels cessent dès que vous avez "
    "répondu.",
    variables=VARIABLES,
    required=("campagne", "date"),
)
ANONYMOUS = "Les réponses sont anonymes : ce lien sert une fois, et rien ne relie ensuite votre réponse à vous."


def reached(invitation: Invitation) -> list[tuple[int | None, str]]:
    """(account, address): the person, else those who act for the structure, else its own address."""
    if person := invitation.person:
        return [(None, person.email)] if person.email and not person.bounced_on else []
    organisation = invitation.organisation
    if organisation is None:
        return []
    return list(members_of(organisation.pk)) or ([(None, organisation.email)] if organisation.email else [])


def letters_to(invitation: Invitation, token: str, *, reminder: bool) -> Iterator[outbox.Letter]:
    """None when no address is known: the page of the campaign names who is to be reached otherwise."""
    campaign = invitation.campaign
    if campaign is None:
        return
    definition = queries.definition_of(invitation.asked_id)
    values = {
        "campagne": campaign.name, "demandeur": campaign.asker.name, "minutes": f"{definition.minutes} minutes",
        "date": date_fr(campaign.closes_at.date()), "pourquoi": campaign.why,
    }  # fmt: skip
    subject, body = wording.write(REMINDER if reminder else INVITATION, values, zone=campaign.zone)
    lines = [*wording.paragraphs(body), *([ANONYMOUS] if campaign.anonymous else [])]
    for user, address in reached(invitation):
        yield outbox.Letter(
            kind=(REMINDED if reminder else ASKED).code, recipient=address, recipient_user=user, subject=subject, lines=tuple(lines),
            button="Répondre au questionnaire", path=links.path_of(token), sender=campaign.asker.name,
            thread_id=campaign.thread_id, forget_path=True,
        )  # fmt: skip
