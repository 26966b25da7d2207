"""What a dossier lacks before its diagnosis is shared: a complete version for each structure, and the yes of both sides to it."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.queries import accompanied
from cordee.accompaniment.diagnoses import content, queries
from cordee.accompaniment.diagnoses.actions.writing import opened
from cordee.accompaniment.diagnoses.models import Diagnosis
from cordee.core.access import Actor, Refusal
from cordee.core.formats import joined
from cordee.core.lifecycle import consequence_on, guard_on
from cordee.core.models import Event


@consequence_on("cases.case", "diagnose")
def open_with_the_step(case: Case, event: Event, actor: Actor) -> None:
    """The diagnosis begins with its step: the structure's own, or the common one of a collective dossier."""
    structures = [b.organisation for b in accompanied(case)]
    common = case.kind == Case.Kind.COLLECTIVE
    if structures and not queries.of_case(case).exists():
        opened(case, None if common else structures[0], actor)


@guard_on("cases.case", "share")
def is_shared(case: Case, data: Any = None) -> Refusal | None:
    """A dossier taken over enters without what the platform would have asked."""
    if case.taken_over:
        return None
    diagnoses = list(queries.of_case(case))
    covered = {one.organisation_id for one in diagnoses}
    bare = [b.organisation.name for b in accompanied(case) if not covered & {None, b.organisation_id}]
    if bare:
        return Refusal("diagnosis", f"Aucun diagnostic n'est ouvert pour {joined(bare)} : ouvrez le sien, ou un diagnostic commun.")
    return next((refusal for one in diagnoses if (refusal := stands(one))), None)


def stands(diagnosis: Diagnosis) -> Refusal | None:
    """Its last version is what both sides validated, and nothing was written since."""
    version = queries.latest(diagnosis)
    if version is None:
        lacking = queries.lacking(diagnosis)
        todo = f"il manque {joined(lacking)}" if lacking else "proposez-en une version"
        return Refusal("version", f"Le diagnostic n'est pas encore proposé à la validation : {todo}.")
    if awaited := queries.awaited(diagnosis, version):
        return Refusal("assent", f"La version {version.number} du diagnostic n'est pas encore validée par {joined(awaited)}.")
    if content.rewritten(version.content, diagnosis):
        said = "Le diagnostic a changé depuis la version validée : proposez la nouvelle version, ou revenez au texte validé."
        return Refusal("changed", said)
    return None
