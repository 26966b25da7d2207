"""The double key of requests; their history, which cannot be rewritten."""

from django.db import migrations

from cordee.core.schema import AppendOnly, ThreadedForeignKey


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_initial"), ("core", "0012_logos")]
    operations = [
        ThreadedForeignKey("requests_request"),
        AppendOnly("requests_requestevent"),
    ]
