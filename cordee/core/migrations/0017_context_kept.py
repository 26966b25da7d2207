"""Who wrote, and why, is kept as the lines that name it: changed by the very act in progress, and by nothing else."""

from django.db import migrations

KEEP = """
CREATE TRIGGER pghistory_context_kept BEFORE DELETE OR TRUNCATE ON pghistory_context
  FOR EACH STATEMENT EXECUTE FUNCTION cordee_append_only();
CREATE TRIGGER pghistory_context_frozen AFTER UPDATE ON pghistory_context
  FOR EACH ROW WHEN (
    OLD.id::text IS DISTINCT FROM current_setting('pghistory.context_id', true) OR OLD.created_at < now() - interval '1 day'
  ) EXECUTE FUNCTION cordee_append_only();
"""
UNDO = "DROP TRIGGER pghistory_context_kept ON pghistory_context; DROP TRIGGER pghistory_context_frozen ON pghistory_context;"


class Migration(migrations.Migration):
    dependencies = [("core", "0016_recent_events"), ("pghistory", "0007_auto_20250421_0444")]
    operations = [migrations.RunSQL(KEEP, UNDO)]
