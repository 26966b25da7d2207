"""The letters of the daily reading: a plan that ended without update or closure, an action whose date has passed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.queries import handled_by
from cordee.core import outbox
from cordee.core.formats import date_long
from cordee.core.models import Event
from cordee.core.recipients import keepers_of, user_address

CONDUCT = frozenset({"officer", "head", "regional"})
ENDED = outbox.declare("plans.ended", "Parcours arrivé à son dernier jour", profiles=CONDUCT)
LATE = outbox.declare("plans.late", "Action de parcours en retard", profiles=CONDUCT)


def readers(case: Case) -> list[tuple[int, str]]:
    """Whoever follows the dossier today, the substitute included; else the officers of its territory."""
    users = [row.membership.user_id for row in handled_by(case).values()]
    named = [(user, address) for user in users if (address := user_address(user))]
    return named or list(keepers_of(case.zone))


def _write(case: Case, event: Event, kind: outbox.MailKind, **said: Any) -> int:
    letters: Iterator[outbox.Letter] = (
        outbox.Letter(kind=kind.code, recipient=address, recipient_user=user, sender=case.opened_by.name, thread_id=case.thread_id, **said)
        for user, address in readers(case)
    )
    return sum(outbox.post(letter, event=event) is not None for letter in letters)


def tell_ended(version: Any, event: Event) -> int:
    case = version.plan.case
    return _write(
        case, event, ENDED, subject=f"Parcours arrivé à son terme : {case.title}", button="Ouvrir le parcours",
        path=version.plan.get_absolute_url(),
        lines=(
            f"Le parcours « {case.title} » a atteint son dernier jour, le {date_long(version.ends_on)}.",
            "Il n'est ni actualisé, ni clos : actualisez-le, ou passez le dossier au suivi.",
        ),
    )  # fmt: skip


def tell_late(action: Any, event: Event) -> int:
    case = action.plan.case
    return _write(
        case, event, LATE, subject=f"Action en retard : {action.title}", button="Ouvrir l'action", path=action.get_absolute_url(),
        lines=(
            f"L'action « {action.title} » du parcours « {case.title} » était attendue au plus tard le {date_long(action.due_on)}.",
            "Notez-la faite ou abandonnée, ou changez son échéance dans une actualisation du parcours.",
        ),
    )  # fmt: skip
