"""The link at the foot of a letter: one page, one button. Mail programs press it themselves (RFC 8058)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cordee.actors.accounts import actions, mail_links, queries
from cordee.core.access import public


@public
@csrf_exempt  # the signed link is the credential: a mail program has neither cookie nor token
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    named = mail_links.read(signed)
    if named is None or queries.address_of(named[0]) is None:
        return render(request, "accounts/stop.html", {"kind": None, "done": False}, status=404)
    user_id, kind = named
    if request.method == "POST":
        actions.set_mail_mode(user_id=user_id, kind=kind.code, mode="none")
    done = queries.mail_modes(user_id).get(kind.code) == "none"
    return render(request, "accounts/stop.html", {"kind": kind, "done": done})
