"""The double key of the threaded table, and histories that cannot be rewritten."""

from django.db import migrations

from cordee.core.schema import AppendOnly, ThreadedForeignKey

HISTORIES = ["body", "consulted", "declination", "edition", "perimeter"]


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial"), ("core", "0003_append_only")]
    operations = [ThreadedForeignKey("network_declination"), *(AppendOnly(f"network_{name}event") for name in HISTORIES)]
