"""What a definition must mean before it is published: codes once, weights that add up, conditions that can be answered."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from cordee.core.access import CAPACITIES
from cordee.tools.surveys.definition import condition_checks
from cordee.tools.surveys.definition.schema import WITH_OPTIONS, Axis, Definition, Item, Levels, Section
from cordee.tools.surveys.definition.shape import Problem

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
BAD_CODE = "Un repère s'écrit en minuscules sans accent, chiffres et tirets, 60 signes au plus."
MOST_ITEMS = 400


def meaning(definition: Definition) -> Iterator[Problem]:
    if not definition.title.strip():
        yield Problem("title", "Indiquez le titre du questionnaire.")
    if not 1 <= definition.minutes <= 240:
        yield Problem("minutes", "Indiquez une durée de 1 à 240 minutes.")
    if not 1 <= definition.out_of <= 100:
        yield Problem("out_of", "Une note se montre sur 1 à 100.")
    yield from _sections(definition)
    yield from _axes(definition)
    yield from levels(definition.levels, definition)
    yield from condition_checks.problems(definition)


def _codes(path: str, codes: Sequence[str], what: str) -> Iterator[Problem]:
    """Well written, and each once."""
    times = Counter(codes)
    for place, code in enumerate(codes):
        if not CODE.fullmatch(code):
            yield Problem(f"{path}.{place}.code", BAD_CODE)
        elif times[code] > 1 and codes.index(code) != place:
            yield Problem(f"{path}.{place}.code", f"Le repère « {code} » sert déjà à {what} : choisissez-en un autre.")


# -- sections and questions -----------------------------------------------------------------------------------------------
def _sections(definition: Definition) -> Iterator[Problem]:
    if not any(section.items for section in definition.sections):
        yield Problem("sections", "Ajoutez au moins une section et une question.")
    if sum(len(section.items) for section in definition.sections) > MOST_ITEMS:
        yield Problem("sections", f"{MOST_ITEMS} questions au plus : partagez ce questionnaire en deux.")
    yield from _codes("sections", [section.code for section in definition.sections], "une autre section")
    seen: set[str] = {section.code for section in definition.sections if section.repeat}
    for place, section in enumerate(definition.sections):
        path = f"sections.{place}"
        yield from _section(section, path)
        for rank, item in enumerate(section.items):
            here = f"{path}.items.{rank}"
            if not CODE.fullmatch(item.code):
                yield Problem(f"{here}.code", BAD_CODE)
            elif item.code in seen:
                yield Problem(f"{here}.code", f"Le repère « {item.code} » sert déjà à une autre question : choisissez-en un autre.")
            seen.add(item.code)
            yield from _item(item, here, bool(section.repeat))


def _section(section: Section, path: str) -> Iterator[Problem]:
    if not section.title.strip():
        yield Problem(f"{path}.title", "Indiquez le titre de la section.")
    if section.repeat and not section.repeat.label.strip():
        yield Problem(f"{path}.repeat.label", "Indiquez ce qui se répète : une structure, un véhicule, un site.")
    if section.repeat and not 1 <= section.repeat.most <= 100:
        yield Problem(f"{path}.repeat.most", "Une section se répète de 1 à 100 fois.")
    if unknown := set(section.readers) - set(CAPACITIES):
        yield Problem(f"{path}.readers", f"« {sorted(unknown)[0]} » n'est pas un rôle : choisissez dans la liste.")


def _item(item: Item, path: str, repeated: bool) -> Iterator[Problem]:
    if not item.label.strip():
        yield Problem(f"{path}.label", "Écrivez la question.")
    yield from _options(item, path)
    yield from _bounds(item, path)
    if item.weight <= 0:
        yield Problem(f"{path}.weight", "Le poids d'une question est plus grand que zéro.")
    if item.axis and not item.marked:
        yield Problem(f"{path}.axis", "Cette question ne porte pas de note : elle ne compte dans aucun axe.")
    if item.axis and repeated:
        yield Problem(f"{path}.axis", "Une question répétée ne compte dans aucun axe : elle a plusieurs réponses.")
    if (item.target or item.observable) and item.kind not in ("single", "level", "three"):
        name = "target" if item.target else "observable"
        yield Problem(f"{path}.{name}", "Un niveau visé ou constaté demande une question à un seul choix.")
    if item.observable and not item.marked:
        yield Problem(f"{path}.observable", "Ce qui est constaté remplace une note : donnez une note à chaque choix.")


def _options(item: Item, path: str) -> Iterator[Problem]:
    if item.kind not in WITH_OPTIONS:
        if item.options:
            yield Problem(f"{path}.options", "Ce genre de question n'a pas de choix : retirez-les, ou changez son genre.")
    elif len(item.options) < (1 if item.kind == "multiple" else 2):
        yield Problem(f"{path}.options", "Ajoutez au moins deux choix.")
    if item.kind == "matrix" and not item.rows:
        yield Problem(f"{path}.rows", "Ajoutez au moins une ligne au tableau.")
    for name, options in (("options", item.options), ("rows", item.rows)):
        yield from _codes(f"{path}.{name}", [option.code for option in options], "un autre choix")
        for place, option in enumerate(options):
            if not option.label.strip():
                yield Problem(f"{path}.{name}.{place}.label", "Écrivez ce choix.")
    yield from _marks(item, path)


def _marks(item: Item, path: str) -> Iterator[Problem]:
    marks = [option.mark for option in item.options if option.mark is not None]
    if marks and max(marks) <= 0:
        yield Problem(f"{path}.options", "Une note au moins est plus grande que zéro : sans elle, rien ne se compare.")
    elif any(mark < 0 for mark in marks) and item.kind != "multiple":
        yield Problem(f"{path}.options", "Une note ne descend pas sous zéro.")
    if item.kind == "level" and len(marks) < len(item.options):
        yield Problem(f"{path}.options", "Une échelle donne une note à chacun de ses niveaux.")


def _bounds(item: Item, path: str) -> Iterator[Problem]:
    if item.least is not None and item.most is not None and item.least > item.most:
        yield Problem(f"{path}.most", "Le plus grand nombre accepté est inférieur au plus petit.")
    if not 0 <= item.decimals <= 4:
        yield Problem(f"{path}.decimals", "De 0 à 4 chiffres après la virgule.")
    if not 0 <= item.longest <= 20000:
        yield Problem(f"{path}.longest", "Un texte compte 20 000 caractères au plus.")
    if not 0 <= item.most_choices <= max(len(item.options), 0):
        yield Problem(f"{path}.most_choices", "Ce nombre dépasse celui des choix proposés.")


# -- weights and levels -----------------------------------------------------------------------------------------------------
def _axes(definition: Definition) -> Iterator[Problem]:
    axes = definition.axes
    yield from _codes("axes", [axis.code for axis in axes], "un autre axe")
    weighted = {item.axis for item in definition.items if item.axis}
    for place, axis in enumerate(axes):
        if not axis.label.strip():
            yield Problem(f"axes.{place}.label", "Indiquez le nom de l'axe.")
        if axis.weight <= 0:
            yield Problem(f"axes.{place}.weight", "Le poids d'un axe est plus grand que zéro.")
        if axis.code not in weighted:
            yield Problem(f"axes.{place}.code", f"Aucune question notée n'est dans l'axe « {axis.label} » : rangez-en une, ou retirez-le.")
    yield from _total(axes)
    known = {axis.code for axis in axes}
    for place, section in enumerate(definition.sections):
        for rank, item in enumerate(section.items):
            if item.axis and item.axis not in known:
                yield Problem(f"sections.{place}.items.{rank}.axis", f"L'axe « {item.axis} » n'existe pas : choisissez dans la liste.")


def _total(axes: Sequence[Axis]) -> Iterator[Problem]:
    """Weights left alike are equal shares; others are percentages."""
    weights = [axis.weight for axis in axes]
    total = math.fsum(weights)
    if len(set(weights)) > 1 and abs(total - 100) > 0.001:
        shown = f"{total:g}".replace(".", ",")
        yield Problem("axes", f"Les poids des axes font {shown} % : ils doivent faire 100 %, ou être tous égaux.")


def levels(rule: Levels, definition: Definition) -> Iterator[Problem]:
    yield from _codes("levels.levels", [level.code for level in rule.levels], "un autre niveau")
    thresholds = [level.least for level in rule.levels]
    for place, level in enumerate(rule.levels):
        if not level.label.strip():
            yield Problem(f"levels.levels.{place}.label", "Indiquez le nom du niveau.")
        if not 0 <= level.least <= 1:
            yield Problem(f"levels.levels.{place}.least", "Un seuil va de 0 à 1 : 0,5 est la moitié du total.")
    if thresholds and thresholds[0] != 0:
        yield Problem("levels.levels.0.least", "Le premier niveau commence à 0 : sans lui, un résultat bas n'aurait pas de nom.")
    if thresholds != sorted(set(thresholds)):
        yield Problem("levels.levels", "Rangez les niveaux du plus bas au plus haut, chacun avec son propre seuil.")
    marked = {item.code for section in definition.sections if not section.repeat for item in section.items if item.marked}
    if rule.levels and not marked:
        yield Problem("levels.levels", "Aucune question ne porte de note : il n'y a pas de total à nommer.")
    if not 0 <= rule.least_answers <= len(marked):
        yield Problem("levels.least_answers", f"Ce questionnaire a {len(marked)} questions notées : n'en demandez pas plus pour conclure.")
    yield from _guards(rule, marked)


def _guards(levels: Levels, marked: set[Any]) -> Iterator[Problem]:
    codes = {level.code for level in levels.levels}
    for place, guard in enumerate(levels.guards):
        path = f"levels.guards.{place}"
        if guard.level not in codes:
            yield Problem(f"{path}.level", f"Le niveau « {guard.level} » n'existe pas : choisissez dans la liste.")
        if not guard.items or set(guard.items) - marked:
            yield Problem(f"{path}.items", "Un garde-fou regarde des questions qui portent une note : choisissez dans la liste.")
        if not 0 <= guard.at_most <= 1:
            yield Problem(f"{path}.at_most", "Un seuil va de 0 à 1 : 0,5 est la moitié de la note.")
        if not guard.says.strip():
            yield Problem(f"{path}.says", "Écrivez ce que dira le garde-fou quand il joue.")
