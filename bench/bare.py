"""The bare view: what a page of fifty organisations costs in Django without anything of ours.

Django's default middleware, a signed-in user, one ORM query of the same fifty rows in the same order, `render()` of a plain table of
the same columns. No filters, no count, no navigation, no rights. One file, the same yardstick for every later comparison.
Served as `bench.bare:application`, by the same server on the same data.
"""

# ruff: noqa: E402  (settings are chosen before Django is imported)

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.config.settings")

import django

django.setup()  # with the whole house, so that its models are there; then nothing of it stays on the way of a request

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.postgres.aggregates import StringAgg
from django.core.handlers.wsgi import WSGIHandler
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from cordee.actors.directory.models import Agreement, Identifier, Organisation, Role
from cordee.core.models.bases import period_contains_today

settings.MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
settings.ROOT_URLCONF = "bench.bare"
settings.TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.locmem.Loader", {"bare.html": """<!doctype html>
<title>Organisations</title>
<table>
<tr><th>Nom</th><th>Type</th><th>Ville</th><th>Territoire</th><th>Créée en</th><th>SIRET</th></tr>
{% for o in rows %}<tr><td><a href="/annuaire/{{ o.public_id }}/">{{ o.name }}</a>{% if o.fictitious %} (fictif){% endif %}</td>
<td>{{ o.types|default:o.role_kinds }}</td><td>{{ o.city }}</td><td>{{ o.zone }}</td><td>{{ o.founded_in }}</td><td>{{ o.siret }}</td></tr>
{% endfor %}</table>
"""})],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]  # fmt: skip

COLUMNS = ("public_id", "name", "fictitious", "types", "role_kinds", "city", "zone", "founded_in", "siret")


def codes(model: Any, field: str) -> Subquery:
    children = model._base_manager.filter(period_contains_today(), organisation_id=OuterRef("pk")).order_by()
    return Subquery(children.values("organisation_id").annotate(all=StringAgg(field, "|", order_by=field, distinct=True)).values("all"))


def siret() -> Subquery:
    numbers = Identifier._base_manager.filter(period_contains_today(), organisation_id=OuterRef("pk"), kind="siret")
    return Subquery(numbers.order_by("-id").values("value")[:1])


@login_required
def organisations(request: HttpRequest) -> HttpResponse:
    columns = {"types": codes(Agreement, "type"), "role_kinds": codes(Role, "kind"), "siret": siret()}
    rows = Organisation._base_manager.filter(merged_into=None).annotate(**columns).order_by("sort_key", "id")
    return render(request, "bare.html", {"rows": rows.values(*COLUMNS)[:50]})


urlpatterns = [path("", organisations)]
application = WSGIHandler()
