"""Running a list: what the address asks, the page of rows it answers, the count, the filter to loosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import Count, Q, Window

from cordee.core.access import Actor
from cordee.core.asked import whole_number
from cordee.core.lists.declare import Choice, List, Rows, Sort, Switch
from cordee.core.models.bases import each_branch

PAGE = 50
CAP = 1000
_signer = Signer(salt="cordee.lists")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says, already checked: unknown filters, values and sorts are dropped rather than trusted."""

    q: str
    values: dict[str, str]
    sort: Sort
    descending: bool
    chosen_sort: bool
    after: tuple[Any, int] | None
    before: tuple[Any, int] | None
    page: int

    def query(self, **changes: str | None) -> str:
        """The query string of this state, with some parameters changed; the place in the pages is forgotten."""
        params: dict[str, str | None] = {"q": self.q or None, **self.values}
        if self.chosen_sort:
            params["tri"] = ("-" if self.descending else "") + self.sort.key
        params |= changes
        return urlencode({k: v for k, v in params.items() if v})


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[tuple[Any, ...]]
    count: int  # CAP + 1 means « more than a thousand »
    next: str
    previous: str


def ask(a_list: List, params: Mapping[str, str], actor: Actor) -> Asked:
    values = {}
    for narrowing in a_list.filters:
        value = params.get(narrowing.key, "")
        if value and value in dict(narrowing.offered(actor)):
            values[narrowing.key] = value
    tri = params.get("tri", "")
    sort = next((s for s in a_list.sorts if s.key == tri.lstrip("-")), None)
    chosen = sort or a_list.sorts[0]
    return Asked(
        q=" ".join(params.get("q", "").replace("\x00", "").split())[:200] if a_list.search_label else "",
        values=values,
        sort=chosen,
        descending=tri.startswith("-") if sort else chosen.descending,
        chosen_sort=sort is not None,
        after=read_cursor(params.get("apres", ""), place_of(a_list, chosen)),
        before=read_cursor(params.get("avant", ""), place_of(a_list, chosen)),
        page=max(1, min(whole_number(params.get("page"), 5) or 1, CAP // PAGE + 1)),
    )


def filtered(a_list: List, asked: Asked, actor: Actor, *, without: str = "") -> Rows:
    """Every row that the actor may see and that the address asks for, without order."""
    rows = a_list.rows(actor).order_by()
    if asked.q and without != "q":
        rows = a_list.search(rows, asked.q)
    for narrowing in a_list.filters:
        if narrowing.key in asked.values and narrowing.key != without:
            rows = narrowing.apply(rows, asked.values[narrowing.key])
    return rows


def ordered(rows: Rows, asked: Asked, *, backwards: bool = False) -> Rows:
    sign = "-" if asked.descending != backwards else ""
    return rows.order_by(f"{sign}{asked.sort.field}", f"{sign}id")


def run(a_list: List, asked: Asked, actor: Actor) -> Page:
    """One page and its count: two queries. Ranked when someone searches and the hits are few, by keyset otherwise."""
    parts = each_branch(a_list.model, partial(filtered, a_list, asked, actor))
    if asked.q and not asked.chosen_sort:
        return ranked(a_list, parts, asked) or _keyset(a_list, parts, asked, CAP + 1)
    return _keyset(a_list, parts, asked, capped_count(parts))


def fields_of(a_list: List, sort: Sort) -> list[str]:
    return ["id", a_list.key_field, sort.field, *(name for column in a_list.columns for name in column.fields)]


def ranked(a_list: List, parts: list[Rows], asked: Asked) -> Page | None:
    """The hits, best first, with their count: one query. None when they are « more than a thousand »."""
    start = (asked.page - 1) * PAGE
    hits: Rows = a_list.model._base_manager.filter(pk__in=keys(parts, CAP + 1))  # type: ignore[assignment]
    hits = a_list.annotated(a_list.rank(hits, asked.q)).annotate(hits=Window(Count("*")))
    order = [f"-{a_list.rank_name}", f"{'-' if asked.descending else ''}{asked.sort.field}", "id"]
    rows = list(hits.order_by(*order).values_list(*fields_of(a_list, asked.sort), "hits")[start : start + PAGE])
    if not rows and start:
        return ranked(a_list, parts, replace(asked, page=1))
    count = rows[0][-1] if rows else 0
    if count > CAP:
        return None
    return Page(
        rows,
        count,
        next=asked.query(page=str(asked.page + 1)) if start + PAGE < count else "",
        previous=asked.query(page=str(asked.page - 1)) if start else "",
    )


def _keyset(a_list: List, parts: list[Rows], asked: Asked, count: int) -> Page:
    """(sort, id) beyond the cursor: page 900 costs what page 1 costs. Going back reads in reverse and turns the page over."""
    backwards = asked.before is not None
    cursor = asked.before or asked.after
    if cursor:
        far = beyond(asked.sort.field, cursor, descending=asked.descending != backwards)
        parts = [part.filter(far) for part in parts]
    page = nearest([ordered(part, asked, backwards=backwards) for part in parts], asked, backwards=backwards)
    found = list(a_list.annotated(page).values_list(*fields_of(a_list, asked.sort))[: PAGE + 1])
    more, shown = len(found) > PAGE, found[:PAGE]
    if backwards:
        shown.reverse()
    has_next, has_previous = (True, more) if backwards else (more, asked.after is not None)
    return Page(
        shown,
        count,
        next=asked.query(apres=write_cursor(shown[-1], place_of(a_list, asked.sort))) if shown and has_next else "",
        previous=asked.query(avant=write_cursor(shown[0], place_of(a_list, asked.sort))) if shown and has_previous else "",
    )


def nearest(parts: list[Rows], asked: Asked, *, backwards: bool) -> Rows:
    """The first rows of each branch by its own index, then merged: what one OR would find by reading everything."""
    if len(parts) == 1:
        return parts[0]
    merged = parts[0].model._base_manager.filter(pk__in=keys(parts, PAGE + 1))
    return ordered(merged, asked, backwards=backwards)


def keys(parts: list[Rows], limit: int) -> Any:
    """The first keys of each part, one part after the other."""
    firsts = [part.values("pk")[:limit] for part in parts]
    return firsts[0].union(*firsts[1:], all=True) if len(firsts) > 1 else firsts[0]


def capped_count(parts: list[Rows]) -> int:
    """How many, up to « more than a thousand »: never the price of an exact count over everything. Parts share no row, so that
    the database stops reading at the thousand and first, whichever part it is in."""
    limit = CAP + 1
    found: int = keys([part.order_by() for part in parts], limit)[:limit].count()
    return found


def beyond(field: str, cursor: tuple[Any, int], *, descending: bool) -> Q:
    """Rows after the cursor. Written as « >= and not the equal ones before », which one index answers."""
    value, pk = cursor
    over, strictly = ("lte", "lt") if descending else ("gte", "gt")
    return Q(**{f"{field}__{over}": value}) & (Q(**{f"{field}__{strictly}": value}) | Q(**{f"id__{strictly}": pk}))


def place_of(a_list: List, sort: Sort) -> str:
    """A cursor holds in the list and the order that wrote it; anywhere else it is a value of another type."""
    return f"{a_list.code}:{sort.key}"


def write_cursor(row: tuple[Any, ...], place: str) -> str:
    """Opaque and signed: nobody pages by an id that was not shown."""
    value = row[2].isoformat() if isinstance(row[2], date | datetime) else row[2]
    return _signer.sign_object([place, value, row[0]], compress=True)


def read_cursor(text: str, place: str) -> tuple[Any, int] | None:
    if not text:
        return None
    try:
        written, value, pk = _signer.unsign_object(text)
    except (BadSignature, ValueError, TypeError):
        return None
    return (value, pk) if written == place else None


def loosen(a_list: List, asked: Asked, actor: Actor) -> list[tuple[str, str, int]]:
    """When nothing is found: what each filter hides, as (sentence, query without it, count), the most generous first."""
    found = []
    for key in [*asked.values, *(["q"] if asked.q else [])]:
        count = capped_count(each_branch(a_list.model, partial(filtered, a_list, asked, actor, without=key)))
        if count:
            narrowing = next((f for f in a_list.filters if f.key == key), None)
            says = narrowing.says(asked.values[key], actor) if narrowing else f"Recherche : {asked.q}"
            found.append((says, asked.query(**{key: None}), count))
    return sorted(found, key=lambda item: -item[2])


def active(a_list: List, asked: Asked, actor: Actor) -> list[tuple[str, str]]:
    """The filters in force, each with the query that removes it."""
    chips = [(f"Recherche : {asked.q}", asked.query(q=None))] if asked.q else []
    narrowings: list[Choice | Switch] = [f for f in a_list.filters if f.key in asked.values]
    return chips + [(f.says(asked.values[f.key], actor), asked.query(**{f.key: None})) for f in narrowings]


def counted(a_list: List, count: int) -> str:
    if count > CAP:
        return f"Plus de 1\u202f000 {a_list.many}"
    number = f"{count:,}".replace(",", "\u202f")
    return f"{number} {a_list.one if count < 2 else a_list.many}"
