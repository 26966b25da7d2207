"""Who accompanies the nation: an operator a department, some regional ones, their officers with an account each."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice

from django.db import connection
from django.utils import timezone

from cordee.actors.accounts.models import Membership, User
from cordee.actors.directory.models import Mandate, Person
from cordee.demo.volume.load import copy, reserve, without_history

OPERATORS, OFFICERS = 120, 200
SINCE = date(2003, 1, 1)
FIRST = ("Ada", "Basile", "Cléo", "Damien", "Élise", "Fanny", "Gaspard", "Hanaé", "Ismaël", "Jeanne", "Karim", "Lina", "Malo", "Noé")
LAST = ("Ancrage", "Balise", "Boussole", "Cordage", "Escale", "Fanal", "Garance", "Havre", "Jusant", "Lisière", "Mistral", "Sextant")
MODELS = (Mandate, Membership, Person)
#: departments, the most inhabited first, each with the DLA that holds it today and the inhabitants that it has
TERRITORIES = """
SELECT z.id, z.code, z.name, coalesce(sum(c.population), 0), (
  SELECT m.organisation_id FROM directory_mandate m JOIN directory_mandate_zones mz ON mz.mandate_id = m.id
  JOIN directory_organisation o ON o.id = m.organisation_id AND o.merged_into_id IS NULL
  WHERE mz.zone_id = z.id AND m.level = 'departmental' AND m.period @> cordee_today() ORDER BY m.period, m.id LIMIT 1)
FROM territory_zone z LEFT JOIN territory_commune c ON c.department_id = z.department_id
WHERE z.kind = 'department' AND (%(zones)s::text[] IS NULL OR z.code = ANY (%(zones)s::text[])) GROUP BY z.id ORDER BY 4 DESC, z.code
"""
REGIONS = """
SELECT r.name, array_agg(z.id ORDER BY z.id), min(z.code) FROM territory_region r JOIN territory_department d ON d.region_id = r.id
JOIN territory_zone z ON z.department_id = d.id AND z.kind = 'department'
WHERE NOT EXISTS (SELECT FROM directory_mandate m JOIN directory_mandate_zones mz ON mz.mandate_id = m.id
  WHERE mz.zone_id = z.id AND m.level = 'regional' AND m.period @> cordee_today())
GROUP BY r.id HAVING %(zones)s::text[] IS NULL OR array_agg(z.code::text) <@ %(zones)s::text[] ORDER BY count(*) DESC, r.code
"""
SETTLED = """
SELECT count(DISTINCT organisation_id) FROM directory_mandate WHERE level IN ('departmental', 'regional') AND period @> cordee_today()
"""
OFFICERS_OF = """
SELECT organisation_id, array_agg(id ORDER BY id) FROM accounts_membership
WHERE profile IN ('officer', 'head') AND period @> cordee_today() GROUP BY organisation_id
"""
ORGANISATION = (
    "id", "public_id", "thread_id", "zone", "version", "name", "acronym", "legal_form", "esus", "address", "postcode", "city", "setting",
    "phone", "email", "website", "naf", "naf25", "vocation", "story", "projects", "services", "clients", "territorial_impact", "fictitious",
    "created_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operator:
    """A DLA as its dossiers need it."""

    id: int
    name: str
    officers: tuple[int, ...]


class Staff:
    """Completes the map: no territory without a DLA, no DLA without someone; what people have entered stays."""

    def __init__(self, seed: int, departments: Sequence[str] | None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(SETTLED)
            (there,) = cursor.fetchone()
        self.draw = random.Random(f"operators:{seed}:{there}")  # noqa: S311  invention, not a secret
        self.zones = {"zones": list(departments) if departments else None}
        self.rows = 0

    def settle(self) -> dict[str, Operator]:
        """The DLA of each department, by its code."""
        with without_history(MODELS), connection.cursor() as cursor:
            cursor.execute(TERRITORIES, self.zones)
            found = cursor.fetchall()
            holders = {code: holder or self.operator(name, code, "departmental", [zone]) for zone, code, name, _, holder in found}
            cursor.execute(SETTLED)
            (there,) = cursor.fetchone()
            cursor.execute(REGIONS, self.zones)
            for name, zones, code in islice(cursor.fetchall(), max(0, OPERATORS - there)):
                self.operator(name, code, "regional", zones)
            self.hire([(holders[code], code, people) for _, code, _, people, _ in found])
            cursor.execute(OFFICERS_OF)
            officers = {pk: tuple(people) for pk, people in cursor.fetchall()}
            cursor.execute("SELECT id, name FROM directory_organisation WHERE id = ANY (%s)", [list(holders.values())])
            names = dict(cursor.fetchall())
        return {code: Operator(pk, names[pk], officers[pk]) for code, pk in holders.items()}

    def operator(self, place: str, code: str, level: str, zones: list[int]) -> int:
        (thread,), (pk,), (mandate,) = reserve("core_thread", 1), reserve("directory_organisation", 1), reserve("directory_mandate", 1)
        name = f"{'DLA' if level == 'departmental' else 'DLA régional'} {place} (fictif)"
        key, mail = uuid.UUID(int=self.draw.getrandbits(128), version=4), f"contact@dla-{level}-{code.lower()}.example"
        contact = ("", "", "", "", "01 99 00 00 00", mail, "", "", "", "", "", "", "", "", "", True, timezone.now())
        self.rows += sum((
            copy("core_thread", ("id", "kind", "zone"), [(thread, "organisation", code)]),
            copy("directory_organisation", ORGANISATION, [(pk, key, thread, code, 1, name, "", "association", False, *contact)]),
            copy("directory_role", ("organisation_id", "kind", "period"), [(pk, "operator", f"[{SINCE},)")]),
            copy("directory_mandate", ("id", "organisation_id", "level", "period"), [(mandate, pk, level, f"[{SINCE},)")]),
            copy("directory_mandate_zones", ("mandate_id", "zone_id"), [(mandate, zone) for zone in zones]),
        ))  # fmt: skip
        return pk

    def hire(self, territories: list[tuple[int, str, int]]) -> None:
        """One officer a DLA, then one more for the most inhabited, round after round, up to the number of the nation."""
        with connection.cursor() as cursor:
            cursor.execute(OFFICERS_OF)
            there = {pk: len(people) for pk, people in cursor.fetchall()}
        missing = [one for one in territories if not there.get(one[0])]
        wanted = max(0, OFFICERS * len(territories) // 107 - len(missing) - sum(there.get(pk, 0) for pk, *_ in territories))
        self.officers(missing + list(islice(cycle(territories), wanted)))

    def officers(self, places: list[tuple[int, str, int]]) -> None:
        count = len(places)
        people, users = reserve("directory_person", count), reserve("accounts_user", count)
        drawn = list(zip(people, users, places, strict=True))
        key = lambda: uuid.UUID(int=self.draw.getrandbits(128), version=4)  # noqa: E731
        names = {p: (self.draw.choice(FIRST), self.draw.choice(LAST)) for p in people}
        mails = {u: f"mission-{u}@dla-{code.lower()}.example" for _, u, (_, code, _) in drawn}
        now = timezone.now()
        self.rows += sum((
            copy(
                "directory_person", ("id", "public_id", "first_name", "last_name", "email", "phone", "channel", "fictitious", "version"),
                ((p, key(), *names[p], mails[u], "", "email", True, 1) for p, u, _ in drawn),
            ),
            copy(  # a password that nothing opens: such an account is entered by the demonstration, or by a reset
                "accounts_user", ("id", "public_id", "password", "email", "is_active", "person_id", "joined_at"),
                ((u, key(), User().password or "!", mails[u], True, p, now) for p, u, _ in drawn),
            ),
            copy(
                "accounts_membership", ("public_id", "user_id", "organisation_id", "profile", "title", "period"),
                ((key(), u, place[0], "officer", "", f"[{SINCE},)") for _, u, place in drawn),
            ),
        ))  # fmt: skip
