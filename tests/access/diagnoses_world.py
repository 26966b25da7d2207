"""A dossier whose diagnosis is proposed, with all that hangs on it; and one whose accompaniment is over, two years later."""

from __future__ import annotations

from datetime import date
from typing import Any

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.diagnoses import actions, documents, queries
from cordee.actors.directory.models import Organisation
from cordee.core.produce import produce
from tests.accompaniment.cases import scene as dossiers
from tests.accompaniment.diagnoses import scene
from tests.factories import Someone


class Diagnosed:
    def __init__(self, people: dict[str, Someone], structure: Organisation) -> None:
        officer, network = people["officer"].actor, people["network"].organisation
        self.case = dossiers.bring(dossiers.open_case(structure, title="Fixer nos prix"), "diagnosing")
        cases.open_to(actor=officer, case=self.case, organisation=network)
        self.diagnosis = queries.of_case(self.case).get()
        values = {"kind": "strength", "axis": "team", "title": "Une équipe stable"}
        self.finding = actions.keep_finding(actor=officer, diagnosis=self.diagnosis, values=values)
        self.note = actions.ask_contribution(actor=officer, diagnosis=self.diagnosis, organisation=network, kind="vigilance")
        scene.proposed(self.diagnosis)
        self.file = produce(documents.OPEN.code, self.diagnosis, actor=officer).files.get(kind="pdf")
        past = dossiers.bring(dossiers.open_case(structure, title="Écrire le projet"), "follow_up")
        cases.open_to(actor=officer, case=past, organisation=network)
        self.past = queries.of_case(past).get()
        said = {"taken_on": date(2026, 1, 5), "new_needs": "Une démarche qualité."}
        actions.keep_review(actor=officer, diagnosis=self.past, values=said)

    def arguments(self) -> dict[str, dict[str, Any]]:
        one, past = {"public_id": self.diagnosis.public_id}, {"public_id": self.past.public_id}
        child = one | {"child": self.finding.public_id}
        plain = ("diagnosis", "edit", "topics", "finding_add", "grid", "ask", "propose", "validate", "validate_operator")
        return {
            **{f"diagnoses:{name}": one for name in plain},
            **{f"diagnoses:{name}": past for name in ("review", "review_edit", "ask_again")},
            "diagnoses:open": {"public_id": self.case.public_id},
            "diagnoses:write": {"public_id": self.note.public_id},
            "diagnoses:finding": child,
            "diagnoses:finding_act": child | {"act": "monter"},
            "diagnoses:accounts": one | {"year": self.diagnosis.accounts_year},
            "diagnoses:differences": one | {"first": 1, "last": 1},
            "diagnoses:make_document": one | {"code": "whole"},
            "diagnoses:file": one | {"file_id": self.file.public_id},
        }
