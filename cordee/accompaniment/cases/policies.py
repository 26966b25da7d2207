"""Who asks, who conducts, who engages a structure. Each answer is None, or a refusal that says the rule and who can act."""

from __future__ import annotations

from cordee.accompaniment.cases.models import Beneficiary, Case
from cordee.core.access import READERS, Actor, Refusal, capacities_in, in_person

#: profiles that conduct dossiers, on their territory or where they stand in for someone
CONDUCT = frozenset({"officer", "head", "regional"})

NOT_THEIRS = Refusal("hidden", "Ce dossier est conduit par le DLA de son territoire : lui seul peut le faire.")
PROFILE = Refusal("profile", "Un dossier est conduit par un·e chargé·e de mission du DLA : demandez-lui de le faire.")
OWN_ONLY = Refusal("own", "Une structure demande un accompagnement pour elle-même : pour d'autres, passez par votre réseau ou votre DLA.")
OVER = Refusal("over", "Ce dossier est fini : il reste lisible et ne change plus. Une nouvelle demande peut en ouvrir un autre.")
UNCHANGED = Refusal("unchanged", "Cette personne suit déjà ces dossiers à cette date : choisissez quelqu'un d'autre, ou une autre date.")


def may_conduct(actor: Actor, case: Case) -> Refusal | None:
    """The operator of the territory, or whoever stands in there today."""
    if actor.is_system:
        return None
    if actor.profile in CONDUCT:
        return None if actor.covers(case.zone) or "operator" in capacities_in(actor, case.thread) else NOT_THEIRS
    return PROFILE if actor.capacity == "operator" else NOT_THEIRS


def may_change(actor: Actor, case: Case) -> Refusal | None:
    """To write in a dossier that goes on."""
    return may_conduct(actor, case) or (OVER if case.is_over else None)


def may_decide(actor: Actor, case: Case) -> Refusal | None:
    """What moves a dossier on is done by the person, never in support."""
    return _in_person(actor, case)


@in_person
def _in_person(actor: Actor, case: Case) -> Refusal | None:
    return may_conduct(actor, case)


@in_person
def may_request(actor: Actor, case: Case) -> Refusal | None:
    """The structure or the network that asks, in its own name; the DLA for them."""
    if actor.profile in CONDUCT or actor.is_system:
        return may_conduct(actor, case)
    asks = actor.profile in ("structure", "network") and case.requester_id == actor.organisation_id
    return None if asks else OWN_ONLY


def is_accompanied(actor: Actor, case: Case) -> bool:
    """Does the actor speak for a structure that is in the dossier?"""
    if actor.organisation_id is None or actor.profile in READERS or actor.capacity != "structure":
        return False
    rows = Beneficiary.objects.for_system("is it one's own dossier?").filter(case=case, organisation_id=actor.organisation_id)
    return bool(rows.filter(state=Beneficiary.State.IN).exists())


def may_edit(actor: Actor, case: Case) -> Refusal | None:
    """The DLA until the end; whoever asked, as long as nobody has received the request."""
    if actor.profile in CONDUCT or actor.is_system:
        return may_conduct(actor, case)
    asked = actor.profile in ("structure", "network") and case.requester_id == actor.organisation_id
    if asked and case.state != Case.State.REQUESTED:
        return Refusal("received", "Votre demande est entre les mains du DLA : écrivez-lui ce qui change, il la complétera avec vous.")
    return None if asked else NOT_THEIRS


def may_ask_again(actor: Actor, case: Case) -> Refusal | None:
    """A new need once the accompaniment is over, or its review done: the structure itself, or the DLA for it."""
    if case.state not in (*Case.OVER, Case.State.REVIEWED):
        return Refusal("running", "Cet accompagnement se poursuit : un besoin nouveau s'y ajoute, ou attend sa fin.")
    if actor.capacity == "structure" and actor.profile not in READERS:
        took_part = Beneficiary.objects.for_system("was it one's own dossier?").filter(case=case, organisation_id=actor.organisation_id)
        return None if took_part.exists() else OWN_ONLY
    return may_conduct(actor, case)


def may_read_accounts_log(actor: Actor, case: Case) -> Refusal | None:
    """Who looked at the accounts is told to those they speak of, and to the head of the DLA that keeps them."""
    if actor.profile in ("head", "admin") and (actor.covers(case.zone) or actor.zones is None):
        return None
    return None if is_accompanied(actor, case) else NOT_THEIRS


@in_person
def may_abandon(actor: Actor, case: Case) -> Refusal | None:
    """Adhesion is free: the structure stops when it wishes; the DLA writes down what it was told."""
    if is_accompanied(actor, case):
        if case.kind == Case.Kind.INDIVIDUAL:
            return None
        return Refusal("collective", "D'autres structures continuent ce dossier : retirez la vôtre, le dossier se poursuit sans elle.")
    return may_conduct(actor, case)


@in_person
def may_withdraw(actor: Actor, beneficiary: Beneficiary) -> Refusal | None:
    """A structure takes itself out; the DLA writes down what it was told."""
    if actor.capacity == "structure" and actor.organisation_id == beneficiary.organisation_id and actor.profile not in READERS:
        return None
    return may_conduct(actor, beneficiary.case)


def may_join(actor: Actor, beneficiary: Beneficiary) -> Refusal | None:
    """Structures enter with the request of whoever asks, or by the DLA."""
    return may_request(actor, beneficiary.case)


def may_finish(actor: Actor, beneficiary: Beneficiary) -> Refusal | None:
    return may_decide(actor, beneficiary.case)


@in_person
def may_engage(actor: Actor, case: Case, organisation_id: int) -> Refusal | None:
    """To say a structure's adhesion or its validation: itself, or the DLA who was told."""
    if actor.organisation_id == organisation_id and is_accompanied(actor, case):
        return None
    return may_conduct(actor, case)
