"""The second factor: setting it up, its recovery codes shown once, removing it. The library checks codes at sign-in."""

from __future__ import annotations

import base64
from urllib.parse import quote

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal import auth as totp
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from cordee.actors.accounts import actions, queries
from cordee.actors.accounts.forms import EnrolForm
from cordee.actors.accounts.models import User
from cordee.actors.accounts.views.own import own_account
from cordee.actors.accounts.views.prove import proved_again
from cordee.core.access import Refused, public


@public  # also for a profile that waits for its second factor: signed in, without an actor yet
@own_account
@never_cache
@require_GET
def status(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    profiles = queries.profiles_in_force(user.pk)
    context = {
        "factor": queries.second_factor(user.pk),
        "codes_left": queries.recovery_codes_left(user.pk),
        "level": queries.second_factor_level(profiles),
        "due": queries.owes_second_factor(user.pk, profiles),
    }
    return render(request, "accounts/second_factor.html", context)


@public
@own_account
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@proved_again
def enrol(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    if queries.second_factor(user.pk):
        return redirect("accounts:second_factor")
    secret = totp.get_totp_secret()
    form = EnrolForm(request.POST or None, secret=secret)
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.enable_second_factor(user=user, secret=secret)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            totp.clear_totp_secret(request)
            return _codes(request, codes, "C'est fait : votre second facteur est en place")
    address = get_adapter().build_totp_url(user, secret)
    drawing = base64.b64encode(get_adapter().build_totp_svg(address).encode()).decode()
    spaced = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    context = {"form": form, "drawing": f"data:image/svg+xml;base64,{drawing}", "secret": spaced, "address": address}
    return render(request, "accounts/second_factor_enrol.html", context, status=422 if form.errors else 200)


@public
@own_account
@never_cache
@require_http_methods(["GET", "POST"])
@proved_again
def codes(request: HttpRequest) -> HttpResponse:
    """Before: what the new codes end. After: the codes, shown once."""
    user = _user(request)
    if queries.second_factor(user.pk) is None:
        return redirect("accounts:second_factor")
    if request.method == "POST":
        return _codes(request, actions.renew_recovery_codes(user=user), "C'est fait : vos codes de secours sont remplacés")
    return render(request, "accounts/second_factor_codes_ask.html", {"codes_left": queries.recovery_codes_left(user.pk)})


@public
@own_account
@never_cache
@require_http_methods(["GET", "POST"])
@proved_again
def remove(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    if queries.second_factor(user.pk) is None:
        return redirect("accounts:second_factor")
    if request.method == "POST":
        try:
            actions.disable_second_factor(user=user, profiles=queries.profiles_in_force(user.pk))
        except Refused as refused:
            return render(request, "accounts/second_factor_remove.html", {"refusal": refused.refusal.sentence}, status=403)
        messages.success(request, "C'est fait : votre second facteur est retiré. Le mot de passe ou le lien par courriel suffisent.")
        return redirect("accounts:second_factor")
    return render(request, "accounts/second_factor_remove.html", {"refusal": ""})


def _codes(request: HttpRequest, codes: list[str], title: str) -> HttpResponse:
    """On this answer's page and nowhere else. The file to keep is made of the page itself: no address serves it."""
    shown = [f"{code[:4]} {code[4:]}" for code in codes]
    file = "data:text/plain;charset=utf-8," + quote("Cordée : codes de secours\nChaque code sert une fois.\n\n" + "\n".join(shown) + "\n")
    return render(request, "accounts/second_factor_codes.html", {"codes": shown, "file": file, "title": title})


def _user(request: HttpRequest) -> User:
    """`own_account` let in only who signed in."""
    return User.objects.get(pk=request.user.pk or 0)
