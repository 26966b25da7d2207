"""The zone of a thread is copied on all that hangs on it, and cannot drift: the base holds it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cordee.actors.accounts.models import Invitation
from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.core.models import Document, File, Thread
from tests.access.world import World


def zones(world: World) -> dict[str, set[str]]:
    models: tuple[Any, ...] = (Organisation, ChangeRequest, Invitation, File, Document)
    rows = {m.__name__: m.objects.for_system("test").filter(thread=world.structure.thread) for m in models}
    return {name: set(found.values_list("zone", flat=True)) for name, found in rows.items()}


@pytest.mark.covers("GOV-902")
def test_moving_a_thread_is_one_update_that_carries_everything(db: None, django_assert_num_queries: Any) -> None:
    world = World()
    assert world.client("officer_elsewhere").get(world.structure.get_absolute_url()).status_code == 404
    with django_assert_num_queries(1):
        Thread.objects.filter(pk=world.structure.thread_id).update(zone="02")
    assert zones(world) == {"Organisation": {"02"}, "ChangeRequest": {"02"}, "Invitation": {"02"}, "File": {"02"}, "Document": set()}
    assert world.client("officer_elsewhere").get(world.structure.get_absolute_url()).status_code == 200
    assert world.client("officer").get(world.structure.get_absolute_url()).status_code == 404


def test_a_copied_zone_does_not_drift(db: None) -> None:
    world = World()
    for model in (Organisation, ChangeRequest, Invitation, File):
        manager: Any = model
        with pytest.raises(IntegrityError, match="thread_zone"), transaction.atomic():
            manager.objects.for_system("test").filter(thread=world.structure.thread).update(zone="02")


def test_a_thread_lies_in_a_known_zone(db: None) -> None:
    for zone in ("98765", ""):
        with pytest.raises(IntegrityError, match="core_thread_zone"), transaction.atomic():
            Thread(kind="case", zone=zone).save()
