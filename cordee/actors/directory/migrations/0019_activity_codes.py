"""NAF rév. 2 and NAF 2025, with the table from one to the other: Insee, Licence Ouverte 2.0 (`data/naf/SOURCES.md`)."""

import csv
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from cordee.core.schema import Stamped

DATA = Path(__file__).resolve().parents[1] / "data" / "naf"
SOURCE = "Insee, table de correspondance, janvier 2026"


def lines(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def load(apps, schema_editor):
    ids = []
    for model, name in (("ActivityRev2", "naf-rev2.csv"), ("Activity2025", "naf-2025.csv")):
        rows = apps.get_model("directory", model).objects
        listed = [rows.model(code=code, label=label, position=rank) for rank, (code, label) in enumerate(lines(name), 1)]
        ids.append({row.code: row.pk for row in rows.bulk_create(listed)})
    former, following = ids
    matches = apps.get_model("directory", "ActivityMatch").objects
    matches.bulk_create(
        matches.model(before_id=former[before], after_id=following[after], source=SOURCE) for before, after in lines("correspondances.csv")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0018_typed_defaults"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity2025",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="proposé à partir du")),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="retiré le")),
                ("label", models.CharField(max_length=250, verbose_name="libellé")),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.activity2025",
                        verbose_name="réuni à",
                    ),
                ),
            ],
            options={
                "verbose_name": "code de la NAF 2025",
                "ordering": ["position", "label"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActivityRev2",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="proposé à partir du")),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="retiré le")),
                ("label", models.CharField(max_length=250, verbose_name="libellé")),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.activityrev2",
                        verbose_name="réuni à",
                    ),
                ),
            ],
            options={
                "verbose_name": "code de la NAF rév. 2",
                "ordering": ["position", "label"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActivityMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ne vaut plus depuis le")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comes_from",
                        to="directory.activity2025",
                        verbose_name="code de la NAF 2025",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="becomes",
                        to="directory.activityrev2",
                        verbose_name="code de la NAF rév. 2",
                    ),
                ),
            ],
            options={
                "verbose_name": "correspondance de codes NAF",
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="activity2025",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True), ("retired_on__isnull", True), ("retired_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="directory_activity2025_period",
                violation_error_message="Le retrait ne peut pas précéder le premier jour.",
            ),
        ),
        migrations.AddConstraint(
            model_name="activityrev2",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True), ("retired_on__isnull", True), ("retired_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="directory_activityrev2_period",
                violation_error_message="Le retrait ne peut pas précéder le premier jour.",
            ),
        ),
        migrations.AddConstraint(
            model_name="activitymatch",
            constraint=models.UniqueConstraint(
                fields=("before", "after"),
                name="directory_activitymatch_once",
                violation_error_message="Cette correspondance est déjà dans la table.",
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        Stamped("directory_activityrev2"),
        Stamped("directory_activity2025"),
        Stamped("directory_activitymatch"),
    ]
