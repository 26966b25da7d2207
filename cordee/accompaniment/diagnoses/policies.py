"""Who writes a diagnosis, who contributes, who validates. A network contributes and validates nothing."""

from __future__ import annotations

from cordee.accompaniment.cases import policies as cases
from cordee.accompaniment.diagnoses.models import Contribution, Diagnosis
from cordee.core.access import READERS, Actor, Refusal, in_person

#: those who read the diagnosis; accounts and what is drawn from them belong to the first two
PARTIES = frozenset({"operator", "structure", "network", "partner"})
CLOSE = frozenset({"operator", "structure"})
NOT_ASKED = Refusal("hidden", "Cette note est demandée à une autre organisation : elle seule l'écrit.")
NOT_THEIRS = Refusal("hidden", "Ce diagnostic est validé par le DLA et par la structure : un réseau y contribue sans le valider.")


def may_conduct(actor: Actor, diagnosis: Diagnosis) -> Refusal | None:
    """To write the text, to note findings, to propose a version: whoever conducts the dossier."""
    return cases.may_conduct(actor, diagnosis.case)


def may_ask(actor: Actor, contribution: Contribution) -> Refusal | None:
    return cases.may_conduct(actor, contribution.diagnosis.case)


@in_person
def may_write(actor: Actor, contribution: Contribution) -> Refusal | None:
    """In the name of the organisation that was asked."""
    own = actor.organisation_id is not None and actor.organisation_id == contribution.organisation_id
    return None if actor.is_system or (own and actor.profile not in READERS) else NOT_ASKED


def may_validate_for_structure(actor: Actor, diagnosis: Diagnosis, organisation_id: int) -> Refusal | None:
    """The structure for itself, or the DLA who holds its minutes."""
    refusal = cases.may_engage(actor, diagnosis.case, organisation_id)
    return NOT_THEIRS if refusal and actor.capacity != "operator" else refusal


def may_validate_for_operator(actor: Actor, diagnosis: Diagnosis) -> Refusal | None:
    refusal = cases.may_decide(actor, diagnosis.case)
    return NOT_THEIRS if refusal and actor.capacity != "operator" else refusal


def may_keep_accounts(actor: Actor, diagnosis: Diagnosis) -> Refusal | None:
    """The structure its own, or the DLA. A common diagnosis reads none."""
    if diagnosis.organisation_id is None:
        return Refusal("common", "Les comptes se lisent structure par structure : ouvrez le diagnostic de chacune.")
    return cases.may_engage(actor, diagnosis.case, diagnosis.organisation_id)


def may_ask_again(actor: Actor, diagnosis: Diagnosis) -> Refusal | None:
    """A new need opens a new request: by the structure, or by the DLA for it."""
    if diagnosis.organisation_id is not None and actor.organisation_id == diagnosis.organisation_id and actor.profile not in READERS:
        return None
    return cases.may_conduct(actor, diagnosis.case)
