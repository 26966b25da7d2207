"""A calendar as programs read it (RFC 5545): lines of 75 octets, texts escaped, the hours of Paris with their summer time.

Thirty lines of format: no dependency is worth it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cordee.core.formats import in_paris

MEDIA_TYPE = "text/calendar; charset=utf-8"
OCTETS = 75
#: what Europe has done since 1996, in the words of the norm: programs that do not know the name of the place follow these
PARIS = (
    "BEGIN:VTIMEZONE", "TZID:Europe/Paris",
    "BEGIN:DAYLIGHT", "TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
    "BEGIN:STANDARD", "TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated event. `starts` is a day (the whole of it) or a moment; `uid` never changes, whatever moves."""

    uid: str
    title: str
    starts: date | datetime
    ends: datetime | None = None
    detail: str = ""
    place: str = ""
    url: str = ""


def escaped(text: str) -> str:
    """A text on one line. What no calendar can show is left out."""
    shown = "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or c >= " ")
    for sign in ("\\", ";", ","):
        shown = shown.replace(sign, f"\\{sign}")
    return shown.replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """No line beyond 75 octets, no character cut in two; what follows begins with a space."""
    start, size = 0, 0
    for place, character in enumerate(line):
        octets = len(character.encode())
        if size + octets > OCTETS:
            yield (" " if start else "") + line[start:place]
            start, size = place, 1
        size += octets
    yield (" " if start else "") + line[start:]


def _moment(name: str, value: datetime) -> str:
    return f"{name};TZID=Europe/Paris:{in_paris(value):%Y%m%dT%H%M%S}"


def _dates(entry: Entry) -> Iterator[str]:
    if isinstance(entry.starts, datetime):
        yield _moment("DTSTART", entry.starts)
        if entry.ends:
            yield _moment("DTEND", entry.ends)
        return
    yield f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.starts + timedelta(days=1):%Y%m%d}"
    yield "TRANSP:TRANSPARENT"


def _event(entry: Entry, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{stamp}"
    yield from _dates(entry)
    yield f"SUMMARY:{escaped(entry.title)}"
    for name, text in (("DESCRIPTION", entry.detail), ("LOCATION", entry.place)):
        if text:
            yield f"{name}:{escaped(text)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "END:VEVENT"


def calendar(name: str, entries: Iterable[Entry], made: datetime) -> str:
    """The whole feed. `made` is in universal time, as the norm asks of a stamp."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cordée//Agenda//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"X-WR-CALNAME:{escaped(name)}", "X-WR-TIMEZONE:Europe/Paris", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", *PARIS]  # fmt: skip
    stamp = f"{made:%Y%m%dT%H%M%SZ}"
    for entry in entries:
        lines += _event(entry, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))
