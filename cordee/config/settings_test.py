"""The settings of the suite: as production, but on a throw-away server, with nothing slow and nothing forgiving."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

from cordee.config.binaries import private_name
from cordee.config.database import database
from cordee.config.embedded import EmbeddedPostgres
from cordee.config.settings import *  # noqa: F403
from cordee.config.settings import CACHES, DATABASES, ENV, STORAGES, TEMPLATES, VAR


# -- the base: one server for every worker; each test base is a copy of one template (tests/databases.py) -----------------
def place_of_the_server(name: str) -> Path:
    """In memory where there is room: a base is 2,600 files, of which a disk makes a copy in seconds and memory in a tenth of one."""
    chosen = Path(os.environ.get("CORDEE_TEST_MEMORY", "/dev/shm"))  # noqa: S108  our folder in it is closed to other accounts
    place = chosen / f"cordee-tests-{private_name(VAR / name)}"
    roomy = os.access(chosen, os.W_OK) and shutil.disk_usage(chosen).free > 4 * 1024**3
    return place if place.exists() or roomy else VAR / name


# Another PostgreSQL's programs get files of their own: two versions cannot share them.
EMBEDDED_PG = EmbeddedPostgres(
    place_of_the_server("test-pg-other" if ENV.pg_programs else "test-pg"),
    user="cordee", dbname="cordee", durable=False, programs=ENV.pg_programs,
)  # fmt: skip
DATABASES["default"] |= database(ENV.database_url, EMBEDDED_PG)
if "CORDEE_TEST_DATABASE" in os.environ:  # a process that a test started works on that test's base
    DATABASES["default"]["NAME"] = os.environ["CORDEE_TEST_DATABASE"]

# -- files: one scratch folder for a run, shared by the processes it starts -----------------------------------------------
if "CORDEE_TEST_SCRATCH" not in os.environ:
    os.environ["CORDEE_TEST_SCRATCH"] = tempfile.mkdtemp(prefix="cordee-tests-")
    atexit.register(shutil.rmtree, os.environ["CORDEE_TEST_SCRATCH"], ignore_errors=True)
SCRATCH = Path(os.environ["CORDEE_TEST_SCRATCH"])
FILES_ROOT = SCRATCH / "files"
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES |= {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_ROOT}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO = False
SECURE_SSL_REDIRECT = False
GUARD_READS = True  # a GET that writes fails


class QuickArgon2(Argon2PasswordHasher):
    """The same algorithm, with the least work."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


PASSWORD_HASHERS = ["cordee.config.settings_test.QuickArgon2"]


class UndefinedVariable(Exception):
    """A template names what its view does not give."""


class Strict(str):
    """Django asks `"%s" in it`, then computes `it % variable`, when a template names an unknown variable."""

    def __contains__(self, _text: object) -> bool:
        return True

    def __mod__(self, variable: Any) -> str:
        raise UndefinedVariable(str(variable))


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Strict("%s")  # type: ignore[index]
