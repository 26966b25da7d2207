from __future__ import annotations

import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from django.test import Client
from django.urls import clear_url_caches

HERE = Path(__file__).parent


@pytest.fixture
def room(settings, monkeypatch) -> Iterator[None]:
    """The room's addresses under a bare page, so that what is tested is what the room writes."""
    monkeypatch.syspath_prepend(str(HERE))
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [HERE / "templates", *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "site_urls"
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    clear_url_caches()
    yield
    clear_url_caches()
    sys.modules.pop("site_urls", None)


@pytest.fixture
def visitor(room: None, db: None) -> Client:
    return Client()
