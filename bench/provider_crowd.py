"""A register of invented providers, written set by set. The search reads their own row: it bears what `providers_derive` would have
written there, without the dated links that nobody asks for here."""

from __future__ import annotations

from django.db import connection, transaction

from cordee.actors.providers.models import Provider

#: ranks of the crowd are drawn by multiplying by primes: reproducible, without a seed kept anywhere
STATEMENTS = (
    "SET LOCAL session_replication_role = replica",
    """CREATE TEMPORARY TABLE crowd ON COMMIT DROP AS
    SELECT i, nextval(pg_get_serial_sequence('core_thread', 'id')) AS thread,
      nextval(pg_get_serial_sequence('directory_organisation', 'id')) AS organisation,
      nextval(pg_get_serial_sequence('providers_provider', 'id')) AS provider,
      d.code AS zone, d.id AS department, d.name AS town, mod(i::bigint * 7919, 100) AS luck
    FROM generate_series(%(first)s, %(last)s) i
    JOIN (SELECT id, code, name, row_number() OVER (ORDER BY code) - 1 AS place FROM territory_department WHERE NOT collectivity) d
      ON d.place = mod(i::bigint * 104729, (SELECT count(*) FROM territory_department WHERE NOT collectivity))""",
    "INSERT INTO core_thread (id, kind, zone) SELECT thread, 'organisation', zone FROM crowd",
    """INSERT INTO directory_organisation (id, public_id, thread_id, zone, version, name, acronym, legal_form, founded_in, esus, address,
      postcode, city, setting, phone, email, website, naf, naf25, vocation, story, projects, services, clients, territorial_impact,
      fictitious, created_at)
    SELECT organisation, gen_random_uuid(), thread, zone, 1,
      (ARRAY['Cabinet', 'Conseil', 'Coopérative', 'Atelier', 'Collectif', 'Agence', 'Études', 'Ressources', 'Appui', 'Pôle'])
        [1 + mod(i, 10)]
        || ' ' || (ARRAY['du Phare', 'des Rives', 'du Canal', 'Boussole', 'Tremplin', 'du Beffroi', 'Horizon'])[1 + mod(i * 31, 7)]
        || ' ' || i,
      '', 'company', 2000, false, '', '', town, '', '', '', '', '', '', '', '', '', '', '', '', true, now() FROM crowd""",
    """INSERT INTO providers_provider (id, public_id, thread_id, zone, version, organisation_id, state, kind, vat, presentation, known_for,
      national_networks, similar_experience, spotted_on, confirmed_on, created_at, name, words, competence_ids, sector_ids, departments,
      everywhere)
    SELECT provider, gen_random_uuid(), thread, crowd.zone, 1, organisation, 'complete', 'firm', 'liable',
      'Accompagnement de structures de l''économie sociale et solidaire, missions numéro ' || i, '', '', '',
      current_date - mod(i, 2000), current_date, now(), o.name, concat_ws(' ', town, c.labels, s.labels), c.ids, s.ids, a.codes, luck < 4
    FROM crowd JOIN directory_organisation o ON o.id = crowd.organisation
    CROSS JOIN LATERAL (
      SELECT array_agg(id::int) AS ids, string_agg(label, ' ') AS labels
      FROM (SELECT id, label, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS many FROM directory_competence) k
      WHERE place IN (mod(i * 13, many), mod(i * 17 + 3, many), mod(i * 29 + 7, many))) c
    CROSS JOIN LATERAL (
      SELECT array_agg(id::int) AS ids, string_agg(label, ' ') AS labels
      FROM (SELECT id, label, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS many FROM directory_sector) k
      WHERE place IN (mod(i * 11, many), mod(i * 19 + 2, many))) s
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(d.code::text), '{}') AS codes FROM territory_department d
      WHERE luck >= 4 AND (d.id = department OR luck < 40
        AND d.region_id = (SELECT region_id FROM territory_department WHERE id = department))) a""",
)
BATCH = 20_000


def fill(count: int) -> None:
    """So many providers at last; what is there stays."""
    there = Provider._base_manager.count()
    while there < count:
        last = min(count, there + BATCH)
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in STATEMENTS:
                cursor.execute(statement, {"first": there + 1, "last": last})
        there = last
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list(c.oid) FROM pg_class c JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'gin' "
                       "AND c.relname LIKE 'providers_%'")  # fmt: skip
        cursor.execute("VACUUM ANALYZE providers_provider")
        cursor.execute("ANALYZE directory_organisation, directory_competence, providers_suspension")
