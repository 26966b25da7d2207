"""An erasure serves the transaction that wrote it and no other; a journal cannot be emptied either; a creation happens once."""

from django.db import migrations, models

import cordee.core.models.journal

FUNCTION = """
CREATE OR REPLACE FUNCTION cordee_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE named text := current_setting('cordee.erasure', true);
BEGIN
  IF named <> '' AND TG_OP <> 'TRUNCATE' AND EXISTS (
    SELECT 1 FROM core_erasure WHERE id = named::bigint AND transaction = pg_current_xact_id()::text::bigint
  ) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'append-only: % on % needs an erasure', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_append_only")]
    operations = [
        migrations.AddField(
            "erasure",
            "transaction",
            models.BigIntegerField(db_default=cordee.core.models.journal.ThisTransaction(), editable=False),
        ),
        migrations.RunSQL(FUNCTION, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "event",
            models.UniqueConstraint(
                condition=models.Q(("from_state", ""), ("operation__isnull", False)),
                fields=("thread", "code", "operation"),
                name="core_event_started_once",
            ),
        ),
    ]
