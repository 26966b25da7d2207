"""The bare COPY that writing is measured beside: the very same rows, in a twin that already held some."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from bench import base, loads
from cordee.demo.volume.load import generate
from tests import databases

TODAY = timezone.localdate()
pytestmark = pytest.mark.usefixtures("nothing_written_outside")


@pytest.fixture
def nothing_written_outside(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def test_the_twin_receives_what_was_written_after_it(own_db: Any) -> None:
    generate(3, seed=1, today=TODAY)  # a base holds rows from its migrations and its library on
    connection.close()
    with databases.copy_of(own_db.name) as twin:
        rows = generate(5, seed=2, today=TODAY)
        ours = loads.count()
        loads.export(twin)
        assert loads.copy_raw(twin) == rows
        assert loads.count() == ours


def test_a_base_of_older_code_is_built_again(own_db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loads, "STRUCTURES", 2)
    assert not base.is_full()
    generate(2, seed=1, today=TODAY)
    assert base.is_full()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)")
    assert not base.is_full()
