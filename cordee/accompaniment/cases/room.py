"""What dossiers hang on the house."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from cordee.accompaniment.cases import (
    committee,
    dated,
    find,
    homes,
    letters,
    nomenclatures,
    owed,
    parameters,
    presentation,
    queries,
    stages,
    telling,
    todos,
)
from cordee.accompaniment.cases.models import (
    Accounts,
    Adhesion,
    Assignment,
    Beneficiary,
    Case,
    Counter,
    Handover,
    Presence,
    Reorientation,
    Validation,
)
from cordee.actors.directory.models import Organisation
from cordee.core import merging, panels
from cordee.core.access import Actor
from cordee.core.api import api_routers
from cordee.core.journal import thread_names
from cordee.core.shell import MenuEntry, menu

__all__ = ["committee", "dated", "find", "homes", "letters", "nomenclatures", "owed", "parameters", "stages", "telling", "todos"]

api_routers.add("cases", "cordee.accompaniment.cases.api.router")
menu.add("cases", MenuEntry("cases", "Mon travail", "Dossiers", "cases:cases", "folder", order=5, mobile=True))
menu.add(
    "portfolio",
    MenuEntry(
        "portfolio", "Mon travail", "Portefeuille", "cases:portfolio", "layout-dashboard", order=4,
        profiles=frozenset({"officer", "head", "regional", "national"}),
    ),
)  # fmt: skip


def cases_of_threads(ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = Case.objects.for_system("names of threads already seen").filter(thread_id__in=ids).order_by("id")
    return {case.thread_id: (case.title, case.get_absolute_url()) for case in rows}


thread_names.add("case", cases_of_threads)


def accompaniments_read(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    """The dossiers of a structure, oldest first, among those that the reader may see."""
    seen = Case.objects.visible_to(actor).order_by().values("pk")
    return {"accompaniments": queries.accompaniments_of(organisation).filter(case__in=seen)}


def accompaniments_of(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    told = [
        (row.case, presentation.state_said(row.case, capacities), presentation.TONES.get(row.case.state, "warn"))
        for row in rows["accompaniments"]
    ]
    return {"accompaniments": told} if told else None


panels.declare(
    panels.Panel(
        "cases.accompaniments",
        "directory.organisation",
        "Accompagnements",
        "cases/panel_accompaniments.html",
        accompaniments_of,
        accompaniments_read,
        order=55,
    )
)

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
merging.move(Handover, "giver", "passation donnée", "passations données")
merging.move(Handover, "taker", "passation reçue", "passations reçues", same=("mandate",), only=Q(mandate__isnull=False))
merging.move(Adhesion, "organisation", "adhésion", "adhésions")
merging.move(Presence, "organisation", "participation à une étape", "participations à une étape", same=("case", "step", "who", "on"))
merging.move(Validation, "organisation", "validation", "validations", same=("case", "what", "side"))
merging.move(Reorientation, "organisation", "réorientation", "réorientations")
merging.move(Accounts, "organisation", "comptes d'un exercice", "comptes d'exercices", same=("case", "year"))
