"""The journal is append-only: only a transaction that names an erasure may blank a line."""

from django.db import migrations

from cordee.core.schema import AppendOnly, ThreadedForeignKey

FUNCTION = """
CREATE FUNCTION cordee_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE named text := current_setting('cordee.erasure', true);
BEGIN
  IF named IS NOT NULL AND named <> '' AND EXISTS (SELECT 1 FROM core_erasure WHERE id = named::bigint) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'append-only: % on % needs an erasure', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION cordee_append_only()"),
        AppendOnly("core_event"),
        AppendOnly("core_readlog"),
        AppendOnly("core_erasure"),
        ThreadedForeignKey("core_file"),
        ThreadedForeignKey("core_document"),
    ]
