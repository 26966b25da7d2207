"""Transitions and corrections of any object: one page to confirm and fill, one POST that does. The rooms write none of it."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.choices import flatten_choices
from django.views.decorators.http import require_http_methods

from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of, plain, way_back, whole_number
from cordee.core.corrections import correct, correction_refusal
from cordee.core.edits import Stale
from cordee.core.journal import events_of, tell
from cordee.core.lifecycle import Incomplete, Offer, T, advance, form_of, lifecycles, refusal_of


def _object(request: ActingRequest, lifecycle: str, public_id: uuid.UUID) -> Any:
    if lifecycle not in lifecycles:
        raise Http404
    model: Any = lifecycles[lifecycle].model
    obj = model.objects.visible_to(request.actor).filter(public_id=public_id).first()
    if obj is None:
        raise Http404
    return obj


def _back(request: ActingRequest, obj: Any) -> str:
    return way_back(request.POST.get("retour") or request.GET.get("retour"), str(obj.get_absolute_url()))


@require_http_methods(["GET", "POST"])
def act(request: ActingRequest, lifecycle: str, public_id: uuid.UUID, transition: str) -> HttpResponse:
    """GET: what it does, what it asks. POST: does it. A refusal is shown with its reason, and what was typed is kept."""
    obj = _object(request, lifecycle, public_id)
    t = obj.lifecycle.get(transition)
    if t is None or not t.sources:
        raise Http404
    if request.method == "GET":
        refusal = refusal_of(obj, t, request.actor)
        form = form_of(t)(obj=obj, actor=request.actor) if t.form or t.dated else None
        return _page(request, obj, t, form, refusal.sentence if refusal else "")
    try:
        advance(
            obj,
            transition,
            actor=request.actor,
            data=request.POST,
            version=whole_number(request.POST.get("version")),
            operation=operation_of(request.POST),
        )
    except Refused as refused:
        return _page(request, obj, t, _typed(request, obj, t), refused.refusal.sentence, status=409)
    except Incomplete as incomplete:
        return _page(request, obj, t, incomplete.form, status=422)
    except Stale as stale:
        fresh = _object(request, lifecycle, public_id)
        meanwhile = f"{stale.by} a modifié « {obj} » entre-temps : relisez, puis confirmez si votre décision reste la même."
        return _page(request, fresh, t, _typed(request, fresh, t), meanwhile=meanwhile, status=409)
    messages.success(request, t.done or f"C'est fait : {t.label.lower()}.")
    return redirect(_back(request, obj))


def _typed(request: ActingRequest, obj: Any, t: T) -> Any:
    """The form of a refused act, as it was filled: what was typed is never lost."""
    return form_of(t)(data=request.POST, obj=obj, actor=request.actor) if t.form or t.dated else None


def typed_in(form: forms.Form) -> list[tuple[str, str]]:
    """What was typed, as it was read: the words of a choice, not its code."""
    said = [(str(bound.label), _words(bound.field, bound.value())) for bound in form]
    return [(label, text) for label, text in said if text]


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return "Oui" if value else ""
    values = [str(one) for one in (value if isinstance(value, list | tuple) else [value]) if one not in (None, "")]
    choices: Any = flatten_choices(getattr(field, "choices", ()))
    labels = {str(code): str(label) for code, label in choices}
    return ", ".join(labels.get(one, one) for one in values)


def _page(request: ActingRequest, obj: Any, t: T, form: Any, refusal: str = "", *, meanwhile: str = "", status: int = 200) -> HttpResponse:
    context = {
        "object": obj,
        "transition": t,
        "form": form,
        "refusal": refusal,
        "kept": typed_in(form) if refusal and form and form.is_bound else [],
        "meanwhile": meanwhile,
        "operation": operation_of(request.POST) or uuid.uuid4(),
        "back": _back(request, obj),
    }
    return render(request, "core/act.html", context, status=status)


@require_http_methods(["GET", "POST"])
def take_back(request: ActingRequest, lifecycle: str, public_id: uuid.UUID, event_id: int) -> HttpResponse:
    """Correcting an act: the reason is asked, the journal keeps both lines, those who were told are told."""
    obj = _object(request, lifecycle, public_id)
    event = events_of(obj, request.actor).filter(pk=event_id).first()
    if event is None:
        raise Http404
    refusal = correction_refusal(obj, event, request.actor)
    reason = plain(request.POST.get("reason"), 500)
    if request.method == "POST" and reason and not refusal:
        try:
            correct(obj, event, actor=request.actor, reason=reason)
        except Refused as refused:
            refusal = refused.refusal
        else:
            messages.success(request, "C'est fait : l'acte est corrigé, les personnes prévenues le sont de nouveau.")
            return redirect(_back(request, obj))
    context = {
        "object": obj,
        "line": tell(event),
        "refusal": refusal.sentence if refusal else "",
        "reason": reason,
        "missing": request.method == "POST" and not reason,
        "back": _back(request, obj),
    }
    status = 200 if request.method == "GET" else 409 if refusal else 422
    return render(request, "core/take_back.html", context, status=status)


def offer_links(obj: Any, offered: list[Offer]) -> list[SimpleNamespace]:
    """Offers with their address. One that asks something, or warns, opens its page first."""
    return [
        SimpleNamespace(
            label=o.label,
            url=act_url(obj, o.name),
            refusal=o.refusal,
            form=bool((o.form and o.form.base_fields) or o.transition.dated or o.transition.warning),
        )
        for o in offered
    ]


def act_url(obj: Any, transition: str) -> str:
    return reverse("core:act", args=[obj.lifecycle.code, obj.public_id, transition])
