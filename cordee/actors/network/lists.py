"""The local versions of the objectives, territory by territory."""

from __future__ import annotations

from html import escape
from typing import Any, ClassVar

from cordee.actors.network.models import Declination
from cordee.actors.territory.queries import zone_name
from cordee.core.access import Actor
from cordee.core.lists import Choice, Column, List, Sort, date_cell, tag_cell
from cordee.core.lists.declare import Rows

TONES = {"draft": "warn", "published": "ok", "replaced": "plain"}


def name_text(zone: str, number: int, *rest: Any) -> str:
    return f"{zone_name(zone)}, version {number}"


def name_cell(zone: str, number: int, public_id: Any, *rest: Any) -> str:
    return f'<a href="/reseau/declinaisons/{public_id}/">{escape(name_text(zone, number))}</a>'


class DeclinationList(List):
    code = "network.declinations"
    model = Declination
    title = "Déclinaisons locales"
    one, many = "version", "versions"
    empty = (
        "Quand un DLA aura publié les objectifs de son territoire, ils viendront ici. Une version se prépare depuis la page du territoire."
    )
    columns = (
        Column("zone", "Territoire", ("zone", "number", "public_id"), cell=name_cell, export=name_text, sort="territoire"),
        Column(
            "state", "État", ("state",), cell=tag_cell(dict(Declination.State.choices), TONES), export=lambda s: Declination.State(s).label
        ),
        Column("published", "Publiée le", ("published_on",), cell=date_cell),
        Column("operator", "Opérateur", ("organisation__name",)),
    )
    sorts = (Sort("territoire", "Territoire", "zone"),)
    filters: ClassVar = (Choice("etat", "État", Declination.State.choices, lambda rows, value: rows.filter(state=value)),)

    def rows(self, actor: Actor) -> Rows:
        rows: Rows = Declination.objects.visible_to(actor).select_related("organisation")
        return rows
