"""The number of a dossier, given by the base; the double key of threaded tables; histories that cannot be rewritten; the criteria."""

from django.db import migrations

from cordee.core.schema import AppendOnly, Stamped, ThreadedForeignKey

THREADED = ("case", "beneficiary", "accounts")
TRACKED = (
    *THREADED, "assignment", "adhesion", "presence", "validation", "eligibility", "eligibilityline", "reorientation",
)  # fmt: skip
#: two dossiers opened at the same second wait for each other on the row of their operator and year
NUMBER = """
CREATE FUNCTION cases_give_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.rank = 0 THEN
    INSERT INTO cases_counter (operator_id, year, last) VALUES (NEW.opened_by_id, NEW.year, 1)
    ON CONFLICT (operator_id, year) DO UPDATE SET last = cases_counter.last + 1 RETURNING last INTO NEW.rank;
  ELSE
    INSERT INTO cases_counter (operator_id, year, last) VALUES (NEW.opened_by_id, NEW.year, NEW.rank)
    ON CONFLICT (operator_id, year) DO UPDATE SET last = greatest(cases_counter.last, excluded.last);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_case_number BEFORE INSERT ON cases_case FOR EACH ROW EXECUTE FUNCTION cases_give_number();
CREATE FUNCTION cases_keep_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'cases_case_number_kept' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER cases_case_number_kept BEFORE UPDATE ON cases_case FOR EACH ROW
WHEN ((OLD.opened_by_id, OLD.year, OLD.rank) IS DISTINCT FROM (NEW.opened_by_id, NEW.year, NEW.rank))
EXECUTE FUNCTION cases_keep_number();
"""
UNNUMBER = """
DROP TRIGGER cases_case_number_kept ON cases_case; DROP FUNCTION cases_keep_number();
DROP TRIGGER cases_case_number ON cases_case; DROP FUNCTION cases_give_number();
"""
CRITERIA = (
    ("nature", "ess-employeuse", "Structure de l'économie sociale et solidaire qui emploie"),
    ("nature", "premier-emploi", "Premier emploi en vue, ou emplois à sauver"),
    ("weighed", "emploi", "Besoin d'améliorer, de créer ou de maintenir l'emploi"),
    ("weighed", "utilite", "Utilité pour le territoire"),
    ("weighed", "sans-autre-offre", "Aucune autre offre ne répond"),
    ("weighed", "moyens", "Pas les moyens de payer un conseil"),
    ("weighed", "dla-disponible", "Moyens du DLA disponibles"),
    ("weighed", "volontaire", "Volontaire, et prête à y donner du temps"),
)


def load(apps, schema_editor):
    criterion = apps.get_model("cases", "Criterion")
    criterion.objects.bulk_create(
        [criterion(family=family, code=code, label=label, position=rank) for rank, (family, code, label) in enumerate(CRITERIA, 1)]
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("core", "0012_logos")]
    operations = [
        migrations.RunSQL(NUMBER, UNNUMBER),
        *(ThreadedForeignKey(f"cases_{name}") for name in THREADED),
        *(AppendOnly(f"cases_{name}event") for name in TRACKED),
        Stamped("cases_criterion"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
