"""Joining a file: one page, which each room opens for its own threads; and a new version of any file that one may replace."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cordee.core.access import ActingRequest, Refused, capacities_in
from cordee.core.asked import way_back
from cordee.core.files import policies
from cordee.core.files.actions import join_file
from cordee.core.files.forms import JoinForm
from cordee.core.models import File, Thread


def add_file(request: ActingRequest, thread: Thread, *, back: str, replaces: File | None = None) -> HttpResponse:
    """The page of a room that has checked who may: GET shows the form, POST joins the file and goes back."""
    already = {"operator", *capacities_in(request.actor, thread)}
    initial = {"label": replaces.label, "audience": replaces.audience} if replaces else {}
    form = JoinForm(request.POST or None, request.FILES or None, already=already, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            file = join_file(
                actor=request.actor,
                thread=thread,
                upload=asked["upload"],
                label=asked["label"],
                audience=asked["audience"],
                replaces=replaces,
            )
        except Refused as refused:
            form.add_error("upload", refused.refusal.sentence)
        else:
            messages.success(request, f"C'est fait : « {file} » est joint.")
            return redirect(back)
    act = "Joindre cette nouvelle version" if replaces else "Joindre ce document"
    title = "Joindre une nouvelle version" if replaces else "Joindre un document"
    context = {"title": title, "form": form, "replaces": replaces, "act": act, "back": back}
    return render(request, "core/join_file.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def replace_file(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    file = File.objects.visible_to(request.actor).select_related("thread", "replaced_by").filter(public_id=public_id).first()
    if file is None or not policies.may_open(request.actor, file) or policies.may_replace(request.actor, file):
        raise Http404
    return add_file(request, file.thread, back=way_back(request.POST.get("retour") or request.GET.get("retour")), replaces=file)
