"""The bare day: the very SQL of « À faire » and of what changed, run by a cursor, and a bare view that prints what it answers.

As `bench.bare_search`: captured once with their values for one person, then sent as they are. Served as `bench.bare_day:application`.
"""

from __future__ import annotations

import os
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.config.settings")

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test.utils import CaptureQueriesContext
from django.urls import path, set_urlconf
from django.utils import timezone

import bench.bare  # noqa: F401  the yardstick's middleware and nothing else; its import sets Django up
from cordee.actors.accounts.queries import load_actor
from cordee.core import todo
from cordee.core.journal import recent

PAGE = """<!doctype html>
<title>À faire</title>
{% for rows in groups %}<ul>{% for row in rows %}<li>{% for value in row %}{{ value }} {% endfor %}</li>{% endfor %}</ul>{% endfor %}
"""
settings.ROOT_URLCONF = "bench.bare_day"
settings.TEMPLATES[0]["OPTIONS"]["loaders"] = [("django.template.loaders.locmem.Loader", {"bare.html": PAGE})]
_statements: dict[int, list[str]] = {}


def statements(user: int) -> list[str]:
    """What the home sends for this person, read once per process."""
    if user not in _statements:
        actor = load_actor(user)
        if actor is None:
            raise LookupError(f"user {user} acts for nobody")
        set_urlconf("cordee.config.urls")  # what changed says where it leads
        with CaptureQueriesContext(connection) as sent:
            todo.todos(actor)
            recent(actor, since=timezone.now() - timedelta(days=7))
        set_urlconf(None)
        _statements[user] = [query["sql"] for query in sent.captured_queries]
    return _statements[user]


@login_required
def day(request: HttpRequest) -> HttpResponse:
    groups = []
    with connection.cursor() as cursor:
        for sql in statements(request.user.pk):
            cursor.execute(sql.replace("%", "%%"), [])
            groups.append(cursor.fetchall()[:50])
    return render(request, "bare.html", {"groups": groups})


urlpatterns = [path("", day)]
application = WSGIHandler()
