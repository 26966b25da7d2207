"""A history that cannot be rewritten."""

from django.db import migrations

from cordee.core.schema import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("takeover", "0001_initial")]
    operations = [AppendOnly("takeover_casemappingevent")]
