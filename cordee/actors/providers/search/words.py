"""The words of the search: themes, competences and sectors by id, read once for a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from cordee.actors.territory.geometry import drawing

Option = tuple[str, str]

READ = """
SELECT 'theme', id, code, label, NULL::bigint, position, coalesce(retired_on <= cordee_today(), false) FROM directory_theme
UNION ALL
SELECT 'competence', id, code, label, theme_id, position, coalesce(retired_on <= cordee_today(), false) FROM directory_competence
UNION ALL
SELECT 'sector', id, code, label, NULL, position, coalesce(retired_on <= cordee_today(), false) FROM directory_sector
ORDER BY 6, 4
"""


@dataclass(frozen=True, slots=True)
class Word:
    pk: int
    code: str
    label: str
    theme: int | None
    retired: bool

    @property
    def option(self) -> Option:
        return self.code, f"{self.label} (retiré)" if self.retired else self.label


@dataclass(frozen=True, slots=True)
class Words:
    themes: dict[int, Word]
    competences: dict[int, Word]
    sectors: dict[int, Word]

    def theme(self, code: str) -> Word | None:
        return by_code(self.themes.values(), code)

    def competence(self, code: str) -> Word | None:
        return by_code(self.competences.values(), code)

    def under(self, theme: int) -> list[int]:
        """The competences of a theme."""
        return [word.pk for word in self.competences.values() if word.theme == theme]

    def competence_options(self) -> list[Option]:
        """What is offered, theme after theme; then what was retired, so that what still bears it is found."""
        rank = {pk: place for place, pk in enumerate(self.themes)}
        words = sorted(self.competences.values(), key=lambda w: (w.retired, rank.get(w.theme or 0, len(rank))))
        return [word.option for word in words]

    def said(self, ids: Iterable[int] | None) -> list[str]:
        """Labels of competences, in the order of the list."""
        wanted = set(ids or ())
        return [word.label for pk, word in self.competences.items() if pk in wanted]

    def sectors_said(self, ids: Iterable[int] | None) -> list[str]:
        wanted = set(ids or ())
        return [word.label for pk, word in self.sectors.items() if pk in wanted]

    def themes_of(self, ids: Iterable[int]) -> list[str]:
        found = {self.competences[pk].theme for pk in ids if pk in self.competences}
        return [word.label for pk, word in self.themes.items() if pk in found]


def by_code(words: Iterable[Word], code: str) -> Word | None:
    return next((word for word in words if word.code == code), None)


def options(words: Iterable[Word]) -> list[Option]:
    return [word.option for word in sorted(words, key=lambda word: word.retired)]


def read_words() -> Words:
    found = Words({}, {}, {})
    into = {"theme": found.themes, "competence": found.competences, "sector": found.sectors}
    with connection.cursor() as cursor:
        cursor.execute(READ)
        for kind, pk, code, label, theme, _, retired in cursor.fetchall():
            into[kind][pk] = Word(pk, code, label, theme, retired)
    return found


# -- where ------------------------------------------------------------------------------------------------------------------
def area_said(everywhere: bool, departments: Sequence[str] | None) -> str:
    """« France entière », « Hauts-de-France », « Nord, Oise et 3 autres départements »."""
    return "France entière" if everywhere else _departments_said(tuple(departments or ()))


@lru_cache(maxsize=2048)
def _departments_said(codes: tuple[str, ...]) -> str:
    """Whole regions by their name."""
    regions: dict[str, list[str]] = {}
    for department in drawing().departments:
        regions.setdefault(department.region, []).append(department.code)
    names = {department.code: department.name for department in drawing().departments}
    left, said = set(codes), []
    for region, inside in regions.items():
        if len(inside) > 1 and left.issuperset(inside):
            said.append(region)
            left.difference_update(inside)
    said += [names.get(code, code) for code in sorted(left)]
    return ", ".join(said[:4]) + (f" et {len(said) - 4} autres" if len(said) > 5 else f", {said[4]}" if len(said) == 5 else "")
