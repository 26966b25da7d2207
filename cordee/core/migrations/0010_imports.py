"""Imports: the file, what was understood of it, what it did."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import cordee.core.models.journal
from cordee.core.schema import ThreadedForeignKey


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_merges"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=60)),
                ("shape", models.CharField(max_length=64)),
                ("mapping", models.JSONField()),
            ],
            options={
                "verbose_name": "correspondance de colonnes",
                "constraints": [models.UniqueConstraint(fields=("user_id", "kind", "shape"), name="core_importmapping_once")],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="identifiant public")),
                ("zone", models.CharField(editable=False, max_length=12, verbose_name="zone")),
                ("kind", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Fichier reçu"),
                            ("tried", "Essai fait"),
                            ("partial", "Importé, des lignes à reprendre"),
                            ("done", "Importé"),
                            ("dropped", "Abandonné"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="fichier")),
                ("sent_by", models.BigIntegerField(null=True)),
                ("sent_by_label", models.CharField(blank=True, max_length=200, verbose_name="envoyé par")),
                ("sent_for", models.BigIntegerField(null=True)),
                ("sent_at", models.DateTimeField(db_default=cordee.core.models.journal.CordeeNow(), verbose_name="envoyé le")),
                ("reading", models.JSONField(default=dict)),
                ("mapping", models.JSONField(default=dict)),
                ("options", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("report", models.JSONField(default=dict)),
                ("tried_at", models.DateTimeField(null=True, verbose_name="essayé le")),
                ("written_at", models.DateTimeField(null=True, verbose_name="importé le")),
                ("file", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.file")),
                (
                    "mends",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="mended_by", to="core.importrun"
                    ),
                ),
                (
                    "refused_file",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.file"),
                ),
                ("task", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.task")),
                (
                    "thread",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.thread",
                        verbose_name="fil",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "indexes": [models.Index(fields=["sent_for", "-id"], name="core_importrun_team")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["received", "tried", "partial", "done", "dropped"])), name="core_importrun_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["partial", "done"]), _negated=True), ("written_at__isnull", False), _connector="OR"
                        ),
                        name="core_importrun_written",
                    ),
                ],
            },
        ),
        ThreadedForeignKey("core_importrun"),
    ]
