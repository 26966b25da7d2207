"""PostgreSQL's client programs, pointed at the base in use."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from cordee.config.binaries import major_version, wheel_programs
from cordee.config.trouble import Trouble


def program(name: str) -> Path:
    """The system's when it is recent enough for the server (it knows TLS, ours does not), otherwise the wheel's."""
    server = connection.pg_version // 10000  # type: ignore[attr-defined]  # PostgreSQL's wrapper has it
    own = wheel_programs() / name
    found = shutil.which(name) if settings.ENV.database_url else None
    for candidate in (Path(found) if found else own, own):
        if major_version(candidate) >= server:
            return candidate
    raise Trouble(f"{name} est plus ancien que le serveur PostgreSQL {server}. Installez le paquet postgresql-client-{server}.")


def address() -> str:
    """Without the password, which every user of the machine could read in the list of processes."""
    given = connection.settings_dict
    known = {"dbname": given["NAME"], "user": given["USER"], "host": given["HOST"], "port": given["PORT"]}
    if settings.ENV.database_url:
        known |= given.get("OPTIONS", {})
    return make_conninfo("", **{name: value for name, value in known.items() if value})


def run(name: str, *arguments: str | Path, act: str) -> str:
    environment = os.environ | {"PGPASSWORD": str(connection.settings_dict["PASSWORD"] or "")}
    command = [str(word) for word in (program(name), *arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)  # noqa: S603  no shell
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["sans message"])[0]
        raise Trouble(f"{act} n'a pas pu se faire : {reason}. Rien n'a changé.")
    return done.stdout
