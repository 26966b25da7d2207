"""The double key of threaded tables, and histories that cannot be rewritten."""

from django.db import migrations

from cordee.core.schema import AppendOnly, ThreadedForeignKey

HISTORIES = ["agreement", "alias", "changerequest", "identifier", "mandate", "organisation", "person", "position", "role", "site", "tie"]


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("core", "0003_append_only"), ("territory", "0003_threads_have_a_zone")]
    operations = [
        ThreadedForeignKey("directory_organisation"),
        ThreadedForeignKey("directory_changerequest"),
        *(AppendOnly(f"directory_{name}event") for name in [*HISTORIES, "yearfigures"]),
    ]
