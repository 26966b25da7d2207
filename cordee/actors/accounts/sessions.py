"""The session engine: Django's own, on our table, so that each row says whose it is, on what, and when it was last seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils import timezone

from cordee.actors.accounts.models import Session
from cordee.core.access import after_response

DEVICE_KEY = "device"
#: a session is noted as seen at most this often: reading costs no write
SEEN_EVERY = timedelta(minutes=15)

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
            ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "un appareil Android"), ("iPhone", "un iPhone"), ("iPad", "un iPad"), ("Windows", "un ordinateur Windows"),
           ("Macintosh", "un Mac"), ("CrOS", "un Chromebook"), ("Linux", "un ordinateur Linux"))  # fmt: skip


def device_of(request: HttpRequest) -> str:
    """The device in words, as its owner would recognise it: « Firefox sur un ordinateur Windows »."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "Un navigateur")
    system = next((name for mark, name in SYSTEMS if mark in agent), "un appareil inconnu")
    return f"{browser} sur {system}"


class SessionStore(db.SessionStore):
    """The row that was read is kept: saving it again changes neither its address nor its first day."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()  # type: ignore[misc]
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        if self.row and self.row.session_key == row.session_key:
            row.public_id, row.opened_at = self.row.public_id, self.row.opened_at
        else:
            row.opened_at = timezone.now()
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device, row.seen_at = data.get(DEVICE_KEY, ""), timezone.now()
        self.row = row
        return row


def note_presence(request: HttpRequest) -> None:
    """Last seen, in words to the quarter of an hour: the session's own row, written once the response is made."""
    row: Session | None = getattr(request.session, "row", None)
    if row and row.seen_at < timezone.now() - SEEN_EVERY:
        after_response(request, lambda: _seen(row.session_key))


def _seen(session_key: str) -> None:
    Session.objects.filter(session_key=session_key).update(seen_at=timezone.now())
