"""Sectors and services are kept in the settings: dated, each label once, every write renews the stamp."""

from django.db import migrations, models

import cordee.core.text
from cordee.core.schema import Stamped


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0010_duplicates_successions"),
        ("core", "0011_nomenclatures"),
    ]

    operations = [
        migrations.AddField(
            model_name="sector",
            name="starts_on",
            field=models.DateField(blank=True, null=True, verbose_name="proposé à partir du"),
        ),
        migrations.AddField(
            model_name="service",
            name="starts_on",
            field=models.DateField(blank=True, null=True, verbose_name="proposé à partir du"),
        ),
        migrations.AddConstraint(
            model_name="sector",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True), ("retired_on__isnull", True), ("retired_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="directory_sector_period",
                violation_error_message="Le retrait ne peut pas précéder le premier jour.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sector",
            constraint=models.UniqueConstraint(
                cordee.core.text.FrNormalize("label"),
                name="directory_sector_label",
                violation_error_message="Un secteur porte déjà ce libellé.",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True), ("retired_on__isnull", True), ("retired_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="directory_service_period",
                violation_error_message="Le retrait ne peut pas précéder le premier jour.",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.UniqueConstraint(
                models.F("family"),
                cordee.core.text.FrNormalize("label"),
                name="directory_service_label",
                violation_error_message="Un service porte déjà ce libellé pour les mêmes personnes.",
            ),
        ),
        Stamped("directory_sector"),
        Stamped("directory_service"),
    ]
