"""A new place has an empty telephone, in forms too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0018_activity_codes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="site",
            name="phone",
            field=models.CharField(blank=True, db_default="", default="", max_length=20, verbose_name="téléphone"),
        ),
        migrations.AlterField(
            model_name="siteevent",
            name="phone",
            field=models.CharField(blank=True, db_default="", default="", max_length=20, verbose_name="téléphone"),
        ),
    ]
