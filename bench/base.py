"""The base that is measured, kept in `var/bench` from one run to the next, and two actors to look at it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bench import loads
from cordee.actors.accounts.actions import open_access
from cordee.actors.accounts.models import User
from cordee.actors.accounts.queries import user_by_email
from cordee.actors.accounts.sessions import SessionStore
from cordee.actors.directory.actions import create_organisation, since
from cordee.actors.directory.models import Mandate, Organisation
from cordee.actors.territory.models import Zone
from cordee.core.access import Actor
from cordee.core.journal import history

BENCH = Actor.system("Mesure")
DEPARTMENT, NATIONAL = "59", "00"
FIGURES = "generate.json"


def figures() -> dict[str, float]:
    """What writing the crowd cost: measured when the base is built, kept beside it."""
    path = settings.VAR / FIGURES
    if not (path.exists() and is_full()):
        path.write_text(json.dumps(build()))
    kept: dict[str, float] = json.loads(path.read_text())
    return kept


def is_full() -> bool:
    """Of this code's tables: a base built before a migration would measure another house."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    return Organisation._base_manager.filter(fictitious=True).count() >= loads.STRUCTURES


def build() -> dict[str, float]:
    """An empty base, its twin for bare COPY, then the same crowd in both."""
    administer(f"DROP DATABASE IF EXISTS {name()} WITH (FORCE)", f"CREATE DATABASE {name()} TEMPLATE template0")
    subprocess.run([sys.executable, "-m", "cordee", "migrate"], cwd=settings.BASE_DIR, check=True)
    empty = (loads.RAW, loads.IMPORTED, loads.RAW_IMPORT)
    administer(
        *(f"DROP DATABASE IF EXISTS {one} WITH (FORCE)" for one in empty), *(f"CREATE DATABASE {one} TEMPLATE {name()}" for one in empty)
    )
    ours, raw = load("generate"), load("copy")
    imported, raw_import = load("import"), load("copy-import")
    administer(*(f"DROP DATABASE {one} WITH (FORCE)" for one in empty))
    for table in loads.TABLES:
        (settings.VAR / f"{table}.copy").unlink()
    speed, bare = ours["rows"] / ours["seconds"], raw["rows"] / raw["seconds"]
    import_speed = imported["rows"] / imported["seconds"]
    return {
        "import.rows_per_second": import_speed,
        "import.seconds": imported["seconds"],
        "import.memory_mb": imported["memory_mb"],
        "import.ratio_to_copy": import_speed / (raw_import["rows"] / raw_import["seconds"]),
        "import.second_run_changes": imported["changes"],
        "generate.rows_per_second": speed,
        "generate.seconds": ours["seconds"],
        "generate.memory_mb": ours["memory_mb"],
        "raw_copy.rows_per_second": bare,
        "raw_copy.memory_mb": raw["memory_mb"],
        "generate.ratio_to_copy": speed / bare,
    }


def load(what: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", "bench.loads", what], cwd=settings.BASE_DIR, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def name() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def administer(*statements: str) -> None:
    """From another base of the same server: a base in use is no template, and cannot be dropped."""
    from django.db import connections

    connection.close()
    kept = connections.settings["default"]["NAME"]
    connections.settings["default"]["NAME"] = "postgres"
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()
        connections.settings["default"]["NAME"] = kept


def actor_user(zone: str) -> User:
    """An officer of a department, or the national operator: made once."""
    level, profile = ("national", "national") if zone == NATIONAL else ("departmental", "officer")
    email = f"{profile}-{zone}@bench.example"
    user = user_by_email(email)
    if user is None:
        with history(BENCH):
            values = {"name": f"Opérateur mesuré ({zone})", "fictitious": True}
            operator = create_organisation(actor=BENCH, values=values, zone=zone, roles=("operator",))
            mandate = Mandate(organisation=operator, level=level, period=since())
            mandate.save()
            mandate.zones.set(Zone.objects.filter(code=zone))
            user = User.objects.create_user(email, None)
            open_access(actor=BENCH, user=user, organisation=operator, profile=profile)
    return user


def cookie(user: User) -> str:
    """A session as signing in makes it, written straight to the base."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
