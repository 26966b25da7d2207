"""The router of a room: what every endpoint of the house has in common is added here, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404
from ninja import Router

from cordee.core.access import Actor
from cordee.core.api.auth import Bearer
from cordee.core.api.faults import Fault
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
        return lambda view: register(view if reading else once(view))


def visible_or_404(model: Any, actor: Actor, public_id: Any, *related: str) -> Any:
    """An object by its public id, through the door of its model: another's answers as what does not exist."""
    obj = model.objects.visible_to(actor).select_related(*related).filter(public_id=public_id).first()
    if obj is None:
        raise Http404
    return obj
