"""What a dossier waits for while its diagnosis is written and validated."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from cordee.accompaniment.cases import next_step
from cordee.accompaniment.cases.models import Case, Validation
from cordee.accompaniment.cases.next_step import NextStep
from cordee.accompaniment.cases.validating import Validated, declare, still_owed
from cordee.accompaniment.diagnoses import queries
from cordee.accompaniment.diagnoses.models import Assent, Contribution, Diagnosis, Version
from cordee.core.access import Actor
from cordee.core.panels import Reads, Rows


def page(case: Case, actor: Actor) -> str:
    """The first diagnosis that still awaits someone, among those that this reader reads."""
    seen = list(Diagnosis.objects.visible_to(actor).filter(case=case).select_related("case", "organisation").order_by("opened_on", "id"))
    waiting = (one for one in seen if (last := queries.latest(one)) is None or queries.awaited(one, last))
    found = next(waiting, seen[0] if seen else None)
    return found.get_absolute_url() if found else ""


def reads(case: Case, actor: Actor) -> Reads:
    system = "of a dossier that the actor may see"
    return {
        "diagnoses": queries.of_case(case),
        "versions": Version.objects.for_system(system).filter(diagnosis__case=case).order_by("number"),
        "assents": Assent.objects.for_system(system).filter(version__diagnosis__case=case).order_by("id"),
    }


def steps(case: Case, actor: Actor, rows: Rows, due: date | None) -> list[NextStep]:
    last = {version.diagnosis_id: version for version in rows["versions"]}
    found = _bare(case, rows, due)
    for diagnosis in rows["diagnoses"]:
        version = last.get(diagnosis.pk)
        if version is None:
            found.append(_to_write(diagnosis, due))
            continue
        said = {(one.side, one.organisation_id) for one in rows["assents"] if one.version_id == version.pk}
        found += _to_validate(diagnosis, rows["structures"], said, due)
    return found


def _bare(case: Case, rows: Rows, due: date | None) -> list[NextStep]:
    """A structure without a diagnosis, neither its own nor a common one."""
    covered = {one.organisation_id for one in rows["diagnoses"]}
    if all(covered & {None, b.organisation_id} for b in rows["structures"]):
        return []
    act = "Ouvrir le diagnostic partagé"
    return [NextStep(act, "operator", due, url=reverse("diagnoses:open", args=[case.public_id]), button=act)]


def _to_write(diagnosis: Diagnosis, due: date | None) -> NextStep:
    ready = not queries.lacking(diagnosis)
    act = "Proposer le diagnostic à la validation" if ready else "Écrire le diagnostic partagé avec la structure"
    return NextStep(act, "operator", due, url=diagnosis.get_absolute_url(), button="Ouvrir le diagnostic")


def _to_validate(diagnosis: Diagnosis, structures: list[Any], said: set[tuple[str, int]], due: date | None) -> list[NextStep]:
    concerned = [b for b in structures if diagnosis.organisation_id in (None, b.organisation_id)]
    return still_owed("Valider le diagnostic partagé", concerned, said, diagnosis.get_absolute_url(), due)


def notes_read(case: Case, actor: Actor, capacities: frozenset[str]) -> Reads:
    asked = Contribution.objects.visible_to(actor).filter(diagnosis__case=case, state=Contribution.State.ASKED)
    return {"notes": asked.select_related("organisation", "diagnosis").order_by("due_on", "id")}


def notes(case: Case, actor: Actor, capacities: frozenset[str], rows: Rows) -> list[NextStep]:
    """The notes asked of networks and partners: each owes its own, whatever the step of the dossier."""
    if case.is_over:
        return []
    return [_note(one, actor, "partner" if "partner" in capacities else "network") for one in rows["notes"]]


def _note(one: Contribution, actor: Actor, owed_by: str) -> NextStep:
    own, kind = one.organisation_id == actor.organisation_id, one.get_kind_display()
    return NextStep(
        f"Écrire la {kind[:1].lower()}{kind[1:]}", owed_by, one.due_on, who=one.organisation.name, of=one.organisation_id,
        url=(one if own else one.diagnosis).get_absolute_url(), button="Écrire la note" if own else "Ouvrir le diagnostic",
    )  # fmt: skip


next_step.declare(next_step.Source("diagnoses.notes", notes, notes_read, order=45))
declare(Validated(Validation.What.DIAGNOSIS.value, page, reads, steps))
