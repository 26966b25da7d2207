"""A SIRET known outside one's reach: one may ask its DLA for access, and learns nothing more."""

from __future__ import annotations

from django.db import transaction

from cordee.actors.directory import queries
from cordee.actors.directory.policies import KEEPERS
from cordee.core import outbox, verbs, wording
from cordee.core.access import Actor
from cordee.core.journal import history, record
from cordee.core.models import Event
from cordee.core.models.bases import TODAY
from cordee.core.recipients import keepers_of

ASKED = outbox.declare("directory.access_asked", "Quelqu'un demande l'accès à une fiche de mon territoire", default="now", profiles=KEEPERS)
CODE = "directory.organisation.access_asked"
ASKED_TEXT = wording.declare(
    "directory.access_asked",
    "Courriel au DLA : accès demandé à une fiche",
    subject="{organisation} demande l'accès à la fiche de {structure}",
    body="{auteur} ({organisation}) a saisi le SIRET de {structure}, qui est sur votre territoire.\n\n"
    "Rien de la fiche ne lui a été montré : à vous de lui répondre, ou de l'inviter à prendre part à un dossier.",
    variables={
        "structure": ("le nom de la structure", "La Fabrique des Rives"),
        "auteur": ("qui demande", "Inès Lanterne"),
        "organisation": ("son organisation", "Atelier du Levant"),
    },
    required=("structure", "organisation"),
)


def ask_access(*, actor: Actor, siret: str) -> None:
    """Tells the officers of the sheet's zone who asks, once a day for one asker. The asker gets the same answer whatever happens."""
    organisation = queries.known_siret(siret).select_related("thread").order_by("id").first()
    if organisation is None:
        return
    with transaction.atomic(), history(actor, act=CODE):
        verbs.locked(organisation)  # two clicks at the same second: the second one finds the first
        today = Event.objects.for_system("once a day").filter(
            thread_id=organisation.thread_id, code=CODE, actor_membership=actor.membership_id, at__date=TODAY
        )
        if today.exists():
            return
        event = record(organisation, CODE, actor=actor, audience=["operator"], data={"from": actor.organisation})
        values = {"structure": organisation.name, "auteur": actor.label, "organisation": actor.organisation}
        subject, body = wording.write(ASKED_TEXT, values, zone=organisation.zone)
        for user_id, address in keepers_of(organisation.zone):
            letter = outbox.Letter(
                kind=ASKED.code,
                recipient=address,
                recipient_user=user_id,
                subject=subject,
                lines=tuple(wording.paragraphs(body)),
                button="Ouvrir la fiche",
                path=organisation.get_absolute_url(),
                sender=actor.label,
            )
            outbox.post(letter, event=event)
