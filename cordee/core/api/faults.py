"""Faults: one format, in French, whatever went wrong. No HTML, and no English, under `/api/`."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError
from ninja.errors import ValidationError as Unread
from ninja.responses import Response
from pydantic import Field

from cordee.core.access import Refused
from cordee.core.edits import Stale
from cordee.core.lifecycle import Incomplete

logger = logging.getLogger("cordee.incidents")

SENTENCES = {
    400: ("unreadable", "Le corps de la requête ne se lit pas comme du JSON."),
    401: ("unauthenticated", "Donnez un jeton dans l'en-tête « Authorization: Bearer … »."),
    403: ("scope", "Ce jeton n'a pas ce droit."),
    404: ("not_found", "Cette adresse n'existe pas ou ne vous est pas ouverte."),
    405: ("method", "Cette adresse ne répond pas à cette méthode."),
    422: ("incomplete", "Certaines valeurs ne conviennent pas : voyez champ par champ."),
    429: ("rate", "Beaucoup de requêtes en peu de temps : reprenez après le délai indiqué."),
    500: ("incident", "Un incident de notre côté : rien n'a été enregistré. Donnez cette référence à votre correspondant."),
}
READABLE = {
    "missing": "Cette valeur est attendue.",
    "extra_forbidden": "Ce champ n'est pas connu ici.",
    "string_too_short": "Au moins {min_length} caractère(s).",
    "string_too_long": "Au plus {max_length} caractères.",
    "string_pattern_mismatch": "Cette valeur n'a pas la forme attendue.",
    "string_type": "Un texte est attendu.",
    "string_unicode": "Ce texte contient des caractères qui ne s'enregistrent pas.",
    "int_parsing": "Un nombre entier est attendu.",
    "int_type": "Un nombre entier est attendu.",
    "int_from_float": "Un nombre entier est attendu.",
    "bool_type": "true ou false est attendu.",
    "bool_parsing": "true ou false est attendu.",
    "uuid_parsing": "Un identifiant de la forme 8-4-4-4-12 est attendu.",
    "uuid_type": "Un identifiant de la forme 8-4-4-4-12 est attendu.",
    "literal_error": "Valeurs possibles : {expected}.",
    "enum": "Valeurs possibles : {expected}.",
    "greater_than_equal": "Au moins {ge}.",
    "less_than_equal": "Au plus {le}.",
    "list_type": "Une liste est attendue.",
    "dict_type": "Un objet est attendu.",
    "model_type": "Un objet est attendu.",
    "model_attributes_type": "Un objet est attendu.",
    "too_long": "Au plus {max_length} éléments.",
    "too_short": "Au moins {min_length} élément(s).",
    "date_from_datetime_parsing": "Une date de la forme 2027-04-12 est attendue.",
}


class Difference(Schema):
    """Une valeur changée entre-temps : comme elle était, comme quelqu'un l'a laissée, comme vous la demandez."""

    name: str
    label: str
    before: Any = None
    theirs: Any = None
    mine: Any = None
    clash: bool = False


class Fault(Schema):
    """Ce qui n'a pas pu être fait, et pourquoi."""

    code: str = Field(description="Stable, pour les programmes.")
    message: str = Field(description="Pour les personnes.")
    fields: dict[str, list[str]] = Field(default_factory=dict, description="Par champ, ce qui ne convient pas.")
    reference: str = Field("", description="À donner à votre correspondant en cas d'incident.")
    differences: list[Difference] = Field(default_factory=list, description="En cas de modification simultanée.")


class Answered(Exception):
    """Stops the work with this fault."""

    def __init__(
        self, status: int, code: str = "", message: str = "", *, fields: Mapping[str, Sequence[str]] | None = None, **headers: str
    ) -> None:
        super().__init__(message or SENTENCES[status][1])
        self.status, self.code, self.message, self.fields, self.headers = status, code, message, fields or {}, headers


def fault(status: int, code: str = "", message: str = "", **more: Any) -> HttpResponse:
    default = SENTENCES.get(status, ("refused", "Cette demande ne peut pas aboutir."))
    body = Fault(code=code or default[0], message=message or default[1], **more)
    response = Response(body.model_dump(mode="json"), status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def field_fault(name: str, sentence: str) -> Answered:
    return Answered(422, fields={name: [sentence]})


# -- one handler per kind of trouble ---------------------------------------------------------------------------------------
def answered(request: HttpRequest, exc: Answered) -> HttpResponse:
    response = fault(exc.status, exc.code, exc.message, fields={name: list(says) for name, says in exc.fields.items()})
    for name, value in exc.headers.items():
        response[name.replace("_", "-")] = value
    return response


def refused(request: HttpRequest, exc: Refused) -> HttpResponse:
    """A policy or a guard says no, and why. What one may not see never comes here: it is a 404."""
    return fault(409, exc.refusal.code, exc.refusal.sentence)


def incomplete(request: HttpRequest, exc: Incomplete) -> HttpResponse:
    return fault(422, fields=fields_of_form(exc.form))


def fields_of_form(form: Any) -> dict[str, list[str]]:
    """What a bound form says, in its own sentences; under `_` what concerns the whole."""
    return {"_" if name == "__all__" else name: [str(error) for error in errors] for name, errors in form.errors.items()}


def invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    """A model or a constraint of the database refuses: its French message."""
    by_field = exc.message_dict if hasattr(exc, "error_dict") else {"_": exc.messages}
    return fault(422, fields={"_" if name == "__all__" else name: messages for name, messages in by_field.items()})


def stale(request: HttpRequest, exc: Stale) -> HttpResponse:
    differences = [
        Difference(name=d.name, label=d.label, before=plain(d.before), theirs=plain(d.theirs), mine=plain(d.mine), clash=d.clash)
        for d in exc.differences
    ]
    response = fault(
        409, "stale", f"{exc.by} a enregistré une modification entre-temps : relisez, puis recommencez.", differences=differences
    )
    response["ETag"] = f'"{exc.obj.version}"'
    return response


def plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def unread(request: HttpRequest, exc: Unread) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for error in exc.errors:
        fields.setdefault(place_of(error["loc"]), []).append(sentence_of(error))
    return fault(422, fields=fields)


def place_of(loc: Sequence[Any]) -> str:
    """« body.payload.name » reads « name » for who wrote the body: the name of our argument is none of theirs."""
    parts = list(loc[2:] if loc[0] == "body" else loc[1:])
    return ".".join(map(str, parts)) or "_"


def sentence_of(error: Mapping[str, Any]) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    context = {key: str(value).replace(" or ", " ou ") for key, value in (error.get("ctx") or {}).items()}
    return READABLE.get(error["type"], "Cette valeur ne convient pas.").format_map(context)


def http(request: HttpRequest, exc: HttpError) -> HttpResponse:
    return fault(exc.status_code)


def not_found(request: HttpRequest, exc: Http404) -> HttpResponse:
    return fault(404)


def unreadable(request: HttpRequest, exc: SuspiciousOperation) -> HttpResponse:
    return fault(400)


def incident(request: HttpRequest, exc: Exception) -> HttpResponse:
    """Ours: logged with its reference, and told to Django, so that tests and monitors see it."""
    reference = token_hex(4).upper()
    logger.error("incident %s on %s %s", reference, request.method, request.path, exc_info=exc)
    got_request_exception.send(sender=None, request=request)
    return fault(500, reference=reference)


def install(api: NinjaAPI) -> None:
    for kind, handler in (
        (Answered, answered),
        (Refused, refused),
        (Incomplete, incomplete),
        (Stale, stale),
        (Unread, unread),
        (ValidationError, invalid),
        (HttpError, http),
        (Http404, not_found),
        (SuspiciousOperation, unreadable),
        (Exception, incident),
    ):
        api.add_exception_handler(kind, handler)  # type: ignore[arg-type]
