"""Dossiers of one DLA, written set by set: each with its structure, its thread, who follows it and a few lines of its fil."""

from __future__ import annotations

from django.db import connection, transaction

from bench import base
from cordee.accompaniment.cases.models import Case
from cordee.actors.accounts.actions import open_access
from cordee.actors.accounts.models import Membership, User
from cordee.actors.accounts.queries import user_by_email

COLLEAGUES = 9
MINE = 40  # dossiers of the officer who is measured, whatever the number of the others
EVENTS = 5
HEAVY = 500  # lines of the fil of the dossier whose page is measured
BATCH = 10_000
STATES = ("requested", "received", "diagnosing", "shared", "planned", "under_way", "follow_up", "reviewed", "closed", "closed")
#: ranks are drawn by multiplying by primes: reproducible, without a seed kept anywhere
STATEMENTS = (
    "SET LOCAL session_replication_role = replica",
    """CREATE TEMPORARY TABLE crowd ON COMMIT DROP AS
    SELECT i, nextval(pg_get_serial_sequence('core_thread', 'id')) AS own, nextval(pg_get_serial_sequence('core_thread', 'id')) AS thread,
      nextval(pg_get_serial_sequence('directory_organisation', 'id')) AS organisation,
      nextval(pg_get_serial_sequence('cases_case', 'id')) AS dossier, (%(states)s::text[])[1 + mod(i * 7919, 10)] AS state,
      CASE WHEN i <= %(mine)s THEN %(me)s ELSE (%(colleagues)s::bigint[])[1 + mod(i, %(people)s)] END AS membership
    FROM generate_series(%(first)s, %(last)s) i""",
    "INSERT INTO core_thread (id, kind, zone) SELECT own, 'organisation', '59' FROM crowd",
    "INSERT INTO core_thread (id, kind, zone, parent_id) SELECT thread, 'case', '59', own FROM crowd",
    """INSERT INTO directory_organisation (id, public_id, thread_id, zone, version, name, acronym, legal_form, founded_in, esus, address,
      postcode, city, setting, phone, email, website, naf, naf25, vocation, story, projects, services, clients, territorial_impact,
      fictitious, created_at)
    SELECT organisation, gen_random_uuid(), own, '59', 1, 'Atelier mesuré ' || i, '', 'association', 2000, false, '', '', 'Lille',
      '', '', '', '', '', '', '', '', '', '', '', '', true, now() FROM crowd""",
    """INSERT INTO cases_case (id, public_id, thread_id, zone, version, opened_by_id, year, rank, own_number, kind, title, state, origin,
      requester_id, need, taken_over, requested_on, results, fictitious, stage_since)
    SELECT dossier, gen_random_uuid(), thread, '59', 1, %(operator)s, 2020, i, '', 'individual', 'Accompagnement ' || i, state, 'alone',
      organisation, 'Consolider l''activité.', false, current_date - mod(i * 31, 900)::int, '', true, current_date - mod(i * 31, 700)::int
    FROM crowd""",
    """INSERT INTO cases_beneficiary (public_id, thread_id, zone, version, case_id, organisation_id, state, since, reason)
    SELECT gen_random_uuid(), thread, '59', 1, dossier, organisation, 'in', current_date - 900, '' FROM crowd""",
    """INSERT INTO accounts_participation (public_id, thread_id, organisation_id, capacity, period)
    SELECT gen_random_uuid(), thread, organisation, 'structure', daterange(current_date - 900, NULL) FROM crowd""",
    """INSERT INTO cases_assignment (public_id, case_id, operator_id, membership_id, role, period, note)
    SELECT gen_random_uuid(), dossier, %(operator)s, membership, 'holder', daterange(current_date - 900, NULL), '' FROM crowd""",
    """INSERT INTO core_event (at, thread_id, subject_kind, subject_id, code, from_state, to_state, audience, actor_label, data)
    SELECT now() - n * interval '3 days', thread, 'cases.case', dossier, 'cases.case.update', 'under_way', 'under_way',
      '{operator,structure}', 'Mesure', '{"reason": "Un besoin nouveau."}'
    FROM crowd, generate_series(1, CASE WHEN i = 1 THEN %(heavy)s ELSE %(events)s END) n""",
)  # fmt: skip


def people() -> tuple[Membership, list[int]]:
    """The officer who is measured, and the colleagues who follow the rest."""
    user = base.actor_user(base.DEPARTMENT)
    me = Membership._base_manager.get(user=user)
    colleagues = []
    for number in range(COLLEAGUES):
        email = f"collegue-{number}@bench.example"
        other = user_by_email(email)
        if other is None:
            other = User.objects.create_user(email, None)
            open_access(actor=base.BENCH, user=other, organisation=me.organisation, profile="officer")
        colleagues.append(Membership._base_manager.get(user=other).pk)
    return me, colleagues


def fill(count: int) -> None:
    """So many dossiers at last; what is there stays."""
    me, colleagues = people()
    there = Case._base_manager.count()
    while there < count:
        last = min(count, there + BATCH)
        said = {"first": there + 1, "last": last, "states": list(STATES), "mine": MINE, "me": me.pk, "colleagues": colleagues,
                "people": len(colleagues), "operator": me.organisation_id, "heavy": HEAVY, "events": EVENTS}  # fmt: skip
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in STATEMENTS:
                cursor.execute(statement, said)
        there = last
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cases_case")
        cursor.execute(
            "ANALYZE cases_beneficiary, cases_assignment, core_event, core_thread, accounts_participation, directory_organisation"
        )
