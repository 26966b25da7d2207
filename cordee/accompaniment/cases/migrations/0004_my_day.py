"""Since when a dossier is at its stage; the passings of dossiers from one hand to another."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

STAGE = """
UPDATE cases_case c SET stage_since = coalesce(
  (SELECT coalesce(e.fact_on, (e.at AT TIME ZONE 'Europe/Paris')::date) FROM core_event e
   WHERE e.subject_kind = 'cases.case' AND e.subject_id = c.id AND e.to_state = c.state AND e.from_state <> e.to_state
   ORDER BY e.id DESC LIMIT 1), c.requested_on);
CREATE FUNCTION cases_stage_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.stage_since := cordee_today();
  RETURN NEW;
END $$;
CREATE TRIGGER cases_case_stage_begins BEFORE UPDATE ON cases_case FOR EACH ROW
WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.stage_since = NEW.stage_since)
EXECUTE FUNCTION cases_stage_begins();
"""
NO_STAGE = "DROP TRIGGER cases_case_stage_begins ON cases_case; DROP FUNCTION cases_stage_begins();"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_partners"),
        ("cases", "0003_search"),
        ("core", "0015_typed_defaults"),
        ("directory", "0019_activity_codes"),
        ("network", "0003_references"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="identifiant public")),
                (
                    "kind",
                    models.CharField(
                        choices=[("holder", "Dossiers confiés"), ("substitute", "Remplacement"), ("territory", "Changement d'opérateur")],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("on", models.DateField(verbose_name="à partir du")),
                ("until", models.DateField(blank=True, null=True, verbose_name="dernier jour")),
            ],
            options={
                "verbose_name": "passation",
            },
        ),
        migrations.CreateModel(
            name="HandoverLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Demande"),
                            ("received", "Accueil"),
                            ("reoriented", "Réorienté"),
                            ("diagnosing", "Diagnostic"),
                            ("shared", "Diagnostic partagé"),
                            ("planned", "Plan élaboré"),
                            ("under_way", "Plan en œuvre"),
                            ("follow_up", "Suivi"),
                            ("reviewed", "Diagnostic post-accompagnement"),
                            ("closed", "Clos"),
                            ("abandoned", "Abandon"),
                        ],
                        max_length=10,
                        verbose_name="étape",
                    ),
                ),
                ("stage_since", models.DateField(verbose_name="depuis le")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="attendu le")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="note de passage")),
            ],
            options={
                "verbose_name": "dossier passé",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="update_update",
        ),
        migrations.AddField(
            model_name="case",
            name="stage_since",
            field=models.DateField(
                db_default=models.Func(function="cordee_today", output_field=models.DateField()),
                editable=False,
                verbose_name="à cette étape depuis le",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["zone", "state", "stage_since", "id"], name="cases_case_stage"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_caseevent" ("fictitious", "follows_id", "id", "kind", "need", "opened_by_id", "origin", "own_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rank", "relayed_from_id", "requested_on", "requester_id", "results", "state", "taken_over", "thread_id", "title", "version", "year", "zone") SELECT new_values."fictitious", new_values."follows_id", new_values."id", new_values."kind", new_values."need", new_values."opened_by_id", new_values."origin", new_values."own_number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."rank", new_values."relayed_from_id", new_values."requested_on", new_values."requester_id", new_values."results", new_values."state", new_values."taken_over", new_values."thread_id", new_values."title", new_values."version", new_values."year", new_values."zone" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."fictitious" IS DISTINCT FROM (new_values."fictitious") OR old_values."follows_id" IS DISTINCT FROM (new_values."follows_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."need" IS DISTINCT FROM (new_values."need") OR old_values."opened_by_id" IS DISTINCT FROM (new_values."opened_by_id") OR old_values."origin" IS DISTINCT FROM (new_values."origin") OR old_values."own_number" IS DISTINCT FROM (new_values."own_number") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."rank" IS DISTINCT FROM (new_values."rank") OR old_values."relayed_from_id" IS DISTINCT FROM (new_values."relayed_from_id") OR old_values."requested_on" IS DISTINCT FROM (new_values."requested_on") OR old_values."requester_id" IS DISTINCT FROM (new_values."requester_id") OR old_values."results" IS DISTINCT FROM (new_values."results") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."taken_over" IS DISTINCT FROM (new_values."taken_over") OR old_values."thread_id" IS DISTINCT FROM (new_values."thread_id") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."year" IS DISTINCT FROM (new_values."year") OR old_values."zone" IS DISTINCT FROM (new_values."zone")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="bda33665dcc695938578ab74e44a0bebded3c41b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f5146",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="cases_case",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="giver",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers_given",
                to="directory.organisation",
                verbose_name="DLA qui passe",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="mandate",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers",
                to="directory.mandate",
                verbose_name="mandat fini",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="taker",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers_taken",
                to="directory.organisation",
                verbose_name="DLA qui reprend",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers",
                to="accounts.membership",
                verbose_name="confiés à",
            ),
        ),
        migrations.AddField(
            model_name="handoverline",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="handover_lines", to="cases.case", verbose_name="dossier"
            ),
        ),
        migrations.AddField(
            model_name="handoverline",
            name="former",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.membership",
                verbose_name="suivi jusque-là par",
            ),
        ),
        migrations.AddField(
            model_name="handoverline",
            name="handover",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="cases.handover"),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["giver", "-on", "-id"], name="cases_handover_giver"),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["taker", "-on", "-id"], name="cases_handover_taker"),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["to", "-on", "-id"], name="cases_handover_to"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["holder", "substitute", "territory"])), name="cases_handover_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "territory"), ("to__isnull", False), _connector="XOR"), name="cases_handover_to_someone"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "territory"), ("mandate__isnull", True), _connector="OR"), name="cases_handover_mandate"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("on")), _connector="OR"), name="cases_handover_lasts"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mandate__isnull", False)),
                fields=("mandate", "taker"),
                name="cases_handover_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="handoverline",
            index=models.Index(fields=["case"], name="cases_handoverline_case"),
        ),
        migrations.AddConstraint(
            model_name="handoverline",
            constraint=models.UniqueConstraint(fields=("handover", "case"), name="cases_handoverline_once"),
        ),
        migrations.RunSQL(STAGE, NO_STAGE),
    ]
