"""Many clients that send what they have, each on a connection of its own, and keep what was answered."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from dataclasses import dataclass
from urllib.parse import urlsplit

Request = tuple[str, bytes]  # path, body


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes  # what was sent
    status: int
    said: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    answers: list[Answer]
    seconds: float


def send_all(url: str, requests: list[Request], clients: int) -> Sent:
    return asyncio.run(_together(url, requests, clients))


async def _together(url: str, requests: list[Request], clients: int) -> Sent:
    """Each client takes the next one when it is done: two neighbours of the list leave at the same moment."""
    waiting, start = deque(requests), time.perf_counter()
    done = await asyncio.gather(*(_send(url, waiting) for _ in range(clients)))
    return Sent([one for answers in done for one in answers], time.perf_counter() - start)


async def _send(url: str, waiting: deque[Request]) -> list[Answer]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    answers = []
    try:
        while waiting:
            path, body = waiting.popleft()
            head = f"PUT {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            told = await reader.readuntil(b"\r\n\r\n")
            answers.append(Answer(body, int(told.split(b" ", 2)[1]), await _said(reader, told)))
    finally:
        writer.close()
        await writer.wait_closed()
    return answers


async def _said(reader: asyncio.StreamReader, head: bytes) -> bytes:
    if length := re.search(rb"content-length: (\d+)", head, re.I):
        return await reader.readexactly(int(length.group(1)))
    said = b""
    while size := int(await reader.readline(), 16):
        said += (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
    return said
