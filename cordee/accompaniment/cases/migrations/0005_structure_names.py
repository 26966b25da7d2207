"""A dossier is found by the names of its structures: kept beside it by triggers, in its search column."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

import cordee.core.text

# What a dossier's row says of its structures, kept by the database itself.
NAMES = """
CREATE FUNCTION cases_names_of(dossier bigint) RETURNS text STABLE LANGUAGE sql AS $$
  SELECT coalesce(string_agg(concat_ws(' ', o.name, nullif(o.acronym, ''), nullif(o.other_names, '')), ' ' ORDER BY o.sort_key, o.id), '')
  FROM cases_beneficiary b JOIN directory_organisation o ON o.id = b.organisation_id WHERE b.case_id = dossier $$;
CREATE FUNCTION cases_derive_names(dossiers bigint[]) RETURNS void LANGUAGE sql AS $$
  UPDATE cases_case c SET structure_names = d.names
  FROM (SELECT i.id, cases_names_of(i.id) AS names FROM unnest(dossiers) AS i(id)) d
  WHERE c.id = d.id AND c.structure_names IS DISTINCT FROM d.names $$;
CREATE FUNCTION cases_keep_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.structure_names := cases_names_of(NEW.id);
  RETURN NEW;
END $$;
CREATE TRIGGER cases_case_names_kept BEFORE UPDATE ON cases_case FOR EACH ROW
WHEN (OLD.structure_names IS DISTINCT FROM NEW.structure_names) EXECUTE FUNCTION cases_keep_names();
CREATE FUNCTION cases_organisation_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cases_derive_names((SELECT coalesce(array_agg(case_id), '{}') FROM cases_beneficiary WHERE organisation_id = NEW.id));
  RETURN NULL;
END $$;
CREATE TRIGGER cases_names_renamed AFTER UPDATE OF name, acronym, other_names ON directory_organisation FOR EACH ROW
WHEN ((OLD.name, OLD.acronym, OLD.other_names) IS DISTINCT FROM (NEW.name, NEW.acronym, NEW.other_names))
EXECUTE FUNCTION cases_organisation_renamed();
"""
NO_NAMES = """
DROP TRIGGER cases_names_renamed ON directory_organisation; DROP FUNCTION cases_organisation_renamed();
DROP TRIGGER cases_case_names_kept ON cases_case; DROP FUNCTION cases_keep_names();
DROP FUNCTION cases_derive_names(bigint[]); DROP FUNCTION cases_names_of(bigint);
"""
TRIGGER = """
CREATE FUNCTION cases_beneficiary_names_{op}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cases_derive_names((SELECT coalesce(array_agg(DISTINCT case_id), '{{}}') FROM {rows}));
  RETURN NULL;
END $$;
CREATE TRIGGER cases_beneficiary_names_{op} AFTER {op} ON cases_beneficiary REFERENCING {tables}
  FOR EACH STATEMENT EXECUTE FUNCTION cases_beneficiary_names_{op}();
"""
NO_TRIGGER = "DROP TRIGGER cases_beneficiary_names_{op} ON cases_beneficiary; DROP FUNCTION cases_beneficiary_names_{op}();"
CHANGED = {
    "insert": ("NEW TABLE AS new_rows", "new_rows"),
    "delete": ("OLD TABLE AS old_rows", "old_rows"),
    "update": ("OLD TABLE AS old_rows NEW TABLE AS new_rows", "(SELECT case_id FROM old_rows UNION SELECT case_id FROM new_rows) changed"),
}
FILL = "SELECT cases_derive_names(array_agg(id)) FROM cases_case"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_my_day"), ("directory", "0020_bounced")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="structure_names",
            field=models.TextField(db_default="", default="", editable=False, verbose_name="noms de ses structures"),
        ),
        migrations.RunSQL(NAMES, NO_NAMES),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(TRIGGER.format(op=op, tables=tables, rows=rows), NO_TRIGGER.format(op=op))
            for op, (tables, rows) in CHANGED.items()
        ),
        migrations.RemoveIndex(model_name="case", name="cases_case_search"),
        migrations.RemoveField(model_name="case", name="search"),
        migrations.AddField(
            model_name="case",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.CombinedSearchVector(
                    django.contrib.postgres.search.CombinedSearchVector(
                        django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.CombinedSearchVector(
                                        django.contrib.postgres.search.CombinedSearchVector(
                                            django.contrib.postgres.search.SearchVector(
                                                cordee.core.text.FrNormalize("title"), config="french", weight="A"
                                            ),
                                            "||",
                                            django.contrib.postgres.search.SearchVector(
                                                cordee.core.text.FrNormalize("title"), config="simple", weight="A"
                                            ),
                                            django.contrib.postgres.search.SearchConfig("french"),
                                        ),
                                        "||",
                                        django.contrib.postgres.search.SearchVector(
                                            cordee.core.text.FrNormalize("own_number"), config="french", weight="B"
                                        ),
                                        django.contrib.postgres.search.SearchConfig("french"),
                                    ),
                                    "||",
                                    django.contrib.postgres.search.SearchVector(
                                        cordee.core.text.FrNormalize("own_number"), config="simple", weight="B"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("french"),
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector(
                                    cordee.core.text.FrNormalize("structure_names"), config="french", weight="B"
                                ),
                                django.contrib.postgres.search.SearchConfig("french"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                cordee.core.text.FrNormalize("structure_names"), config="simple", weight="B"
                            ),
                            django.contrib.postgres.search.SearchConfig("french"),
                        ),
                        "||",
                        django.contrib.postgres.search.SearchVector(cordee.core.text.FrNormalize("need"), config="french", weight="C"),
                        django.contrib.postgres.search.SearchConfig("french"),
                    ),
                    "||",
                    django.contrib.postgres.search.SearchVector(cordee.core.text.FrNormalize("need"), config="simple", weight="C"),
                    django.contrib.postgres.search.SearchConfig("french"),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="cases_case_search"),
        ),
    ]
