"""The world that the tables judge, made once for a module: each test gives back what it wrote there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.access.world import World


@pytest.fixture(scope="module")
def world(template_database: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), databases.copy_of(template_database) as name, databases.in_use(name):
        made = World()
        for someone in made.people.values():
            assert someone.client.session  # signed in here: in a test, it would be undone with the rest
        with django_db_blocker.block():
            yield made
