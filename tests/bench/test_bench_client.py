"""The measuring client: what it reads in wrk's report, and that its own way counts the same things."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.client import CONNECTIONS, Unexpected, quantile, read_wrk, with_python

REPORT = """Running 3s test @ http://127.0.0.1:8000/
  2 threads and 8 connections
  Latency Distribution
     50%    9.12ms
     75%   12.00ms
     90%   20.55ms
     99%    1.05s 
  1234 requests in 3.00s, 10MB read
{more}Requests/sec:    411.33
Transfer/sec:      3.33MB
"""


def test_wrk_report() -> None:
    measured = read_wrk(REPORT.format(more="").replace("1.05s", "1.05s "))  # wrk pads its seconds
    assert (measured.per_second, measured.p50, measured.p99) == (411.33, 9.12, 1050.0)


@pytest.mark.parametrize("more", ["  Non-2xx or 3xx responses: 12\n", "  Socket errors: connect 0, read 3, write 0, timeout 0\n"])
def test_a_page_that_refuses_is_not_measured(more: str) -> None:
    with pytest.raises(Unexpected):
        read_wrk(REPORT.format(more=more))


def test_quantile_is_a_value_that_was_seen() -> None:
    assert quantile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.0
    assert quantile([4.0, 1.0, 3.0, 2.0], 0.99) == 4.0


class Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: set[tuple[str, int]] = set()
    status = 200

    def do_GET(self) -> None:
        Page.seen.add(self.client_address)
        self.send_response(self.status if self.headers["Cookie"] == "a=1" else 403)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:
        """The test reads answers, not a log."""


class Server(ThreadingHTTPServer):
    request_queue_size = 2 * CONNECTIONS  # all of them knock at once

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves in the middle is not told on the next test's screen."""


@pytest.fixture
def page() -> Iterator[str]:
    Page.seen = set()
    server = Server(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/liste/?q=a"
    server.shutdown()
    server.server_close()
    thread.join()


def test_our_client_keeps_its_connections_and_measures(page: str) -> None:
    measured = with_python(page, "a=1", 0.4)
    assert len(Page.seen) == CONNECTIONS
    assert measured.per_second > 10
    assert 0 < measured.p50 <= measured.p99


def test_our_client_refuses_a_page_that_refuses(page: str) -> None:
    with pytest.raises(Unexpected, match="403"):
        with_python(page, "a=2", 0.2)
