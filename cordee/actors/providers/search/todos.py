"""What the region is told: a theme that nobody covers somewhere on its territory."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, TextField, UUIDField, Value
from django.db.models.functions import Length, Now

from cordee.actors.directory.models import Theme
from cordee.actors.providers.search import queries
from cordee.actors.providers.search.coverage import mine
from cordee.core.access import Actor
from cordee.core.todo import NO_DATE, TodoSource, declare, line, words

#: names of the departments, among those given, where no provider that can be proposed has a competence of this theme
UNCOVERED = """(
  SELECT string_agg(d.name, ', ' ORDER BY d.code) FROM territory_department d
  WHERE d.code = ANY (%s) AND NOT EXISTS (
    SELECT FROM providers_provider p JOIN ({rows}) free ON free.id = p.id
    WHERE (CASE WHEN p.everywhere THEN ARRAY['*'] ELSE p.departments END) && ARRAY[d.code::text, '*']
      AND p.competence_ids && ARRAY(SELECT c.id::int FROM directory_competence c WHERE c.theme_id = {theme}))
)"""


class Uncovered(Func):
    """Written in SQL around the rows that the door lets through."""

    output_field = TextField()

    def __init__(self, rows: Any, departments: list[str]) -> None:
        super().__init__(F("pk"))
        self.rows, self.departments = rows.order_by().values("id").query, departments

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        inner, given = self.rows.sql_with_params()
        theme, named = compiler.compile(self.source_expressions[0])
        return UNCOVERED.format(rows=inner, theme=theme), [self.departments, *given, *named]


def uncovered_themes(actor: Actor) -> Any:
    """One line, the theme with the widest gap; the page tells the others."""
    themes: Any = Theme.objects.for_system("nomenclatures are public within the house")
    gaps = themes.filter(retired_on=None).annotate(places=Uncovered(queries.proposable(actor), sorted(mine(actor)))).exclude(places=None)
    widest = gaps.order_by(Length("places").desc(), "position", "pk").values("pk")[:1]
    where = gaps.filter(pk__in=widest)
    return line(
        where,
        due=NO_DATE,
        since=Now(),
        title=words("Repérer un prestataire : ", F("label")),
        detail=words("sans prestataire sur ce thème : ", F("places")),
        key=Value(None, UUIDField()),
    )


declare(
    TodoSource("providers.uncovered", "Repérer", "/annuaire/prestataires/couverture/", uncovered_themes, profiles=frozenset({"regional"}))
)
