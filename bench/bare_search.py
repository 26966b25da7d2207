"""The bare search: the very SQL of the search page, run by a cursor, and a bare view that prints what it answers.

The statements are those that the page sends, captured once with their values: no object, no right to work out, no ranking in Python,
no menu, no mark. What remains is the database's share and Django's own. Served as `bench.bare_search:application`.
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
from cordee.core.find import find

PAGE = """<!doctype html>
<title>Recherche</title>
<h1>{{ q }}</h1>
{% for rows in groups %}<ul>{% for row in rows %}<li>{% for value in row %}{{ value }} {% endfor %}</li>{% endfor %}</ul>{% endfor %}
"""
settings.ROOT_URLCONF = "bench.bare_search"
settings.TEMPLATES[0]["OPTIONS"]["loaders"] = [("django.template.loaders.locmem.Loader", {"bare.html": PAGE})]
_statements: dict[tuple[int, str], list[str]] = {}


def statements(user: int, text: str) -> list[str]:
    """What finding sends for this person, read once per process."""
    if (user, text) not in _statements:
        actor = load_actor(user)
        if actor is None:
            raise LookupError(f"user {user} acts for nobody")
        with CaptureQueriesContext(connection) as sent:
            find(actor, text)
        _statements[user, text] = [query["sql"] for query in sent.captured_queries]
    return _statements[user, text]


@login_required
def search(request: HttpRequest) -> HttpResponse:
    text, groups = request.GET.get("q", ""), []
    with connection.cursor() as cursor:
        for sql in statements(request.user.pk, text):
            cursor.execute(sql.replace("%", "%%"), [])
            groups.append(cursor.fetchall()[:20])
    return render(request, "bare.html", {"q": text, "groups": groups})


urlpatterns = [path("", search)]
application = WSGIHandler()
