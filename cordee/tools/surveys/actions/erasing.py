"""What someone asks to be forgotten: the answers that their question calls personal are blanked, the others still count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import erasing, record
from cordee.core.verbs import allow, writing
from cordee.tools.surveys import policies, queries
from cordee.tools.surveys.definition import Definition
from cordee.tools.surveys.definition.answers import rows_of
from cordee.tools.surveys.models import Progress, Response

NOTHING = Refusal("nothing", "Cette réponse ne contient pas, ou plus, de donnée personnelle à effacer.")


def without_personal(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers, less those to the questions that are flagged, in repeated blocks too."""
    kept = dict(answers)
    for section in definition.sections:
        personal = {item.code for item in section.items if item.personal}
        if section.repeat and personal and section.code in kept:
            blocks = [{code: one for code, one in row.items() if code not in personal} for row in rows_of(section, answers)]
            kept[section.code] = {"rows": blocks}
        elif not section.repeat:
            kept = {code: one for code, one in kept.items() if code not in personal}
    return kept


def concerned(actor: Actor, response: Response) -> list[Response]:
    """All that this person answered, among what the actor holds; of a structure, what was sent by the same invitation."""
    rows = Response.objects.visible_to(actor)
    if response.person_id:
        rows = rows.filter(person_id=response.person_id)
    elif response.invitation_id:
        rows = rows.filter(invitation_id=response.invitation_id)
    else:
        rows = rows.filter(pk=response.pk)
    held = [one for one in rows.select_related("invitation", "campaign").order_by("pk") if policies.may_erase(actor, one) is None]
    return [one for one in held if without_personal(queries.definition_of(one.asked_id), one.answers) != one.answers]


def erase_personal(*, actor: Actor, response: Response, reason: str) -> int:
    """Answers how many responses were blanked. Who asked, why and when stays written; what was erased does not."""
    allow(policies.may_erase(actor, response))
    if not reason.strip():
        raise Refused(Refusal("reason", "Indiquez qui demande cet effacement et pourquoi : ce motif est gardé."))
    with writing(actor, "surveys.response.erase", Response), erasing(actor, reason.strip()):
        found = concerned(actor, response)
        if not found:
            raise Refused(NOTHING)
        for one in found:
            rows = Response.objects.for_system("the rows that were just read by their reader").filter(pk=one.pk)
            rows.update(answers=without_personal(queries.definition_of(one.asked_id), one.answers))
        begun = Progress.objects.for_system("what was begun by the same invitations")
        begun.filter(invitation__in={one.invitation_id for one in found if one.invitation_id}).delete()
        data = {"title": queries.definition_of(response.asked_id).title, "count": len(found)}
        record(response, "surveys.response.erased", actor=actor, audience=["operator", "structure"], data=data)
    return len(found)
