"""What is put aside for good, and the backups that were read again."""

import uuid

from django.db import migrations, models

import cordee.core.models.journal


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_find"),
    ]

    operations = [
        migrations.CreateModel(
            name="Backup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="identifiant public")),
                ("at", models.DateTimeField(db_default=cordee.core.models.journal.CordeeNow(), verbose_name="faite le")),
                ("name", models.CharField(max_length=120, verbose_name="archive")),
                ("tables", models.PositiveIntegerField(default=0, verbose_name="tables relues")),
                ("files", models.PositiveIntegerField(default=0, verbose_name="fichiers relus")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="poids")),
                ("trouble", models.CharField(blank=True, max_length=300, verbose_name="ce qui a manqué")),
            ],
            options={
                "verbose_name": "sauvegarde",
                "indexes": [models.Index(fields=["-at", "-id"], name="core_backup_at")],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80)),
                ("user_id", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(db_default=cordee.core.models.journal.CordeeNow())),
            ],
            options={
                "verbose_name": "mise de côté",
                "constraints": [models.UniqueConstraint(fields=("code", "user_id"), name="core_setaside_once", nulls_distinct=False)],
            },
        ),
    ]
