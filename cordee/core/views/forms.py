"""The one way in which a room shows a form, judges it and saves it; nothing typed is lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cordee.core.access import Refusal, Refused
from cordee.core.asked import operation_of, whole_number
from cordee.core.edits import Stale
from cordee.core.ui.conflicts import conflict_page, resolved


def posted(request: HttpRequest) -> Any:
    """What was sent; what a conflict page decided, as the form understands it."""
    return resolved(request.POST) if request.method == "POST" else None


def version_of(request: HttpRequest, obj: Any) -> int:
    return whole_number(request.POST.get("version")) or 0 if request.method == "POST" else obj.version


def only(refusal: Refusal | None) -> None:
    """An address that is not this actor's answers as if it did not exist."""
    if refusal:
        raise Http404


def form_page(request: HttpRequest, form: Any, save: Callable[[], Any], *, done: str, **shown: Any) -> HttpResponse:
    """GET shows the form; POST saves it and goes where `save` says, or shows it again with what is to be taken up."""
    if request.method == "POST" and form.is_valid():
        try:
            target = save()
        except Stale as stale:
            return conflict_page(request, stale, form, subject=str(shown.get("subject") or shown["title"]), back=shown["back"])
        except ValidationError as trouble:
            form.add_error(None, trouble.messages)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, done)
            return redirect(target)
    context = {"form": form, "operation": operation_of(request.POST) or uuid.uuid4(), **shown}
    template = context.pop("template", "core/form.html")
    return render(request, template, context, status=422 if form.errors else 200)
