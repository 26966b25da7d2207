"""The file of a paper is read through its point alone, where links of interest are known: its own door closes."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_keys")]

    operations = [
        migrations.RunSQL(
            "UPDATE core_file SET audience = '{}' WHERE id IN (SELECT file_id FROM partners_paper)",
            "UPDATE core_file SET audience = '{operator}' WHERE id IN (SELECT file_id FROM partners_paper)",
        )
    ]
