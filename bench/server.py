"""The web server as in production, on a free port, and the memory that its processes took."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

WORKERS = 2
PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    pid: int

    def peak_memory(self) -> float:
        """The most that one of its processes held, in MB."""
        return max(peak(pid) for pid in family(self.pid))


@contextmanager
def serving(application: str) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [f"--workers={WORKERS}", "--blocking-threads=1", "--host=127.0.0.1", f"--port={port}", "--log-level=warning"]
    command = [sys.executable, "-m", "granian", "--interface=wsgi", *options, application]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1], env=os.environ)
    try:
        wait_for(port, process)
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it answers: some listen before their processes have read the application."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as link:
            link.sendall(b"GET /absente/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            if link.recv(1):
                return
        time.sleep(0.1)
    raise RuntimeError("Le serveur mesuré n'a pas répondu.")


def family(pid: int) -> list[int]:
    """A process and those it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(grand for child in children for grand in family(int(child)))]


def peak(pid: int) -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found.group(1)) / 1024 if found else 0.0
