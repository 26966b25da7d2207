"""A way in by mail. Opening the link changes nothing: mail filters open links. The button of its page signs in, once."""

from __future__ import annotations

import secrets

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cordee.actors.accounts import actions, queries
from cordee.actors.accounts.forms import AskLinkForm, LinkCodeForm
from cordee.actors.accounts.session import enter
from cordee.core.access import public

#: in a session: the secret of the screen that asked, which its code is bound to
SCREEN_KEY = "login_screen"
SLOWER = "Beaucoup de demandes en peu de temps. Attendez cinq minutes avant de réessayer ; votre compte reste ouvert."
WRONG = "Ce code ne correspond pas, a déjà servi ou a vieilli. Vérifiez-le, ou demandez un nouveau lien."


@public
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Known or not, an address gets the same answer."""
    form = AskLinkForm(request.POST or None)
    wanted = request.POST.get("next", request.GET.get("next", ""))
    next_path = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if allowed(request, "login_link", email):
            screen = request.session.setdefault(SCREEN_KEY, secrets.token_urlsafe(32))
            actions.ask_login_link(email=email, screen=screen, next_path=next_path)
            return redirect("accounts:login_sent")
        form.add_error(None, SLOWER)
    return render(request, "accounts/login_ask.html", {"form": form, "next": next_path}, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def sent(request: HttpRequest) -> HttpResponse:
    """The screen that asked: it waits for the code, unless the link is opened elsewhere."""
    form, screen = LinkCodeForm(request.POST or None), request.session.get(SCREEN_KEY)
    if screen is None:
        return redirect("accounts:login_ask")
    if request.method == "POST" and form.is_valid():
        if not allowed(request, "login_code", screen):
            form.add_error(None, SLOWER)
        elif link := actions.use_login_code(screen=screen, code=form.cleaned_data["code"]):
            del request.session[SCREEN_KEY]
            return enter(request, link.user, "email_code", link.next_path)
        else:
            form.add_error("code", WRONG)
    return render(request, "accounts/login_sent.html", {"form": form}, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])  # mail filters ask with HEAD too
def link(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        used = actions.use_login_link(token=token)
        if used:
            return enter(request, used.user, "email_link", used.next_path)
    elif found := queries.login_link(token):
        return render(request, "accounts/login_link.html", {"email": found.user.email})
    return render(request, "accounts/login_link_closed.html", status=410)


def allowed(request: HttpRequest, act: str, key: str) -> bool:
    return ratelimit.consume(request, app="allauth.account", action=act, key=key) is not None
