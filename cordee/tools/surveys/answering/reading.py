"""What people send, as answers: from a form, or from the script of the page. Nothing is judged here, nothing typed is lost.

Names of a form: `code`, or `section.row.code` in a repeated section; `name:o:option`, `name:r:row` for what has several
fields; `name:s` for « je ne sais pas » and its like, `name:comment` and so on for what goes with an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from django.http import QueryDict

from cordee.core.asked import whole_number
from cordee.tools.surveys.definition.answers import ALONE, decimal_of
from cordee.tools.surveys.definition.schema import SPECIAL, Definition, Item, Section
from cordee.tools.surveys.definition.tidying import clean, plain

Answer: TypeAlias = dict[str, Any]
Answers: TypeAlias = dict[str, Any]
LISTS = {"multiple", "ranking", "file"}
TABLES = {"shares", "matrix"}
RADIOS = {"single", "level", "three"}
FIGURES = {"number", "money"}
ASIDE = "~"  # before a special answer, among the options of a choice


def text(value: object) -> str:
    return str(clean(value.replace("\r\n", "\n"))) if isinstance(value, str) else ""


def figure(value: object) -> str:
    """« 1 250,50 € » is 1250.50. What is no number stays as it was typed, for its author to mend."""
    typed = text(value)
    bare = plain(re.sub(r"[€%]", "", typed).replace("\u2212", "-"))
    return bare if decimal_of(bare) is not None else typed


# -- from the script ----------------------------------------------------------------------------------------------------
def sieved(definition: Definition, raw: object) -> Answers:
    """Only what the definition asks, in the shape that its kind has: whatever else was sent is left out."""
    given = raw if isinstance(raw, Mapping) else {}
    answers: Answers = {}
    for section in definition.sections:
        if section.repeat:
            block = given.get(section.code)
            rows = block.get("rows") if isinstance(block, Mapping) else None
            kept = [_row(section, row) for row in (rows if isinstance(rows, list) else [])[: section.repeat.most]]
            if kept:
                answers[section.code] = {"rows": kept}
        else:
            answers |= _row(section, given)
    return answers


def _row(section: Section, raw: object) -> Answers:
    given = raw if isinstance(raw, Mapping) else {}
    pairs = ((item.code, _answer(item, given.get(item.code))) for item in section.items)
    return {code: answer for code, answer in pairs if answer}


def _answer(item: Item, raw: object) -> Answer:
    if not isinstance(raw, Mapping):
        return {}
    answer: Answer = {"s": raw["s"]} if raw.get("s") in SPECIAL else {}
    value = _shaped(item, raw.get("v"))
    if value:
        answer["v"] = value
    if raw.keys() <= ALONE:
        return answer
    for name in ("comment", "target", "observed"):
        if said := text(raw.get(name)):
            answer[name] = said
    if proof := _texts(raw.get("proof")):
        answer["proof"] = proof
    if str(raw.get("feasibility")) in ("1", "2", "3"):
        answer["feasibility"] = int(raw["feasibility"])
    return answer


def _shaped(item: Item, value: object) -> Any:
    if item.kind in LISTS:
        return _texts(value)
    if item.kind in TABLES:
        pairs = value.items() if isinstance(value, Mapping) else ()
        read = figure if item.kind == "shares" else text
        return {text(key): said for key, one in pairs if (said := read(one))}
    return figure(value) if item.kind in FIGURES else text(value)


def _texts(value: object) -> list[str]:
    return list(dict.fromkeys(said for one in value if (said := text(one)))) if isinstance(value, list) else []


# -- from a form ----------------------------------------------------------------------------------------------------------
def posted(section: Section, data: QueryDict) -> Answers:
    """The answers of the one section that a page without script sends."""
    if not section.repeat:
        return _row(section, dict(_typed(section.items, data, "")))
    rows = [dict(_typed(section.items, data, f"{section.code}.{n}.")) for n in range(_count(data, section))]
    return {section.code: {"rows": [_row(section, row) for row in rows]}} if rows else {}


def merged(definition: Definition, answers: Answers, section: Section, fresh: Answers) -> Answers:
    """The answers of a section in the place of those it had."""
    gone = {section.code} if section.repeat else {item.code for item in section.items}
    return sieved(definition, {code: answer for code, answer in answers.items() if code not in gone} | fresh)


def answer_in(item: Item, data: QueryDict, prefix: str = "") -> Answer:
    """The answer to one question, where each voice of a meeting has its own fields."""
    return _answer(item, dict(_typed([item], data, prefix)).get(item.code))


def _count(data: QueryDict, section: Section) -> int:
    return min(whole_number(data.get(f"{section.code}:rows")) or 0, section.repeat.most if section.repeat else 0)


def _typed(items: Iterable[Item], data: QueryDict, prefix: str) -> Iterator[tuple[str, Answer]]:
    for item in items:
        name = prefix + item.code
        answer: Answer = {"v": _field(item, name, data)}
        if item.kind in RADIOS and data.get(name, "").startswith(ASIDE):
            answer = {"s": data.get(name, "").removeprefix(ASIDE)}
        elif special := data.get(f"{name}:s"):
            answer["s"] = special
        answer |= {more: data.get(f"{name}:{more}", "") for more in ("comment", "target", "observed", "feasibility")}
        answer["proof"] = [data.get(f"{name}:proof", "")]
        yield item.code, answer


def _field(item: Item, name: str, data: QueryDict) -> Any:
    if item.kind in ("multiple", "file"):
        return data.getlist(name)
    if item.kind == "ranking":
        ranks = [(whole_number(data.get(f"{name}:o:{option.code}")), place, option.code) for place, option in enumerate(item.options)]
        return [code for _, _, code in sorted((rank, place, code) for rank, place, code in ranks if rank)]
    if item.kind == "shares":
        return {option.code: data.get(f"{name}:o:{option.code}", "") for option in item.options}
    if item.kind == "matrix":
        return {row.code: data.get(f"{name}:r:{row.code}", "") for row in item.rows}
    return data.get(name, "")
