"""The double key of threaded tables; notes that are never rewritten; histories; the model list of pieces."""

from django.db import migrations

from cordee.core.schema import AppendOnly, Kept, Stamped, ThreadedForeignKey

THREADED = ("note", "step", "demand", "piece")
PIECES = (
    ("statutes", "statuts", "Statuts à jour"),
    ("accounts", "comptes-dernier", "Comptes annuels du dernier exercice"),
    ("accounts", "comptes-precedent", "Comptes annuels de l'exercice précédent"),
    ("activity", "rapport-activite", "Rapport d'activité"),
    ("accounts", "budget", "Budget de l'année"),
    ("activity", "organigramme", "Organigramme"),
    ("statutes", "convention-siae", "Convention de structure d'insertion (SIAE)"),
)


def load(apps, schema_editor):
    kind = apps.get_model("followup", "PieceKind")
    kind.objects.bulk_create(
        [kind(family=family, code=code, label=label, position=rank) for rank, (family, code, label) in enumerate(PIECES, 1)]
    )


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial"), ("core", "0012_logos")]
    operations = [
        *(ThreadedForeignKey(f"followup_{name}") for name in THREADED),
        *(AppendOnly(f"followup_{name}event") for name in THREADED),
        Kept("followup_note", "kind", "held_on", "who", "body", "internal"),
        Stamped("followup_piecekind"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
