"""Who draws a plan, who validates it, who carries out an action."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases import policies as cases
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.plans import queries
from cordee.accompaniment.plans.models import PlanAction, Version
from cordee.core.access import READERS, Actor, Refusal

BY_BOTH = Refusal("hidden", "Une version s'arrête quand la structure et le DLA l'ont validée : elle ne s'arrête pas autrement.")
EARLY = Refusal("early", "Le parcours s'élabore à partir du diagnostic validé ensemble : terminez-le d'abord.")
LATE = Refusal("late", "Le dossier est au suivi : un besoin nouveau ouvre une nouvelle demande.")
NO_DRAFT = Refusal("settled", "Cette version est validée et ne change plus : actualisez le parcours pour en préparer une autre.")
AGREED = Refusal("agreed", "Une partie a déjà validé cette version : elle ne change plus. Reprenez le parcours pour en préparer une autre.")
DRAWN = Refusal("drawn", "Le parcours de ce dossier existe déjà : modifiez-le, ou actualisez-le.")
#: states in which a plan is drawn or changes
DRAWING = (Case.State.SHARED, *queries.RUNNING)


def may_draw(actor: Actor, case: Case) -> Refusal | None:
    return cases.may_conduct(actor, case) or season(case)


def may_open(actor: Actor, version: Version) -> Refusal | None:
    return may_draw(actor, version.plan.case)


def season(case: Case) -> Refusal | None:
    """The moment of a plan: after the shared diagnosis, before the follow-up."""
    if case.state in DRAWING or case.taken_over:
        return None
    return LATE if case.state in (Case.State.FOLLOW_UP, Case.State.REVIEWED) else EARLY


def may_change(actor: Actor, version: Version) -> Refusal | None:
    """Words and actions of a version, until one side has said yes to them."""
    if refusal := may_draw(actor, version.plan.case):
        return refusal
    if version.state != Version.State.DRAFT:
        return NO_DRAFT
    return AGREED if queries.agreements(version) else None


def may_add(actor: Actor, action: PlanAction) -> Refusal | None:
    return may_change(actor, queries.latest(action.plan))


def may_edit(actor: Actor, action: PlanAction) -> Refusal | None:
    if not action.is_open:
        return Refusal("over", "Cette action est finie : elle reste lisible et ne change plus.")
    return may_change(actor, queries.latest(action.plan))


def may_move(actor: Actor, action: PlanAction) -> Refusal | None:
    """The DLA; the structure for what it holds itself."""
    case = action.plan.case
    if action.held_by == PlanAction.Held.STRUCTURE and cases.is_accompanied(actor, case):
        return None
    return cases.may_conduct(actor, case)


def may_fund(actor: Actor, action: PlanAction) -> Refusal | None:
    if not action.is_open:
        return Refusal("over", "Cette action est finie : son financement ne change plus.")
    return cases.may_conduct(actor, action.plan.case)


def may_prove(actor: Actor, action: PlanAction) -> Refusal | None:
    """Whoever carries it out joins what proves it, even once it is done."""
    return may_move(actor, action)


def may_give(actor: Actor, case: Case, organisation_id: int) -> Refusal | None:
    """What a structure gives is said by itself, or by the DLA."""
    return cases.may_engage(actor, case, organisation_id)


def speaks(actor: Actor, case: Case) -> bool:
    """The DLA that conducts the dossier, or who acts for a party that reads it as a structure (`visible_to` has said so)."""
    return cases.may_conduct(actor, case) is None or (actor.capacity == "structure" and actor.profile not in READERS)


def may_tell_effects(actor: Actor, case: Case) -> Refusal | None:
    """The DLA or a structure of the dossier; an effect is often seen after the end."""
    belongs = case.beneficiaries.filter(organisation_id=actor.organisation_id or 0).exists()
    return None if belongs and speaks(actor, case) else cases.may_conduct(actor, case)


def by_the_house(actor: Actor, version: Any) -> Refusal | None:
    return None if actor.is_system else BY_BOTH
