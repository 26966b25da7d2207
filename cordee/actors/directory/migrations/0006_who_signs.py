"""The direction and the presidency sign, unless their sheet says otherwise."""

from django.db import migrations

SIGN = "UPDATE directory_position SET signs = true WHERE title IN ('director', 'president') AND person_id IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_children_of_a_sheet")]
    operations = [migrations.RunSQL(SIGN, migrations.RunSQL.noop)]
