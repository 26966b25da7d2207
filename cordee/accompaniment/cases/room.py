"""What dossiers hang on the house."""

from __future__ import annotations

from cordee.accompaniment.cases import letters, nomenclatures, telling
from cordee.accompaniment.cases.models import (
    Accounts,
    Adhesion,
    Assignment,
    Beneficiary,
    Case,
    Counter,
    Presence,
    Reorientation,
    Validation,
)
from cordee.core import merging
from cordee.core.journal import thread_names

__all__ = ["letters", "nomenclatures", "telling"]


def cases_of_threads(ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = Case.objects.for_system("names of threads already seen").filter(thread_id__in=ids).order_by("id")
    return {case.thread_id: (case.title, case.get_absolute_url()) for case in rows}


thread_names.add("case", cases_of_threads)

# -- what a merge does ------------------------------------------------------------------------------------------------------
OWN_THREAD = "Un dossier a son propre fil : il n'est pas celui d'une organisation."
merging.stay(Case, "thread", OWN_THREAD)
merging.stay(Beneficiary, "thread", OWN_THREAD)
merging.stay(Accounts, "thread", OWN_THREAD)
merging.stay(Case, "opened_by", "Un dossier garde le numéro que lui a donné le DLA qui l'a ouvert.")
merging.stay(Counter, "operator", "La numérotation reste celle du DLA qui a ouvert les dossiers.")
merging.move(Case, "requester", "dossier demandé", "dossiers demandés")
merging.move(Case, "relayed_from", "dossier pris en relais", "dossiers pris en relais")
merging.move(Beneficiary, "organisation", "dossier d'accompagnement", "dossiers d'accompagnement", same=("case",))
merging.move(Assignment, "operator", "affectation", "affectations")
merging.move(Adhesion, "organisation", "adhésion", "adhésions")
merging.move(Presence, "organisation", "participation à une étape", "participations à une étape", same=("case", "step", "who", "on"))
merging.move(Validation, "organisation", "validation", "validations", same=("case", "what", "side"))
merging.move(Reorientation, "organisation", "réorientation", "réorientations")
merging.move(Accounts, "organisation", "comptes d'un exercice", "comptes d'exercices", same=("case", "year"))
