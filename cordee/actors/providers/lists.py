"""The list of joint actions that help new experts emerge."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, OuterRef, Subquery, Value
from django.urls import reverse

from cordee.actors.providers import policies
from cordee.actors.providers.models import EmergenceAction
from cordee.core.access import Actor
from cordee.core.formats import counted
from cordee.core.lists import Column, List, Sort, date_cell, link_cell
from cordee.core.lists.cells import NOTHING
from cordee.core.lists.declare import Rows


def newcomers_text(number: int | None, *rest: Any) -> str:
    return counted(number or 0, "nouveau prestataire", "nouveaux prestataires")


def newcomers_cell(number: int | None, *rest: Any) -> str:
    return escape(newcomers_text(number))


def names_cell(names: str | None, *rest: Any) -> str:
    return escape(names) if names else NOTHING


class EmergenceList(List):
    code = "providers.emergence"
    model = EmergenceAction
    title = "Actions d'émergence"
    one, many = "action", "actions"
    empty = "Rencontres, formations et binômes qui aident de nouveaux prestataires à se faire connaître viendront ici."
    columns = (
        Column("name", "Action", ("name", "public_id"), cell=link_cell("/annuaire/prestataires/emergence/"), sort="nom"),
        Column("held_on", "Date", ("held_on",), cell=date_cell, sort="date"),
        Column("organiser", "Enregistrée par", ("organiser__name",), cell=names_cell),
        Column("networks", "Réseaux associés", ("network_names",), cell=names_cell),
        Column("newcomers", "Y ont pris part", ("newcomer_count",), cell=newcomers_cell, export=newcomers_text),
    )
    sorts = (Sort("date", "Date", "held_on", descending=True), Sort("nom", "Nom", "name"))

    def rows(self, actor: Actor) -> Rows:
        newcomers: Any = EmergenceAction.newcomers.through._default_manager.filter(emergenceaction_id=OuterRef("pk")).order_by()
        networks: Any = EmergenceAction.networks.through._default_manager.filter(emergenceaction_id=OuterRef("pk")).order_by()
        counted_newcomers = newcomers.values("emergenceaction_id").annotate(n=Count("pk")).values("n")
        names = networks.values("emergenceaction_id").annotate(n=StringAgg("organisation__name", Value(", "))).values("n")
        return EmergenceAction.objects.visible_to(actor).annotate(newcomer_count=Subquery(counted_newcomers), network_names=Subquery(names))

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        if policies.may_record_emergence(actor):
            return ()
        return [("Enregistrer une action d'émergence", reverse("providers:emergence_add"))]

    def may_open(self, actor: Actor) -> bool:
        return policies.may_search(actor)
