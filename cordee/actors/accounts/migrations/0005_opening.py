"""The opening of a platform by its first administrator; the day before this visit."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_entrance"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="visited_before",
            field=models.DateTimeField(editable=False, null=True, verbose_name="visite d'avant"),
        ),
        migrations.CreateModel(
            name="Setup",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("code_sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(auto_now=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ouverture de la plateforme",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="accounts_setup_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="accounts_setup_closed_by_someone",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="setup",
            trigger=pgtrigger.compiler.Trigger(
                name="opened_for_ever",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6f68ec32a27370dd91522b268c781f216d9c47b7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_opened_for_ever_15b05",
                    table="accounts_setup",
                    when="BEFORE",
                ),
            ),
        ),
    ]
