"""The one search box: rooms register what it finds, rights are applied in the query of each source."""

from cordee.core.find.ask import CAP, SHOWN_ALONE, Found, Group, exact, find
from cordee.core.find.sought import LONGEST, Sought, seek
from cordee.core.find.sources import FindSource, Hit, Number, declare, declare_number, numbers, sources

__all__ = [
    "CAP",
    "LONGEST",
    "SHOWN_ALONE",
    "FindSource",
    "Found",
    "Group",
    "Hit",
    "Number",
    "Sought",
    "declare",
    "declare_number",
    "exact",
    "find",
    "numbers",
    "seek",
    "sources",
]
