"""What makes the questionnaires of a phone open without network: the worker of `/q/`, and the manifest by which they are installed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cordee.core.access import public


@public
@require_http_methods(["GET", "HEAD"])
def worker(request: HttpRequest) -> HttpResponse:
    """Served from `/q/`, so that it watches over these pages and no other. Its address never changes, its content does."""
    lines = f"// {settings.RELEASE}\nimportScripts({_quoted('surveys/keep.js')}, {_quoted('surveys/worker.js')});\n"
    response = HttpResponse(lines, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _quoted(name: str) -> str:
    return f'"{static(name)}"'


@public
@require_http_methods(["GET", "HEAD"])
def manifest(request: HttpRequest) -> HttpResponse:
    home = reverse("surveys:q_home")
    icon = {"src": static("cordee.svg"), "sizes": "any", "type": "image/svg+xml"}
    told = {
        "name": "Cordée, mes questionnaires",
        "short_name": "Questionnaires",
        "lang": "fr",
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#f9f6ef",
        "theme_color": "#0b5a54",
        "icons": [icon],
    }
    return JsonResponse(told, content_type="application/manifest+json")
