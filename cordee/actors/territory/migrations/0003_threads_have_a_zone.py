"""Every thread lies in a known zone. Core knows no room, so the foreign key is laid from here."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("territory", "0002_load"), ("core", "0002_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE core_thread ADD CONSTRAINT core_thread_zone FOREIGN KEY (zone) REFERENCES territory_zone (code) ON UPDATE CASCADE",
            "ALTER TABLE core_thread DROP CONSTRAINT core_thread_zone",
        )
    ]
