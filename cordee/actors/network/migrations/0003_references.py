"""What the scheme says of itself, as its documents write it: `data/references.csv`, one line an edition."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

DATA = Path(__file__).resolve().parents[1] / "data" / "references.csv"
AUTHOR = "Documents du dispositif"
PLAIN = ("title", "text", "unit", "said", "source", "certainty", "carrier", "link")


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def load(apps: Any, schema_editor: Any) -> None:
    entries, editions = apps.get_model("network", "Entry"), apps.get_model("network", "Edition")
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entry = entries.objects.create(kind=row["kind"], code=row["code"])
            about = DateRange(day(row["about_from"]), day(row["about_to"])) if row["about_from"] or row["about_to"] else None
            editions.objects.create(
                entry=entry,
                number=1,
                since=day(row["since"]),
                position=int(row["position"]),
                value=row["value"] or None,
                year=row["year"] or None,
                about=about,
                purposes=row["purposes"].split(),
                author_label=AUTHOR,
                **{name: row[name] for name in PLAIN},
            )


class Migration(migrations.Migration):
    dependencies = [("network", "0002_keys")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
