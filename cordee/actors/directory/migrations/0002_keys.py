"""Derived columns, the double key of threaded tables, and histories that cannot be rewritten."""

from django.db import migrations

from cordee.core.schema import AppendOnly, ThreadedForeignKey

# What an organisation's row says of its roles and names, kept by the database itself.
DERIVED = """
CREATE FUNCTION directory_derive_card(ids bigint[]) RETURNS void LANGUAGE sql AS $$
  UPDATE directory_organisation o SET card_open = d.open
  FROM (SELECT i.id, range_agg(r.period) FILTER (WHERE r.kind IN
                 ('provider', 'operator', 'host', 'funder', 'network', 'public_body')) AS open
        FROM unnest(ids) AS i(id) LEFT JOIN directory_role r ON r.organisation_id = i.id GROUP BY i.id) d
  WHERE o.id = d.id AND o.card_open IS DISTINCT FROM d.open $$;
CREATE FUNCTION directory_derive_names(ids bigint[]) RETURNS void LANGUAGE sql AS $$
  UPDATE directory_organisation o SET other_names = d.names
  FROM (SELECT i.id, coalesce(string_agg(a.name, ' ' ORDER BY a.name), '') AS names
        FROM unnest(ids) AS i(id) LEFT JOIN directory_alias a ON a.organisation_id = i.id GROUP BY i.id) d
  WHERE o.id = d.id AND o.other_names IS DISTINCT FROM d.names $$;
"""
TRIGGER = """
CREATE FUNCTION {table}_derived_{op}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM {derive}((SELECT coalesce(array_agg(DISTINCT organisation_id), '{{}}') FROM {rows}));
  RETURN NULL;
END $$;
CREATE TRIGGER {table}_derived_{op} AFTER {op} ON {table} REFERENCING {tables}
  FOR EACH STATEMENT EXECUTE FUNCTION {table}_derived_{op}();
"""
UNDO = "DROP TRIGGER {table}_derived_{op} ON {table}; DROP FUNCTION {table}_derived_{op}();"
CHANGED = {
    "insert": ("NEW TABLE AS new_rows", "new_rows"),
    "delete": ("OLD TABLE AS old_rows", "old_rows"),
    "update": (
        "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "(SELECT organisation_id FROM old_rows UNION SELECT organisation_id FROM new_rows) changed",
    ),
}


def keep(table: str, derive: str) -> list[migrations.RunSQL]:
    """Statement-level triggers: a bulk write recomputes each organisation once."""
    return [
        migrations.RunSQL(TRIGGER.format(table=table, derive=derive, op=op, tables=tables, rows=rows), UNDO.format(table=table, op=op))
        for op, (tables, rows) in CHANGED.items()
    ]


HISTORIES = ["agreement", "alias", "changerequest", "identifier", "mandate", "organisation", "person", "position", "role", "site", "tie"]


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("core", "0003_append_only"), ("territory", "0003_threads_have_a_zone")]
    operations = [
        migrations.RunSQL(DERIVED, "DROP FUNCTION directory_derive_card(bigint[]); DROP FUNCTION directory_derive_names(bigint[])"),
        *keep("directory_role", "directory_derive_card"),
        *keep("directory_alias", "directory_derive_names"),
        ThreadedForeignKey("directory_organisation"),
        ThreadedForeignKey("directory_changerequest"),
        *(AppendOnly(f"directory_{name}event") for name in [*HISTORIES, "yearfigures"]),
    ]
