"""Providers for the tests of the search, in one line each, through the verbs of the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.directory.models import Competence, Sector
from cordee.actors.providers import actions, offers
from cordee.actors.providers.models import Provider, Suspension
from cordee.actors.territory.models import Department
from tests import factories as make

ECONOMY, SOCIAL, DIGITAL = "modele-economique", "utilite-sociale", "outils-numeriques"


def provider(
    name: str,
    *,
    competences: Sequence[str] = (ECONOMY,),
    sectors: Sequence[str] = (),
    departments: Sequence[str] = ("59",),
    everywhere: bool = False,
    known_for_days: int = 800,
    zone: str = "59",
    **values: Any,
) -> Provider:
    """Listed long ago unless told otherwise."""
    organisation = make.organisation(name, zone=zone, roles=("provider",))
    made = actions.spot(actor=make.SYSTEM, name=name, zone=zone, organisation=organisation)
    chosen = Competence.objects.filter(code__in=competences)
    offers.keep_offer(made, competences=chosen, sectors=Sector.objects.filter(code__in=sectors))
    offers.keep_areas(made, everywhere=everywhere, regions=[], departments=Department.objects.filter(code__in=departments))
    long_ago = timezone.localdate() - timedelta(days=known_for_days)
    Provider.objects.for_system("test").filter(pk=made.pk).update(spotted_on=long_ago, **values)
    actions.derive(made)
    made.refresh_from_db()
    return made


def suspended(one: Provider) -> Provider:
    Suspension(provider=one, reason="Litige en cours.", period=DateRange(timezone.localdate(), None)).save()
    return one
