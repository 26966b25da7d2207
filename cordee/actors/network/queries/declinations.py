"""Local versions of the objectives: a territory's, and two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from cordee.actors.network.models import Declination, Edition
from cordee.actors.network.queries.references import in_force
from cordee.core.access import Actor


def of_zone(actor: Actor, zone: str) -> list[Declination]:
    """The versions of a territory that this actor reads, the latest first."""
    rows: Any = Declination.objects.visible_to(actor).filter(zone=zone)
    return list(rows.order_by("-number"))


@dataclass(frozen=True, slots=True)
class Line:
    """A national objective, and what the territory makes of it."""

    code: str
    title: str
    text: str


def lines_of(declination: Declination) -> list[Line]:
    """In the national order. What was written on an objective that is no longer in force is kept, last."""
    national: dict[str, Edition] = {edition.entry.code: edition for edition in in_force("objective")}
    lines = [Line(code, f"{e.position}. {e.title}", declination.texts.get(code, "")) for code, e in national.items()]
    return lines + [Line(code, code, text) for code, text in sorted(declination.texts.items()) if code not in national]


@dataclass(frozen=True, slots=True)
class Compared:
    title: str
    before: SafeString
    after: SafeString
    changed: bool


def compare(former: Declination, latter: Declination) -> list[Compared]:
    """Word by word: what left is struck out on one side, what came is underlined on the other."""
    texts = [("Le territoire et ses priorités", former.intro, latter.intro)]
    before = {line.code: line.text for line in lines_of(former)}
    after = {line.code: line for line in lines_of(latter)}
    titles = {line.code: line.title for line in lines_of(former)} | {code: line.title for code, line in after.items()}
    texts += [(title, before.get(code, ""), after[code].text if code in after else "") for code, title in titles.items()]
    return [Compared(title, *_marked(one, other), changed=one != other) for title, one, other in texts]


def _marked(one: str, other: str) -> tuple[SafeString, SafeString]:
    left, right = one.split(" "), other.split(" ")
    before, after = [], []
    for act, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        gone, come = " ".join(left[a:b]), " ".join(right[c:d])
        if act == "equal":
            before.append(escape(gone))
            after.append(escape(come))
            continue
        before += [format_html("<del>{}</del>", gone)] if gone else []
        after += [format_html("<ins>{}</ins>", come)] if come else []
    return mark_safe(" ".join(before)), mark_safe(" ".join(after))  # noqa: S308  (each piece is escaped above)
