"""The shape of a definition's JSON, read from the dataclasses themselves: an import can hold anything."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from cordee.tools.surveys.definition import schema
from cordee.tools.surveys.definition.schema import FORMAT, Definition

MOST_TEXT = 5000
MOST = {"sections": 60, "items": 120, "options": 60, "rows": 60, "axes": 30, "levels": 12, "guards": 30, "readers": 12}
EXPECTED = {str: "un texte", int: "un nombre entier", float: "un nombre", bool: "vrai ou faux"}


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` names the place as in the JSON: « sections.0.items.2.label »."""

    path: str
    sentence: str


@lru_cache
def hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, vars(schema))


def shape(data: Any) -> Iterator[Problem]:
    if not isinstance(data, Mapping):
        yield Problem("", "Ce fichier n'est pas la définition d'un questionnaire : exportez-en un pour voir sa forme.")
        return
    if data.get("format", FORMAT) != FORMAT:
        yield Problem("format", f"Ce fichier est au format {data['format']} : cette plateforme lit le format {FORMAT}.")
        return
    yield from _object(Definition, {key: value for key, value in data.items() if key != "format"}, "")


def _object(kind: type, data: Any, path: str) -> Iterator[Problem]:
    if not isinstance(data, Mapping):
        yield Problem(path, "Un bloc est attendu ici.")
        return
    known = {field.name: field for field in fields(kind)}
    for name in data:
        if name not in known:
            yield Problem(_join(path, str(name)), f"« {str(name)[:60]} » n'existe pas à cet endroit : retirez-le.")
    for name, field in known.items():
        if name in data:
            yield from _value(hints(kind)[name], data[name], _join(path, name))
        elif field.default is MISSING:
            yield Problem(_join(path, name), "Cet élément manque.")


def _value(hint: Any, value: Any, path: str) -> Iterator[Problem]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is not None or type(None) not in inner:
            yield from _value(next(one for one in inner if one is not type(None)), value, path)
    elif origin is Literal:
        if value not in inner:
            yield Problem(path, f"« {str(value)[:60]} » n'est pas un choix possible ici.")
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            yield Problem(path, "Une condition est attendue ici.")
    elif isinstance(origin, type) and issubclass(origin, Sequence):
        yield from _list(inner[0], value, path)
    elif hasattr(hint, "__dataclass_fields__"):
        yield from _object(hint, value, path)
    else:
        yield from _plain(hint, value, path)


def _list(hint: Any, value: Any, path: str) -> Iterator[Problem]:
    most = MOST.get(path.rsplit(".", 1)[-1], 120)
    if not isinstance(value, (list, tuple)):
        yield Problem(path, "Une liste est attendue ici.")
    elif len(value) > most:
        yield Problem(path, f"{most} éléments au plus : il y en a {len(value)}.")
    else:
        for place, one in enumerate(value):
            yield from _value(hint, one, f"{path}.{place}")


def _plain(hint: type, value: Any, path: str) -> Iterator[Problem]:
    wanted: Any = (int, float) if hint is float else hint
    if not isinstance(value, wanted) or (hint is not bool and isinstance(value, bool)):
        yield Problem(path, f"{EXPECTED[hint].capitalize()} est attendu ici.")
    elif isinstance(value, (int, float)) and not -1e12 < value < 1e12:
        yield Problem(path, "Ce nombre est trop grand.")
    elif isinstance(value, str) and (len(value) > MOST_TEXT or "\x00" in value):
        yield Problem(path, f"Ce texte est trop long, ou contient un signe qui ne s'écrit pas : {MOST_TEXT} caractères au plus.")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
