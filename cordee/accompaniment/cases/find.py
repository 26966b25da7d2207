"""Dossiers in the box: by title, by structure, by what the request says, by number; among those that the reader sees."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import F, Q

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.presentation import state_said
from cordee.accompaniment.cases.queries import structures_named
from cordee.core import find, formats
from cordee.core.access import Actor
from cordee.core.models import HouseQuerySet, Spelled

NUMBER = re.compile(r"(\d{4})-(\d{1,6})")


def cases_seen(actor: Actor) -> HouseQuerySet:
    rows: HouseQuerySet = Case.objects.visible_to(actor)
    return rows


def case_keys(actor: Actor, sought: find.Sought, limit: int) -> list[int]:
    rows = cases_seen(actor).filter(search=sought.query).annotate(relevance=SearchRank(F("search"), sought.query))
    return list(rows.order_by("-relevance", "-id").values_list("pk", flat=True)[:limit])


def show_cases(actor: Actor, keys: list[int], sought: find.Sought) -> list[find.Hit]:
    rows = (
        Case.objects.for_system("rows whose keys were just read through the door")
        .filter(pk__in=keys)
        .annotate(structures=structures_named())
        .order_by("pk")
    )
    found = {case.pk: case for case in rows}
    return [_hit(found[key], actor) for key in keys]


def _hit(case: Any, actor: Actor) -> find.Hit:
    """A dossier with its `structures`: whoever seeks one of them reads which."""
    state = state_said(case, {actor.capacity})
    why = " · ".join(part for part in (case.structures, state, f"demandé le {formats.date_short(case.requested_on)}") if part)
    return find.Hit(case.title, case.get_absolute_url(), what=f"Dossier {case.number}", why=why)


def locate_case(actor: Actor, sought: find.Sought) -> list[find.Hit]:
    """« 2027-0042 », or the operator's own number as it wrote it."""
    given = NUMBER.fullmatch(sought.text)
    named = Q(year=int(given[1]), rank=int(given[2])) if given else Q(own_number__iexact=sought.text)
    if not given and not any(character.isdigit() for character in sought.text):
        return []
    rows = cases_seen(actor).filter(named).annotate(structures=structures_named())
    return [_hit(case, actor) for case in rows.order_by("-id")[:10]]


find.declare(
    find.FindSource(
        "dossiers",
        "Dossiers",
        "folder",
        cases_seen,
        case_keys,
        show_cases,
        spelled=Spelled("title", "structure_names", "need"),
        more="/dossiers/?q={q}",
        order=15,
    )
)
find.declare_number(find.Number("cases.number", locate_case))
