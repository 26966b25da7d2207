"""What a plan, a version or an action still lacks before it goes on."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.plans import queries
from cordee.accompaniment.plans.models import PlanAction, Version
from cordee.core.access import Refusal
from cordee.core.formats import joined

NO_PLAN = Refusal("plan", "Ce dossier n'a pas encore de parcours : élaborez-le, avec ses actions, puis faites-le valider.")


def is_ready(version: Version) -> Refusal | None:
    """Nothing is validated before it says what will be done, and all that each engineering action will ask of its specification."""
    actions = list(queries.actions_of(version.plan).filter(state__in=PlanAction.OPEN))
    if not actions:
        return Refusal("empty", "Ce parcours n'a aucune action : ajoutez-en au moins une avant de le faire valider.")
    for action in actions:
        if missing := queries.missing_of(action):
            return Refusal("incomplete", f"L'action « {action} » est à compléter avant la validation. Il manque {joined(missing)}.")
    return None


def agreed_by_both(version: Version, data: Any = None) -> Refusal | None:
    lacking = [] if version.plan.case.taken_over else queries.lacking(version)
    if lacking:
        return Refusal("validation", f"Parcours, version {version.number} : il reste à la faire valider par {joined(lacking)}.")
    return is_ready(version)


def may_be_validated(case: Case, data: Any = None) -> Refusal | None:
    """Of the dossier's own form: what it says yes to must exist."""
    if case.taken_over:
        return None
    plan = queries.plan_of(case)
    if plan is None:
        return NO_PLAN
    version = queries.latest(plan)
    if version.number > 1:
        return Refusal("version", f"Le parcours est à sa version {version.number} : validez-la depuis la page du parcours.")
    return is_ready(version)


def plan_is_agreed(case: Case, data: Any = None) -> Refusal | None:
    """Shared → planned."""
    if case.taken_over:
        return None
    plan = queries.plan_of(case)
    return agreed_by_both(queries.latest(plan)) if plan else NO_PLAN


def plan_is_in_force(case: Case, data: Any = None) -> Refusal | None:
    """Planned → under way."""
    if case.taken_over:
        return None
    plan = queries.plan_of(case)
    if plan is None:
        return NO_PLAN
    version = queries.latest(plan)
    if version.state == Version.State.SETTLED:
        return None
    return agreed_by_both(version) or Refusal("draft", f"La version {version.number} du parcours est en préparation : terminez-la d'abord.")


def no_draft(case: Case, data: Any = None) -> Refusal | None:
    """An update while another is being prepared."""
    plan = queries.plan_of(case)
    draft = queries.draft_of(plan) if plan else None
    if draft is None:
        return None
    return Refusal("draft", f"La version {draft.number} du parcours est déjà en préparation : modifiez-la, ou faites-la valider.")


def nothing_open(case: Case, data: Any = None) -> Refusal | None:
    """A dossier does not close on what is still to be done."""
    still = queries.open_actions(case)
    if not still:
        return None
    named = joined([f"« {action} »" for action in still[:5]])
    more = f" et {len(still) - 5} de plus" if len(still) > 5 else ""
    return Refusal("open_actions", f"Le parcours a encore à finir : {named}{more}. Notez chaque action faite ou abandonnée, puis clôturez.")


def is_validated(action: PlanAction, data: Any = None) -> Refusal | None:
    if action.validated_in is None:
        return Refusal("validation", "Cette action attend la validation du parcours par la structure et le DLA : elle commencera ensuite.")
    return None


def is_launched(action: PlanAction, data: Any = None) -> Refusal | None:
    if action.plan.case.state in (Case.State.SHARED, Case.State.PLANNED):
        return Refusal("launch", "Le parcours n'est pas encore lancé : lancez-le depuis le dossier, avec l'adhésion de la structure.")
    return None
