"""Days of dossiers in people's agendas: the usual end of a stage, the last day of a replacement. Titles only."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from cordee.accompaniment.cases import policies
from cordee.accompaniment.cases.models import Assignment, Case
from cordee.accompaniment.cases.todos import STAGE, dated, handled, mine_or_nobody_s
from cordee.core.access import Actor
from cordee.core.agenda import DatedSource, declare, event
from cordee.core.models.bases import period_contains_today
from cordee.core.todo import evening, last_moment, words

FOLLOW = frozenset(policies.CONDUCT)


def stages(actor: Actor) -> Any:
    """Of the dossiers that one follows, near or far; of the requests that nobody follows yet."""
    handled_keys = handled(actor).order_by().values("pk")
    rows = mine_or_nobody_s(actor).filter(Q(pk__in=handled_keys) | Q(state=Case.State.REQUESTED))
    return event(
        dated(rows), starts=evening("_usual"), title=words("Fin usuelle de l'étape « ", STAGE, " » : ", F("_names")), key=F("public_id")
    )


def replacements(actor: Actor) -> Any:
    """For whoever stands in, and for whoever takes the dossier back."""
    mine = Assignment.objects.for_system("one's own dossiers").filter(period_contains_today(), membership_id=actor.membership_id)
    rows = Assignment.objects.for_system("of one's own dossiers").filter(
        period_contains_today(), role=Assignment.Role.SUBSTITUTE, case__in=mine.order_by().values("case")
    )
    title = words("Dernier jour du remplacement : ", F("case__title"))
    return event(rows.exclude(case__state__in=Case.OVER), starts=last_moment("period"), title=title, key=F("case__public_id"))


PAGE = "/dossiers/{key}/"
SAYS_IT = frozenset({"cases.stage", "cases.receive", "cases.eligibility"})
declare(DatedSource("cases.stage", PAGE, stages, FOLLOW, instead_of=SAYS_IT))
declare(DatedSource("cases.substitute", PAGE, replacements, FOLLOW, instead_of=frozenset({"cases.substitute"})))
