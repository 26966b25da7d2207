"""Typing faults: the words that exist, and the nearest of those that this person may read.

The vocabulary is made of everything, so it never speaks by itself: a word is suggested only when a row that the actor sees bears it,
as written. What exists only in a hidden sheet is neither proposed nor lets itself be guessed.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from cordee.core.access import Actor
from cordee.core.find.sought import Sought, seek
from cordee.core.find.sources import FindSource, asked_by, sources
from cordee.core.models import Word

NEAR = 0.45  # share of trigrams in common (Dice) from which a word may be another one, mistyped
CANDIDATES = 60
WORDS = 6  # of a text, that are looked at
SHORTEST, LONGEST = 3, 40


def trigrams(word: str) -> set[str]:
    """As `fr_trigrams` of migration core.0001 does for one normalised word."""
    padded = f"  {word} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def likeness(one: str, other: str) -> float:
    a, b = trigrams(one), trigrams(other)
    return 2 * len(a & b) / (len(a) + len(b))


def corrected(actor: Actor, sought: Sought) -> Sought | None:
    """The same text with each word that answers nothing replaced by the nearest one that the actor can read."""
    typed = [word for word in sought.words[:WORDS] if len(word) >= SHORTEST and word.isalpha()]
    readable = _readable(actor, _candidates(typed)) if typed else set()
    changes = {word: near for word in typed if (near := _nearest(word, readable)) != word}
    if not changes:
        return None
    return seek(" ".join(changes.get(word, word) for word in sought.words))


def _nearest(typed: str, readable: set[str]) -> str:
    """Itself when it begins a readable word."""
    if any(word.startswith(typed) for word in readable):
        return typed
    ranked = sorted(((likeness(typed, word), word) for word in readable), reverse=True)
    return ranked[0][1] if ranked and ranked[0][0] >= NEAR else typed


def _candidates(typed: list[str]) -> set[str]:
    """Words like those typed, whoever may read them: not to be shown."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for word in typed:
            cursor.execute(NEAREST, {"typed": word, "trigrams": sorted(trigrams(word)), "near": NEAR, "most": CANDIDATES})
            found.update(row[0] for row in cursor.fetchall())
    return found


NEAREST = """
WITH alike AS (
  SELECT word, 2.0 * (SELECT count(*) FROM unnest(trigrams) t WHERE t = ANY (%(trigrams)s))
    / (cardinality(trigrams) + cardinality(%(trigrams)s::text[])) AS likeness
  FROM core_word WHERE trigrams && %(trigrams)s::text[]
)
SELECT word FROM alike WHERE likeness >= %(near)s OR starts_with(word, %(typed)s) ORDER BY likeness DESC, word LIMIT %(most)s
"""


def _readable(actor: Actor, candidates: set[str]) -> set[str]:
    """Those that a row seen by the actor bears, as written: one query a source."""
    found: set[str] = set()
    for source in asked_by(actor):
        left = Word.objects.for_system("checked against what the actor sees").filter(word__in=candidates - found)
        found.update(left.filter(_borne(actor, source)).order_by("word").values_list("word", flat=True))
    return found


def _borne(actor: Actor, source: FindSource) -> Exists:
    """The index answers for stems too: the words as written decide."""
    word = SearchQuery(OuterRef("word"), config="simple")
    rows = source.rows(actor).filter(**{source.search: word}).annotate(_spelled=source.spelled).filter(_spelled=word)
    return Exists(rows.order_by())


# -- the vocabulary ---------------------------------------------------------------------------------------------------------
def refresh_vocabulary() -> int:
    """Every word of what the box finds, as written. Those that no row bears any more leave. Answers how many there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.fresh_word")
        cursor.execute("CREATE TEMPORARY TABLE fresh_word (word text) ON COMMIT DROP")
        for source in sources:
            sql, params = _spelled_everywhere(source)
            cursor.execute(f"INSERT INTO fresh_word SELECT DISTINCT unnest(tsvector_to_array(spelled)) FROM ({sql}) s", params)  # noqa: S608
        cursor.execute("DELETE FROM fresh_word WHERE word !~ '^[a-z]+$' OR length(word) NOT BETWEEN %s AND %s", [SHORTEST, LONGEST])
        cursor.execute("DELETE FROM core_word w WHERE NOT EXISTS (SELECT 1 FROM fresh_word f WHERE f.word = w.word)")
        cursor.execute("INSERT INTO core_word SELECT DISTINCT word, fr_trigrams(word) FROM fresh_word ON CONFLICT DO NOTHING")
        cursor.execute("SELECT count(*) FROM core_word")
        count: int = cursor.fetchone()[0]
    return count


def _spelled_everywhere(source: FindSource) -> tuple[str, tuple[Any, ...]]:
    rows = source.rows(Actor.system("vocabulaire de la recherche")).order_by()
    sql, params = rows.annotate(spelled=source.spelled).values("spelled").query.sql_with_params()
    return sql, params
