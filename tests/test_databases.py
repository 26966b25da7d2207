"""The bases under the tests: what the suite rests on must itself hold."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection
from django.template import engines

from cordee.config.settings_test import UndefinedVariable
from tests import databases
from tests.databases import OwnDatabase


def register(email: str) -> int:
    return int(get_user_model().objects.create_user(email).pk)


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_writes_is_gone_in_the_next(turn: int) -> None:
    assert get_user_model().objects.count() == 0
    register("une@cordee.example")


def test_two_who_write_at_the_same_time_meet_the_constraint(own_db: OwnDatabase) -> None:
    results = own_db.together(lambda: register("meme@cordee.example"), lambda: register("meme@cordee.example"))
    assert {type(result) for result in results} == {int, IntegrityError}
    with own_db.connect() as beside:
        assert beside.execute("SELECT count(*) FROM accounts_user").fetchone() == (1,)


def test_a_process_of_the_test_works_on_the_same_base(own_db: OwnDatabase) -> None:
    register("une@cordee.example")
    program = "import django; django.setup(); from django.contrib.auth import get_user_model as u; print(u().objects.count())"
    done = subprocess.run([sys.executable, "-c", program], env=own_db.environment, cwd=databases.ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "1", done.stderr


def test_a_base_of_its_own_is_dropped_after(template_database: str, django_db_blocker: Any) -> None:
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), databases.administration() as admin:
        with databases.copy_of(template_database) as name:
            assert name in databases.names(admin, databases.COPY)
        assert name not in databases.names(admin, databases.COPY)
    assert connection.settings_dict["NAME"] == before


def test_a_template_begins_with_the_fullest_one_that_it_contains(django_db_blocker: Any) -> None:
    """Files of each template → which one a new template of three files starts from."""
    wanted = {"cordee/a": "1", "cordee/b": "2", "cordee/c": "3"}
    held = [{"cordee/a": "1"}, {"cordee/a": "1", "cordee/b": "2"}, {"cordee/a": "1", "cordee/b": "other", "cordee/c": "3"}]
    with django_db_blocker.unblock(), databases.administration() as admin:
        made = [f"{databases.TEMPLATE}of_test_{place}" for place in range(len(held))]
        try:
            for name, marks in zip(made, held, strict=True):
                databases.create(admin, name)
                databases.tell(admin, name, marks)
            assert databases.stem_of(admin, wanted) == made[1]
            assert databases.stem_of(admin, {"cordee/d": "4"}) == "template0"
        finally:
            for name in made:
                databases.drop(admin, name)


def test_the_application_is_served_on_a_base_of_its_own(site: Any) -> None:
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"{site.url}/une-page-qui-n-existe-pas/", timeout=10)  # noqa: S310  our own address
    assert answer.value.code == 404
    answer.value.close()


def test_an_undefined_variable_fails() -> None:
    assert engines["django"].from_string("{% if absent %}x{% endif %}").render({}) == ""
    with pytest.raises(UndefinedVariable, match="absent"):
        engines["django"].from_string("{{ absent }}").render({})


def test_passwords_cost_nothing_here() -> None:
    assert make_password("une phrase de passe").startswith("argon2$argon2id$v=19$m=8,t=1,p=1$")


def test_a_machine_without_room_in_memory_keeps_the_server_on_its_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from cordee.config import settings_test

    monkeypatch.setenv("CORDEE_TEST_MEMORY", str(tmp_path / "absent"))
    assert settings_test.place_of_the_server("test-pg") == settings_test.VAR / "test-pg"
    monkeypatch.setenv("CORDEE_TEST_MEMORY", str(tmp_path))
    monkeypatch.setattr(settings_test.shutil, "disk_usage", lambda place: SimpleNamespace(free=0))
    assert settings_test.place_of_the_server("test-pg") == settings_test.VAR / "test-pg"
    monkeypatch.undo()
    monkeypatch.setenv("CORDEE_TEST_MEMORY", str(tmp_path))
    assert settings_test.place_of_the_server("test-pg").parent == tmp_path
