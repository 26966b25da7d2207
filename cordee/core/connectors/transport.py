"""One bounded GET: five seconds in all, two megabytes at most, no other host followed."""

from __future__ import annotations

import http.client
import time
from email.message import Message
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

SECONDS = 5
BYTES = 2_000_000
CHUNK = 65_536
AGENT = "Cordee (logiciel du dispositif local d'accompagnement)"


class Failed(Exception):
    """`code` is one of the troubles; `wait` what a 429 asked, as it was written."""

    def __init__(self, code: str, wait: str = "") -> None:
        self.code, self.wait = code, wait
        super().__init__(code)


class SameHost(HTTPRedirectHandler):
    """Only the host that was meant is followed: an answer cannot send us elsewhere."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:  # fmt: skip
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            fp.close()
            raise Failed("redirect")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def fetch(url: str) -> bytes:
    """The body of the answer, or `Failed`."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise Failed("unreachable")
    until = time.monotonic() + SECONDS
    request = Request(url, headers={"User-Agent": AGENT, "Accept": "application/json"})  # noqa: S310 - the scheme was looked at
    try:
        with build_opener(SameHost).open(request, timeout=SECONDS) as answer:
            return _read(answer, until)
    except HTTPError as error:
        with error:
            raise Failed(_said(error.code), error.headers.get("Retry-After") or "") from None
    except TimeoutError:
        raise Failed("timeout") from None
    except URLError as error:
        raise Failed("timeout" if isinstance(error.reason, TimeoutError) else "unreachable") from None
    except (OSError, http.client.HTTPException):
        raise Failed("unreachable") from None


def _said(status: int) -> str:
    if status == 429:
        return "limited"
    return "failed" if status >= 500 else "refused"


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    """A service that sends one byte a second is as slow as one that sends nothing."""
    body = bytearray()
    while chunk := answer.read1(CHUNK):
        body += chunk
        if len(body) > BYTES:
            raise Failed("huge")
        if time.monotonic() > until:
            raise Failed("timeout")
    return bytes(body)
