"""What a person reads when a page cannot be shown: what happened, what is kept, the way back."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from secrets import token_hex

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

logger = logging.getLogger("cordee.incidents")


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    text: str
    detail: str = ""


PAGES = {
    400: Page(
        "Cette demande n'a pas pu être lue",
        "L'adresse ou les données reçues sont incomplètes. Revenez à la page précédente et recommencez.",
    ),
    403: Page(
        "Cette page n'existe pas ou ne vous est pas ouverte",
        "Si vous agissez pour plusieurs organisations, changez d'organisation en haut de la page, puis revenez ici.",
    ),
    404: Page(
        "Cette page n'existe pas ou ne vous est pas ouverte",
        "L'adresse a pu changer, ou ce dossier se trouve hors de vos territoires.",
        "Si l'on vous a donné ce lien, demandez à cette personne de vérifier qu'il vous est ouvert.",
    ),
    405: Page(
        "Cette adresse ne s'ouvre pas de cette façon",
        "Elle reçoit un formulaire. Revenez à la page qui le contient.",
    ),
    413: Page(
        "Ce fichier est trop lourd",
        "Un fichier peut peser jusqu'à 25 Mo. Réduisez-le ou partagez-le en plusieurs, puis déposez-le à nouveau.",
    ),
    429: Page(
        "Beaucoup de demandes en peu de temps",
        "Par sécurité, attendez une minute avant de réessayer. Votre compte reste ouvert.",
    ),
    500: Page(
        "Un incident de notre côté",
        "Cette page n'a pas pu s'afficher. Ce que vous aviez enregistré est conservé.",
    ),
}
EXPIRED = Page(
    "Ce formulaire a été ouvert il y a trop longtemps",
    "Par sécurité, il n'est pas parti. Revenez en arrière : votre saisie y est encore. Rechargez ensuite la page et envoyez-la à nouveau.",
    "Si cela se répète, autorisez les témoins de connexion (« cookies ») de ce site dans votre navigateur.",
)


def _way_back(request: HttpRequest) -> str:
    """The page one comes from, if it is ours and another one."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return came_from if ours and came_from != request.build_absolute_uri() else ""


def error_page(request: HttpRequest, status: int, page: Page | None = None) -> HttpResponse:
    """The page of a status, without session, messages or database: it must stand when they do not."""
    context = {"page": page or PAGES[status], "back_url": "" if status in (400, 500) else _way_back(request), "reference": ""}
    return HttpResponse(render_to_string("ui/errors/page.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    return error_page(request, 405)


def too_large(request: HttpRequest) -> HttpResponse:
    return error_page(request, 413)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, 403, EXPIRED)


def server_error(request: HttpRequest) -> HttpResponse:
    """The reference shown to the person is the one of the log."""
    reference = token_hex(4).upper()
    logger.exception("incident %s on %s %s", reference, request.method, request.path)
    context = {"page": PAGES[500], "back_url": "", "reference": reference}
    return HttpResponse(render_to_string("ui/errors/page.html", context), status=500)
