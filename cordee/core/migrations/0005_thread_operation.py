"""A root is created once, however many times its button was pressed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_harder_journal")]
    operations = [migrations.AddField("thread", "operation", models.UUIDField(editable=False, null=True, unique=True))]
