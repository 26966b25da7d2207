"""The reading two years later, and the request that it may open."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.cases.models import Accounts, Case
from cordee.accompaniment.diagnoses import policies, queries
from cordee.accompaniment.diagnoses.models import Diagnosis, Review
from cordee.core.access import Actor, Refusal
from cordee.core.edits import save_edit
from cordee.core.journal import record
from cordee.core.verbs import allow, locked, writing

STOPPED = Refusal("stopped", "Cet accompagnement s'est arrêté ou a été réorienté : il n'a pas d'effet à relever.")
NO_NEED = Refusal("need", "Le diagnostic post-accompagnement ne dit pas de nouveau besoin : écrivez-le, puis ouvrez la demande.")
EARLY = Refusal("early", "L'accompagnement n'a pas encore produit d'effet : les indicateurs se relèvent une fois le parcours lancé.")
OTHER_YEAR = Refusal("year", "Ce diagnostic lit deux exercices : celui de son ouverture, et celui du relevé suivant.")
STOPPED_IN = (Case.State.ABANDONED, Case.State.REORIENTED)
AFTER = (Case.State.UNDER_WAY, Case.State.FOLLOW_UP, Case.State.REVIEWED, Case.State.CLOSED)


def keep_review(*, actor: Actor, diagnosis: Diagnosis, values: dict[str, Any], version: int = 0) -> Review:
    """Written once the work has begun, and after the dossier is closed too: its effects are read two years later."""
    allow(policies.may_conduct(actor, diagnosis))
    with writing(actor, "diagnoses.review.keep", Review):
        held = locked(diagnosis)
        state = held.case.state
        allow(STOPPED if state in STOPPED_IN else None)
        allow(EARLY if state not in AFTER else None)
        review = queries.review_of(held)
        if review is not None:
            kept: Review = save_edit(review, values, version=version, actor=actor, form="diagnoses.review")
            return kept
        review = Review(diagnosis=held, thread_id=held.thread_id, zone=held.zone, **values)
        review.full_clean()
        review.save(force_insert=True)
        data = {"year": held.review_year, "organisation": held.organisation.name if held.organisation else ""}
        record(held, "diagnoses.review.taken", actor=actor, audience=["operator", "structure", "network", "partner"], data=data)
    return review


def keep_accounts(
    *, actor: Actor, diagnosis: Diagnosis, year: int, amounts: dict[str, Decimal | None], version: int = 0
) -> Accounts:  # fmt: skip
    """Of the year that the diagnosis reads, or reads again. The fil says that they were kept, never a figure."""
    allow(policies.may_keep_accounts(actor, diagnosis))
    with writing(actor, "cases.accounts.keep", Accounts):
        held = locked(diagnosis)
        allow(STOPPED if held.case.state in STOPPED_IN else None)
        allow(None if year in (held.accounts_year, held.review_year) else OTHER_YEAR)
        known = queries.accounts(held.case, held.organisation, year)
        if known is not None:
            kept: Accounts = save_edit(known, amounts, version=version, actor=actor)
            return kept
        accounts = Accounts(
            case=held.case, organisation=held.organisation, year=year, thread_id=held.thread_id, zone=held.zone, **amounts
        )  # fmt: skip
        accounts.full_clean()
        accounts.save(force_insert=True)
        data = {"organisation": held.organisation.name, "year": year}
        record(accounts, "cases.accounts.kept", actor=actor, audience=["operator"], data=data)
    return accounts


def ask_again(*, actor: Actor, review: Review, operation: uuid.UUID | None = None) -> Case:
    """The new need becomes the request that follows this dossier; pressed twice, the first one answers."""
    diagnosis = review.diagnosis
    allow(policies.may_ask_again(actor, diagnosis))
    allow(None if review.new_needs.strip() else NO_NEED)
    title = f"Suite : {diagnosis.case.title}"[:200]
    return cases.ask_again(actor=actor, case=diagnosis.case, need=review.new_needs, title=title, operation=operation)
