"""Writes the judged lines: a few statements for all of them, their history by the triggers, one event for each sheet touched."""

from __future__ import annotations

import json

from cordee.actors.directory.imports.judge import HELD, IN_FORCE, LOOSE, OWN, differs
from cordee.core.imports.declare import Progress
from cordee.core.imports.staging import Stage
from cordee.core.journal import correlation

MANY = 1_000
TABLES = ("core_thread", "directory_organisation", "directory_identifier", "directory_role", "directory_agreement",
          "directory_organisation_sectors", "directory_yearfigures")  # fmt: skip
GOOD = "l.outcome IN ('create', 'change')"
KEPT_TEXT = (*LOOSE, "address", "postcode", "email", "website", "naf", "vocation", "services", "story", "projects", "territorial_impact",
             "clients", "setting", "legal_form", "phone")  # fmt: skip


def write(stage: Stage, progress: Progress) -> None:
    lines = stage.run.reading["lines"]
    steps = (_create, _change, _numbers, _children, _events, _statistics)
    for done, step in enumerate(steps, 1):
        step(stage)
        progress(lines * done // len(steps))


def hold(stage: Stage) -> bool:
    """Locks the sheets that will change, in the order of their ids: whoever edits one is waited for, or waits. A sheet that was joined
    to another meanwhile is no longer the one that was judged."""
    held = stage.rows(
        "SELECT merged_into_id FROM directory_organisation WHERE id IN (SELECT target FROM import_lines WHERE outcome = 'change') "
        "ORDER BY id FOR NO KEY UPDATE"
    )
    return all(merged is None for (merged,) in held)


def _create(stage: Stage) -> None:
    stage.sql("ALTER TABLE import_lines ADD thread bigint")
    stage.sql(
        "UPDATE import_lines SET thread = nextval(pg_get_serial_sequence('core_thread', 'id')), "
        "target = nextval(pg_get_serial_sequence('directory_organisation', 'id')) WHERE outcome = 'create'"
    )
    stage.sql(
        "INSERT INTO core_thread (id, kind, zone) SELECT thread, 'organisation', zone FROM import_lines "
        "WHERE outcome = 'create' ORDER BY line"
    )
    texts = {name: f"coalesce({name}, '')" for name in KEPT_TEXT}
    values = texts | {"city": "coalesce(place_city, '')", "postcode": "coalesce(place_postcode, '')"} | {
        "id": "target", "public_id": "gen_random_uuid()", "thread_id": "thread", "zone": "zone", "version": "1", "commune_id": "commune_id",
        "founded_in": "founded_in", "esus": "coalesce(esus, false)", "digital_level": "digital_level",
        "digital_level_on": "CASE WHEN digital_level IS NOT NULL THEN cordee_today() END", "naf25": "''",
        "analytical_accounting": "analytical_accounting", "fictitious": "coalesce(fictitious, false)", "created_at": "cordee_now()",
    }  # fmt: skip
    stage.sql(
        f"INSERT INTO directory_organisation ({', '.join(values)}) SELECT {', '.join(values.values())} "
        "FROM import_lines WHERE outcome = 'create' ORDER BY line"
    )


def _change(stage: Stage) -> None:
    """Only what the file fills, and only where it differs: a blank cell leaves the sheet as it is. A move brings its town along."""
    columns = {name: f"CASE WHEN {differs(name)} THEN l.{name} ELSE o.{name} END" for name in (*OWN, "commune_id")}
    for name in ("city", "postcode"):
        columns[name] = f"CASE WHEN l.{name} IS NULL AND 'commune' = ANY (l.changed) THEN l.place_{name} ELSE {columns[name]} END"
    columns["digital_level_on"] = f"CASE WHEN {differs('digital_level')} THEN cordee_today() ELSE o.digital_level_on END"
    sets = ", ".join(f"{name} = {value}" for name, value in columns.items())
    own = [*OWN, "commune"]
    stage.sql(
        f"UPDATE directory_organisation o SET {sets}, version = o.version + 1 FROM import_lines l "
        "WHERE l.outcome = 'change' AND o.id = l.target AND l.changed && %s::text[]",
        [own],
    )
    stage.sql("UPDATE import_lines l SET thread = o.thread_id FROM directory_organisation o WHERE l.outcome = 'change' AND o.id = l.target")
    _move(stage)


def _move(stage: Stage) -> None:
    """A new commune of another territory takes the whole thread along; an operator's own sheet stays where its mandates are."""
    stage.sql("ALTER TABLE import_lines ADD left_zone text")
    stage.sql(
        "UPDATE import_lines l SET left_zone = o.zone FROM directory_organisation o WHERE l.outcome = 'change' AND o.id = l.target "
        "AND 'commune' = ANY (l.changed) AND l.zone <> o.zone "
        "AND NOT EXISTS (SELECT FROM directory_mandate m WHERE m.organisation_id = o.id)"
    )
    stage.sql("UPDATE core_thread t SET zone = l.zone FROM import_lines l WHERE l.left_zone IS NOT NULL AND t.id = l.thread")


def _numbers(stage: Stage) -> None:
    """The number in force from today; the former one ends today and stays readable."""
    for kind in ("siren", "siret", "rna"):
        if kind not in stage.mapped:
            continue
        former = (
            f"i.organisation_id = l.target AND l.outcome = 'change' AND '{kind}' = ANY (l.changed) AND i.kind = '{kind}' "
            f"AND i.{IN_FORCE} AND i.value <> l.{kind}"
        )
        stage.sql(f"DELETE FROM directory_identifier i USING import_lines l WHERE {former} AND lower(i.period) = cordee_today()")
        stage.sql(
            f"UPDATE directory_identifier i SET period = daterange(lower(i.period), cordee_today()) FROM import_lines l WHERE {former}"
        )
        stage.sql(
            f"INSERT INTO directory_identifier (organisation_id, kind, value, period) SELECT l.target, '{kind}', l.{kind}, "
            f"daterange(cordee_today(), NULL) FROM import_lines l WHERE {GOOD} AND l.{kind} IS NOT NULL "
            f"AND (l.outcome = 'create' OR '{kind}' = ANY (l.changed)) ORDER BY l.target"
        )


def _children(stage: Stage) -> None:
    """Roles, agreements, sectors are added, never withdrawn; the figures of a year are completed."""
    stage.sql(
        f"INSERT INTO directory_role (organisation_id, kind, period) SELECT l.target, w, daterange(cordee_today(), NULL) "
        "FROM import_lines l, "
        "unnest(CASE WHEN l.outcome = 'create' AND coalesce(cardinality(l.roles), 0) = 0 THEN '{beneficiary}'::text[] ELSE l.roles END) w "
        f"WHERE {GOOD} AND NOT EXISTS (SELECT FROM directory_role r WHERE l.outcome = 'change' AND r.organisation_id = l.target "
        f"AND r.kind = w AND {HELD}) ORDER BY l.target"
    )
    if "kinds" in stage.mapped:
        stage.sql(
            "INSERT INTO directory_agreement (organisation_id, type, period, reference, insertion_project, reconventioning) "
            "SELECT l.target, w, daterange(coalesce(l.agreed_on, cordee_today()), NULL), '', '', false "
            "FROM import_lines l, unnest(l.types) w "
            f"WHERE {GOOD} AND NOT EXISTS (SELECT FROM directory_agreement a WHERE l.outcome = 'change' AND a.organisation_id = l.target "
            f"AND a.type = w AND a.{IN_FORCE}) ORDER BY l.target"
        )
    if "sectors" in stage.mapped:
        stage.sql(
            "INSERT INTO directory_organisation_sectors (organisation_id, sector_id) SELECT l.target, s.id FROM import_lines l, "
            f"unnest(l.sectors) w JOIN directory_sector s ON s.code = w WHERE {GOOD} ON CONFLICT DO NOTHING"
        )
    if stage.mapped & set(stage.figures):
        _years(stage)


def _years(stage: Stage) -> None:
    names = [name for name in stage.figures if name in stage.mapped]
    differ = " OR ".join(f"(EXCLUDED.{name} IS NOT NULL AND EXCLUDED.{name} IS DISTINCT FROM y.{name})" for name in names)
    sets = ", ".join(f"{name} = coalesce(EXCLUDED.{name}, y.{name})" for name in names)
    stage.sql(
        f"INSERT INTO directory_yearfigures AS y (organisation_id, year, version, source, {', '.join(names)}) "
        f"SELECT l.target, n.year, 1, %s, {', '.join(f'n.{name}' for name in names)} FROM import_years n JOIN import_lines l USING (line) "
        f"WHERE {GOOD} ORDER BY l.target, n.year ON CONFLICT (organisation_id, year) DO UPDATE "
        f"SET {sets}, version = y.version + 1 WHERE {differ}",
        [f"Import de « {stage.run.name} »"[:120]],
    )


def _statistics(stage: Stage) -> None:
    """After a large file the server learns what its tables have become: the next import, and the lists, are planned on it."""
    if stage.run.counts["create"] + stage.run.counts["change"] >= MANY:
        stage.sql(f"ANALYZE {', '.join(TABLES)}")


# -- what the journal says ---------------------------------------------------------------------------------------------------------------
def _events(stage: Stage) -> None:
    told = json.dumps({"import": stage.run.name})
    _event(stage, "directory.organisation.created", "jsonb_build_object('name', l.name) || %s::jsonb", "l.outcome = 'create'", told)
    fields = "jsonb_build_object('fields', to_jsonb(l.changed)) || %s::jsonb"
    _event(stage, "directory.organisation.edited", fields, "l.outcome = 'change'", told)
    moved = "jsonb_build_object('from', l.left_zone, 'to', l.zone) || %s::jsonb"
    _event(stage, "directory.organisation.moved", moved, "l.left_zone IS NOT NULL", told)


def _event(stage: Stage, code: str, data: str, where: str, told: str) -> None:
    actor = stage.actor
    stage.sql(
        "INSERT INTO core_event (thread_id, subject_kind, subject_id, code, from_state, to_state, audience, actor_user, actor_membership, "
        f"actor_label, data, correlation) SELECT l.thread, 'directory.organisation', l.target, '{code}', '', '', "
        f"'{{operator,structure}}'::varchar[], %s, %s, %s, {data}, %s FROM import_lines l WHERE {where} ORDER BY l.line",
        [actor.user_id, actor.membership_id, actor.label, told, correlation()],
    )
