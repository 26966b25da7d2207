"""Invents structures, one after the other, from a seed alone: the same seed and the same places give the same crowd."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import accumulate

from cordee.core.text import fr_normalize
from cordee.demo.volume.numbers import landline, mobile, of_crowd
from cordee.demo.volume.words import ACTIVITIES, STREETS, VIRTUES, Activity, of_town


@dataclass(frozen=True, slots=True)
class Place:
    """A commune, as much of it as an address needs."""

    id: int
    name: str
    postcode: str
    zone: str
    population: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of structure: how many of a thousand, what it does, its legal forms, its agreement and its size."""

    share: int
    activities: tuple[str, ...]
    forms: tuple[tuple[str, int], ...]
    agreement: str = ""
    jobs: tuple[int, int] = (1, 12)
    role: str = "beneficiary"


ASSOCIATION = (("association", 1),)
MOSTLY_COMPANIES = (("company", 6), ("cooperative", 3), ("association", 2))
#: shares of a thousand, after the field: associations nearly everywhere, one structure in eight in insertion
KINDS = (
    Kind(48, ("reuse", "green", "farming", "building", "textile", "food", "laundry", "mobility"), ASSOCIATION, "aci", (3, 14)),
    Kind(18, ("home",), ASSOCIATION, "ai", (3, 12)),
    Kind(34, ("cleaning", "building", "industry", "reuse", "green", "food"), MOSTLY_COMPANIES, "ei", (4, 25)),
    Kind(10, ("staffing",), (("company", 7), ("cooperative", 3)), "etti", (3, 9)),
    Kind(2, ("cleaning", "mobility"), MOSTLY_COMPANIES, "eiti", (2, 6)),
    Kind(6, ("employers",), (("employer_group", 1),), "geiq", (2, 8)),
    Kind(172, ("culture",), (("association", 30), ("cooperative", 1))),
    Kind(160, ("sport",), ASSOCIATION, jobs=(1, 6)),
    Kind(170, ("leisure",), ASSOCIATION, jobs=(1, 18)),
    Kind(50, ("childcare",), (("association", 12), ("cooperative", 1)), jobs=(4, 20)),
    Kind(110, ("health",), (("association", 20), ("foundation", 1), ("mutual", 1)), jobs=(2, 40)),
    Kind(40, ("housing",), (("association", 8), ("foundation", 1)), jobs=(2, 30)),
    Kind(35, ("tourism",), (("association", 9), ("cooperative", 1)), jobs=(1, 14)),
    Kind(45, ("training",), (("association", 8), ("cooperative", 2)), jobs=(2, 20)),
    Kind(60, ("environment",), ASSOCIATION, jobs=(1, 9)),
    Kind(25, ("reuse", "food", "mobility"), (("cooperative", 5), ("association", 3)), jobs=(2, 15)),
    Kind(15, ("consulting",), (("company", 5), ("self_employed", 3), ("cooperative", 2)), jobs=(1, 6), role="provider"),
)
IN_INSERTION = {"aci": (8, 60), "ai": (20, 300), "ei": (5, 40), "etti": (20, 150), "eiti": (5, 30), "geiq": (10, 80)}
SALES = {"aci": (12, 30), "ai": (80, 95), "ei": (70, 88), "etti": (90, 97), "eiti": (75, 90), "geiq": (82, 95)}
TOWN = 10_000  # inhabitants from which a commune is called urban
SOURCE = "Valeurs inventées (fictif)"


@dataclass(slots=True)
class Year:
    year: int
    permanent: int
    insertion: int | None
    fte: Decimal
    budget: Decimal
    sales: int
    services: int
    hours: tuple[int, int, int] | None


@dataclass(slots=True)
class Sheet:
    """All that is written of one invented structure."""

    public_id: uuid.UUID
    name: str
    legal_form: str
    founded_in: int
    known_since: date
    esus: bool
    address: str
    place: Place
    phone: str
    email: str
    activity: Activity
    clients: str
    digital_level: int
    analytical_accounting: bool | None
    role: str
    siren: str
    siret: str
    agreement: str
    agreed_from: int
    exit_objective: int | None
    years: list[Year] = field(default_factory=list)

    @property
    def setting(self) -> str:
        return "urban" if self.place.population > TOWN else "rural"

    @property
    def sectors(self) -> tuple[str, ...]:
        return ("iae", *self.activity.sectors) if self.agreement else self.activity.sectors


class Crowd:
    """`first` is how many are there already: numbers go on from it, and the same seed then gives others."""

    def __init__(self, seed: int, places: Sequence[Place], today: date, first: int = 0, kinds: Sequence[Kind] = KINDS) -> None:
        self.random = random.Random(f"{seed}:{first}")  # noqa: S311  invention, not a secret
        self.places, self.today, self.next = places, today, first
        self.weights = list(accumulate(place.population for place in places))
        self.kinds, self.shares = kinds, list(accumulate(kind.share for kind in kinds))
        self.taken: set[tuple[str, int]] = set()

    def sheets(self, count: int) -> Iterator[Sheet]:
        for _ in range(count):
            yield self.sheet()

    def sheet(self) -> Sheet:
        draw = self.random
        kind = draw.choices(self.kinds, cum_weights=self.shares)[0]
        place = draw.choices(self.places, cum_weights=self.weights)[0]
        activity = ACTIVITIES[draw.choice(kind.activities)]
        founded = min(self.today.year - 1, int(draw.triangular(1946, self.today.year, 2006)))
        number, self.next = self.next, self.next + 1
        siren, siret = of_crowd(number)
        name = self.name(activity, place)
        sheet = Sheet(
            public_id=uuid.UUID(int=draw.getrandbits(128), version=4),
            name=name,
            legal_form=draw.choices(*zip(*kind.forms, strict=True))[0],
            founded_in=founded,
            known_since=date(draw.randint(max(2003, founded), self.today.year - 1), draw.randint(1, 12), draw.randint(1, 28)),
            esus=kind.agreement in ("ei", "etti") or draw.random() < 0.04,
            address=f"{draw.randint(1, 140)} {draw.choice(STREETS)}",
            place=place,
            phone=(landline if draw.random() < 0.7 else mobile)(number),
            email=f"contact@{slug(name)}-{number}.example",
            activity=activity,
            clients=draw.choice(("b2b", "b2c", "both")),
            digital_level=draw.choices((1, 2, 3, 4), (2, 5, 6, 3))[0],
            analytical_accounting=draw.choice((True, False, None)),
            role=kind.role,
            siren=siren,
            siret=siret,
            agreement=kind.agreement,
            agreed_from=draw.randint(max(1999, founded), self.today.year - 1),
            exit_objective=draw.randint(30, 65) if kind.agreement else None,
        )
        sheet.years = self.years(kind) if kind.role == "beneficiary" else []
        return sheet

    def name(self, activity: Activity, place: Place) -> str:
        """A head and a tail, with the town when the commune has one of this name already or when people say it so."""
        draw = self.random
        town = of_town(place.name)
        for attempt in range(60):
            head, tail = draw.choice(activity.heads), draw.choice(activity.tails)
            own = f"{tail} {head}" if activity.tails is VIRTUES and draw.random() < 0.5 else f"{head} {tail}"
            name = own if draw.random() < 0.45 else (f"{head} {town}" if draw.random() < 0.2 else f"{own} {town}")
            if attempt > 40:
                name = f"{own} {town} — {draw.choice(STREETS)}"
            if (name, place.id) not in self.taken:
                break
        self.taken.add((name, place.id))
        return name

    def years(self, kind: Kind) -> list[Year]:
        """Figures of the last two closed years, for two structures in three: the others have not sent them."""
        draw = self.random
        if draw.random() < 0.34:
            return []
        permanent = draw.randint(*kind.jobs)
        insertion = draw.randint(*IN_INSERTION[kind.agreement]) if kind.agreement else None
        sales = draw.randint(*SALES.get(kind.agreement, (15, 70)))
        made = []
        for back in (2, 1):
            full = Decimal(permanent) * Decimal("0.82") + Decimal(insertion or 0) * Decimal("0.35")
            hours = None
            if kind.agreement in ("ai", "etti") and insertion:
                hours = (insertion * draw.randint(40, 110), insertion * draw.randint(30, 160), insertion * draw.randint(10, 60))
            made.append(
                Year(
                    year=self.today.year - back,
                    permanent=permanent,
                    insertion=insertion,
                    fte=full.quantize(Decimal("0.01")),
                    budget=(full * draw.randint(28_000, 46_000)).quantize(Decimal("1")),
                    sales=sales,
                    services=draw.randint(0, 100 - sales) // 2,
                    hours=hours,
                )
            )
            permanent += draw.choice((0, 0, 1))
        return made


def slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in fr_normalize(name)).split())[:40].strip("-")
