"""The look stands alone: its own addresses, and no session in the database."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings as real
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler

#: closed doors are proved elsewhere: here every page is open, and no one acts
GATES = ("cordee.core.middleware.Gate", "cordee.core.middleware.HistoryContext")


@pytest.fixture(autouse=True)
def small_site(settings: Any) -> None:
    templates = copy.deepcopy(real.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"] = [*templates[0]["OPTIONS"]["context_processors"], "tests.core.ui.pages.shell"]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.core.ui.pages"
    settings.MIDDLEWARE = [name for name in real.MIDDLEWARE if name not in GATES]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def address(small_site: None) -> Iterator[str]:
    """The tiny site on a free port, without a database."""
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
