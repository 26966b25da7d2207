"""Two sheets that are one: looking for the other, the preview, the merge, its page and its undo."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cordee.actors.directory import merge_pages, policies
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.views.sheet import get_sheet
from cordee.core import merging
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of, plain


@require_http_methods(["GET", "POST"])
def merge(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The sheet of this address is kept; the other one, `avec`, is joined to it."""
    kept = get_sheet(request, public_id)
    if kept.merged_into_id:
        return redirect(kept)
    if policies.may_compare(request.actor, kept):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    other = merge_pages.other_sheet(request.actor, asked.get("avec", ""), kept)
    if other is None:
        return choose(request, kept)
    refusal = ""
    if request.method == "POST":
        try:
            done = merging.merge(
                kept,
                other,
                actor=request.actor,
                digest=request.POST.get("digest", ""),
                choices=request.POST.dict(),
                operation=operation_of(request.POST),
            )
        except Refused as refused:
            refusal = refused.refusal.sentence
        else:
            messages.success(
                request, f"C'est fait : « {other} » est réunie à « {kept} ». Vous pouvez annuler tant que rien de ce qui a bougé ne change."
            )
            return redirect("directory:merge_done", done.public_id)
    return compare(request, kept, other, refusal)


def choose(request: ActingRequest, kept: Organisation) -> HttpResponse:
    text = plain(request.GET.get("q"), 200)
    context = {
        "kept": kept,
        "text": text,
        "found": merge_pages.look_for(request.actor, kept, text),
        "near": merge_pages.near(request.actor, kept),
        "here": reverse("directory:merge", args=[kept.public_id]),
    }
    return render(request, "directory/merge_choose.html", context)


def compare(request: ActingRequest, kept: Organisation, other: Organisation, refusal: str) -> HttpResponse:
    """The preview. It is read afresh: after a refusal it shows what stands now, and what was chosen."""
    kept, other = get_sheet(request, kept.public_id), get_sheet(request, other.public_id)
    already = next((sheet for sheet in (kept, other) if sheet.merged_into_id), None)
    plan = merging.plan_of(kept, other, request.actor)
    context: dict[str, Any] = merge_pages.preview(plan, request.POST) | {
        "kept": kept,
        "other": other,
        "refusal": refusal or (f"« {already} » a déjà été réunie à une autre fiche : il n'y a rien à refaire." if already else ""),
        "closed": bool(already or plan.refusals),
        "operation": operation_of(request.POST) or uuid.uuid4(),
        "swap": f"{reverse('directory:merge', args=[other.public_id])}?avec={kept.public_id}",
        "here": reverse("directory:merge", args=[kept.public_id]),
    }
    return render(request, "directory/merge.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
def merge_done(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """What a merge did; posting undoes it."""
    found = merge_pages.merges_of(request.actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    status = 200
    if request.method == "POST":
        try:
            merging.undo(found, actor=request.actor)
        except Refused as refused:
            messages.warning(request, refused.refusal.sentence)
            status = 409
        else:
            messages.success(request, f"C'est fait : la fusion est annulée, « {found.loser_name} » a retrouvé sa fiche.")
            return redirect("directory:merge_done", found.public_id)
    return render(request, "directory/merge_done.html", merge_pages.done(found, request.actor), status=status)
