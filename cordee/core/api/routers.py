"""The router of a room: what every endpoint of the house has in common is added here, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from ninja.decorators import decorate_view

from cordee.core.access import Actor
from cordee.core.api.auth import Bearer
from cordee.core.api.faults import READABLE, Fault, fault
from cordee.core.api.writes import KEY_PARAMETER, once

READ_FAULTS = (401, 403, 404, 422, 429)
WRITE_FAULTS = (400, *READ_FAULTS, 409)


class ApiRouter(Router):
    """GET needs `read`; anything else needs `write`, is done once per key and answers the faults of the house."""

    def api_operation(self, methods: list[str], path: str, *, response: Any, **more: Any) -> Callable[..., Any]:  # type: ignore[override]
        reading = methods == ["GET"]
        answers = response if isinstance(response, dict) else {200: response}
        more["response"] = answers | dict.fromkeys(READ_FAULTS if reading else WRITE_FAULTS, Fault)
        more["auth"] = Bearer("read" if reading else "write")
        if not reading:
            more["openapi_extra"] = {"parameters": [KEY_PARAMETER]}
        register = super().api_operation(methods, path, **more)
        return lambda view: decorate_view(strict)(register(view if reading else once(view)))


def strict(run: Any) -> Callable[..., HttpResponse]:
    """A parameter that is not declared is a typing slip: a filter silently ignored would answer too much."""
    sources = run.__self__.models
    known = {name for model in sources if model.__ninja_param_source__ == "query" for name in model.__ninja_flatten_map__}

    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if unknown := sorted(set(request.GET) - known):
            return fault(422, fields={name: [READABLE["extra_forbidden"]] for name in unknown})
        response: HttpResponse = run(request, **kwargs)
        return response

    return checked


def visible_or_404(model: Any, actor: Actor, public_id: Any, *related: str) -> Any:
    """An object by its public id, through the door of its model: another's answers as what does not exist."""
    obj = model.objects.visible_to(actor).select_related(*related).filter(public_id=public_id).first()
    if obj is None:
        raise Http404
    return obj
