"""Small groups are masked, and enough others with them that none is found again by subtracting from the total.

The only place where this is decided: pages, workbooks, slides, documents and the API all read what it let through.
"""

from __future__ import annotations

from collections.abc import Sequence


def masked(counts: Sequence[int], least: int, already: frozenset[int] = frozenset()) -> frozenset[int]:
    """The places of the groups to mask, given how many answered in each.

    A group under `least` is masked; then the smallest of the others, until what the total gives away by subtraction is the sum
    of two groups at the least, and of `least` answers. An empty group hides nothing: it is never masked for another's sake.
    """
    secret = {place for place, count in enumerate(counts) if 0 < count < least}
    hidden = {place for place in already | secret if 0 <= place < len(counts)}
    others = sorted((count, place) for place, count in enumerate(counts) if count and place not in hidden)
    for _, place in others if secret else ():
        told = [counts[one] for one in hidden if counts[one]]
        if len(told) >= 2 and sum(told) >= least:
            break
        hidden.add(place)
    return frozenset(hidden)
