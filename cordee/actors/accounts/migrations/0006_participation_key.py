"""A participation has an address: the page that ends it names it. The base gives one to each of those already there."""

import uuid

from django.db import migrations, models

TABLE = "accounts_participation"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_opening")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE {TABLE} ADD COLUMN public_id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE;"
                    f"ALTER TABLE {TABLE} ALTER COLUMN public_id DROP DEFAULT;",
                    f"ALTER TABLE {TABLE} DROP COLUMN public_id;",
                )
            ],
            state_operations=[
                migrations.AddField(
                    model_name="participation",
                    name="public_id",
                    field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="identifiant public"),
                )
            ],
        )
    ]
