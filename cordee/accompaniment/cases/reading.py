"""The rows of a dossier's page, read in one query whose text serves the next dossier."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases import queries
from cordee.accompaniment.cases.models import Accounts, Case
from cordee.core.access import Actor
from cordee.core.models.bases import period_contains_today
from cordee.core.once import once
from cordee.core.together import Reads, Rows, read_of


def rows_of(case: Case, actor: Actor, *, inside: bool) -> Rows:
    """`inside`: read as the DLA. What the guards of the offers ask afterwards, they find here."""
    rows = read_of(case, ("page", actor, inside), lambda one: _reads(one, actor, inside))
    once(queries.structures_key(case), lambda: rows["structures"])
    once(queries.words_key(case), lambda: rows["words"])
    return rows


def _reads(one: Any, actor: Actor, inside: bool) -> Reads:
    reads: Reads = {
        "structures": queries.structures_of(one),
        "words": queries.adhesions_of(one),
        "aims": queries.aims_of(one, inside=inside),
        "presences": one.presences.select_related("organisation").order_by("on", "id"),
        "validations": one.validations.select_related("organisation").order_by("on", "id"),
        "accounts": Accounts.objects.visible_to(actor).filter(case=one).select_related("organisation").order_by("-year", "id"),
        "handled": queries.assignments_of(one).filter(period_contains_today()).select_related(None).annotate(**queries.COLLEAGUE),
        "parts": queries.taking_part(one),
        **queries.linked_to(one, actor),
    }
    return reads | ({"eligibility": queries.eligibilities_of(one)} if inside else {})
