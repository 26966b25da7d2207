"""« Mon compte »: who I am, for whom I act, my letters, my tokens."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cordee.actors.accounts import actions, queries
from cordee.actors.accounts.forms import MailForm, TokenForm, choosable
from cordee.actors.accounts.models import User
from cordee.actors.accounts.session import act_as
from cordee.actors.accounts.views.own import own_account
from cordee.core.access import SUPPORT_KEY, ActingRequest, Refused, public
from cordee.core.formats import counted
from cordee.core.outbox import mail_kinds


def _page(request: ActingRequest, status: int = 200, **forms: Any) -> HttpResponse:
    user_id = request.actor.user_id or 0
    memberships = list(queries.memberships_of_user(user_id))
    half_a_year = timezone.localdate() + timedelta(days=180)
    context = {
        "user": User.objects.select_related("person").get(pk=user_id),
        "memberships": memberships,
        "current": request.actor.membership_id,
        "factor": queries.second_factor(user_id),
        "codes_left": queries.recovery_codes_left(user_id),
        "level": queries.second_factor_level([request.actor.profile]),
        "proconnect": settings.PROCONNECT is not None,
        "identity": queries.identity_of_user(user_id),
        "sessions": list(queries.sessions_of(user_id)),
        "session_key": request.session.session_key,
        "support": list(queries.support_of(user_id)[:20]),
        "tokens": list(queries.tokens_of_user(user_id)),
        "now": timezone.now(),
        "statutory": [kind.title for kind in mail_kinds if kind.statutory],
        "mail_form": MailForm(chosen=queries.mail_modes(user_id), profiles={m.profile for m in memberships if m.in_force}),
        "token_form": TokenForm(initial={"expires_on": half_a_year, "scopes": ["read"]}),
    }
    return render(request, "accounts/account.html", context | forms, status=status)


@own_account
@require_GET
def account(request: ActingRequest) -> HttpResponse:
    return _page(request)


@own_account
@require_POST
def switch(request: ActingRequest) -> HttpResponse:
    """Acts for another of one's organisations. A membership of someone else, or one that has ended, does not exist here."""
    user_id = request.actor.user_id or 0
    try:
        wanted = uuid.UUID(request.POST.get("membership", ""))
    except ValueError as forged:
        raise Http404 from forged
    membership = queries.membership_in_force(user_id, wanted)
    if membership is None:
        raise Http404
    actions.choose_membership(user_id=user_id, membership=membership)
    act_as(request, membership)
    messages.success(request, f"C'est fait : vous agissez pour {membership.organisation.name}.")
    back = request.POST.get("retour", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")


@public
@never_cache
@require_GET
def no_membership(request: HttpRequest) -> HttpResponse:
    """Signed in, and yet no one here: support that is over, a second factor still to set up, or an access that ended."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.actor:  # type: ignore[attr-defined]
        return redirect("/")
    if SUPPORT_KEY in request.session:
        return render(request, "accounts/support_over.html")
    if queries.owes_second_factor(request.user.pk, queries.profiles_in_force(request.user.pk)):
        return redirect("accounts:second_factor")
    past = [m for m in queries.memberships_of_user(request.user.pk) if not m.in_force]
    last = max(past, key=lambda m: (m.last_day or timezone.localdate(), m.pk)) if past else None
    operators = list(queries.operators_of(last.organisation.zone)) if last else []
    return render(request, "accounts/no_membership.html", {"last": last, "operators": operators})


@own_account
@require_POST
def mail_preferences(request: ActingRequest) -> HttpResponse:
    user_id = request.actor.user_id or 0
    chosen = queries.mail_modes(user_id)
    profiles = queries.profiles_in_force(user_id)
    form = MailForm(request.POST, chosen=chosen, profiles=profiles)
    if not form.is_valid():
        return _page(request, status=422, mail_form=form)
    for code, kind in choosable(profiles):
        if form.cleaned_data[code] != chosen.get(code, kind.default):
            actions.set_mail_mode(user_id=user_id, kind=code, mode=form.cleaned_data[code])
    messages.success(request, "C'est fait : vos choix de courriels sont enregistrés.")
    return redirect("accounts:account")


@own_account
@never_cache
@require_POST
def new_token(request: ActingRequest) -> HttpResponse:
    """The secret is on the answer's page and nowhere else."""
    form = TokenForm(request.POST)
    if form.is_valid():
        try:
            token, secret = actions.create_token(actor=request.actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            return render(request, "accounts/token.html", {"token": token, "secret": secret})
    return _page(request, status=422, token_form=form)


@own_account
@require_POST
def revoke(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    token = queries.tokens_of_user(request.actor.user_id or 0).filter(public_id=public_id).first()
    if token is None:
        raise Http404
    actions.revoke_token(actor=request.actor, token=token)
    messages.success(request, f"C'est fait : le jeton « {token.name} » ne permet plus rien.")
    return redirect("accounts:account")


@own_account
@require_POST
def end_session(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    if not actions.end_session(user_id=request.actor.user_id or 0, public_id=public_id):
        raise Http404
    messages.success(request, "C'est fait : cette session est fermée. L'appareil devra se reconnecter.")
    return redirect("accounts:account")


@own_account
@require_POST
def end_others(request: ActingRequest) -> HttpResponse:
    ended = actions.end_other_sessions(user_id=request.actor.user_id or 0, keep=request.session.session_key)
    said = f"C'est fait : {counted(ended, 'session fermée', 'sessions fermées')}." if ended else "Aucune autre session n'était ouverte."
    messages.success(request, f"{said} Celle-ci reste ouverte.")
    return redirect("accounts:account")
