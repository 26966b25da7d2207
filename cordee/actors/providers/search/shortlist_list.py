"""The shortlists that one opened or that colleagues share."""

from __future__ import annotations

from html import escape
from typing import Any

from cordee.actors.directory.lists import zone_cell
from cordee.actors.providers.models import Shortlist
from cordee.actors.providers.search.policies import CHOOSERS
from cordee.core.access import Actor
from cordee.core.lists import Column, List, Sort, Switch, date_cell
from cordee.core.lists.declare import Rows


def need_cell(need: str, public_id: Any, *rest: Any) -> str:
    return f'<a href="/annuaire/prestataires/preselections/{public_id}/">{escape(need)}</a>'


class ShortlistList(List):
    code = "providers.shortlists"
    model = Shortlist
    title = "Présélections"
    one, many = "présélection", "présélections"
    empty = "Cherchez des prestataires pour une structure, puis gardez-en deux à quatre : la présélection viendra ici."
    columns = (
        Column("need", "Besoin", ("need", "public_id"), cell=need_cell),
        Column("structure", "Structure", ("organisation__name",)),
        Column("theme", "Thème", ("theme__label",), card=False),
        Column("author", "Ouverte par", ("author",)),
        Column("at", "Le", ("created_at",), cell=date_cell, sort="date"),
        Column("zone", "Territoire", ("zone",), cell=zone_cell, card=False),
    )
    sorts = (Sort("date", "Date", "created_at", descending=True),)
    filters = (Switch("partagees", "Partagées seulement", lambda rows: rows.filter(shared=True)),)

    def rows(self, actor: Actor) -> Rows:
        return Shortlist.objects.visible_to(actor).filter(organisation__merged_into=None)

    def actions(self, actor: Actor) -> list[tuple[str, str]]:
        return [("Chercher pour une structure", "/annuaire/prestataires/pour/")]

    def may_open(self, actor: Actor) -> bool:
        return actor.profile in CHOOSERS
