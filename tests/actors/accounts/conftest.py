from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests.actors.accounts.people import People


@pytest.fixture
def people(db: None) -> People:
    cache.clear()
    return People()


@pytest.fixture
def client() -> Client:
    return Client()
