"""A version is proposed to both sides; each says yes to that version, and to no other."""

from __future__ import annotations

from datetime import date

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.cases import queries as case_queries
from cordee.accompaniment.cases.actions.common import on_case
from cordee.accompaniment.cases.models import Case, Validation
from cordee.accompaniment.diagnoses import content, policies, queries
from cordee.accompaniment.diagnoses.models import Assent, Diagnosis, Version
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refusal
from cordee.core.clock import today
from cordee.core.formats import joined
from cordee.core.journal import record
from cordee.core.verbs import allow, locked

PARTIES = ["operator", "structure", "network", "partner"]
OTHER = Refusal("outside", "Ce diagnostic est celui d'une autre structure du dossier.")


def propose(*, actor: Actor, diagnosis: Diagnosis) -> Version:
    """The text as it stands becomes a version that no longer changes. Unchanged since the last one: that one answers."""
    allow(policies.may_conduct(actor, diagnosis))
    with on_case(actor, diagnosis.case, "diagnoses.version.propose", Version):
        held = locked(diagnosis)
        said = content.written(held)
        allow(_incomplete(queries.lacking(said)))
        last = queries.latest(held)
        if last and last.sha256 == content.fingerprint(said):
            return last
        version = Version(
            diagnosis=held, number=last.number + 1 if last else 1, content=said, sha256=content.fingerprint(said), thread_id=held.thread_id,
            zone=held.zone, proposed_by=actor.user_id,
        )  # fmt: skip
        version.full_clean()
        version.save(force_insert=True)
        data = {"number": version.number, "organisation": held.organisation.name if held.organisation else ""}
        record(held, "diagnoses.version.proposed", actor=actor, audience=PARTIES, data=data)
    return version


def _incomplete(names: list[str]) -> Refusal | None:
    if not names:
        return None
    return Refusal("incomplete", f"Il manque {joined(names)} : écrivez-les, pour un lecteur qui n'était pas là, puis proposez la version.")


def validate(
    *, actor: Actor, version: Version, side: str, organisation: Organisation, by_bodies: bool = False, body: str = "",
    on: date | None = None,
) -> Assent:  # fmt: skip
    """One side's yes. The dossier keeps its own line of it, once; a later version is validated anew here."""
    diagnosis = version.diagnosis
    if side == Validation.Side.OPERATOR:
        allow(policies.may_validate_for_operator(actor, diagnosis))
    else:
        allow(policies.may_validate_for_structure(actor, diagnosis, organisation.pk))
    with on_case(actor, diagnosis.case, "diagnoses.assent.note", Assent) as case:
        held = locked(diagnosis)
        allow(_replaced(queries.latest(held), version))
        if side == Validation.Side.STRUCTURE:
            allow(OTHER if organisation.pk not in {s.pk for s in queries.structures_concerned(held)} else None)
        assent = Assent(version=version, side=side, organisation=organisation, by_bodies=by_bodies, body=body.strip(), on=on or today())
        assent.noted_by = actor.user_id
        assent.full_clean()
        assent.save(force_insert=True)
        _keep_step(actor, case, assent)
        data = {"organisation": organisation.name, "number": version.number, "body": body.strip(), "bodies": by_bodies}
        record(held, "diagnoses.assent.noted", actor=actor, audience=PARTIES, data=data, fact_on=assent.on)
    return assent


def _replaced(last: Version | None, version: Version) -> Refusal | None:
    if last is None or last.pk == version.pk:
        return None
    return Refusal("replaced", f"La version {last.number} a été proposée depuis : relisez-la, c'est elle qui se valide.")


def _keep_step(actor: Actor, case: Case, assent: Assent) -> None:
    """The yes that the dossier moves on with. The fil tells that of the version, which says which one."""
    kept = case_queries.validations_of(case, Validation.What.DIAGNOSIS).filter(side=assent.side, organisation=assent.organisation)
    if not kept.exists():
        cases.keep_validation(
            actor=actor, case=case, what=Validation.What.DIAGNOSIS, side=assent.side, organisation=assent.organisation, body=assent.body,
            on=assent.on, told=False,
        )  # fmt: skip
