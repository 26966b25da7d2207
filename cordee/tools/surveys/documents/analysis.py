"""The analysis of a campaign, in Word, PDF and slides: charts that office suites can edit, each with its table; masked as the page is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from cordee.actors.directory.models import Organisation
from cordee.core import formats, logos
from cordee.core.access import Actor
from cordee.core.documents import DocumentType, Mandatory
from cordee.core.documents.blocks import Block, Bullets, Callout, Chart, Facts, Heading, Logo, Paragraph, Series, Table
from cordee.core.documents.registry import Context
from cordee.core.models.bases import period_contains_today
from cordee.tools.surveys.definition import Section
from cordee.tools.surveys.models import Campaign
from cordee.tools.surveys.queries import definition_of
from cordee.tools.surveys.reading import policies, queries
from cordee.tools.surveys.synthesis import told
from cordee.tools.surveys.synthesis.shape import DIMENSIONS, Cell, Measure, Synthesis

READERS = ("operator",)
SHOWN_WORDS = 5
LEAST_SPOKES = 3
WIDTHS = (3.0, 1.3, 1.2, 2.0, 1.2, 1.2)
FIGURES = ["", "Réponses", "Médiane", "Moitié centrale", "Moyenne", "Écart type"]


# -- what is frozen ---------------------------------------------------------------------------------------------------------
def context(campaign: Campaign, actor: Actor) -> dict[str, Any]:
    """As those who will read it do, whoever asks for it."""
    definition = definition_of(campaign.asked_id)
    reading = queries.read_as(campaign, definition, policies.open_sections(definition, READERS), answers_too=True)
    return {
        "campaign": campaign.name,
        "fictitious": campaign.fictitious,
        "questionnaire": definition.title,
        "version": campaign.asked.number,
        "asker": campaign.asker.name,
        "opened": formats.date_long(campaign.opens_on),
        "closed": formats.date_long(campaign.closed_at) if campaign.closed_at else "",
        "today": formats.date_long(timezone.localdate()),
        "anonymous": campaign.anonymous,
        "sections": [{"code": section.code, "title": section.title} for section in reading.sections],
        "synthesis": reading.synthesis,
        "words": _words(campaign, reading.sections) if reading.words_too else [],
        "funders": funders(campaign),
    }


def _words(campaign: Campaign, sections: Sequence[Section]) -> list[dict[str, Any]]:
    """A few lines of each question, without the name of who wrote them: a document travels."""
    items = [item for section in sections for item in queries.told_in_words(section)]
    found = queries.verbatims(campaign, items, most=SHOWN_WORDS) if items else {}
    return [{"label": item.label, "lines": [words for _, words, _ in found[item.code]]} for item in items if item.code in found]


def funders(campaign: Campaign) -> list[dict[str, Any]]:
    """Those who fund on its territory today: the logo that each had on that day, or its name."""
    rows = Organisation.objects.for_system("funders are shown on what they fund").filter(
        period_contains_today("mandates__period"), mandates__level="funding", mandates__zones__code=campaign.zone, merged_into=None
    )
    named = [(one.name, logos.frozen(one.pk)) for one in rows.distinct().order_by("sort_key", "id")]
    return [{"name": name, "logo": {**kept, "name": name} if kept else None} for name, kept in named]


def band(c: Context) -> list[Logo | str]:
    return [logos.drawn(one["logo"]) or Logo(one["name"]) for one in c["funders"]]


# -- what is written --------------------------------------------------------------------------------------------------------
def body(c: Context) -> Sequence[Block]:
    synthesis: Synthesis = c["synthesis"]
    blocks: list[Block] = (
        [Callout("Cette campagne est inventée pour la démonstration.", title="Campagne fictive")] if c["fictitious"] else []
    )
    blocks += [Heading("La campagne"), _facts(c)]
    if not told.measures(synthesis):
        return [*blocks, Paragraph("Trop peu de réponses pour une analyse : en deçà de cinq, on reconnaîtrait qui a répondu.")]
    blocks += _whole(synthesis)
    for section in c["sections"]:
        measures = [one for one in synthesis["items"] if one["section"] == section["code"] and told.in_figures(one)]
        blocks += _section(section["title"], measures, synthesis["out_of"]) if measures else []
    for dimension, name in DIMENSIONS.items():
        if told.crossed(synthesis, dimension):
            blocks += _crossed(synthesis, dimension, name)
    for question in c["words"]:
        blocks += [Heading(question["label"], 2), Bullets([f"« {line} »" for line in question["lines"]])]
    return blocks


def _facts(c: Context) -> Facts:
    pairs = [
        ("Questionnaire", f"{c['questionnaire']}, version {c['version']}"),
        ("Demandé par", c["asker"]),
        ("Période", f"depuis le {c['opened']}" + (f", close le {c['closed']}" if c["closed"] else f", état au {c['today']}")),
        ("Réponses", formats.counted(c["synthesis"]["answers"], "réponse") + (" anonymes" if c["anonymous"] else "")),
    ]
    return Facts(pairs)


def _whole(synthesis: Synthesis) -> list[Block]:
    total, axes, out_of = synthesis["total"], synthesis["axes"], synthesis["out_of"]
    if total is None:
        return []
    blocks: list[Block] = [Heading("Ensemble")]
    if any(share["count"] for share in total["shares"]):
        blocks.append(_counts("Niveaux atteints", total, "Niveau"))
    drawn = [axis for axis in axes if axis["stats"]]
    if drawn:
        medians = [_on_scale(axis["stats"]["median"], out_of) for axis in drawn if axis["stats"]]
        kind = "radar" if len(drawn) >= LEAST_SPOKES else "hbar"
        names = [axis["label"] for axis in drawn]
        blocks.append(Chart(kind, "Médiane de chaque axe", names, [Series("Médiane", medians)], f"sur {out_of}", out_of, "Axe"))  # type: ignore[arg-type]
    rows = [_line(one, out_of) for one in (total, *axes)]
    return [*blocks, Table(FIGURES, rows, caption=f"Total et axes, sur {out_of}", widths=WIDTHS)]


def _section(title: str, measures: Sequence[Measure], out_of: int) -> list[Block]:
    """What stands out, in sentences; a chart for each choice, with its table; the figures of all its questions together."""
    blocks: list[Block] = [Heading(title), Bullets([_stands_out(one) for one in measures])]
    blocks += [_counts(one["label"], one, "Choix") for one in measures if one["shares"] and one["n"]]
    marked = [_line(one, out_of) for one in measures if one["stats"] and told.is_mark(one)]
    if marked:
        blocks.append(Table(FIGURES, marked, caption=f"{title}, sur {out_of}", widths=WIDTHS))
    counted = [_line(one, out_of) for one in measures if one["stats"] and not told.is_mark(one)]
    if counted:
        blocks.append(Table(FIGURES, counted, caption=f"{title}, en chiffres", widths=WIDTHS))
    for one in measures:
        rows = [[part["label"], *_columns(told.columns(one, part["stats"], out_of))] for part in one["parts"]]
        if rows and one["n"]:
            caption = f"{one['label']}, {formats.counted(one['n'], 'réponse')}"
            blocks.append(Table(["Choix", *FIGURES[2:]], rows, caption=caption, widths=WIDTHS[:1] + WIDTHS[2:]))
    return blocks


def _stands_out(measure: Measure) -> str:
    """« Le contact : « très bien » d'abord, 62,5 % (10 sur 16). »"""
    asked = measure["label"].rstrip(" :")  # « … est : » and « … ? » are not followed by one more sign
    asked = asked if asked.endswith("?") else f"{asked} :"
    lines = [f"{asked} {formats.counted(measure['n'], 'réponse')}."]
    if not measure["n"]:
        return f"{asked} personne n'a répondu."
    if measure["shares"]:
        most = max(measure["shares"], key=lambda share: share["count"])
        lines = [f"{asked} « {most['label']} » d'abord, {told.share_said(most, measure['n'])}."]
    if top := measure["top"]:
        lines.append(f"{top['label']} : {told.share_said(top, measure['n'])}.")
    lines += [f"{one['label']} : {formats.number(one['count'])}." for one in measure["special"]]
    return " ".join(lines)


def _counts(title: str, measure: Measure, label: str) -> Chart:
    shares = measure["shares"]
    return Chart("hbar", title, [one["label"] for one in shares], [Series("Réponses", [one["count"] for one in shares])], label=label)


def _crossed(synthesis: Synthesis, dimension: str, name: str) -> list[Block]:
    """The total or, when nothing is marked, the first question; the groups left whole are drawn, the masked ones are named."""
    offered = [one for one in told.measures(synthesis) if told.in_figures(one)]
    measure, out_of = next((one for one in offered if told.has_figures(one)), offered[0]), synthesis["out_of"]
    cells = measure["groups"][dimension]
    blocks: list[Block] = [Heading(f"Par {name}")]
    if told.has_figures(measure):
        blocks += [*_drawn(measure, cells, name, out_of), _figures_by(measure, cells, name, out_of)]
    else:
        blocks.append(_choices_by(measure, cells, name))
    if any(cell["masked"] for cell in cells):
        sentence = f"Un groupe de moins de {synthesis['least']} réponses est masqué, et un second avec lui : "
        blocks.append(Paragraph(sentence + "sans quoi une soustraction le retrouverait."))
    return blocks


def _drawn(measure: Measure, cells: Sequence[Cell], name: str, out_of: int) -> list[Block]:
    medians = {cell["label"]: cell["stats"]["median"] for cell in cells if not cell["masked"] and cell["stats"]}
    if not medians:
        return []
    marked = told.is_mark(measure)
    values = [_on_scale(value, out_of) if marked else value for value in medians.values()]
    unit = told.scale_said(measure, out_of) or measure["unit"]
    title = f"{measure['label']}, médiane"
    return [Chart("bar", title, list(medians), [Series("Médiane", values)], unit, out_of if marked else None, name.capitalize())]


def _figures_by(measure: Measure, cells: Sequence[Cell], name: str, out_of: int) -> Table:
    said = [(cell["label"], told.cell_columns(measure, cell, out_of)) for cell in cells]
    rows = [[label, one["n"], *_columns(one)] for label, one in said]
    return Table([name.capitalize(), *FIGURES[1:]], rows, caption=f"{measure['label']}, par {name}", widths=WIDTHS)


def _choices_by(measure: Measure, cells: Sequence[Cell], name: str) -> Table:
    labels = [share["label"] for share in measure["shares"]]
    rows = [
        [cell["label"], *([told.MASKED] * (len(labels) + 1) if cell["masked"] else [formats.number(cell["n"]), *_shares_said(cell)])]
        for cell in cells
    ]
    return Table([name.capitalize(), "Réponses", *labels], rows, caption=f"{measure['label']}, par {name}")


def _shares_said(cell: Cell) -> list[str]:
    return [told.share_said(share, cell["n"]) for share in cell["shares"]]


def _line(measure: Measure, out_of: int) -> list[str]:
    return [measure["label"], formats.number(measure["n"]), *_columns(told.columns(measure, measure["stats"], out_of))]


def _columns(said: Mapping[str, str]) -> list[str]:
    return [said[name] for name in ("median", "between", "mean", "deviation")]


def _on_scale(value: float, out_of: int) -> float:
    return round(value * out_of, 1)


def sender(campaign: Campaign, actor: Actor) -> int | None:
    return int(campaign.asker_id)


ANALYSIS = DocumentType(
    code="surveys.analysis",
    title="Analyse des réponses",
    subject="surveys.campaign",
    context=context,
    body=body,
    sender=sender,
    publicity=band,
    subtitle=lambda c: str(c["campaign"]),
    mandatory=(Mandatory("des réponses", lambda c: c["synthesis"]["answers"]),),
    audience=READERS,
    formats=("docx", "pdf", "pptx"),
)
