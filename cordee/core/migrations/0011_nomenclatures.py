"""Nomenclatures: local names, and the stamp by which every process knows that a list changed."""

from django.db import migrations, models

from cordee.core.schema import Stamped

# A stamp that is no counter: one that was rolled back is never given again.
CHANGED = """
CREATE FUNCTION cordee_nomenclature_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core_nomenclaturestamp (id, stamp) VALUES (1, gen_random_uuid())
  ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0010_imports"),
    ]

    operations = [
        migrations.RunSQL(CHANGED, "DROP FUNCTION cordee_nomenclature_changed()"),
        migrations.CreateModel(
            name="NomenclatureStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stamp", models.UUIDField()),
            ],
            options={
                "verbose_name": "état des nomenclatures",
            },
        ),
        migrations.CreateModel(
            name="LocalTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nomenclature", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=30)),
                ("place", models.CharField(max_length=12, verbose_name="lieu")),
                ("label", models.CharField(max_length=120, verbose_name="libellé local")),
            ],
            options={
                "verbose_name": "libellé local",
                "constraints": [models.UniqueConstraint(fields=("nomenclature", "code", "place"), name="core_localterm_once")],
            },
        ),
        Stamped("core_localterm"),
        migrations.RunSQL("INSERT INTO core_nomenclaturestamp (id, stamp) VALUES (1, gen_random_uuid())", migrations.RunSQL.noop),
    ]
