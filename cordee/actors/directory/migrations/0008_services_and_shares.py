"""The nomenclature of services, histories that cannot be rewritten, and the shares of a year's workshops looked at together."""

from django.db import migrations

from cordee.core.schema import AppendOnly

SERVICES = {
    "households": {
        "menage-linge": "Entretien de la maison et du linge",
        "jardins": "Entretien des jardins et espaces verts",
        "petits-travaux": "Petits travaux et bricolage",
        "garde-aide": "Garde d'enfants et aide à domicile",
        "vente": "Vente de biens neufs ou de seconde main",
        "repas": "Repas et restauration",
    },
    "businesses": {
        "mise-disposition": "Mise à disposition de personnel",
        "nettoyage-locaux": "Nettoyage de locaux",
        "travaux": "Travaux et second œuvre",
        "paysage": "Entretien d'espaces et de voirie",
        "sous-traitance": "Sous-traitance et fabrication",
        "collecte": "Collecte, tri et réemploi",
        "logistique": "Transport et logistique",
    },
    "people": {
        "appui-social": "Appui social individualisé",
        "recherche-emploi": "Aide à la recherche d'emploi",
        "formation": "Formation et remise à niveau",
        "mobilite": "Aide à la mobilité",
    },
}
# At the end of the transaction: a year's screen writes its workshops one after the other.
SHARES = """
CREATE FUNCTION directory_workshop_total() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  counted record;
BEGIN
  SELECT count(*) AS lines, count(turnover_share) AS known, coalesce(sum(turnover_share), 0) AS total INTO counted
  FROM directory_workshop WHERE figures_id = coalesce(NEW.figures_id, OLD.figures_id);
  IF counted.known > 0 AND (counted.known < counted.lines OR counted.total <> 100) THEN
    RAISE EXCEPTION 'shares of a year total % instead of 100', counted.total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'directory_workshop_total', TABLE = 'directory_workshop';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER directory_workshop_total AFTER INSERT OR UPDATE OR DELETE ON directory_workshop
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION directory_workshop_total();
"""
UNDO = "DROP TRIGGER directory_workshop_total ON directory_workshop; DROP FUNCTION directory_workshop_total();"


def load(apps, schema_editor):
    service = apps.get_model("directory", "Service")
    lines = [(family, code, label) for family, services in SERVICES.items() for code, label in services.items()]
    service.objects.bulk_create(
        [service(code=code, label=label, family=family, position=rank) for rank, (family, code, label) in enumerate(lines, 1)]
    )


def unload(apps, schema_editor):
    codes = [code for services in SERVICES.values() for code in services]
    apps.get_model("directory", "Service").objects.filter(code__in=codes, organisations=None).delete()


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_sheet_sections"), ("core", "0003_append_only")]
    operations = [
        migrations.RunPython(load, unload),
        *(AppendOnly(f"directory_{name}event") for name in ("coverage", "workshop")),
        migrations.RunSQL(SHARES, UNDO),
    ]
