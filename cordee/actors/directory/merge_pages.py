"""What the pages of merges show: the plan in words, both sides of each choice, what was done."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from cordee.actors.directory import policies, queries
from cordee.actors.directory.models import Agreement, DuplicateCandidate, Identifier, Organisation, Position, YearFigures
from cordee.core import formats, merging
from cordee.core.access import Actor
from cordee.core.merging.rules import rules
from cordee.core.models import Merge
from cordee.core.ui.conflicts import say

FOUND = 10
FIGURES = ("permanent", "insertion", "fte", "budget")


def other_sheet(actor: Actor, key: str, kept: Organisation) -> Organisation | None:
    """The sheet that the address names, if this actor may see it."""
    try:
        found = queries.sheet_of(actor, uuid.UUID(key))
    except ValueError:
        return None
    return None if found is None or found.pk == kept.pk else found


def look_for(actor: Actor, kept: Organisation, text: str) -> list[Organisation]:
    """The sheets that answer to what was typed, among those that the actor sees."""
    if not text:
        return []
    rows = Organisation.objects.visible_to(actor).filter(merged_into=None).exclude(pk=kept.pk)
    return list(queries.matching(rows, text).order_by("sort_key", "id")[:FOUND])


def near(actor: Actor, kept: Organisation) -> list[tuple[Organisation, str]]:
    """The sheets already spotted as close to this one."""
    pairs = DuplicateCandidate.objects.visible_to(actor).filter(decided_at=None).select_related("first", "second")
    found = [*pairs.filter(first=kept).order_by("id"), *pairs.filter(second=kept).order_by("id")]
    return [(pair.second if pair.first_id == kept.pk else pair.first, pair.said) for pair in found]


def preview(plan: merging.Plan, posted: Mapping[str, str]) -> dict[str, Any]:
    """The plan as the page shows it; what was already chosen stays chosen."""
    return {
        "plan": plan,
        "moving": [m.said for m in plan.moving if m.ids and m.rule.one],
        "aside": [m.rule.counted(len(m.aside)) for m in plan.moving if m.aside],
        "gaps": [
            {
                "name": gap.name,
                "label": gap.label,
                "keep": posted.get(gap.name, gap.keep),
                "winner": say(plan.winner, gap.name, gap.winner),
                "loser": say(plan.loser, gap.name, gap.loser),
            }
            for gap in plan.gaps
        ],
        "collisions": [
            {
                "name": c.name,
                "label": str(c.losers[0]._meta.verbose_name).capitalize(),
                "keep": posted.get(c.name, merging.WINNER),
                "winner": [words(row) for row in c.winners],
                "loser": [words(row) for row in c.losers],
            }
            for c in plan.collisions
        ],
    }


def words(row: Any) -> str:
    """A dated row in one line."""
    if isinstance(row, YearFigures):
        labels = {column.name: column.verbose_name for column in row._meta.concrete_fields}
        told = [f"{labels[name]} {formats.number(value)}" for name in FIGURES if (value := getattr(row, name))]
        return f"{row.year} : {', '.join(told) or 'aucun chiffre'}"
    parts = [f"{row.get_kind_display()} {formats.siret(row.value)}" if isinstance(row, Identifier) else str(row)]
    if isinstance(row, Position):
        parts.append(str(row.person) if row.person else "poste vacant")
    if isinstance(row, Agreement) and row.reference:
        parts.append(f"référence {row.reference}")
    if row.period:
        parts.append(formats.period(row.period.lower, row.period.upper))
    return ", ".join(parts)


def done(merge: Merge, actor: Actor) -> dict[str, Any]:
    """What a merge did, and whether it can be taken back."""
    pair = {o.pk: o for o in Organisation.objects.visible_to(actor).filter(pk__in=[merge.winner_id, merge.loser_id]).order_by("id")}
    refusal = merging.undo_refusal(merge, actor)
    return {
        "merge": merge,
        "winner": pair.get(merge.winner_id),
        "loser": pair.get(merge.loser_id),
        "moved": [rules[key].counted(number) for key, number in merge.counts.items() if number and key in rules],
        "refusal": refusal.sentence if refusal else "",
    }


def merges_of(actor: Actor) -> Any:
    """The merges of organisations that this actor may look at."""
    rows = Merge.objects.visible_to(actor).filter(model="directory.organisation")
    return rows if actor.profile in policies.KEEPERS else rows.none()
