"""The words of a list's declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Value

from cordee.core.access import Actor, Refusal
from cordee.core.lifecycle import Lifecycle
from cordee.core.lists.cells import Cell, text_cell
from cordee.core.models import HouseQuerySet
from cordee.core.registry import Registry

Rows = HouseQuerySet
Option = tuple[str, str]
Readers = Callable[[Actor], bool]


@dataclass(frozen=True, slots=True)
class Column:
    """What is read (`fields`, names of the model or of its annotations), how it is shown and how it is exported."""

    key: str
    label: str
    fields: tuple[str, ...]
    cell: Cell = text_cell
    export: Callable[..., Any] | None = None  # the plain value; by default the first field
    numeric: bool = False
    sort: str = ""  # key of the sort that the header offers
    on_screen: bool = True
    exported: bool = True
    who: Readers | None = None  # None = all who open the list
    card: bool = True  # kept where room is scarce: on a phone a row is a card with its name and two or three facts

    def value(self, *values: Any) -> Any:
        return self.export(*values) if self.export else values[0]


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: one not-null, indexed field; the id decides between equals, so that pages are exact."""

    key: str
    label: str
    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter by a closed list. `options` is a list, or a function of the actor when what is offered depends on its reach."""

    key: str
    label: str
    options: Sequence[Option] | Callable[[Actor], Sequence[Option]]
    apply: Callable[[Rows, str], Rows]
    all_label: str = "Tous"
    who: Readers | None = None

    def offered(self, actor: Actor) -> Sequence[Option]:
        return self.options(actor) if callable(self.options) else self.options

    def says(self, value: str, actor: Actor) -> str:
        return f"{self.label} : {dict(self.offered(actor)).get(value, value)}"


@dataclass(frozen=True, slots=True)
class Switch:
    """A filter that is on or off (« Seulement les miennes »)."""

    key: str
    label: str
    narrow: Callable[[Rows], Rows]
    who: Readers | None = None

    def offered(self, actor: Actor) -> Sequence[Option]:
        return (("oui", self.label),)

    def apply(self, rows: Rows, value: str) -> Rows:
        return self.narrow(rows)

    def says(self, value: str, actor: Actor) -> str:
        return self.label


#: key of a row → what the act will do of it, or why it will not: said on the page that asks
Foreseen = Mapping[int, "str | Refusal"]


@dataclass(frozen=True, slots=True)
class Act:
    """A bulk act that is not a transition: `do(obj, actor=…, **cleaned)` raises `Refused` when it must; a sentence that it answers is told
    beside the row that was done.

    `collect` receives the done objects and answers one file (a zip of documents, a batch of letters). `opens` changes nothing: it
    answers the address of a page that shows the chosen rows (a comparison).
    """

    name: str
    label: str
    do: Callable[..., Any] | None = None
    form: type[forms.Form] | None = None
    collect: Callable[[list[Any], Actor], tuple[str, str, bytes]] | None = None
    opens: Callable[[list[Any]], str] | None = None
    who: Callable[[Actor], bool] = field(default=lambda actor: True)
    foresee: Callable[[Sequence[Any], Actor], Foreseen] | None = None
    warning: str = ""  # before the irreversible: what will leave, to whom
    keyed: bool = False  # `do` takes the `operation` too: pressed twice, it is done once
    order: int = 50


@dataclass(frozen=True, slots=True)
class Bulk:
    """What can be done to several rows at once: transitions of the model's lifecycle, by name, and acts. `who`: who is offered the
    transitions, where others open the list too."""

    transitions: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    who: Readers | None = None


#: the acts that higher rooms bring to a list, each with the list's code
acts_added: Registry[tuple[str, Act]] = Registry("acte en lot")


def act_on(list_code: str, act: Act) -> Act:
    """A higher room's act on the rows of a lower room's list (« ask for pieces », on the list of dossiers)."""
    acts_added.add(f"{list_code} {act.name}", (list_code, act))
    return act


lists: Registry[List] = Registry("liste")


class List:
    """A declared list. Subclass it in the room's `lists.py` and declare; `urls.py` mounts `list_urls(…)`."""

    code: ClassVar[str]
    model: ClassVar[type[models.Model]]
    title: ClassVar[str]
    one: ClassVar[str]  # « organisation », « organisations »: how its rows are counted
    many: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    sorts: ClassVar[Sequence[Sort]]
    filters: ClassVar[Sequence[Choice | Switch]] = ()
    bulk: ClassVar[Bulk] = Bulk()
    bulk_help: ClassVar[str] = "agir-en-lot"  # the gesture that explains its bulk acts
    lifecycle: ClassVar[Lifecycle | None] = None
    search_label: ClassVar[str] = ""  # empty = no search box
    rank_name: ClassVar[str] = "rank"  # what `rank` annotates: another name where the model has a field of this one
    empty: ClassVar[str] = ""  # what will come here, when, and the only useful gesture
    key_field: ClassVar[str] = "public_id"  # what names a row in the page, when it can be chosen
    default_query: ClassVar[str] = ""
    tabs: ClassVar[Sequence[Option]] = ()  # (name, query): the views that everyone has

    def __init_subclass__(cls) -> None:
        if hasattr(cls, "code"):
            lists.add(cls.code, cls())

    def rows(self, actor: Actor) -> Rows:
        """Every row that this actor may see, with the annotations that the columns name. Starts from `visible_to`."""
        raise NotImplementedError

    def annotated(self, rows: Rows) -> Rows:
        """Adds the columns' annotations: after filters and page, so that they are computed for the shown rows only."""
        return rows

    def completed(self, rows: list[tuple[Any, ...]], actor: Actor) -> list[tuple[Any, ...]]:
        """The rows of one page with what no column of the base holds: asked for those shown, never for all hits."""
        return rows

    def search(self, rows: Rows, text: str) -> Rows:
        return rows

    def meant(self, text: str, actor: Actor) -> str:
        """What a person may have meant by a text that nothing answers; empty when nothing comes near."""
        return ""

    def rank(self, rows: Rows, text: str) -> Rows:
        """Annotates the hits of a search with their rank, the highest first. Used under a thousand hits."""
        hits: Rows = rows.annotate(**{self.rank_name: Value(0)})
        return hits

    def called(self, obj: Any) -> str:
        """How a row is named where several are told apart: before a bulk act, and after it."""
        return str(obj)

    def seen_by(self, actor: Actor) -> List:
        """This list without the columns and filters that are not this actor's, on screen, in exports and in the API."""
        parts = {"columns": self.columns, "filters": self.filters}
        open_to = {name: [part for part in declared if part.who is None or part.who(actor)] for name, declared in parts.items()}
        if all(len(open_to[name]) == len(declared) for name, declared in parts.items()):
            return self
        narrowed = copy(self)
        vars(narrowed).update(open_to)
        return narrowed

    def default_for(self, actor: Actor) -> str:
        """What an address without question asks."""
        return self.default_query

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        """(label, url) of the buttons at the top: the first one is the filled one."""
        return ()

    def tabs_of(self, actor: Actor) -> Sequence[Option]:
        """The tabs that mean something to this actor."""
        return self.tabs

    def may_open(self, actor: Actor) -> bool:
        """Is this list anything to this actor? Otherwise its address answers as if it did not exist."""
        return True

    def acts(self, actor: Actor) -> list[Act]:
        """Those declared here and those that higher rooms bring, for this actor."""
        brought = [act for code, act in acts_added if code == self.code]
        return sorted((act for act in (*self.bulk.acts, *brought) if act.who(actor)), key=lambda act: act.order)

    def transitions(self, actor: Actor) -> tuple[str, ...]:
        return self.bulk.transitions if self.bulk.who is None or self.bulk.who(actor) else ()

    def bulk_acts(self, actor: Actor) -> list[Option]:
        named = [(name, self.lifecycle[name].label) for name in self.transitions(actor)] if self.lifecycle else []
        return named + [(act.name, act.label) for act in self.acts(actor)]
