"""Bases for tests: one template, named by the hash of what makes it, and copies of it that cost a tenth of a second."""

from __future__ import annotations

import fcntl
import hashlib
import itertools
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier, Literal

ROOT = Path(__file__).parents[1]
TEMPLATE, COPY = "cordee_template_", "cordee_copy_"
numbers = itertools.count(1)


def what_makes_it() -> dict[str, str]:
    """File → its mark: migrations, the data they load, the packages. A change of any of them makes another template."""
    files = [*ROOT.glob("cordee/**/migrations/*.py"), *ROOT.glob("cordee/actors/*/data/*"), ROOT / "requirements.txt"]
    marks = {path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in files if path.is_file()}
    return dict(sorted(marks.items()))


def named_by(marks: dict[str, str]) -> str:
    rooms = repr(settings.INSTALLED_APPS)
    return TEMPLATE + hashlib.sha256((rooms + json.dumps(marks)).encode()).hexdigest()[:16]


def tell(admin: psycopg.Connection, name: str, marks: dict[str, str]) -> None:
    """A template says what made it."""
    admin.execute(SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(name), Literal(json.dumps(marks))))


def stem_of(admin: psycopg.Connection, marks: dict[str, str]) -> str:
    """The fullest template that holds nothing but what the new one begins with: a new migration costs itself, not all the others."""
    asked = "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE starts_with(datname::text, %s)"
    held = {name: json.loads(told) for name, told in admin.execute(asked, [TEMPLATE]) if told}
    stems = [name for name, made_by in held.items() if made_by.items() <= marks.items()]
    return max(stems, key=lambda name: len(held[name]), default="template0")


def conninfo(name: str) -> str:
    given = connections.settings["default"]
    known = {"user": given["USER"], "password": given["PASSWORD"], "host": given["HOST"], "port": given["PORT"]}
    return make_conninfo("", dbname=name, **{key: value for key, value in known.items() if value}, **given["OPTIONS"])


@contextmanager
def administration() -> Iterator[psycopg.Connection]:
    """A connection that can create and drop bases; it also keeps the embedded server up."""
    if not settings.ENV.database_url:
        settings.EMBEDDED_PG.ensure()
    with psycopg.connect(conninfo("postgres"), autocommit=True) as admin:
        yield admin


def create(admin: psycopg.Connection, name: str, template: str = "template0") -> None:
    admin.execute(SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(Identifier(name), Identifier(template)))


def drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def names(admin: psycopg.Connection, prefix: str) -> list[str]:
    return [row[0] for row in admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname::text, %s)", [prefix])]


def use(name: str) -> None:
    """Every connection of this process, in every thread, now goes there."""
    connection.close()
    connections.settings["default"]["NAME"] = name


@contextmanager
def in_use(name: str) -> Iterator[None]:
    before = connections.settings["default"]["NAME"]
    use(name)
    try:
        yield
    finally:
        use(before)


@contextmanager
def one_builder() -> Iterator[None]:
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR / "test-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def template(admin: psycopg.Connection) -> str:
    """The current template, built if needed by one process while the others wait. Built beside, then renamed: never half-made."""
    marks = what_makes_it()
    name = named_by(marks)
    with one_builder():
        forget_the_dead(admin)
        if name not in names(admin, TEMPLATE):
            stem, draft = stem_of(admin, marks), f"{TEMPLATE}draft"
            for old in names(admin, TEMPLATE):
                if old != stem:
                    drop(admin, old)
            create(admin, draft, stem)
            use(draft)
            call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
            connection.close()
            admin.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(draft), Identifier(name)))
            tell(admin, name, marks)
    return name


def forget_the_dead(admin: psycopg.Connection) -> None:
    """Copies left by a run that was killed: their name holds its process."""
    for name in names(admin, COPY):
        if not Path(f"/proc/{name.removeprefix(COPY).split('_')[0]}").exists():
            drop(admin, name)


@contextmanager
def copy_of(source: str) -> Iterator[str]:
    """A base of its own, dropped after."""
    name = f"{COPY}{os.getpid()}_{next(numbers)}"
    with administration() as admin:
        create(admin, name, source)
    try:
        yield name
    finally:
        connection.close()
        with administration() as admin:
            drop(admin, name)


class OwnDatabase:
    """What a test that commits works on: races, crashes, a browser."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def environment(self) -> dict[str, str]:
        """For a process that the test starts: it works on the same base, and may be killed."""
        return os.environ | {"CORDEE_TEST_DATABASE": self.name, "DJANGO_SETTINGS_MODULE": "cordee.config.settings_test"}

    def connect(self, **options: Any) -> psycopg.Connection:
        """A bare connection, beside Django's."""
        return psycopg.connect(conninfo(self.name), **options)

    def together(self, *acts: Callable[[], Any]) -> list[Any]:
        """Run the acts at the same time, each on its own Django connection: what each gave back, or what it raised."""
        results: list[Any] = [None] * len(acts)
        barrier = threading.Barrier(len(acts))

        def run(place: int, act: Callable[[], Any]) -> None:
            try:
                connection.ensure_connection()
                barrier.wait(10)
                results[place] = act()
            except Exception as error:  # given back to the test, which judges it
                results[place] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        if any(thread.is_alive() for thread in threads):
            raise TimeoutError("the acts wait for each other: a deadlock that PostgreSQL does not see")
        return results
