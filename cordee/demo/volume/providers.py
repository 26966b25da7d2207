"""A register of invented providers, written with COPY: organisations by the common crowd, then their sheets and links."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cordee.actors.directory.models import Competence, Sector
from cordee.actors.providers.models import Provider, ProviderArea, ProviderCompetence, ProviderSector, Rate
from cordee.actors.territory.models import Department
from cordee.demo.volume.invent import KINDS
from cordee.demo.volume.load import BATCH, Row, copy, generate, reserve, without_history

MODELS = (Provider, ProviderCompetence, ProviderSector, ProviderArea, Rate)
CROWD = tuple(kind for kind in KINDS if kind.role == "provider")
SHEET = (
    "id", "public_id", "thread_id", "zone", "version", "organisation_id", "state", "kind", "vat", "presentation", "known_for",
    "national_networks", "similar_experience", "spotted_on", "verified_on", "confirmed_on", "created_at",
)  # fmt: skip
WITHOUT_SHEET = """
SELECT o.id, o.thread_id, o.zone, o.legal_form FROM directory_organisation o
WHERE o.fictitious AND o.merged_into_id IS NULL AND NOT EXISTS (SELECT FROM providers_provider p WHERE p.organisation_id = o.id)
  AND EXISTS (SELECT FROM directory_role r WHERE r.organisation_id = o.id AND r.kind = 'provider') ORDER BY o.id
"""
KIND_OF = {"company": "firm", "self_employed": "self_employed", "cooperative": "cooperative"}
WORDS = ("à partir des chiffres", "avec l'équipe et la gouvernance", "sur le terrain", "en petits groupes", "pas à pas")


def generate_providers(
    count: int, *, seed: int, today: date, departments: Sequence[str] | None = None, progress: Callable[[int], None] = lambda done: None
) -> int:
    """`count` more invented providers, and the sheet of each that had none. Answers how many rows that is."""
    with transaction.atomic():
        rows = generate(count, seed=seed, today=today, departments=departments, progress=progress, kinds=CROWD)
        with without_history(MODELS), connection.cursor() as cursor:
            cursor.execute(WITHOUT_SHEET)
            waiting = iter(cursor.fetchall())
            crowd = Register(seed, today, Provider.objects.for_system("the draw goes on").count())
            while batch := list(islice(waiting, BATCH)):
                rows += crowd.write(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(model._meta.db_table for model in MODELS))
        cursor.execute("SELECT gin_clean_pending_list('providers_provider_facets')")
    return rows


class Register:
    """Draws what each sheet says; the same seed draws the same."""

    def __init__(self, seed: int, today: date, first: int = 0) -> None:
        self.random, self.today = random.Random(f"providers:{seed}:{first}"), today  # noqa: S311  invention, not a secret
        self.competences = list(Competence.objects.for_system("the nomenclature").order_by("pk").values_list("pk", "label"))
        self.sectors = list(Sector.objects.for_system("the nomenclature").order_by("pk").values_list("pk", flat=True))
        self.places = {code: (pk, region) for code, pk, region in Department.objects.values_list("code", "pk", "region_id")}
        self.regions: dict[int, list[int]] = {}
        for pk, region in self.places.values():
            self.regions.setdefault(region, []).append(pk)

    def write(self, batch: list[Any]) -> int:
        ids = reserve("providers_provider", len(batch))
        drawn = [self.draw(pk, row) for pk, row in zip(ids, batch, strict=True)]
        written = copy("providers_provider", SHEET, (sheet for sheet, *_ in drawn))
        parts: tuple[tuple[str, tuple[str, ...]], ...] = (
            ("providers_providercompetence", ("provider_id", "competence_id", "period")),
            ("providers_providersector", ("provider_id", "sector_id", "period")),
            ("providers_providerarea", ("provider_id", "kind", "region_id", "department_id", "period")),
            ("providers_rate", ("provider_id", "label", "day_ht", "day_ttc", "period")),
        )
        for place, (table, columns) in enumerate(parts, 1):
            written += copy(table, columns, (row for one in drawn for row in one[place]))
        with connection.cursor() as cursor:
            cursor.execute("SELECT providers_derive(%s)", [ids])
        return written

    def draw(self, pk: int, row: Any) -> tuple[Row, list[Row], list[Row], list[Row], list[Row]]:
        draw, (organisation, thread, zone, form) = self.random, row
        since = self.today - timedelta(days=draw.randint(30, 2_500))
        fresh = max(since, self.today - timedelta(days=draw.randint(0, 500)))
        able = draw.sample(self.competences, draw.randint(1, 5))
        listed = draw.random() < 0.85
        text = f"{able[0][1]} {draw.choice(WORDS)} (fictif)."
        sheet: Row = (
            pk, uuid.UUID(int=draw.getrandbits(128), version=4), thread, zone, 1, organisation, "complete" if listed else "spotted",
            KIND_OF.get(form, "other"), draw.choice(("liable", "liable", "franchise", "exempt")), text, text, "", "",
            since, fresh if listed else None, fresh, timezone.now(),
        )  # fmt: skip
        period = f"[{since.isoformat()},)"
        price = draw.randint(8, 24) * 50
        return (
            sheet,
            [(pk, competence, period) for competence, _ in able],
            [(pk, sector, period) for sector in draw.sample(self.sectors, draw.randint(1, min(3, len(self.sectors))))],
            list(self.areas(pk, zone, period)),
            [(pk, "Journée de conseil", price, round(price * 1.2, 2), period)] if draw.random() < 0.8 else [],
        )

    def areas(self, pk: int, zone: str, period: str) -> Iterator[Row]:
        """One in ten everywhere, one in five a whole region, the others their department and some neighbours."""
        draw, (own, region) = self.random.random(), self.places[zone.split("-")[0]]
        if draw < 0.1:
            yield pk, "france", None, None, period
        elif draw < 0.3:
            yield pk, "region", region, None, period
        else:
            around = [place for place in self.regions[region] if place != own]
            for place in [own, *self.random.sample(around, min(len(around), self.random.randint(0, 3)))]:
                yield pk, "department", None, place, period
