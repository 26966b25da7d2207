"""Derived columns, the double key, and histories that cannot be rewritten."""

from django.db import migrations

from cordee.core.schema import AppendOnly, ThreadedForeignKey

# What a sheet's row says of its organisation and of its links in force today. One statement, whoever asks: the verb that writes
# a link, the nightly check, the generator. Answers how many rows had to change.
DERIVE = """
CREATE FUNCTION providers_derive(ids bigint[]) RETURNS bigint LANGUAGE sql AS $$
  WITH facets AS (
    SELECT p.id, o.name, concat_ws(' ', o.acronym, o.other_names, o.city, c.labels, s.labels) AS words,
           coalesce(c.ids, '{}') AS competence_ids, coalesce(s.ids, '{}') AS sector_ids,
           coalesce(a.codes, '{}') AS departments, coalesce(a.everywhere, false) AS everywhere
    FROM providers_provider p JOIN directory_organisation o ON o.id = p.organisation_id
    LEFT JOIN LATERAL (
      SELECT array_agg(DISTINCT l.competence_id::int ORDER BY l.competence_id::int) AS ids,
             string_agg(DISTINCT concat_ws(' ', k.label, t.label), ' ') AS labels
      FROM providers_providercompetence l JOIN directory_competence k ON k.id = l.competence_id
      LEFT JOIN directory_theme t ON t.id = k.theme_id
      WHERE l.provider_id = p.id AND l.period @> cordee_today()) c ON true
    LEFT JOIN LATERAL (
      SELECT array_agg(DISTINCT l.sector_id::int ORDER BY l.sector_id::int) AS ids, string_agg(DISTINCT k.label, ' ') AS labels
      FROM providers_providersector l JOIN directory_sector k ON k.id = l.sector_id
      WHERE l.provider_id = p.id AND l.period @> cordee_today()) s ON true
    LEFT JOIN LATERAL (
      SELECT array_agg(DISTINCT d.code::text ORDER BY d.code::text) FILTER (WHERE d.code IS NOT NULL) AS codes,
             bool_or(l.kind = 'france') AS everywhere
      FROM providers_providerarea l
      LEFT JOIN territory_department d ON d.id = l.department_id OR d.region_id = l.region_id
      WHERE l.provider_id = p.id AND l.period @> cordee_today()) a ON true
    WHERE $1 IS NULL OR p.id = ANY ($1)),
  mended AS (
    UPDATE providers_provider p
    SET name = f.name, words = f.words, competence_ids = f.competence_ids, sector_ids = f.sector_ids,
        departments = f.departments, everywhere = f.everywhere
    FROM facets f
    WHERE p.id = f.id
      AND (p.name, p.words, p.competence_ids, p.sector_ids, p.departments, p.everywhere)
          IS DISTINCT FROM (f.name::varchar, f.words, f.competence_ids, f.sector_ids, f.departments, f.everywhere)
    RETURNING 1)
  SELECT count(*) FROM mended $$;
"""
# The name and the town are the organisation's: whoever writes them, by whatever way, the sheet follows in the same transaction.
FOLLOW = """
CREATE FUNCTION providers_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE followed bigint[];
BEGIN
  SELECT array_agg(p.id) INTO followed
  FROM new_rows n JOIN old_rows o ON o.id = n.id JOIN providers_provider p ON p.organisation_id = n.id
  WHERE (n.name, n.acronym, n.other_names, n.city) IS DISTINCT FROM (o.name, o.acronym, o.other_names, o.city);
  IF followed IS NOT NULL THEN PERFORM providers_derive(followed); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER directory_organisation_followed AFTER UPDATE ON directory_organisation
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION providers_follow();
"""
HISTORIES = (
    "provider", "providercompetence", "providersector", "providerarea", "consultant", "reference", "paper", "rate", "bankdetails",
    "suspension", "emergenceaction",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("providers", "0001_initial")]
    operations = [
        migrations.RunSQL(DERIVE, "DROP FUNCTION providers_derive(bigint[])"),
        migrations.RunSQL(
            FOLLOW, "DROP TRIGGER directory_organisation_followed ON directory_organisation; DROP FUNCTION providers_follow()"
        ),
        ThreadedForeignKey("providers_provider"),
        *(AppendOnly(f"providers_{name}event") for name in HISTORIES),
    ]
