"""The SQL functions that everything else stands on, and the shared cache table. No contrib extension is needed."""

from django.db import migrations

FORWARD = r"""
-- French text without accents, ligatures or punctuation, in lower case: one order and one spelling to compare.
CREATE FUNCTION fr_normalize(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(regexp_replace(
  replace(replace(replace(replace(
    regexp_replace(normalize(t, NFKD), '[\u0300-\u036f]', '', 'g'),
  'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'),
  '[''’`‐-―_./-]+', ' ', 'g'));

CREATE FUNCTION fr_trigrams(t text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT coalesce(array_agg(DISTINCT substr(w.padded, i, 3)), '{}')
        FROM (SELECT '  ' || m[1] || ' ' AS padded FROM regexp_matches(fr_normalize(t), '[a-z0-9]+', 'g') AS m) w,
             generate_series(1, length(w.padded) - 2) AS i);

-- The clock of every deadline: the same moment for a whole statement, and inlined by the planner, so that a condition on
-- it costs nothing per row. Tests replace this function; nothing else asks the server for the time.
CREATE FUNCTION cordee_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN statement_timestamp();
CREATE FUNCTION cordee_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
RETURN (cordee_now() AT TIME ZONE 'Europe/Paris')::date;

CREATE UNLOGGED TABLE core_cache (
  cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""
BACKWARD = """
DROP TABLE core_cache;
DROP FUNCTION cordee_today(); DROP FUNCTION cordee_now(); DROP FUNCTION fr_trigrams(text); DROP FUNCTION fr_normalize(text);
"""


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
