"""The double key of threaded tables; histories, versions and validations that cannot be rewritten; two competences seen in dossiers."""

from django.db import migrations

from cordee.core.schema import AppendOnly, Kept, ThreadedForeignKey

THREADED = ("diagnosis", "version", "contribution", "review")
TRACKED = ("diagnosis", "finding", "contribution", "review")
#: seen in individual accompaniments, beside commercial strategy: code → theme, label, rank
COMPETENCES = {
    "reconventionnement": ("STRAT", "Conventionnement et reconventionnement", 21),
    "projet-insertion": ("STRAT", "Projet d'insertion : offre de services et parcours des personnes", 22),
}


def load(apps, schema_editor):
    theme, competence = apps.get_model("directory", "Theme"), apps.get_model("directory", "Competence")
    for code, (under, label, position) in COMPETENCES.items():
        competence.objects.get_or_create(
            code=code, defaults={"theme": theme.objects.filter(code=under).first(), "label": label, "position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("diagnoses", "0001_initial"), ("directory", "0019_activity_codes")]
    operations = [
        *(ThreadedForeignKey(f"diagnoses_{name}") for name in THREADED),
        *(AppendOnly(f"diagnoses_{name}event") for name in TRACKED),
        # a version follows its thread to another territory, an assent its organisation when sheets are merged: nothing else changes
        Kept("diagnoses_version", "diagnosis_id", "number", "content", "sha256", "proposed_at", "proposed_by"),
        Kept("diagnoses_assent", "version_id", "side", "by_bodies", "body", "on", "noted_by"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
