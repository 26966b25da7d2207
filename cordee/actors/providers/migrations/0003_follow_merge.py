"""A sheet that a merge gives to another organisation bears that one's name at once."""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION providers_follow_owner() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE followed bigint[];
BEGIN
  SELECT array_agg(n.id) INTO followed FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE n.organisation_id <> o.organisation_id;
  IF followed IS NOT NULL THEN PERFORM providers_derive(followed); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER providers_provider_followed AFTER UPDATE ON providers_provider
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION providers_follow_owner();
"""


class Migration(migrations.Migration):
    dependencies = [("providers", "0002_keys")]
    operations = [
        migrations.RunSQL(FOLLOW, "DROP TRIGGER providers_provider_followed ON providers_provider; DROP FUNCTION providers_follow_owner()"),
    ]
