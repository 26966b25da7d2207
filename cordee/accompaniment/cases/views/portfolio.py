"""The portfolio: one's own board stage by stage, the loads of a DLA, those of a region."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cordee.accompaniment.cases import portfolio, queries
from cordee.accompaniment.cases.models import Case
from cordee.core.access import ActingRequest, Actor
from cordee.core.asked import uuid_of

WIDE = frozenset({"regional", "national", "resource", "admin"})
STAGES = [(state, str(Case.State(state).label)) for state in portfolio.STAGES]


@require_GET
def page(request: ActingRequest) -> HttpResponse:
    actor, who = request.actor, request.GET.get("qui", "")
    if actor.capacity != "operator":
        raise Http404
    if actor.profile in WIDE:
        context = of_region(actor, request.GET.get("dla", ""))
    elif who or actor.profile == "officer":
        context = of_someone(actor, who)
    else:
        context = of_team(actor)
    context |= {"stages": STAGES, "nav_current": "portfolio", "late_said": f"{context['late']} en retard"}
    return render(request, "cases/portfolio.html", context)


def of_someone(actor: Actor, who: str) -> dict[str, Any]:
    """A board: one's own, a colleague's, what nobody follows, or the whole team's."""
    rows, title, query = portfolio.held_by(actor, actor.membership_id or 0), "Mon portefeuille", f"personne={actor.membership_public_id}"
    here = who if who in (portfolio.NOBODY, "tous") else ""
    if who == portfolio.NOBODY:
        rows, title, query = portfolio.of_nobody(actor), "Dossiers que personne ne suit", "suivi=non"
    elif who == "tous":
        rows, title, query = portfolio.open_cases(actor), "Dossiers de toute l'équipe", ""
    elif who and who != str(actor.membership_public_id):
        someone = portfolio.colleague(actor, uuid_of(who))
        if someone is None:
            raise Http404
        rows, title = portfolio.held_by(actor, someone.pk), f"Portefeuille : {queries.colleague_name(someone)}"
        query = f"personne={someone.public_id}"
    else:
        here = "mine"
    columns = portfolio.board(rows, query=query, moves=portfolio.moves(actor))
    counted = {"total": sum(c.count for c in columns), "late": sum(c.late for c in columns)}
    return {"title": title, "board": columns, "tabs": True, "here": here} | counted


def of_team(actor: Actor) -> dict[str, Any]:
    return {"title": "Portefeuille du DLA", "tabs": True, "here": "team", "first": "Personne"} | table(portfolio.by_officer(portfolio.open_cases(actor)))


def of_region(actor: Actor, dla: str) -> dict[str, Any]:
    """By DLA; then, of one DLA, by person."""
    rows = portfolio.open_cases(actor)
    if not dla:
        return {"title": "Portefeuille par DLA", "first": "DLA"} | table(portfolio.by_operator(actor, rows))
    operator = portfolio.operator_in_reach(actor, uuid_of(dla))
    if operator is None:
        raise Http404
    loads = portfolio.by_officer(rows.filter(portfolio.zones_of(operator)))
    for load in loads:
        load.url = ""  # a board is read by the team that works on it
    return {"title": f"Portefeuille : {operator.name}", "first": "Personne", "region": True} | table(loads)


def table(loads: list[portfolio.Load]) -> dict[str, Any]:
    shown = [load for load in loads if load.total or load.url != f"?qui={portfolio.NOBODY}"]
    return {"loads": shown, "total": sum(load.total for load in loads), "late": sum(load.late for load in loads)}
