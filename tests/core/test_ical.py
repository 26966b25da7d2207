"""The format of calendars: folding, escaping, the hours of Paris in winter and in summer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cordee.core import ical

MADE = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


def lines(*entries: ical.Entry) -> list[str]:
    text = ical.calendar("Cordée", entries, MADE)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.split("\r\n")[:-1]


def unfolded(found: list[str]) -> list[str]:
    return "\r\n".join(found).replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("title", ["é" * 200, "Réunion : " + "l'atelier, " * 20, "a" * 75, "a" * 67, "😀" * 60])
def test_no_line_passes_seventy_five_octets_and_no_character_is_cut(title: str) -> None:
    found = lines(ical.Entry("1@x", title, date(2027, 3, 1)))
    assert max(len(line.encode()) for line in found) <= 75
    assert f"SUMMARY:{ical.escaped(title)}" in unfolded(found)


def test_texts_are_escaped_and_unprintable_signs_left_out() -> None:
    found = lines(ical.Entry("1@x", "Un, deux ; trois \\ quatre\x00\x07", date(2027, 3, 1), detail="Ligne\r\nsuivante"))
    assert "SUMMARY:Un\\, deux \\; trois \\\\ quatre" in found
    assert "DESCRIPTION:Ligne\\nsuivante" in found


def test_nothing_typed_adds_a_line_of_the_format() -> None:
    found = lines(ical.Entry("1@x", "Piège\r\nATTENDEE:mailto:x@y", date(2027, 3, 1)))
    assert not [line for line in found if line.startswith("ATTENDEE")]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "20270328T013000"),  # half an hour before summer time
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "20270328T033000"),  # half an hour after
        (datetime(2027, 7, 14, 16, 0, tzinfo=UTC), "20270714T180000"),
        (datetime(2027, 10, 31, 2, 30, tzinfo=UTC), "20271031T033000"),
    ],
)
def test_moments_are_those_of_paris_in_summer_and_in_winter(moment: datetime, said: str) -> None:
    found = lines(ical.Entry("1@x", "Réunion", moment))
    assert f"DTSTART;TZID=Europe/Paris:{said}" in found
    assert found.count("BEGIN:DAYLIGHT") == found.count("BEGIN:STANDARD") == 1


def test_a_day_is_whole_and_ends_on_the_next_one() -> None:
    found = lines(ical.Entry("1@x", "Échéance", date(2027, 2, 28)))
    assert {"DTSTART;VALUE=DATE:20270228", "DTEND;VALUE=DATE:20270301", "DTSTAMP:20270301T080000Z", "UID:1@x"} <= set(found)
