"""`/ouverture/`: the one page of an empty platform. Public until it has an administrator, and useless without the terminal's code."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from cordee.actors.accounts import opening, queries
from cordee.actors.accounts.forms import OpeningForm
from cordee.actors.accounts.session import sign_in
from cordee.actors.directory.opening import operators
from cordee.actors.directory.views.opening import NO_OPERATOR
from cordee.core.access import ActingRequest, Refused, public
from cordee.core.opening import may_open


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def open_house(request: HttpRequest, code: str = "") -> HttpResponse:
    if request.method == "GET" and queries.has_administrator():
        return _closed(request, opening.CLOSED.sentence)
    form = OpeningForm(request.POST or None, initial={"code": code})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            membership = opening.open_platform(code=values.pop("code"), values=values)
        except Refused as refused:
            if refused.refusal.code == "open":
                return _closed(request, refused.refusal.sentence)
            form.add_error("code", refused.refusal.sentence)
        else:
            sign_in(request, membership.user, membership)
            messages.success(request, "C'est fait : la plateforme est ouverte, vous l'administrez. Prochaine étape : l'opérateur.")
            return redirect("core:first_steps")
    return render(request, "accounts/opening.html", {"form": form}, status=422 if form.errors else 200)


def _closed(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "accounts/opening_closed.html", {"sentence": sentence}, status=410)


@require_GET
def team(request: ActingRequest) -> HttpResponse:
    """« Qui a accès » of the operator: the page where colleagues are invited."""
    if may_open(request.actor):
        raise Http404
    operator = operators().first()
    if operator is None:
        messages.info(request, NO_OPERATOR)
        return redirect("opening:operator")
    return redirect("accounts:access", operator.public_id)
