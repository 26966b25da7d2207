"""What workbooks and CSV files hold: the synthesis as it was masked; the answers, one row each, repeated blocks on their own sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cordee.tools.surveys.definition import Item
from cordee.tools.surveys.definition.answers import decimal_of, rows_of
from cordee.tools.surveys.models import Response
from cordee.tools.surveys.reading import queries
from cordee.tools.surveys.reading.queries import Reading
from cordee.tools.surveys.reading.words import said
from cordee.tools.surveys.synthesis import told
from cordee.tools.surveys.synthesis.shape import DIMENSIONS, Cell, Measure
from cordee.tools.surveys.synthesis.statistics import Stats

HEAD = (
    "Partie", "Question", "Croisement", "Groupe", "Choix", "Nombre", "Réponses", "Médiane", "Premier quartile", "Troisième quartile",
    "Moyenne", "Écart type", "Échelle",
)  # fmt: skip
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Sheets:
    """Titles and first lines; then the rows, each with the place of its sheet. `alike`: all have the same columns, one CSV holds them."""

    heads: Sequence[tuple[str, Row]]
    rows: Callable[[], Iterator[tuple[int, Row]]]
    alike: bool


# -- the synthesis ----------------------------------------------------------------------------------------------------------
def of_synthesis(reading: Reading) -> Sheets:
    synthesis, titles = reading.synthesis, {section.code: section.title for section in reading.sections}
    measures = [measure for measure in told.measures(synthesis) if told.in_figures(measure)]
    crossed = [dimension for dimension in DIMENSIONS if told.crossed(synthesis, dimension)]
    out_of = synthesis["out_of"]

    def rows() -> Iterator[tuple[int, Row]]:
        for one in measures:
            yield from ((0, row) for row in _whole(one, titles, out_of))
        for place, dimension in enumerate(crossed, 1):
            for one in measures:
                yield from ((place, row) for row in _crossed(one, titles, dimension, out_of))

    return Sheets([("Synthèse", HEAD), *((f"Par {DIMENSIONS[one]}", HEAD) for one in crossed)], rows, alike=True)


def _whole(measure: Measure, titles: dict[str, str], out_of: int) -> Iterator[Row]:
    head = (titles.get(measure["section"], ""), measure["label"], "", "")
    yield (*head, "", None, measure["n"], *_figures(measure, measure["stats"], out_of))
    for share in [*measure["shares"], *([measure["top"]] if measure["top"] else []), *measure["special"]]:
        yield (*head, share["label"], share["count"], measure["n"])
    for part in measure["parts"]:
        yield (*head, part["label"], None, measure["n"], *_figures(measure, part["stats"], out_of))


def _crossed(measure: Measure, titles: dict[str, str], dimension: str, out_of: int) -> Iterator[Row]:
    for cell in measure["groups"].get(dimension, []):
        head = (titles.get(measure["section"], ""), measure["label"], DIMENSIONS[dimension], cell["label"])
        yield from _cell(measure, cell, head, out_of)


def _cell(measure: Measure, cell: Cell, head: tuple[str, ...], out_of: int) -> Iterator[Row]:
    if cell["masked"]:
        yield (*head, "", told.MASKED, *[told.MASKED] * 6)
        return
    yield (*head, "", None, cell["n"], *_figures(measure, cell["stats"], out_of))
    for share in cell["shares"]:
        yield (*head, share["label"], share["count"], cell["n"])


def _figures(measure: Measure, stats: Stats | None, out_of: int) -> Row:
    if stats is None:
        return ()
    scale = out_of if told.is_mark(measure) else 1
    values = [round(stats[key] * scale, 4) for key in ("median", "low", "high", "mean", "deviation")]
    return (*values, told.scale_said(measure, out_of) or measure["unit"])


# -- the answers ------------------------------------------------------------------------------------------------------------
def of_answers(reading: Reading) -> Sheets:
    """One reading of the base fills the sheet of answers and those of the repeated sections, tied by the number of the answer.

    Of an anonymous campaign, nothing says where an answer comes from: department and kind are in the synthesis, masked."""
    once = [item for section in reading.sections if not section.repeat for item in section.items]
    repeated = [section for section in reading.sections if section.repeat]
    first = ["Réponse", *_who_heads(reading), *(label for item in once for label in _labels(item))]
    blocks = [(section.title, ["Réponse", "Bloc", *(label for item in section.items for label in _labels(item))]) for section in repeated]

    def rows() -> Iterator[tuple[int, Row]]:
        found = queries.counted(reading.campaign).select_related("organisation", "person")
        for number, response in enumerate(found.iterator(chunk_size=2000), 1):
            yield 0, [number, *_who(reading, response), *_values(once, response.answers)]
            for place, section in enumerate(repeated, 1):
                for block, answers in enumerate(rows_of(section, response.answers), 1):
                    yield place, [number, block, *_values(section.items, answers)]

    return Sheets([("Réponses", first), *blocks], rows, alike=False)


def _who_heads(reading: Reading) -> list[str]:
    who = [] if reading.campaign.anonymous else ["Structure", "Personne", "Département", "Type de structure"]
    score = [f"Total (sur {reading.definition.out_of})", "Niveau"] if reading.synthesis["total"] else []
    return [*who, "Jour", "Par", *score]


def _who(reading: Reading, response: Response) -> list[Any]:
    who: list[Any] = []
    if not reading.campaign.anonymous:
        where = [response.department, response.structure_kind.upper()]
        who = [str(response.organisation or ""), str(response.person or ""), *where]
    who += [response.submitted_on, response.get_channel_display()]
    if reading.synthesis["total"]:
        total = None if response.total is None else round(response.total * reading.definition.out_of, 2)
        who += [total, (response.result.get("level") or {}).get("label", "")]
    return who


def _labels(item: Item) -> list[str]:
    return [item.label, f"Commentaire : {item.label}"] if item.comment else [item.label]


def _values(items: Sequence[Item], answers: Any) -> list[Any]:
    values: list[Any] = []
    for item in items:
        answer = answers.get(item.code) or {}
        number = decimal_of(answer.get("v")) if item.kind in ("number", "money") and not answer.get("s") else None
        values.append(number if number is not None else said(item, answer))
        if item.comment:
            values.append(str(answer.get("comment") or ""))
    return values
