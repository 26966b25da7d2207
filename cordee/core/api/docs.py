"""The documentation of the API, written by the server from its own contract: no script, readable by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from cordee.core.access import public
from cordee.core.api.app import api
from cordee.core.api.registry import RATE

TYPES = {"string": "texte", "integer": "entier", "number": "nombre", "boolean": "vrai ou faux", "object": "objet", "null": "vide"}
FORMATS = {"uuid": "identifiant (UUID)", "date": "date", "date-time": "date et heure"}
STATUSES = {
    "200": "C'est fait",
    "201": "C'est créé",
    "400": "Le corps ne se lit pas",
    "401": "Jeton absent, inconnu, expiré ou révoqué",
    "403": "Droit absent du jeton",
    "404": "N'existe pas, ou pas pour vous",
    "409": "Refusé, avec la raison ; ou modifié entre-temps",
    "422": "Valeurs à reprendre, champ par champ",
    "429": "Trop de requêtes",
}


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    place: str
    type: str
    required: bool
    says: str


@dataclass(slots=True)
class Endpoint:
    method: str
    path: str
    summary: str
    says: str
    slug: str
    parameters: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    answer: list[Row] = field(default_factory=list)
    statuses: list[tuple[str, str]] = field(default_factory=list)


@public
@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html", {"groups": groups(), "rate": RATE, "about": api.description})


@lru_cache(maxsize=1)
def groups() -> list[tuple[str, str, list[Endpoint]]]:
    """(tag, anchor, endpoints): the contract does not change while the process lives."""
    contract = api.get_openapi_schema()
    found: dict[str, list[Endpoint]] = {}
    for path, operations in contract["paths"].items():
        for method, operation in operations.items():
            found.setdefault(operation["tags"][0], []).append(endpoint(method, path, operation, contract["components"]["schemas"]))
    return [(tag, slugify(tag), endpoints) for tag, endpoints in found.items()]


def endpoint(method: str, path: str, operation: dict[str, Any], schemas: dict[str, Any]) -> Endpoint:
    success = next(body for status, body in operation["responses"].items() if str(status).startswith("2"))
    return Endpoint(
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        says=operation.get("description", ""),
        slug=slugify(operation["operationId"]),
        parameters=[
            Row(p["name"], PLACES[p["in"]], type_of(p["schema"], schemas), p.get("required", False), p.get("description", ""))
            for p in operation.get("parameters", [])
        ],
        body=list(rows(content(operation.get("requestBody", {})), schemas)),
        answer=list(rows(content(success), schemas)),
        statuses=[(str(status), STATUSES[str(status)]) for status in operation["responses"]],
    )


PLACES = {"path": "adresse", "query": "requête", "header": "en-tête"}


def content(body: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = body.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    found: dict[str, Any] = schemas[reference.rsplit("/", 1)[1]] if reference else schema
    return found


def rows(schema: dict[str, Any], schemas: dict[str, Any], prefix: str = "", depth: int = 0) -> Iterator[Row]:
    """One line a field, children under their parent: « items[].name »."""
    shape = resolved(schema, schemas)
    for name, part in shape.get("properties", {}).items():
        yield Row(f"{prefix}{name}", "", type_of(part, schemas), name in shape.get("required", []), part.get("description", ""))
        inner: dict[str, Any] = next((option for option in part.get("anyOf", [part]) if option.get("$ref") or option.get("items")), {})
        child, mark = (inner["items"], "[]") if "items" in inner else (inner, "")
        if depth < 3 and resolved(child, schemas).get("properties"):
            yield from rows(child, schemas, f"{prefix}{name}{mark}.", depth + 1)


def type_of(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    shape = resolved(schema, schemas)
    if "anyOf" in shape:
        return " ou ".join(dict.fromkeys(type_of(option, schemas) for option in shape["anyOf"]))
    if "enum" in shape:
        return " · ".join(map(str, shape["enum"]))
    if shape.get("type") == "array":
        return f"liste de {type_of(shape['items'], schemas)}" if shape.get("items") else "liste"
    return FORMATS.get(shape.get("format", "")) or TYPES.get(shape.get("type", ""), "toute valeur")
