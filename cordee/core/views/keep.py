"""Drafts, files, documents, long tasks: what the house keeps for people and gives back to those who may see it."""

from __future__ import annotations

import re
import uuid

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cordee.core import edits
from cordee.core.access import ActingRequest, log_read
from cordee.core.asked import plain, way_back, whole_number
from cordee.core.files.policies import may_open
from cordee.core.files.store import open_stored
from cordee.core.models import File, Task

FORM_CODE = re.compile(r"[a-z_.]{1,60}")
DRAFT_MOST = 200_000


@require_POST
def keep_draft(request: ActingRequest, form: str, object_id: uuid.UUID | None = None) -> HttpResponse:
    """Autosave: what was typed, under the form's code. 204 says that it is kept."""
    if not FORM_CODE.fullmatch(form) or request.actor.user_id is None:
        raise Http404
    payload = {
        plain(name): [value.replace("\x00", "") for value in request.POST.getlist(name)]
        for name in request.POST
        if name not in ("csrfmiddlewaretoken", "version")
    }
    if sum(len(v) for values in payload.values() for v in values) > DRAFT_MOST:
        return JsonResponse({"message": "Ce brouillon est trop long pour être gardé ici : enregistrez la page."}, status=413)
    edits.keep_draft(
        user_id=request.actor.user_id,
        form=form,
        object_key=object_id,
        payload=payload,
        version=whole_number(request.POST.get("version")),
    )
    return HttpResponse(status=204)


@require_POST
def drop_draft(request: ActingRequest, form: str, object_id: uuid.UUID | None = None) -> HttpResponse:
    if request.actor.user_id is not None:
        edits.forget_draft(user_id=request.actor.user_id, form=form, object_key=object_id)
    return redirect(way_back(request.POST.get("retour")))


@require_GET
def file(request: ActingRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The one door of every stored file: its thread and its audience decide, the browser never runs it."""
    found = get_object_or_404(File.objects.visible_to(request.actor).select_related("thread"), public_id=public_id)
    if not may_open(request.actor, found):
        raise Http404
    if found.sealed:
        log_read(request, found, "file")
    return serve_bytes(found.sha256, found.name)


def serve_bytes(sha256: str, name: str) -> HttpResponseBase:
    if settings.FILES_ACCEL:
        response: HttpResponseBase = HttpResponse(content_type="application/octet-stream")
        response["X-Accel-Redirect"] = f"{settings.FILES_ACCEL}/{sha256[:2]}/{sha256}"
        response["Content-Disposition"] = FileResponse(b"", as_attachment=True, filename=name)["Content-Disposition"]
    else:
        try:
            response = FileResponse(open_stored(sha256), as_attachment=True, filename=name)
        except FileNotFoundError:
            raise Http404 from None
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _own_task(request: ActingRequest, public_id: uuid.UUID) -> Task:
    # What was made under one membership is not read under another: their reaches differ.
    own = Task.objects.for_system("one's own tasks").filter(user_id=request.actor.user_id, membership_id=request.actor.membership_id)
    task: Task = get_object_or_404(own, public_id=public_id)
    return task


@require_GET
def task(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    one = _own_task(request, public_id)
    if url := one.result.get("url"):  # what it made has a page of its own
        return redirect(url)
    return render(request, "core/task.html", {"task": one})


@require_GET
def task_state(request: ActingRequest, public_id: uuid.UUID) -> JsonResponse:
    """What the progress bar asks every second."""
    one = _own_task(request, public_id)
    state = "failed" if one.trouble else "done" if one.ended_at else "running"
    url = reverse("core:task", args=[one.public_id]) if one.ended_at else ""
    return JsonResponse({"done": one.done, "total": one.total, "label": one.trouble or one.label, "state": state, "url": url})


@require_GET
def task_file(request: ActingRequest, public_id: uuid.UUID) -> HttpResponseBase:
    one = _own_task(request, public_id)
    if "sha256" not in one.result:
        raise Http404
    return serve_bytes(one.result["sha256"], one.result["name"])
