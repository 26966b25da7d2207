"""The nomenclature of sectors: those that the scheme's own documents name, then the fields where its structures work."""

from django.db import migrations

SECTORS = {
    "iae": "Insertion par l'activité économique",
    "economie-circulaire": "Économie circulaire et réemploi",
    "nettoyage": "Nettoyage et propreté",
    "services-personne": "Services à la personne",
    "espaces-verts": "Espaces verts et environnement",
    "maraichage": "Maraîchage et agriculture",
    "batiment": "Bâtiment et second œuvre",
    "restauration": "Restauration et alimentation",
    "textile": "Textile et couture",
    "blanchisserie": "Blanchisserie et repassage",
    "mobilite": "Mobilité",
    "industrie": "Sous-traitance industrielle",
    "logistique": "Logistique et manutention",
    "mise-disposition": "Mise à disposition de personnel",
    "numerique": "Numérique",
    "culture": "Culture et patrimoine",
    "sport": "Sport",
    "animation": "Animation et éducation populaire",
    "jeunesse": "Enfance et jeunesse",
    "tourisme": "Tourisme et loisirs",
    "sante-social": "Santé et action sociale",
    "logement": "Logement et hébergement",
    "formation": "Formation et accompagnement vers l'emploi",
    "conseil": "Conseil et appui aux structures",
}


def load(apps, schema_editor):
    sector = apps.get_model("directory", "Sector")
    sector.objects.bulk_create([sector(code=code, label=label, position=rank) for rank, (code, label) in enumerate(SECTORS.items(), 1)])


def unload(apps, schema_editor):
    apps.get_model("directory", "Sector").objects.filter(code__in=SECTORS, organisations=None).delete()


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_keys")]
    operations = [migrations.RunPython(load, unload)]
