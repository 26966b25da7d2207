"""What a dossier still lacks before it goes on. A dossier taken over enters without the proofs that the platform would have asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cordee.accompaniment.cases import queries
from cordee.accompaniment.cases.models import Adhesion, Beneficiary, Case, Step, Validation
from cordee.core.access import Refusal

Guard = Callable[[Case, Any], Refusal | None]


def is_clear(case: Case, data: Any = None) -> Refusal | None:
    """A clear request, even when the DLA or a network suggested it."""
    return None if case.taken_over else unclear(case.need, case.motives.exists())


def unclear(need: str, has_motive: bool) -> Refusal | None:
    """Said of a dossier, and of the request before it."""
    if not need.strip():
        return Refusal("unclear", "La demande ne dit pas encore le besoin : écrivez-le avec la structure, puis recommencez.")
    if not has_motive:
        return Refusal("unclear", "La demande n'a pas de motif : choisissez-en au moins un, même si la structure n'a pas de difficulté.")
    return None


def is_accepted(case: Case, data: Any = None) -> Refusal | None:
    if case.taken_over:
        return None
    eligibility = queries.eligibility_of(case)
    if eligibility is None or eligibility.accepted is None:
        return Refusal("eligibility", "L'éligibilité n'est pas décidée : jugez les critères et décidez, puis ouvrez le diagnostic.")
    if not eligibility.accepted:
        return Refusal("eligibility", "L'accompagnement n'est pas accepté : réorientez la structure vers l'organisme qui peut l'aider.")
    return None


def is_not_accepted(case: Case, data: Any = None) -> Refusal | None:
    eligibility = queries.eligibility_of(case)
    if eligibility and eligibility.accepted:
        return Refusal("accepted", "L'accompagnement est accepté : revenez d'abord sur cette décision, avec son motif.")
    return None


def awaits_adhesion(case: Case, data: Any = None) -> Refusal | None:
    """Is there a structure that has said nothing yet at this step?"""
    if case.state not in queries.STEP_OF:
        return Refusal("early", "À cette étape, l'adhésion de la structure n'est pas encore demandée : accueillez-la d'abord.")
    if queries.silent_in(case):
        return None
    return Refusal("said", "Chaque structure s'est déjà prononcée à cette étape : sa décision se lit, et se change, dans le dossier.")


def adhered(case: Case, data: Any = None) -> Refusal | None:
    """Adhesion is free, and asked for at each step: a step is not left without it."""
    if case.taken_over:
        return None
    step = Step(queries.STEP_OF[Case.State(case.state)])
    words = queries.last_words(case)
    missing, declined = [], []
    for beneficiary in queries.accompanied(case):
        said = words.get((step, beneficiary.organisation_id))
        if said is None:
            missing.append(beneficiary.organisation.name)
        elif said.decision == Adhesion.Decision.NO:
            declined.append(beneficiary.organisation.name)
    if declined:
        names = ", ".join(declined)
        return Refusal("declined", f"{names} n'adhère pas à l'étape « {step.label} » : notez son retrait, ou sa nouvelle décision.")
    if missing:
        return Refusal("adhesion", f"Adhésion attendue à l'étape « {step.label} » : {', '.join(missing)}. Notez-la avant de poursuivre.")
    return None


def validated(what: str) -> Guard:
    """The two sides have said yes."""
    label = Validation.What(what).label

    def both(case: Case, data: Any = None) -> Refusal | None:
        if case.taken_over:
            return None
        done = {(row.side, row.organisation_id) for row in queries.validations_of(case, what)}
        lacking = [b.organisation.name for b in queries.accompanied(case) if ("structure", b.organisation_id) not in done]
        if not any(side == "operator" for side, _ in done):
            lacking.append("le DLA")
        if lacking:
            return Refusal("validation", f"{label} : il reste à le faire valider par {', '.join(lacking)}.")
        return None

    return both


def is_individual(case: Case, data: Any = None) -> Refusal | None:
    if case.kind == Case.Kind.COLLECTIVE:
        return Refusal("hidden", "Ce dossier est déjà collectif : ajoutez-y les structures concernées.")
    return None


# -- structures -----------------------------------------------------------------------------------------------------------------
def has_room(beneficiary: Beneficiary, data: Any = None) -> Refusal | None:
    """An individual dossier accompanies one structure; a dossier that is over, none more."""
    case = beneficiary.case
    if case.is_over:
        return Refusal("over", "Ce dossier est fini : une structure s'ajoute à un dossier en cours.")
    if case.kind == Case.Kind.INDIVIDUAL and queries.structures_of(case).exists():
        return Refusal("individual", "Ce dossier est individuel : élargissez-le d'abord en démarche collective.")
    return None


def others_remain(beneficiary: Beneficiary, data: Any = None) -> Refusal | None:
    case = beneficiary.case
    if case.state not in (Case.State.ABANDONED, Case.State.CLOSED) and len(queries.accompanied(case)) < 2:
        return Refusal("last", "C'est la seule structure de ce dossier : c'est le dossier entier qui s'arrête ou se clôt.")
    return None
