"""Starting the demonstration afresh: everything that was loaded or done goes, the reference data stay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from cordee.actors.territory.models import Zone, ZoneCommune
from cordee.core.models import Term
from cordee.demo.examples.load import load, loaded_on

FRESH = timedelta(days=14)
#: rooms whose rows are reference data, and tables of the same kind in the others (the lists of the settings are added)
KEPT_ROOMS = ("territory", "demo")
KEPT_TABLES = ("core_nomenclaturestamp", "network_entry", "network_edition", "network_editionevent")


def is_stale(today: date) -> bool:
    """Loaded more than two weeks ago: deadlines that were to come have passed."""
    loaded = loaded_on()
    return loaded is not None and today - loaded > FRESH


def tables() -> list[str]:
    """Every table of the house that tells a story, histories included."""
    models = [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("cordee.") and config.label not in KEPT_ROOMS
        for model in config.get_models(include_auto_created=True)
        if not issubclass(model, Term)
    ]
    return sorted({model._meta.db_table for model in models} - set(KEPT_TABLES))


@contextmanager
def journals_open() -> Iterator[CursorWrapper]:
    """A journal refuses to be emptied, whoever asks: only here, for invented data, its guards are put aside, then back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgfoid = 'cordee_append_only'::regproc")
        guards = cursor.fetchall()
        for table, guard in guards:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
        yield cursor
        for table, guard in guards:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {guard}")


def reload() -> None:
    """One transaction: whoever looks sees the former demonstration or the new one. Refuses a base where none was loaded."""
    if loaded_on() is None:
        raise ValueError("no demonstration in this base")
    with transaction.atomic():
        with journals_open() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(connection.ops.quote_name(t) for t in tables())} CASCADE")
        ZoneCommune.objects.all().delete()
        Zone.objects.filter(kind=Zone.Kind.BASIN).delete()
        load(timezone.localdate())
