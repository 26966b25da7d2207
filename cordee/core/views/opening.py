"""`/premiers-pas/`: the steps of the opening, each done, to do, or put aside; and the first visit's « j'ai lu »."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cordee.core import opening
from cordee.core.access import ActingRequest
from cordee.core.asked import plain, way_back
from cordee.core.help import welcome


@require_GET
def first_steps(request: ActingRequest) -> HttpResponse:
    if opening.may_open(request.actor):
        raise Http404
    progress = opening.progress(request.actor, opening.set_aside_by(request.actor))
    return render(request, "core/first_steps.html", {"progress": progress})


@require_POST
def choose(request: ActingRequest) -> HttpResponse:
    """Puts a step aside, takes it up again, or closes the whole: what is done already is never touched."""
    if opening.may_open(request.actor):
        raise Http404
    gesture, step = plain(request.POST.get("gesture"), 20), opening.steps.get(plain(request.POST.get("step"), 40))
    code = f"{opening.OPENING}.{step.code}" if step else opening.OPENING
    if gesture == "aside":
        opening.put_aside(actor=request.actor, code=code, for_everyone=True)
        what = f"l'étape « {step.title} » est passée" if step else "les premiers pas ne sont plus sur votre accueil"
        messages.success(request, f"C'est fait : {what}. Vous la retrouvez ici." if step else f"C'est fait : {what}.")
    elif gesture == "take_up":
        opening.take_up(actor=request.actor, code=code)
        messages.success(
            request,
            f"C'est fait : l'étape « {step.title} » est à faire de nouveau."
            if step
            else "C'est fait : les premiers pas sont de nouveau sur votre accueil.",
        )
    else:
        raise Http404
    return redirect("core:first_steps")


@require_POST
def welcomed(request: ActingRequest) -> HttpResponse:
    """Read: this person is not shown the welcome of this profile again."""
    opening.put_aside(actor=request.actor, code=welcome.code_of(request.actor.profile))
    return redirect(way_back(request.POST.get("retour")))
