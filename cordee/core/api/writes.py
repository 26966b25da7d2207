"""Writes: done once per `Idempotency-Key`, and never over someone else's save."""

from __future__ import annotations

import functools
import hashlib
import inspect
import re
from collections.abc import Callable
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from ninja import Header, Schema
from ninja.responses import Response, Status

from cordee.core.api.auth import ApiRequest
from cordee.core.api.faults import Answered, field_fault
from cordee.core.models import IdempotencyKey

IfMatch = Annotated[
    str, Header(alias="If-Match", max_length=40, pattern=r"^[\x20-\x7e]*$", description='La version lue (ETag), comme "3".')
]
VERSION = re.compile(r'^(?:W/)?"?([0-9]{1,9})"?$')
KEY = re.compile(r"^[\x21-\x7e]{1,80}$")
KEY_PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 80, "pattern": KEY.pattern},
    "description": "Choisie par vous : la même requête répétée avec la même clé n'est faite qu'une fois, et reçoit la même réponse.",
}


def version_in(if_match: str) -> int:
    match = VERSION.match(if_match.strip())
    if match is None:
        raise field_fault("If-Match", "Donnez la version lue, telle que l'en-tête ETag la donne.")
    return int(match[1])


def answer(result: Any) -> tuple[int, dict[str, Any]]:
    """A view's result as what is sent and remembered."""
    status, value = (result.status_code, result.value) if isinstance(result, Status) else (200, result)
    if not isinstance(value, Schema):
        raise TypeError("a write answers an instance of its declared schema")
    return status, value.model_dump(mode="json")


def respond(status: int, body: dict[str, Any]) -> HttpResponse:
    """The version of what is answered, when it has one, is also its ETag."""
    response = Response(body, status=status)
    if "version" in body:
        response["ETag"] = f'"{body["version"]}"'
    return response


def once(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """One transaction for the write and the memory of its answer: a repetition is answered from memory, two at once write once."""

    @functools.wraps(view)
    def write(request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        with transaction.atomic():
            row = claim(request, key) if key else None
            if row and row.status:
                replayed = respond(row.status, row.response)
                replayed["Idempotency-Replayed"] = "true"
                return replayed
            status, body = answer(view(request, *args, **kwargs))
            if row:
                row.status, row.response = status, body
                row.save(update_fields=["status", "response"])
        return respond(status, body)

    # The framework reads the signature where the view was written, not here.
    write.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return write


def claim(request: ApiRequest, key: str) -> IdempotencyKey:
    """Our row, new; or the one already answered. The insertion waits for a concurrent one: it answers, or leaves the place."""
    if not KEY.match(key):
        raise field_fault("Idempotency-Key", "Une clé compte de 1 à 80 caractères visibles, sans accent ni espace.")
    row = IdempotencyKey(token_id=request.grant.token_id, key=key, request_hash=hash_of(request), status=0, response={})
    try:
        with transaction.atomic():
            row.save(force_insert=True)
        return row
    except IntegrityError:
        kept: IdempotencyKey = IdempotencyKey.objects.for_system("the answer already given").get(token_id=row.token_id, key=key)
    if kept.request_hash != row.request_hash:
        raise Answered(
            422, "key_reused", "Cette clé a déjà servi à une autre requête : choisissez-en une nouvelle.", fields={"Idempotency-Key": []}
        )
    return kept


def hash_of(request: ApiRequest) -> str:
    head = f"{request.method}\n{request.get_full_path()}\n{request.headers.get('If-Match', '')}\n"
    return hashlib.sha256(head.encode() + request.body).hexdigest()
