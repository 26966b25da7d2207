"""The double key of threaded tables, histories and opinions that cannot be rewritten."""

from django.db import migrations

from cordee.core.schema import AppendOnly, ThreadedForeignKey

THREADED = ("committee", "meeting", "contribution", "partnership")
TRACKED = (*THREADED, "member", "work", "agendaitem", "interest", "attendance", "gift", "partnerwork")


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial"), ("core", "0012_logos")]
    operations = [
        *(ThreadedForeignKey(f"partners_{name}") for name in THREADED),
        *(AppendOnly(f"partners_{name}event") for name in TRACKED),
        AppendOnly("partners_opinion"),
    ]
