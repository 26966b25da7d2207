"""The bare search of providers: the very SQL of the list, run by a cursor, and a bare view that prints what it answers.

As `bench.bare_search`: captured once with their values for one person and one address, then sent as they are; no object, no right to
work out, no words of the nomenclatures, no menu. Served as `bench.bare_providers:application`.
"""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.config.settings")

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test.utils import CaptureQueriesContext
from django.urls import path

import bench.bare  # noqa: F401  the yardstick's middleware and nothing else; its import sets Django up
from cordee.actors.accounts.queries import load_actor
from cordee.actors.providers.search.lists import ProviderList
from cordee.core.lists.run import ask, run

PAGE = """<!doctype html>
<title>Prestataires</title>
<table>{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>{% endfor %}</table>
"""
settings.ROOT_URLCONF = "bench.bare_providers"
settings.TEMPLATES[0]["OPTIONS"]["loaders"] = [("django.template.loaders.locmem.Loader", {"bare.html": PAGE})]
_statements: dict[str, list[str]] = {}


def statements(request: HttpRequest) -> list[str]:
    """What the list sends for this person and this question, read once per process."""
    key = f"{request.user.pk}?{request.META['QUERY_STRING']}"
    if key not in _statements:
        actor = load_actor(request.user.pk)
        if actor is None:
            raise LookupError(f"user {request.user.pk} acts for nobody")
        seen = ProviderList().seen_by(actor)
        with CaptureQueriesContext(connection) as sent:
            run(seen, ask(seen, request.GET, actor), actor)
        _statements[key] = [query["sql"] for query in sent.captured_queries]
    return _statements[key]


@login_required
def search(request: HttpRequest) -> HttpResponse:
    rows = []
    with connection.cursor() as cursor:
        for sql in statements(request):
            cursor.execute(sql.replace("%", "%%"), [])
            rows += cursor.fetchall()[:50]
    return render(request, "bare.html", {"rows": rows})


urlpatterns = [path("", search)]
application = WSGIHandler()
