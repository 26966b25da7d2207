"""The double key of threaded tables, histories that cannot be rewritten, answers that stay as they were given."""

from django.db import migrations

from cordee.core.schema import AppendOnly, Kept, ThreadedForeignKey

THREADED = ("questionnaire", "campaign", "invitation", "response")
TRACKED = ("questionnaire", "campaign", "levelrule")
GIVEN = (
    "submission", "asked_id", "campaign_id", "invitation_id", "person_id", "department", "structure_kind", "voice", "revision",
    "channel", "answers", "marks", "total", "result", "submitted_on", "submitted_at", "entered_by_label", "reason",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = [
        *(ThreadedForeignKey(f"surveys_{name}") for name in THREADED),
        *(AppendOnly(f"surveys_{name}event") for name in TRACKED),
        Kept("surveys_response", *GIVEN),
    ]
