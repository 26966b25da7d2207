"""The double key of threaded tables; histories that cannot be rewritten; validated versions that never change; the natures."""

from django.db import migrations

from cordee.core.schema import AppendOnly, Stamped, ThreadedForeignKey

THREADED = ("plan", "version", "planaction", "effort", "effect")
TRACKED = (*THREADED, "agreement", "funding")
#: words of a version and its actions, from the day on which both sides have validated it
FREEZE = """
CREATE FUNCTION plans_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'plans_version_frozen' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER plans_version_frozen BEFORE UPDATE ON plans_version FOR EACH ROW
WHEN (OLD.settled_on IS NOT NULL AND (OLD.starts_on, OLD.ends_on, OLD.objectives, OLD.follow_up, OLD.updating, OLD.reason, OLD.content,
  OLD.number, OLD.plan_id, OLD.settled_on) IS DISTINCT FROM (NEW.starts_on, NEW.ends_on, NEW.objectives, NEW.follow_up, NEW.updating,
  NEW.reason, NEW.content, NEW.number, NEW.plan_id, NEW.settled_on))
EXECUTE FUNCTION plans_keep_version();
CREATE TRIGGER plans_version_kept BEFORE DELETE ON plans_version FOR EACH ROW
WHEN (OLD.settled_on IS NOT NULL) EXECUTE FUNCTION plans_keep_version();
"""
THAW = """
DROP TRIGGER plans_version_kept ON plans_version; DROP TRIGGER plans_version_frozen ON plans_version;
DROP FUNCTION plans_keep_version();
"""
NATURES = (
    ("conseil", "Conseil"), ("formation", "Formation"), ("appui-technique", "Appui technique"), ("mise-en-relation", "Mise en relation"),
    ("autre", "Autre"),
)  # fmt: skip


def load(apps, schema_editor):
    nature = apps.get_model("plans", "Nature")
    nature.objects.bulk_create([nature(code=code, label=label, position=rank) for rank, (code, label) in enumerate(NATURES, 1)])


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("core", "0012_logos")]
    operations = [
        migrations.RunSQL(FREEZE, THAW),
        *(ThreadedForeignKey(f"plans_{name}") for name in THREADED),
        *(AppendOnly(f"plans_{name}event") for name in TRACKED),
        Stamped("plans_nature"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
