"""« Recharger la démonstration »: offered after two weeks, and only then; everything starts again, reference data stay."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cordee.actors.directory.models import Organisation, Sector
from cordee.actors.network.models import Edition
from cordee.actors.territory.models import Commune
from cordee.core import shell
from cordee.core.models import Event
from cordee.demo.examples import again
from cordee.demo.examples.load import load, loaded_on


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True
    shell._demo_is_stale.cache_clear()


def names() -> list[str]:
    return list(Organisation.objects.for_system("test").order_by("name").values_list("name", flat=True))


def test_an_old_demonstration_starts_again(own_db: Any) -> None:
    load(timezone.localdate() - timedelta(days=20))
    told, sectors, communes = names(), Sector.objects.for_system("test").count(), Commune.objects.count()
    references = Edition.objects.for_system("test").count()
    assert references
    Organisation.objects.for_system("test").filter(name="Nord Actif").update(name="Renommée par un visiteur")
    client = Client()
    assert "Recharger la démonstration" in client.get("/comptes/connexion/").content.decode()
    answer = client.post("/demo/recharger/", follow=True)
    assert "la démonstration est rechargée" in answer.content.decode()
    assert names() == told
    assert (Sector.objects.for_system("test").count(), Commune.objects.count()) == (sectors, communes)
    assert Edition.objects.for_system("test").count() == references
    assert loaded_on() is not None
    assert timezone.localdate() - loaded_on() <= timedelta(days=4)  # type: ignore[operator]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.for_system("the guards are back").update(code="autre")
    again_at_once = client.post("/demo/recharger/", follow=True).content.decode()
    assert "rien à recharger" in again_at_once
    assert names() == told


@pytest.mark.django_db
def test_a_base_without_demonstration_is_never_emptied(settings: Any) -> None:
    assert not again.is_stale(date(2100, 1, 1))
    with pytest.raises(ValueError, match="no demonstration"):
        again.reload()
    settings.DEMO = False
    assert Client().post("/demo/recharger/").status_code == 404
