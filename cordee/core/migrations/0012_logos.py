"""A file may be a logo: said by a column, no longer by its title."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0011_nomenclatures"),
    ]

    operations = [
        migrations.AddField(
            model_name="file",
            name="purpose",
            field=models.CharField(blank=True, choices=[("logo", "Logo")], db_default="", max_length=12, verbose_name="sert de"),
        ),
        migrations.RunSQL(
            "UPDATE core_file SET purpose = 'logo' WHERE label = 'Logo' AND kind IN ('png', 'jpeg', 'webp')", migrations.RunSQL.noop
        ),
    ]
