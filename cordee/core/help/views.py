"""Help is open to everyone: one reads it before signing in, and the same words after."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cordee.core.access import public
from cordee.core.help import gestures, glossary, roles
from cordee.core.help.guides import guides

HELP = ("Aide", "/aide/")


@public
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html", {"roles": roles.ROLES, "guides": list(guides)})


@public
def role(request: HttpRequest, code: str) -> HttpResponse:
    if guide := guides.get(code):
        return render(request, "help/guide.html", {"guide": guide, "path": [HELP]})
    page = roles.BY_CODE.get(code)
    if page is None:
        raise Http404
    return render(request, "help/role.html", {"role": page, "path": [HELP]})


@public
def common_gestures(request: HttpRequest) -> HttpResponse:
    return render(request, "help/gestures.html", {"gestures": gestures.GESTURES, "path": [HELP]})


@public
def words(request: HttpRequest) -> HttpResponse:
    return render(request, "help/glossary.html", {"letters": glossary.by_letter(), "path": [HELP]})


@public
def keyboard(request: HttpRequest) -> HttpResponse:
    return render(request, "help/keyboard.html", {"path": [HELP]})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "help/accessibility.html", operator())


@public
def personal_data(request: HttpRequest) -> HttpResponse:
    return render(request, "help/personal_data.html", operator())


def operator() -> dict[str, str]:
    """Who answers for this installation: its settings say it, no page invents it."""
    return {"operator": settings.OPERATOR_NAME, "contact": settings.OPERATOR_CONTACT, "release": settings.RELEASE}
