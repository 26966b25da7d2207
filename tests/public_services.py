"""A public service of our own, on this machine, that answers what a test wants: well, slowly, wrongly, too much, or never."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text())
    return found


def emptied(value: Any) -> Any:
    """The same shape, where everything is null."""
    if isinstance(value, dict):
        return {key: emptied(one) for key, one in value.items()}
    return [emptied(one) for one in value] if isinstance(value, list) else None


class Service:
    def __init__(self) -> None:
        self.body, self.status, self.headers = b"{}", 200, dict[str, str]()
        self.sleep, self.drip = 0.0, 0.0
        self.asked: list[str] = []
        self.url = ""

    def says(self, answer: Any, status: int = 200, **headers: str) -> None:
        self.body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.status, self.headers = status, {name.replace("_", "-"): value for name, value in headers.items()}


@contextmanager
def public_service() -> Iterator[Service]:
    service, stop = Service(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.asked.append(self.path)
            stop.wait(service.sleep)
            try:
                self.send_response(service.status)
                for name, value in service.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if service.drip:
                    for byte in service.body:
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        if stop.wait(service.drip):
                            return
                else:
                    self.wfile.write(service.body)
            except (BrokenPipeError, ConnectionResetError):
                pass

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
