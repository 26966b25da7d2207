"""What plans put on people's day: one that ends, an action whose date comes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery

from cordee.accompaniment.cases.models import Beneficiary
from cordee.accompaniment.cases.queries import on_the_day_of
from cordee.accompaniment.plans import queries
from cordee.accompaniment.plans.models import Agreement, PlanAction, Version
from cordee.accompaniment.plans.parameters import WARN_DAYS
from cordee.core.access import Actor
from cordee.core.models.bases import TODAY
from cordee.core.parameters import param
from cordee.core.todo import NO_DATE, TodoSource, declare, evening, line, words

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


def _updates(actor: Actor, waited: Q) -> Any:
    """Plans brought up to date, to which somebody said yes and `waited` has not. The first version is a step of the dossier."""
    said = Agreement.objects.filter(plan_version=OuterRef("pk")).order_by()
    rows = Version.objects.visible_to(actor).filter(Exists(said), ~Exists(said.filter(waited)), state=Version.State.DRAFT, number__gt=1)
    return rows.filter(plan__case__state__in=queries.RUNNING)


def _to_agree(rows: Any) -> Any:
    since = Agreement.objects.filter(plan_version=OuterRef("pk")).order_by("on").values("on")[:1]
    return line(
        rows,
        due=NO_DATE,
        since=Subquery(since),
        title=words("Valider l'actualisation du parcours : ", F("plan__case__title")),
        detail=words(F("reason")),
        key=F("plan__public_id"),
    )


def updates_for_the_dla(actor: Actor) -> Any:
    return _to_agree(_updates(actor, Q(side="operator")).filter(on_the_day_of(actor, "plan__case")))


def updates_for_the_structure(actor: Actor) -> Any:
    waited = Q(side="structure", organisation_id=actor.organisation_id or 0)
    return _to_agree(_updates(actor, waited).filter(Exists(_place_of(actor))))


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
    return _line(_owed(actor, PlanAction.Held.STRUCTURE).filter(Exists(_place_of(actor))), "Finir")


def _place_of(actor: Actor) -> Any:
    """That of the actor's own structure in the dossier of a plan."""
    mine = Beneficiary.objects.for_system("one's own dossiers").filter(
        case=OuterRef("plan__case"), organisation_id=actor.organisation_id, state=Beneficiary.State.IN
    )
    return mine.order_by()


declare(TodoSource("plans.ending", "Actualiser", "/parcours/{key}/", plans_ending, profiles=CONDUCT))
declare(TodoSource("plans.updates", "Valider", "/parcours/{key}/", updates_for_the_dla, profiles=CONDUCT))
declare(TodoSource("plans.own_updates", "Valider", "/parcours/{key}/", updates_for_the_structure, profiles=STRUCTURE))
declare(TodoSource("plans.actions", "Finir", "/parcours/actions/{key}/", actions_of_the_dla, profiles=CONDUCT))
declare(TodoSource("plans.own_actions", "Finir", "/parcours/actions/{key}/", actions_of_the_structure, profiles=STRUCTURE))
