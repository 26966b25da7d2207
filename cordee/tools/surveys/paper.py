"""The empty questionnaire on paper: for those who write better than they type, and for the officer's visit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cordee.core.documents import Context, DocumentType
from cordee.core.documents.blocks import Block, Callout, Check, Checklist, Facts, Heading, Paragraph, Run, Table
from cordee.tools.surveys.definition.schema import SPECIAL, Definition, Item, Section, read
from cordee.tools.surveys.queries import definition_of, latest_of

DOTS = "." * 110
LINES = {"short": 1, "date": 1, "long": 4, "file": 1}
BLOCKS_ON_PAPER = 2  # of a repeated section; more are written on a copy


def context_of(definition: Definition, *, asker: str, readers: str, kept: str, until: str = "") -> dict[str, Any]:
    return {"definition": definition.to_json(), "asker": asker, "readers": readers, "kept": kept, "until": until}


def body(context: Context) -> list[Block]:
    definition = read(context["definition"])
    first = [("Qui demande", context["asker"]), ("Pourquoi", definition.why), ("Combien de temps", f"{definition.minutes} minutes environ")]
    first += [("Qui lira", context["readers"]), ("Ce qui est gardé", context["kept"]), ("À rendre avant", context["until"])]
    blocks: list[Block] = [Facts([(label, text) for label, text in first if text])]
    blocks.append(Paragraph("Cochez ou écrivez votre réponse. « Facultatif » : vous pouvez passer la question."))
    labels = {item.code: number for number, item in enumerate(definition.items, 1)}
    for section in definition.sections:
        blocks += _section(section, labels, definition)
    return blocks


def _section(section: Section, numbers: dict[str, int], definition: Definition) -> Iterator[Block]:
    yield Heading(section.title, 1)
    if section.intro:
        yield Paragraph(section.intro)
    if section.condition:
        yield Callout("Cette partie ne concerne pas tout le monde : passez-la si elle ne vous parle pas.")
    for place in range(1, (BLOCKS_ON_PAPER if section.repeat else 1) + 1):
        if section.repeat:
            yield Heading(f"{section.repeat.label} {place}", 2)
        for item in section.items:
            yield from _item(item, numbers[item.code])


def _item(item: Item, number: int) -> Iterator[Block]:
    notes = [] if item.required else ["facultatif"]
    if item.condition:
        notes.append("si cela vous concerne")
    if item.kind == "multiple":
        notes.append(f"{item.most_choices} réponses au plus" if item.most_choices else "plusieurs réponses possibles")
    yield Paragraph([Run(f"{number}. {item.label}", bold=True), Run(f" ({', '.join(notes)})" if notes else "", italic=True)])
    if item.help:
        yield Paragraph(Run(item.help, italic=True))
    yield from _answer(item)
    special = [label for code, label in SPECIAL.items() if getattr(item, code)]
    if special and item.kind not in ("single", "multiple", "level", "three"):
        yield Checklist([Check(label, None) for label in special])
    if item.comment:
        yield Paragraph(f"Une précision : {DOTS[:90]}")


def _answer(item: Item) -> Iterator[Block]:
    special = [label for code, label in SPECIAL.items() if getattr(item, code)]
    if item.kind in ("single", "multiple", "level", "three"):
        yield Checklist([Check(label, None) for label in [*(option.label for option in item.choices), *special]])
    elif item.kind in ("shares", "ranking"):
        header = ["", "Part (%), total 100" if item.kind == "shares" else "Rang (1 = d'abord)"]
        yield Table(header, [[option.label, ""] for option in item.options], widths=[3, 1])
    elif item.kind == "matrix":
        yield Table(["", *(option.label for option in item.options)], [[row.label, *("☐" for _ in item.options)] for row in item.rows])
    elif item.kind in ("number", "money"):
        yield Paragraph(f"{DOTS[:24]} {'€' if item.kind == 'money' else item.unit}")
    else:
        for _ in range(LINES[item.kind]):
            yield Paragraph(
                "À joindre à cette feuille." if item.kind == "file" else "Le .... / .... / ........" if item.kind == "date" else DOTS
            )


def _of_questionnaire(questionnaire: Any, actor: Any) -> dict[str, Any]:
    asked: Any = latest_of(questionnaire)  # its page prints nothing before a first publication
    definition = definition_of(asked.pk)
    asker = str(questionnaire.organisation or "")
    return context_of(definition, asker=asker, readers=definition.readers, kept=definition.kept) | {"title": definition.title}


PAPER = DocumentType(
    code="surveys.paper",
    title="Questionnaire",
    subject="surveys.questionnaire",
    context=_of_questionnaire,
    body=body,
    subtitle=lambda context: read(context["definition"]).title,
    audience=["operator"],
)
