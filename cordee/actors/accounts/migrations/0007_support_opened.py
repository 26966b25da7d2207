"""The list of support accesses is read from the latest opened."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_participation_key"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="supportaccess",
            index=models.Index(fields=["opened_at", "id"], name="accounts_support_opened"),
        ),
    ]
