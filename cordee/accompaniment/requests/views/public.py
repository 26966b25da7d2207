"""What anyone opens: the self-check, filing a request, following it by its address."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cordee.accompaniment.requests import actions, limits, links, lookup, policies, presentation, queries, self_check
from cordee.accompaniment.requests.decisions import AnswerForm
from cordee.accompaniment.requests.forms import PublicForm, SelfCheckForm
from cordee.accompaniment.requests.models import Request
from cordee.actors.accounts.models import User
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refused, public
from cordee.core.asked import operation_of
from cordee.core.lifecycle import Incomplete

SLOWER = (
    "Beaucoup de demandes sont déjà parties de cette adresse aujourd'hui. Appelez le DLA de votre territoire : il peut enregistrer "
    "la vôtre. Votre saisie est conservée sur cette page."
)


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """« Le DLA est-il pour nous ? », then the way to the form, whatever the answer."""
    form = SelfCheckForm(request.GET if request.GET else None)
    given = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    asked = bool(request.GET) and form.is_valid() and any(form.cleaned_data.values())
    answer = self_check.answered(given) if asked else None
    return render(request, "requests/start.html", {"form": form, "answer": answer})


def _asker(request: HttpRequest) -> Actor | None:
    """A structure or a network that is signed in files in its own name; anyone else, as a visitor."""
    actor: Actor | None = request.actor or None  # type: ignore[attr-defined]
    return actor if actor and actor.profile in policies.ASKERS and not actor.on_behalf_of else None


def _form_of(request: HttpRequest, actor: Actor | None, data: Any) -> PublicForm:
    initial = {"verdict": request.GET.get("avis", "")}
    files = request.FILES if request.method == "POST" else None
    if actor is None:
        return PublicForm(data, files, initial=initial)
    own = Organisation.objects.visible_to(actor).select_related("commune", "thread").filter(pk=actor.organisation_id).first()
    user = User.objects.select_related("person").filter(pk=actor.user_id or 0).first()
    return PublicForm(data, files, initial=initial, own=own, profile=actor.profile, person=user.person if user else None)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def deposit(request: HttpRequest) -> HttpResponse:
    actor = _asker(request)
    if request.method == "POST" and request.POST.get("etape") == "remplir":
        return _complete(request, actor)
    form = _form_of(request, actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if limits.too_many(request):
            form.add_error(None, SLOWER)
            return _deposit_page(request, form, status=429)
        try:
            filed = actions.deposit(actor=actor or actions.VISITOR, filed=form.filed(), operation=operation_of(request.POST))
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        except ValidationError as trouble:
            form.add_error(None, trouble.messages)
        else:
            limits.count(request)
            return redirect(f"{links.path_of(filed)}?deposee")
    return _deposit_page(request, form, status=422 if form.errors else 200)


def _complete(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """Looks the SIRET up; nothing is filed."""
    if limits.too_many(request, "siret"):
        return _deposit_page(request, lookup.shown_again(_form_of(request, actor, request.POST)), told=SLOWER, status=429)
    limits.count(request, "siret")
    completed, told = lookup.filled(request.POST, actor)
    return _deposit_page(request, lookup.shown_again(_form_of(request, actor, completed)), told=told)


def _deposit_page(request: HttpRequest, form: PublicForm, *, told: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form, "told": told, "operation": operation_of(request.POST) or uuid.uuid4(),
        "fills": "siret" in form.fields and lookup.is_offered(_asker(request)), "again": bool(form.errors and request.FILES),
    }  # fmt: skip
    return render(request, "requests/deposit.html", context, status=status)


# -- following it ---------------------------------------------------------------------------------------------------------------
def followed(view: Callable[[HttpRequest, Request], HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens a request by its address: its key is the credential, kept out of caches and of search engines."""

    @public
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        demand = queries.by_token(token)
        response = view(request, demand) if demand else render(request, "requests/gone.html", status=404)
        response["X-Robots-Tag"] = "noindex"
        return response

    return opened


@followed
@require_http_methods(["GET", "HEAD", "POST"])
def tracking(request: HttpRequest, demand: Request) -> HttpResponse:
    """Where it is, who acts; the answer to the question asked; taking it back."""
    form, refusal = (AnswerForm(obj=demand) if demand.state == Request.State.ASKED else None), ""
    if request.method == "POST":
        try:
            _act(request, demand)
            return redirect(f"{reverse('requests:tracking', args=[links.token_of(demand)])}?fait")
        except Incomplete as incomplete:
            form = incomplete.form  # type: ignore[assignment]
        except Refused as refused:
            refusal = refused.refusal.sentence
    bad = bool(refusal or (form and form.errors))
    context = presentation.tracking_page(demand) | {
        "form": form, "refusal": refusal, "typed": request.POST.get("answer", "") if refusal else "",
        "operation": operation_of(request.POST) or uuid.uuid4(), "fresh": "deposee" in request.GET, "acted": "fait" in request.GET,
        "address": request.build_absolute_uri(request.path), "leaving": "retirer" in request.GET and demand.is_open,
    }  # fmt: skip
    return render(request, "requests/tracking.html", context, status=422 if bad else 200)


def _act(request: HttpRequest, demand: Request) -> None:
    if request.POST.get("acte") == "retirer":
        actions.withdraw(demand=demand, operation=operation_of(request.POST))
    else:
        actions.answer(demand=demand, data=request.POST, operation=operation_of(request.POST))
