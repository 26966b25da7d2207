"""The one letter that tells a structure who follows its dossiers from now on."""

from __future__ import annotations

from datetime import date
from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.core import outbox
from cordee.core.formats import counted, date_short
from cordee.core.models import Event
from cordee.core.recipients import members_of

HANDED = outbox.declare("cases.handed", "Changement de la personne qui suit mes dossiers", default="now", profiles=frozenset({"structure"}))


def introduce(structure: Any, cases: list[Case], to: Any, on: date, event: Event) -> None:
    """One letter an address, whatever the number of dossiers."""
    name = str(to.user.person) if to.user.person else str(to)
    dossiers = counted(len(cases), "votre dossier", "de vos dossiers")
    for user, address in members_of(structure.pk):
        letter = outbox.Letter(
            kind=HANDED.code,
            recipient=address,
            recipient_user=user,
            subject=f"{name} suit votre accompagnement à partir du {date_short(on)}",
            lines=(
                f"À partir du {date_short(on)}, {name} ({to.organisation.name}) suit {dossiers} d'accompagnement.",
                "Tout ce que vous avez transmis lui est passé : vous n'avez rien à redire.",
                "Pour le premier contact, répondez à ce courriel ou ouvrez le dossier.",
            ),
            button="Ouvrir le dossier",
            path=cases[0].get_absolute_url(),
            sender=to.organisation.name,
            thread_id=cases[0].thread_id,
        )
        outbox.post(letter, event=event)
