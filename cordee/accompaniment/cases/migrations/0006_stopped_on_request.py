"""Who stopped a dossier: its structure, or its DLA without being asked."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Those that the structure stopped itself; of the others, nothing says whether it had asked.
BY_ITSELF = """
UPDATE cases_case c SET stopped_on_request = true WHERE c.state = 'abandoned' AND EXISTS (
  SELECT 1 FROM core_event e JOIN accounts_membership m ON m.id = e.actor_membership
    JOIN cases_beneficiary b ON b.organisation_id = m.organisation_id AND b.case_id = c.id
  WHERE e.subject_kind = 'cases.case' AND e.subject_id = c.id AND e.code = 'cases.case.abandon')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_structure_names"),
        ("accounts", "0008_partners"),
        ("core", "0016_recent_events"),
        ("directory", "0020_bounced"),
        ("network", "0003_references"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="update_update",
        ),
        migrations.AddField(
            model_name="case",
            name="stopped_on_request",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="arrêté à la demande de la structure"),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="stopped_on_request",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="arrêté à la demande de la structure"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_caseevent" ("fictitious", "follows_id", "id", "kind", "need", "opened_by_id", "origin", "own_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rank", "relayed_from_id", "requested_on", "requester_id", "results", "state", "stopped_on_request", "taken_over", "thread_id", "title", "version", "year", "zone") SELECT new_values."fictitious", new_values."follows_id", new_values."id", new_values."kind", new_values."need", new_values."opened_by_id", new_values."origin", new_values."own_number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."rank", new_values."relayed_from_id", new_values."requested_on", new_values."requester_id", new_values."results", new_values."state", new_values."stopped_on_request", new_values."taken_over", new_values."thread_id", new_values."title", new_values."version", new_values."year", new_values."zone" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c0741717e1a986a57cd10dd2b04808899562ad3f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0b483",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="cases_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_caseevent" ("fictitious", "follows_id", "id", "kind", "need", "opened_by_id", "origin", "own_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rank", "relayed_from_id", "requested_on", "requester_id", "results", "state", "stopped_on_request", "taken_over", "thread_id", "title", "version", "year", "zone") SELECT new_values."fictitious", new_values."follows_id", new_values."id", new_values."kind", new_values."need", new_values."opened_by_id", new_values."origin", new_values."own_number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."rank", new_values."relayed_from_id", new_values."requested_on", new_values."requester_id", new_values."results", new_values."state", new_values."stopped_on_request", new_values."taken_over", new_values."thread_id", new_values."title", new_values."version", new_values."year", new_values."zone" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."fictitious" IS DISTINCT FROM (new_values."fictitious") OR old_values."follows_id" IS DISTINCT FROM (new_values."follows_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."need" IS DISTINCT FROM (new_values."need") OR old_values."opened_by_id" IS DISTINCT FROM (new_values."opened_by_id") OR old_values."origin" IS DISTINCT FROM (new_values."origin") OR old_values."own_number" IS DISTINCT FROM (new_values."own_number") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."rank" IS DISTINCT FROM (new_values."rank") OR old_values."relayed_from_id" IS DISTINCT FROM (new_values."relayed_from_id") OR old_values."requested_on" IS DISTINCT FROM (new_values."requested_on") OR old_values."requester_id" IS DISTINCT FROM (new_values."requester_id") OR old_values."results" IS DISTINCT FROM (new_values."results") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."stopped_on_request" IS DISTINCT FROM (new_values."stopped_on_request") OR old_values."taken_over" IS DISTINCT FROM (new_values."taken_over") OR old_values."thread_id" IS DISTINCT FROM (new_values."thread_id") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."year" IS DISTINCT FROM (new_values."year") OR old_values."zone" IS DISTINCT FROM (new_values."zone")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f40009dafa52ad3d8f6bda2bb46a27d8a3f436df",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f5146",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="cases_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_caseevent" ("fictitious", "follows_id", "id", "kind", "need", "opened_by_id", "origin", "own_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rank", "relayed_from_id", "requested_on", "requester_id", "results", "state", "stopped_on_request", "taken_over", "thread_id", "title", "version", "year", "zone") SELECT old_values."fictitious", old_values."follows_id", old_values."id", old_values."kind", old_values."need", old_values."opened_by_id", old_values."origin", old_values."own_number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."rank", old_values."relayed_from_id", old_values."requested_on", old_values."requester_id", old_values."results", old_values."state", old_values."stopped_on_request", old_values."taken_over", old_values."thread_id", old_values."title", old_values."version", old_values."year", old_values."zone" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="13359797194f322a3b36af0a52287847073d5e95",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8d49e",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="cases_case",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("stopped_on_request", False), ("state", "abandoned"), _connector="OR"), name="cases_case_stopped"
            ),
        ),
        migrations.RunSQL(BY_ITSELF, migrations.RunSQL.noop),
    ]
