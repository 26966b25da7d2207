"""What public requests hang on the house."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases.forms import known_before
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.policies import CONDUCT
from cordee.accompaniment.requests import find, letters, parameters, telling, todos
from cordee.accompaniment.requests.models import Party, Request
from cordee.core import merging, panels
from cordee.core.access import Actor
from cordee.core.api import api_routers
from cordee.core.formats import counted
from cordee.core.journal import thread_names
from cordee.core.shell import MenuEntry, menu

__all__ = ["find", "letters", "parameters", "telling", "todos"]

api_routers.add("requests", "cordee.accompaniment.requests.api.router")


def count_open(actor: Actor) -> tuple[int, str]:
    number = Request.objects.visible_to(actor).filter(state=Request.State.DEPOSITED).count()
    return number, f"{counted(number, 'demande')} à recevoir"


menu.add(
    "requests",
    MenuEntry(
        "requests", "Mon travail", "Demandes", "requests:requests", "inbox", order=4,
        profiles=CONDUCT, count=count_open,
    ),
)  # fmt: skip


def requests_of_threads(ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = Request.objects.for_system("names of threads already seen").filter(thread_id__in=ids).order_by("id")
    return {demand.thread_id: (str(demand), demand.get_absolute_url()) for demand in rows}


thread_names.add("request", requests_of_threads)


def origin_read(case: Case, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    """The requests that opened the dossier or joined it, among those that the reader may see."""
    return {"requests": Request.objects.visible_to(actor).filter(case=case).order_by("deposited_at", "id")}


def origin_of(case: Case, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    return {"requests": rows["requests"]} if rows["requests"] else None


panels.declare(
    panels.Panel(
        "requests.origin", "cases.case", "Demande d'origine", "requests/panel.html", origin_of, origin_read, order=80,
    )
)  # fmt: skip


def answered_elsewhere(case: Case) -> dict[str, Any]:
    """The first request that says it: whoever judges reads it again, and corrects it."""
    rows = Request.objects.for_system("of a dossier that the actor conducts").filter(case=case, answered_elsewhere=True)
    found = rows.order_by("deposited_at", "id").first()
    return {"answered_elsewhere": True, "elsewhere": found.elsewhere} if found else {}


known_before.add("requests", answered_elsewhere)


# -- what a merge does ------------------------------------------------------------------------------------------------------
merging.stay(Request, "thread", "Une demande a son propre fil : il n'est pas celui d'une organisation.")
merging.move(Party, "organisation", "demande qui la nomme", "demandes qui la nomment")
