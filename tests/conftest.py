"""What every test stands on. `db`: a transaction, rolled back. `own_db`: a base of its own, for tests that commit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

pytest_plugins = ["pytester", "tests.traceability_plugin"]
# Playwright's synchronous interface keeps an event loop in this thread, where Django would refuse to work.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
SKIP_FAILS = os.environ.get("CORDEE_CI") == "1"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, for one module: while it is open an event loop runs in this process, which other tests could not start again."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def template_database(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> str:
    from tests import databases

    with django_db_blocker.unblock(), databases.administration() as admin:
        return databases.template(admin)


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Takes the place of pytest-django's: a copy of the template for this process."""
    from tests import databases

    with django_db_blocker.unblock(), databases.copy_of(template_database) as name:
        databases.use(name)
        with django_db_blocker.block():
            yield


@pytest.fixture(scope="session")
def _story(template_database: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A base where the demonstration was told, once for this process."""
    from django.utils import timezone

    from cordee.demo.examples.load import load
    from tests import databases

    with django_db_blocker.unblock(), databases.copy_of(template_database) as name:
        with databases.in_use(name):
            assert load(timezone.localdate())
        yield name


@pytest.fixture(scope="module")
def story(_story: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """This module reads the demonstration; each test gives back what it wrote."""
    from tests import databases

    with django_db_blocker.unblock(), databases.in_use(_story):
        yield


@pytest.fixture(autouse=True)
def nothing_kept_of_another_test() -> None:
    """A request forgets the parameters of the one before, and so does a test; a process whose base changes forgets its texts."""
    from cordee.core import kept
    from cordee.core.parameters import forget_parameters

    forget_parameters()
    kept.forget()


@pytest.fixture
def own_db(template_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    from tests import databases

    with django_db_blocker.unblock(), databases.copy_of(template_database) as name, databases.in_use(name):
        yield databases.OwnDatabase(name)


@pytest.fixture
def site(own_db: Any) -> Iterator[Any]:
    """The application served on a free port, on a base of its own: `site.url`."""
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A flush would empty the reference data that migrations load, for every test after it."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        marks = [mark for mark in item.iter_markers("django_db") if mark.kwargs.get("transaction")]
        if marks or names & {"transactional_db", "live_server", "django_db_reset_sequences"}:
            raise pytest.UsageError(f"{item.nodeid}: a test that commits uses `own_db` or `site`, not transactional_db or live_server")
        if "own_db" in names and ("db" in names or list(item.iter_markers("django_db"))):
            raise pytest.UsageError(f"{item.nodeid}: `own_db` and `db` are two bases, a test works on one")


def _refuse_skip(report: Any) -> None:
    if SKIP_FAILS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"skipped, and nothing may be skipped here: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report
