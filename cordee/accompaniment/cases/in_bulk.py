"""What is done of several dossiers at once, from their list. Each act calls the verb that serves one dossier."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from cordee.accompaniment.cases import actions, gathering, guards, policies, queries, reminding
from cordee.accompaniment.cases.forms import ReceivedForm, RemindForm
from cordee.accompaniment.cases.models import Case, Step
from cordee.actors.accounts import inviting
from cordee.actors.directory import writing
from cordee.core.access import Actor, Refusal
from cordee.core.formats import joined
from cordee.core.lists import Act
from cordee.core.notices.policies import sends
from cordee.core.verbs import allow


def conducts(actor: Actor) -> bool:
    return actor.profile in policies.CONDUCT


def to_pass_on(cases: list[Case]) -> str:
    return f"{reverse('cases:pass')}?{urlencode([('dossier', case.public_id) for case in cases])}"


def remind(case: Case, *, actor: Actor, message: str, operation: uuid.UUID) -> str:
    return actions.remind(actor=actor, case=case, message=message, operation=operation)


def receive_adhesions(case: Case, *, actor: Actor, operation: uuid.UUID, **values: Any) -> None:
    actions.receive_adhesions(actor=actor, case=case, operation=operation, **values)


def adhesions_foreseen(cases: Sequence[Any], actor: Actor) -> dict[int, str | Refusal]:
    return {case.pk: _adhesions(case, actor) for case in cases}


def _adhesions(case: Case, actor: Actor) -> str | Refusal:
    if refusal := policies.may_change(actor, case) or guards.awaits_adhesion(case):
        return refusal
    step = Step(queries.STEP_OF[Case.State(case.state)])
    return f"{joined([one.organisation.name for one in queries.silent_in(case)])}, à l'étape « {step.label} »"


def write(case: Case, *, actor: Actor, operation: uuid.UUID, **asked: Any) -> str:
    """To each of its structures. One that is in two of the chosen dossiers reads the notice once."""
    allow(policies.may_change(actor, case))
    left = [writing.write_to(one.organisation, actor=actor, operation=operation, **asked) for one in queries.accompanied(case)]
    return " ".join(dict.fromkeys(filter(None, left)))


def ways_foreseen(cases: Sequence[Any], actor: Actor) -> dict[int, str | Refusal]:
    return {case.pk: _ways(case, actor) for case in cases}


def _ways(case: Case, actor: Actor) -> str | Refusal:
    if refusal := policies.may_change(actor, case):
        return refusal
    ways = [(one.organisation, writing.way_to(one.organisation, actor)) for one in queries.accompanied(case)]
    refused = next((way for _, way in ways if isinstance(way, Refusal)), None)
    return refused or " · ".join(f"{place.name} : {str(way).lower()}" for place, way in ways)


def invite(case: Case, *, actor: Actor, operation: uuid.UUID) -> str:
    """The direction of each of its structures that has no access. Answers why one of them was left out, if another was invited."""
    allow(policies.may_change(actor, case))
    places = [one.organisation for one in queries.accompanied(case)]
    refusals = {place.pk: refusal for place in places if (refusal := inviting.refusal_of(place, actor))}
    if len(refusals) == len(places):
        allow(next(iter(refusals.values()), None))
    for place in places:
        if place.pk not in refusals:
            inviting.invite_direction(place, actor=actor, operation=operation)
    return " ".join(f"{place.name} : {refusals[place.pk].sentence}" for place in places if place.pk in refusals)


def invitations_foreseen(cases: Sequence[Any], actor: Actor) -> dict[int, str | Refusal]:
    return {case.pk: _invitations(case, actor) for case in cases}


def _invitations(case: Case, actor: Actor) -> str | Refusal:
    if refusal := policies.may_change(actor, case):
        return refusal
    said = [(one.organisation, inviting.said_of(one.organisation, actor)) for one in queries.accompanied(case)]
    if said and all(isinstance(one, Refusal) for _, one in said):
        return said[0][1]
    return " · ".join(f"{place.name} : {one.sentence if isinstance(one, Refusal) else one}" for place, one in said)


ACTS = (
    Act(
        "relancer", "Relancer les structures", do=remind, form=RemindForm, foresee=reminding.foreseen, keyed=True, who=conducts, order=10,
        warning="Chaque structure qui doit quelque chose reçoit un seul courriel, aujourd'hui, qui dit tout ce que son dossier attend.",
    ),
    Act(
        "adhesion", "Noter l'adhésion reçue", do=receive_adhesions, form=ReceivedForm, foresee=adhesions_foreseen, keyed=True,
        who=conducts, order=30, warning="Elle est notée pour chaque structure qui ne s'est pas encore prononcée à l'étape de son dossier.",
    ),
    Act(
        "avis", "Envoyer un avis", do=write, form=writing.WriteForm, foresee=ways_foreseen, keyed=True, who=sends, order=40,
        warning=writing.WARNING,
    ),
    Act(
        "documents", "Télécharger les documents (ZIP)", do=gathering.check, collect=gathering.archive, foresee=gathering.foreseen,
        order=50,
    ),
    Act(
        "inviter", "Inviter les directions", do=invite, foresee=invitations_foreseen, keyed=True, who=conducts, order=55,
        warning=inviting.WARNING,
    ),
    Act("confier", "Confier ces dossiers", opens=to_pass_on, who=conducts, order=60),
)  # fmt: skip
