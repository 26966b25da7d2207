"""Many connections asking the same page: `wrk` where it is installed, else this small client."""

from __future__ import annotations

import asyncio
import math
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 8
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


class Unexpected(Exception):
    """A page did not answer 200: what was measured is not what was meant."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Requests per second, and the milliseconds under which half and ninety-nine hundredths of the answers came."""

    per_second: float
    p50: float
    p99: float


def measure(url: str, cookie: str, *, seconds: float, warm_up: float = 1.5) -> Measure:
    ask = with_wrk if shutil.which("wrk") else with_python
    ask(url, cookie, warm_up)
    return ask(url, cookie, seconds)


def with_wrk(url: str, cookie: str, seconds: float) -> Measure:
    words = ["wrk", "-t2", "--timeout=30s", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--latency", "-H", f"Cookie: {cookie}", url]
    return read_wrk(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def read_wrk(report: str) -> Measure:
    if refused := re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", report):
        raise Unexpected(refused.group())
    speed = re.search(r"Requests/sec:\s+([\d.]+)", report)
    times = {share: float(n) * UNITS[unit] for share, n, unit in re.findall(r"^\s+(\d+)%\s+([\d.]+)(us|ms|s|m)\s*$", report, re.M)}
    if not speed or not {"50", "99"} <= times.keys():
        raise Unexpected(report)
    return Measure(float(speed.group(1)), times["50"], times["99"])


def with_python(url: str, cookie: str, seconds: float) -> Measure:
    return asyncio.run(_together(url, cookie, seconds))


async def _together(url: str, cookie: str, seconds: float) -> Measure:
    start = time.perf_counter()
    spent = [t for times in await asyncio.gather(*(_ask(url, cookie, start + seconds) for _ in range(CONNECTIONS))) for t in times]
    return Measure(len(spent) / (time.perf_counter() - start), quantile(spent, 0.50), quantile(spent, 0.99))


async def _ask(url: str, cookie: str, until: float) -> list[float]:
    """One connection, kept open, one question after the other; milliseconds of each."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    question = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nCookie: {cookie}\r\n\r\n".encode()
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    spent = []
    try:
        while time.perf_counter() < until:
            start = time.perf_counter()
            writer.write(question)
            head = await reader.readuntil(b"\r\n\r\n")
            await _body(reader, head)
            if not head.startswith(b"HTTP/1.1 200"):
                raise Unexpected(head.split(b"\r\n")[0].decode())
            spent.append(1000 * (time.perf_counter() - start))
    finally:
        writer.close()
        await writer.wait_closed()
    return spent


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    if length := re.search(rb"content-length: (\d+)", head, re.I):
        await reader.readexactly(int(length.group(1)))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


def quantile(values: list[float], share: float) -> float:
    """The smallest value that this share of them does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
