"""The few addresses that no longer receive."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0019_activity_codes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("bounced_on__isnull", False)), fields=["bounced_on"], name="directory_person_bounced"),
        ),
    ]
