"""Support: opening an access to someone's account, ending it, and resetting a second factor. Motivated, timed, told."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cordee.actors.accounts import actions, policies, queries
from cordee.actors.accounts.forms import ReasonForm
from cordee.actors.accounts.models import Membership
from cordee.actors.accounts.parameters import SUPPORT_MINUTES
from cordee.actors.accounts.views.access import organisation_seen
from cordee.actors.accounts.views.own import own_account
from cordee.core.access import SUPPORT_KEY, ActingRequest, Refusal, Refused, public
from cordee.core.parameters import param


def _membership(request: ActingRequest, organisation: uuid.UUID, membership: uuid.UUID) -> Membership:
    """For the platform's team alone; to the others these pages do not exist."""
    place = organisation_seen(request, organisation)
    row: Membership | None = queries.memberships_of_organisation(place).filter(public_id=membership, in_force=True).first()
    if row is None or request.actor.profile != "admin":
        raise Http404
    return row


def _ask_reason(
    request: ActingRequest, row: Membership, words: dict[str, Any], refusal: Refusal | None, act: Callable[[str], HttpResponse]
) -> HttpResponse:
    """One page for both acts: what will happen, to whom, and why. The reason that was typed is kept."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            return act(form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
    context = {
        "form": form,
        "refusal": refusal.sentence if refusal else "",
        "leaves": "Un courriel à la personne : qui, pourquoi, jusqu'à quand.",
        "to": f"{row.user.person or row.user.email}, {row}, pour {row.organisation.name}",
        "frozen": "",
        "cancel_url": reverse("accounts:access", args=[row.organisation.public_id]),
    }
    return render(request, "accounts/support_ask.html", context | words, status=403 if refusal else 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def open_support(request: ActingRequest, organisation: uuid.UUID, membership: uuid.UUID) -> HttpResponse:
    row = _membership(request, organisation, membership)
    minutes = param(SUPPORT_MINUTES)

    def act(reason: str) -> HttpResponse:
        access = actions.open_support(actor=request.actor, membership=row, reason=reason)
        request.session[SUPPORT_KEY] = str(access.public_id)
        shown = row.user.person or row.user.email
        said = f"C'est fait : l'accès d'assistance est ouvert. Vous voyez Cordée comme {shown}, pendant {minutes} minutes."
        messages.success(request, said)
        return redirect("/")

    words = {
        "title": f"Ouvrir un accès d'assistance : {row.user.person or row.user.email}",
        "button": "Ouvrir l'accès d'assistance",
        "what": f"Vous verrez et ferez ce que peut la personne, pendant {minutes} minutes au plus. "
        "Ce que vous écrirez portera vos deux noms. Accepter, signer, ouvrir ou retirer un accès, toucher au compte : elle seule le fait.",
    }
    return _ask_reason(request, row, words, policies.may_support(request.actor, row), act)


@require_http_methods(["GET", "POST"])
def reset_second_factor(request: ActingRequest, organisation: uuid.UUID, membership: uuid.UUID) -> HttpResponse:
    row = _membership(request, organisation, membership)

    def act(reason: str) -> HttpResponse:
        actions.reset_second_factor(actor=request.actor, membership=row, reason=reason)
        messages.success(request, "C'est fait : le second facteur est réinitialisé. La personne est prévenue, ses sessions sont fermées.")
        return redirect("accounts:access", organisation)

    words = {
        "title": f"Réinitialiser le second facteur de {row.user.person or row.user.email}",
        "button": "Réinitialiser le second facteur",
        "what": "Le téléphone et les codes de secours ne serviront plus, toutes les sessions se ferment. Assurez-vous d'abord, "
        "par un autre moyen, que c'est bien la personne qui le demande.",
    }
    return _ask_reason(request, row, words, policies.may_reset_second_factor(request.actor, row), act)


@public  # past its time, support leaves no actor: its end is still to be acknowledged
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """The button of the band: back to one's own account."""
    key = request.session.pop(SUPPORT_KEY, None)
    access = queries.support_in_progress(request.user.pk, key) if key and request.user.is_authenticated else None
    actor = request.actor  # type: ignore[attr-defined]
    if access and actor:
        actions.end_support(actor=actor, access=access)
    if key:
        messages.success(request, "C'est fait : l'accès d'assistance est terminé, vous agissez de nouveau pour vous-même.")
    return redirect("/")


@own_account
@require_POST
def end_mine(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The person whose account is open to support closes it."""
    access = queries.support_of(request.actor.user_id or 0).filter(public_id=public_id).first()
    if access is None:
        raise Http404
    if actions.end_support(actor=request.actor, access=access):
        messages.success(request, "C'est fait : l'accès d'assistance à votre compte est terminé.")
    else:
        messages.info(request, "Cet accès d'assistance avait déjà pris fin.")
    return redirect("accounts:account")
