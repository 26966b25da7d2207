"""Where nobody can be proposed: per theme and department, how many providers are available."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cordee.actors.providers.search import queries
from cordee.actors.providers.search.words import Word, Words
from cordee.actors.territory.geometry import drawing
from cordee.core.access import Actor

COUNT = """
WITH able AS (
  SELECT p.id, p.everywhere, p.departments, t.theme_id
  FROM ({rows}) p
  CROSS JOIN LATERAL (SELECT DISTINCT c.theme_id FROM directory_competence c WHERE c.id = ANY (p.competence_ids)) t
  WHERE t.theme_id IS NOT NULL
)
SELECT theme_id, d.code, count(*) FROM able, unnest(departments) d (code) WHERE NOT everywhere GROUP BY 1, 2
UNION ALL
SELECT theme_id, '', count(*) FROM able WHERE everywhere GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Theme → department → how many; those who work everywhere are counted in each."""

    counts: Mapping[int, Mapping[str, int]]
    departments: tuple[str, ...]

    def of(self, theme: int) -> dict[str, int]:
        told = self.counts.get(theme, {})
        return {code: told.get(code, 0) + told.get("", 0) for code in self.departments}

    def uncovered(self, theme: int) -> list[str]:
        return [code for code, number in self.of(theme).items() if not number]


def metropolis_and_overseas() -> tuple[str, ...]:
    """The departments that the map draws."""
    return tuple(department.code for department in drawing().departments if department.path)


def coverage(actor: Actor) -> Coverage:
    """One query. Those withdrawn, suspended or gone are not available."""
    rows: Any = queries.proposable(actor).order_by().values("id", "everywhere", "departments", "competence_ids")
    sql, params = rows.query.sql_with_params()
    counts: dict[int, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(rows=sql), params)
        for theme, department, number in cursor.fetchall():
            counts.setdefault(theme, {})[department] = number
    return Coverage(counts, metropolis_and_overseas())


def mine(actor: Actor) -> frozenset[str]:
    """The departments of the actor's zones; empty for those who see everything."""
    return frozenset(zone.split("-")[0] for zone in actor.zones or ()) - {"00"}


def gaps(actor: Actor, words: Words) -> list[tuple[Word, list[str]]]:
    """The themes that nobody covers somewhere in the actor's departments, the widest gap first."""
    told, here = coverage(actor), mine(actor)
    found = [
        (word, [code for code in told.uncovered(word.pk) if not here or code in here]) for word in words.themes.values() if not word.retired
    ]
    return sorted((one for one in found if one[1]), key=lambda one: -len(one[1]))
