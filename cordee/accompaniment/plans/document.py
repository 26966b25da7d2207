"""The plan on one page: what is aimed at, who does what until when, who pays, who has validated it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from cordee.accompaniment.cases.queries import accompanied
from cordee.accompaniment.plans import queries
from cordee.accompaniment.plans.models import Plan, PlanAction
from cordee.core.access import Actor
from cordee.core.documents import Context, DocumentType, Mandatory
from cordee.core.documents.blocks import Block, Callout, Facts, Paragraph, Table
from cordee.core.formats import counted, date_short, euros, period

READERS = ("operator", "structure", "network")
#: what holds on one page, in lines of text: under the title, in a callout, around the table
PAGE, CALLOUT, AROUND = 49, 4, 7
#: letters in a line of the facts, and in one of each column
ACROSS, COLUMNS = 58, (25, 15, 15, 12, 10, 15)
LONG, SHORT = 330, 46


def shortened(text: str, most: int) -> str:
    """The whole of it is read in the dossier."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= most else one_line[:most].rsplit(" ", 1)[0] + "…"


def told(plan: Plan, actor: Actor) -> dict[str, Any]:
    """The version in force; the one in preparation, said as such, before any is."""
    version = queries.in_force(plan) or queries.latest(plan)
    actions = list(queries.actions_of(plan).exclude(state=PlanAction.State.GIVEN_UP).prefetch_related("fundings__organisation"))
    shown = [action for action in actions if version.state == "draft" or action.validated_in]
    return {
        "title": plan.case.title,
        "number": plan.case.number,
        "fictitious": plan.case.fictitious,
        "version": version.number,
        "draft": version.state == "draft",
        "structures": [b.organisation.name for b in accompanied(plan.case)],
        "operator": plan.case.opened_by.name,
        "period": period(version.starts_on, version.ends_on),
        "objectives": version.objectives,
        "follow_up": version.follow_up,
        "updating": version.updating,
        "actions": [line_of(action) for action in shown],
        "total": str(sum((a.cost for a in shown if a.cost), start=0)),
        "agreed": [[row.organisation.name, row.body, date_short(row.on)] for row in queries.agreements(version)],
    }


def line_of(action: PlanAction) -> list[str]:
    payers = ", ".join(str(funding) for funding in action.fundings.all())
    return [
        action.title,
        action.get_kind_display(),
        action.owner,
        date_short(action.due_on),
        euros(action.cost, "", cents=False) if action.cost is not None else "",
        payers,
    ]


def height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Lines that a row takes, its rule included."""
    return max(ceil(len(text) / width) for text, width in zip(texts, widths, strict=True) if text) + 0.35


def body(c: Context) -> Sequence[Block]:
    blocks: list[Block] = [Callout("Ce dossier est inventé pour la démonstration.", title="Scénario fictif")] if c["fictitious"] else []
    if c["draft"]:
        blocks.append(Callout("Cette version attend la validation de la structure et du DLA.", title="En préparation"))
    facts = [
        (
            "Structure accompagnée" if len(c["structures"]) < 2 else "Structures accompagnées",
            shortened(", ".join(c["structures"]), LONG // 2),
        ),
        ("DLA", c["operator"]),
        ("Durée", c["period"]),
        ("Objectifs", shortened(c["objectives"], LONG)),
        ("Suivi", shortened(c["follow_up"], LONG // 2)),
        ("Actualisation", shortened(c["updating"], LONG // 2)),
    ]
    room = PAGE - CALLOUT * len(blocks) - AROUND - sum(height([value], [ACROSS]) for _, value in facts)
    rows, left = fitting([[shortened(cell, SHORT) for cell in action] for action in c["actions"]], room)
    heads = ["Action", "Type", "Responsable", "Échéance", "Coût TTC", "Financement"]
    table = Table(heads, rows, align=["left", "left", "left", "left", "right", "left"], widths=[30, 17, 17, 13, 11, 17])
    blocks += [Facts(facts), table]
    if left:
        blocks.append(Paragraph(f"Et {counted(left, 'action de plus', 'actions de plus')}, à lire dans le dossier."))
    said = " ; ".join(", ".join(filter(None, [f"{name} le {day}", where])) for name, where, day in c["agreed"])
    blocks.append(Paragraph(shortened(f"Validé par : {said}.", LONG) if said else "Aucune validation n'est encore notée."))
    return blocks


def fitting(rows: list[list[str]], room: float) -> tuple[list[list[str]], int]:
    """The first rows, as many as the page holds, and how many it does not."""
    kept = []
    for row in rows:
        room -= height(row, COLUMNS)
        if room < 0:
            break
        kept.append(row)
    return kept, len(rows) - len(kept)


def sender(plan: Plan, actor: Actor) -> int | None:
    return int(plan.case.opened_by_id)


PLAN = DocumentType(
    code="plans.plan",
    title="Parcours d'accompagnement",
    subject="plans.plan",
    context=told,
    body=body,
    sender=sender,
    subtitle=lambda c: f"{c['title']}, dossier {c['number']}, version {c['version']}",
    edition=lambda c, made: f"version {c['version']}, tirage {made}",
    mandatory=(
        Mandatory("les objectifs", lambda c: c["objectives"]),
        Mandatory("les actions", lambda c: c["actions"]),
        Mandatory("les validations", lambda c: c["agreed"]),
    ),
    audience=READERS,
)
