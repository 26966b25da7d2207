"""The words of the search: themes, competences and sectors by id, read once for a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone

from cordee.actors.directory.models import Competence
from cordee.actors.directory.nomenclatures import COMPETENCES, SECTORS, THEMES
from cordee.actors.territory.geometry import drawing
from cordee.core.access import Actor
from cordee.core.nomenclatures import Nomenclature, Vocabulary, vocabulary

Option = tuple[str, str]


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


def read_words(actor: Actor) -> Words:
    """As this actor names them. One small query while nobody changes the lists."""
    vocabulary_ = vocabulary()
    themes = _theme_of_each(vocabulary_)

    def words(nomenclature: Nomenclature) -> dict[int, Word]:
        day = timezone.localdate()
        items = vocabulary_.items[nomenclature.code].values()
        labels = {item.pk: vocabulary_.label_for(actor, nomenclature.code, item.code) for item in items}
        known = themes if nomenclature is COMPETENCES else {}
        return {item.pk: Word(item.pk, item.code, labels[item.pk], known.get(item.pk), item.is_retired(day)) for item in items}

    return Words(words(THEMES), words(COMPETENCES), words(SECTORS))


_held: tuple[Vocabulary, dict[int, int]] | None = None


def _theme_of_each(words: Vocabulary) -> dict[int, int]:
    """Competence → theme, read again with the words."""
    global _held
    if _held is None or _held[0] is not words:
        rows = Competence.objects.for_system("nomenclatures are public within the house").filter(theme__isnull=False).order_by("pk")
        _held = words, dict(rows.values_list("pk", "theme_id"))
    return _held[1]


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
