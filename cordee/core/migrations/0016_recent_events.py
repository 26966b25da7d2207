"""What moved lately, without reading what every thread ever told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0015_typed_defaults"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["-at", "-id"], name="core_event_recent"),
        ),
    ]
