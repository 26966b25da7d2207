"""A diagnosis of a dossier at any step, by the verbs of the room."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.queries import accompanied
from cordee.accompaniment.diagnoses import actions, queries
from cordee.accompaniment.diagnoses.models import Diagnosis, Version
from tests.factories import SYSTEM

SAID = {
    "request": "Vendre mieux sans perdre notre projet.",
    "synthesis": "Une équipe stable, des prix fixés par habitude.",
    "objectives": "Fixer des prix qui couvrent les charges.",
    "stakes": "Douze emplois, et la collecte de six communes.",
}


def write(diagnosis: Diagnosis, **values: Any) -> Diagnosis:
    diagnosis.refresh_from_db()
    return actions.edit(actor=SYSTEM, diagnosis=diagnosis, values={**SAID, **values}, version=diagnosis.version)


def proposed(diagnosis: Diagnosis, **values: Any) -> Version:
    return actions.propose(actor=SYSTEM, diagnosis=write(diagnosis, **values))


def both_say_yes(version: Version) -> None:
    for structure in queries.structures_concerned(version.diagnosis):
        actions.validate(
            actor=SYSTEM, version=version, side="structure", organisation=structure, by_bodies=True, body="Conseil d'administration"
        )
    actions.validate(actor=SYSTEM, version=version, side="operator", organisation=version.diagnosis.case.opened_by)


def agree(case: Case) -> None:
    """Every diagnosis of the dossier, complete and validated by both sides."""
    if not queries.of_case(case).exists():
        several = case.kind == Case.Kind.COLLECTIVE
        actions.open_diagnosis(actor=SYSTEM, case=case, organisation=None if several else accompanied(case)[0].organisation)
    for diagnosis in queries.of_case(case):
        both_say_yes(proposed(diagnosis))
