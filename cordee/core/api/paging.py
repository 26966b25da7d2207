"""Pages by keyset: page 900 costs what page 1 costs, and a row added meanwhile neither repeats nor hides another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.signing import BadSignature, Signer
from ninja import Schema
from pydantic import Field

from cordee.core.access import Actor
from cordee.core.api.faults import field_fault
from cordee.core.lists.declare import List
from cordee.core.lists.run import ask, beyond, filtered, ordered

T = TypeVar("T")


class Page(Schema, Generic[T]):
    items: list[T]
    next: str | None = Field(None, description="À redonner dans « cursor » pour la suite ; null à la dernière page.")


def signer(kind: str) -> Signer:
    """One salt per list: the cursor of a list means nothing to another."""
    return Signer(salt=f"cordee.api.{kind}")


def write_cursor(kind: str, value: Any) -> str:
    return signer(kind).sign_object(value, compress=True)


def read_cursor(kind: str, text: str) -> Any:
    """None at the start; a cursor that we did not write for this list is a fault."""
    if not text:
        return None
    try:
        return signer(kind).unsign_object(text)
    except (BadSignature, ValueError) as trouble:
        raise field_fault("cursor", "Ce curseur ne vient pas de cette liste : repartez de la première page.") from trouble


def page_of_list(
    a_list: List, actor: Actor, *, params: Mapping[str, str | None], fields: tuple[str, ...], limit: int, cursor: str
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of a declared list: the rows, filters and order of the screen. `fields` are those of its rows and annotations."""
    given = {key: value for key, value in params.items() if value}
    a_list = a_list.seen_by(actor)
    asked = ask(a_list, given, actor)
    for key in given.keys() - {"q"} - asked.values.keys():
        raise field_fault(key, "Cette valeur n'est pas proposée à votre appartenance.")
    page = ordered(filtered(a_list, asked, actor), asked)
    if place := read_cursor(a_list.code, cursor):
        page = page.filter(beyond(asked.sort.field, tuple(place), descending=asked.descending))
    names = dict.fromkeys(("id", asked.sort.field, *fields))
    found = list(a_list.annotated(page).values(*names)[: limit + 1])
    shown = found[:limit]
    if len(found) <= limit:
        return shown, None
    last = shown[-1][asked.sort.field]
    return shown, write_cursor(a_list.code, [last.isoformat() if isinstance(last, date | datetime) else last, shown[-1]["id"]])
