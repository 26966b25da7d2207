"""Sheets that may be the same organisation: found each night, and before a second one is created; decided by a person."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cordee.actors.directory import policies, queries
from cordee.actors.directory.models import DuplicateCandidate, Organisation
from cordee.actors.territory.models import Commune
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history, record
from cordee.core.models import Thread
from cordee.core.text import words

Reason = DuplicateCandidate.Reason
#: words that say nothing of who one is
COMMON = frozenset(
    [
        "association",
        "asso",
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "des",
        "de",
        "du",
        "d",
        "et",
        "en",
        "au",
        "aux",
        "pour",
        "sur",
        "sarl",
        "sas",
        "scop",
        "scic",
        "sa",
        "eurl",
        "fictif",
    ]
)
NEAR, SPELT = 0.6, 4  # Dice of the trigrams of two words of four letters or more: « illetrisme » and « illettrisme » are near
BLOCK = 300  # a word that so many sheets of one commune bear tells nobody apart
SHOWN = 5
GONE = Refusal("gone", "Cette paire n'existe plus : l'une des deux fiches vient d'être réunie à une autre.")

# One query for what the base compares exactly. An antenna declared as such is not a duplicate.
EXACT = """
WITH standing AS (
  SELECT id, sort_key, postcode, regexp_replace(fr_normalize(address), '[^a-z0-9]+', ' ', 'g') AS address
  FROM directory_organisation WHERE merged_into_id IS NULL
), numbers AS (
  SELECT DISTINCT i.organisation_id AS id, i.kind, i.value, left(i.value, 9) AS siren
  FROM directory_identifier i JOIN standing s ON s.id = i.organisation_id
  WHERE i.kind IN ('siret', 'siren') AND i.period @> cordee_today()
), pairs AS (
  SELECT a.id AS first, b.id AS second, 'siret' AS reason FROM numbers a JOIN numbers b USING (kind, value)
  WHERE kind = 'siret' AND a.id < b.id
  UNION
  SELECT a.id, b.id, 'siren_address' FROM numbers a JOIN numbers b USING (siren)
  JOIN standing x ON x.id = a.id JOIN standing y ON y.id = b.id
  WHERE a.id < b.id AND x.address <> '' AND x.address = y.address AND x.postcode = y.postcode
  UNION
  SELECT a.id, b.id, 'name_postcode' FROM standing a JOIN standing b USING (sort_key, postcode) WHERE postcode <> '' AND a.id < b.id
)
SELECT first, second, reason FROM pairs p WHERE NOT EXISTS (
  SELECT 1 FROM directory_tie t WHERE t.kind = 'antenna' AND t.period @> cordee_today()
    AND ((t.source_id = p.first AND t.target_id = p.second) OR (t.source_id = p.second AND t.target_id = p.first)))
"""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared: the words that tell something, in any order, and the same run together."""

    telling: frozenset[str]
    joined: str

    @classmethod
    def of(cls, text: str) -> Name:
        telling = [word for word in words(text, 20) if word not in COMMON]
        return cls(frozenset(telling), "".join(telling))

    def is_near(self, other: Name) -> bool:
        """Each word has its like in the other name: the same, or nearly the same letters. « du Sentier » is not « du Ruisseau »."""
        if not self.telling or not other.telling:
            return False
        mine, theirs = self.telling - other.telling, other.telling - self.telling
        if self.joined == other.joined:
            return True
        return len(mine) == len(theirs) and all(any(misspelt(one, two) for two in theirs) for one in mine)

    @property
    def keys(self) -> set[str]:
        """Two near names share one of these: the beginning of a word."""
        return {word[:3] for word in self.telling}


def misspelt(one: str, two: str) -> bool:
    """Nearly the same letters. A number, or a short word, is the same or is not."""
    if min(len(one), len(two)) < SPELT or one.isdigit() or two.isdigit():
        return False
    a, b = ({f"  {word} "[start : start + 3] for start in range(len(word) + 1)} for word in (one, two))
    return 2 * len(a & b) >= NEAR * (len(a) + len(b))


# -- each night ---------------------------------------------------------------------------------------------------------------
def find_duplicates() -> int:
    """Fills the table with the pairs of today. A decided pair is left as it is; one that no longer holds goes. Answers how many wait."""
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(EXACT)
        for first, second, reason in cursor.fetchall():
            found[first, second].add(reason)
    for pair in near_names():
        if Reason.NAME_POSTCODE not in found[pair]:
            found[pair].add(Reason.NEAR_NAME)
    order = list(Reason.values)
    pairs = [
        DuplicateCandidate(first_id=first, second_id=second, reasons=sorted(reasons, key=order.index))
        for (first, second), reasons in sorted(found.items())
    ]
    everything = DuplicateCandidate.objects.for_system("the job of each night")
    with transaction.atomic():
        everything.bulk_create(
            pairs, update_conflicts=True, unique_fields=["first", "second"], update_fields=["reasons"], batch_size=2000
        )  # fmt: skip
        waiting = everything.filter(decided_at=None)
        gone = [pk for pk, *pair in waiting.values_list("pk", "first_id", "second_id").order_by("pk") if tuple(pair) not in found]
        everything.filter(pk__in=gone).delete()
    return waiting.count()


def near_names() -> Iterator[tuple[int, int]]:
    """Pairs of sheets of one commune whose names are near. Only those that share the beginning of a telling word are compared."""
    communes: dict[int, list[tuple[int, Name]]] = defaultdict(list)
    rows = Organisation.objects.for_system("the job of each night").filter(merged_into=None, commune__isnull=False)
    for pk, name, commune in rows.order_by("commune_id", "id").values_list("id", "sort_key", "commune_id").iterator(chunk_size=5000):
        communes[commune].append((pk, Name.of(name)))
    for sheets in communes.values():
        yield from _near_within(sheets)


def _near_within(sheets: list[tuple[int, Name]]) -> Iterator[tuple[int, int]]:
    crowd = Counter(key for _, name in sheets for key in name.keys)
    blocks: dict[str, list[tuple[int, Name]]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for pk, name in sheets:
        for key in name.keys:
            if crowd[key] > BLOCK:
                continue
            for other, known in blocks[key]:
                if (other, pk) not in seen and name.is_near(known):
                    seen.add((other, pk))
                    yield other, pk
            blocks[key].append((pk, name))


# -- before a second one is created -------------------------------------------------------------------------------------------
def close_to(
    actor: Actor, *, name: str, commune: Commune | None, siret: str = "", operation: uuid.UUID | None = None
) -> list[Organisation]:
    """The sheets that whoever is typing may see, and that may be this one. What they may not see is not even counted;
    nor is what the first click of this very operation created."""
    if operation and Thread.objects.filter(operation=operation).exists():
        return []
    mine = Organisation.objects.visible_to(actor).filter(merged_into=None)
    found: list[Any] = list(queries.matching(mine, siret).order_by("sort_key", "id")[:SHOWN]) if siret else []
    if commune:
        typed = Name.of(name)
        names = mine.filter(commune=commune).order_by("sort_key", "id").values_list("pk", "sort_key")
        near = [pk for pk, key in names if typed.is_near(Name.of(key))][:SHOWN]
        found += list(mine.filter(pk__in=near).order_by("sort_key", "id"))
    return list({sheet.pk: sheet for sheet in found}.values())[:SHOWN]


# -- deciding -----------------------------------------------------------------------------------------------------------------
def tell_apart(pair: DuplicateCandidate, *, actor: Actor, reason: str) -> DuplicateCandidate:
    """« Ce ne sont pas les mêmes »: kept with its author and its reason, told on both threads, never proposed again."""
    if refusal := policies.may_tell_apart(actor, pair):
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act="directory.duplicate.tell_apart"):
        seen = DuplicateCandidate.objects.visible_to(actor).select_related("first", "second").filter(pk=pair.pk)
        locked: DuplicateCandidate | None = seen.select_for_update(of=("self",)).first()
        if locked is None:
            raise Refused(GONE)
        if locked.decided_at:
            raise Refused(Refusal("decided", f"{locked.decided_by_label} l'a déjà dit : « {locked.decision} »."))
        locked.decided_at, locked.decided_by, locked.decided_by_label, locked.decision = timezone.now(), actor.user_id, actor.label, reason
        locked.save()
        for sheet, other in ((locked.first, locked.second), (locked.second, locked.first)):
            data = {"other": other.name, "reason": reason}
            record(sheet, "directory.organisation.told_apart", actor=actor, audience=["operator"], data=data)
    return locked
