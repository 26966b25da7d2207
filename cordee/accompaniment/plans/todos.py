"""What plans put on people's day: one that ends, an action whose date comes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef

from cordee.accompaniment.cases.models import Beneficiary
from cordee.accompaniment.cases.queries import on_the_day_of
from cordee.accompaniment.plans import queries
from cordee.accompaniment.plans.models import PlanAction, Version
from cordee.accompaniment.plans.parameters import WARN_DAYS
from cordee.core.access import Actor
from cordee.core.models.bases import TODAY
from cordee.core.parameters import param
from cordee.core.todo import TodoSource, declare, evening, line, words

CONDUCT = frozenset({"officer", "head"})
STRUCTURE = frozenset({"structure"})


def _soon() -> Any:
    return ExpressionWrapper(TODAY + timedelta(days=param(WARN_DAYS)), output_field=DateField())


def plans_ending(actor: Actor) -> Any:
    """Neither updated nor closed when its end comes."""
    rows = Version.objects.visible_to(actor).filter(queries.ended(), on_the_day_of(actor, "plan__case"), ends_on__lte=_soon())
    return line(
        rows,
        due=evening("ends_on"),
        since=evening("ends_on") - timedelta(days=param(WARN_DAYS)),
        title=words("Actualiser ou clore le parcours : ", F("plan__case__title")),
        detail=words("il atteint son dernier jour"),
        key=F("plan__public_id"),
    )


def _owed(actor: Actor, held_by: str) -> Any:
    rows = PlanAction.objects.visible_to(actor).filter(
        state__in=PlanAction.OPEN, validated_in__isnull=False, held_by=held_by, due_on__lte=_soon(), plan__case__state__in=queries.RUNNING
    )
    return rows


def _line(rows: Any, verb: str) -> Any:
    return line(
        rows,
        due=evening("due_on"),
        since=evening("due_on") - timedelta(days=param(WARN_DAYS)),
        title=words(f"{verb} l'action : ", F("title")),
        detail=words(F("plan__case__title")),
        key=F("public_id"),
    )


def actions_of_the_dla(actor: Actor) -> Any:
    return _line(_owed(actor, PlanAction.Held.OPERATOR).filter(on_the_day_of(actor, "plan__case")), "Finir")


def actions_of_the_structure(actor: Actor) -> Any:
    mine = Beneficiary.objects.for_system("one's own dossiers").filter(
        case=OuterRef("plan__case"), organisation_id=actor.organisation_id, state=Beneficiary.State.IN
    )
    return _line(_owed(actor, PlanAction.Held.STRUCTURE).filter(Exists(mine.order_by())), "Finir")


declare(TodoSource("plans.ending", "Actualiser", "/parcours/{key}/", plans_ending, profiles=CONDUCT))
declare(TodoSource("plans.actions", "Finir", "/parcours/actions/{key}/", actions_of_the_dla, profiles=CONDUCT))
declare(TodoSource("plans.own_actions", "Finir", "/parcours/actions/{key}/", actions_of_the_structure, profiles=STRUCTURE))
