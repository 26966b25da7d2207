"""The double key of invitations, and histories that cannot be rewritten."""

from django.db import migrations

from cordee.core.schema import AppendOnly, ThreadedForeignKey


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_initial"), ("core", "0003_append_only")]
    operations = [
        ThreadedForeignKey("accounts_invitation"),
        AppendOnly("accounts_membershipevent"),
        AppendOnly("accounts_invitationevent"),
    ]
