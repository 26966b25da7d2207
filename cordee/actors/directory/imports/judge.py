"""What a line is: a new sheet, a change of one, the same, or refused. Sets of lines at a time; the policies are asked once a zone."""

from __future__ import annotations

import json
from typing import Any

from cordee.actors.directory import policies
from cordee.actors.directory.models import Organisation
from cordee.core import formats
from cordee.core.imports.staging import Stage

KNOWN = "Cette structure existe déjà : demandez l'accès à sa fiche."
#: compared without case, accents nor hyphens: « LILLE » is « Lille »
LOOSE = ("name", "acronym", "city")
STRICT = (
    "legal_form", "founded_in", "esus", "naf", "address", "postcode", "setting", "email", "website", "vocation", "services", "story",
    "projects", "territorial_impact", "clients", "digital_level", "analytical_accounting",
)  # fmt: skip
OWN = (*LOOSE, *STRICT, "phone")
IN_FORCE = "period @> cordee_today()"
#: a role that is in force or will be: one open period a role
HELD = "(r.period @> cordee_today() OR upper_inf(r.period))"
#: the line says no other place than the sheet (`l`, `o`)
SAME_PLACE = "(l.postcode IS NULL OR l.postcode = o.postcode) AND (l.city IS NULL OR fr_normalize(l.city) = fr_normalize(o.city))"


def judge(stage: Stage) -> None:
    _by_number(stage, "siret", "SIRET")
    _by_number(stage, "rna", "numéro RNA")
    if stage.run.options.get("by_name"):
        _by_name(stage)
    _one_line_a_sheet(stage)
    _one_line_a_number(stage)
    stage.sql("CREATE INDEX ON import_lines (target); ANALYZE import_lines")
    _may_change(stage)
    _may_create(stage)
    _placed(stage)
    _changes(stage)
    _agreements_free(stage)


# -- which sheet ------------------------------------------------------------------------------------------------------------------
def _by_number(stage: Stage, kind: str, label: str) -> None:
    """The sheet that bears this number today; among several (antennas), the one of the same name, among those of one's territory
    first. That several bear it elsewhere is not said: the line is that of a sheet that one does not see."""
    if kind not in stage.mapped:
        return
    zones = sorted(stage.actor.zones) if stage.actor.zones is not None else None
    stage.sql(
        f"""
        WITH borne AS (
          SELECT l.line, o.id, o.sort_key = l.name_key AS named, (%s::text[] IS NULL OR o.zone = ANY (%s::text[])) AS here
          FROM import_lines l
          JOIN directory_identifier i ON i.kind = '{kind}' AND i.value = l.{kind} AND i.{IN_FORCE}
          JOIN directory_organisation o ON o.id = i.organisation_id AND o.merged_into_id IS NULL
          WHERE l.target IS NULL AND l.problem IS NULL
        ), placed AS (
          SELECT *, bool_or(here) OVER (PARTITION BY line) AS ours FROM borne
        ), one AS (
          SELECT line, ours, count(DISTINCT id) AS all_, min(id) AS first, count(DISTINCT id) FILTER (WHERE named) AS alike,
                 min(id) FILTER (WHERE named) AS alike_first FROM placed WHERE here OR NOT ours GROUP BY line, ours
        )
        UPDATE import_lines l SET
          target = CASE WHEN one.all_ = 1 OR NOT one.ours THEN one.first WHEN one.alike = 1 THEN one.alike_first END,
          problem = CASE WHEN one.all_ > 1 AND one.alike <> 1 AND one.ours
            THEN 'Plusieurs fiches portent ce {label} : donnez à la ligne le nom exact de l''une d''elles.' END,
          problem_field = '{kind}'
        FROM one WHERE one.line = l.line""",
        [zones, zones],
    )


def _by_name(stage: Stage) -> None:
    """A sheet of the same name at the same place, within the actor's zones; never one that bears another SIRET."""
    zones = sorted(stage.actor.zones) if stage.actor.zones is not None else None
    stage.sql(
        f"""
        WITH alike AS (
          SELECT l.line, o.id FROM import_lines l JOIN directory_organisation o ON o.sort_key = l.name_key AND o.merged_into_id IS NULL
          WHERE l.target IS NULL AND l.problem IS NULL AND (%s::text[] IS NULL OR o.zone = ANY (%s::text[]))
            AND (o.commune_id = l.commune_id OR o.postcode = l.postcode
                 OR (o.city <> '' AND fr_normalize(o.city) = fr_normalize(l.city) AND o.zone = coalesce(l.zone, o.zone))
                 OR (l.postcode IS NULL AND l.city IS NULL AND o.zone = l.zone))
            AND (l.siret IS NULL OR NOT EXISTS (
              SELECT FROM directory_identifier i WHERE i.organisation_id = o.id AND i.kind = 'siret' AND i.{IN_FORCE}))
        ), one AS (SELECT line, count(DISTINCT id) AS all_, min(id) AS first FROM alike GROUP BY line)
        UPDATE import_lines l SET target = CASE WHEN one.all_ = 1 THEN one.first END,
          problem = CASE WHEN one.all_ > 1
            THEN 'Plusieurs fiches portent ce nom au même endroit : ajoutez le SIRET pour dire laquelle.' END,
          problem_field = 'name'
        FROM one WHERE one.line = l.line""",
        [zones, zones],
    )


def _one_line_a_sheet(stage: Stage) -> None:
    stage.sql(
        "UPDATE import_lines l SET problem = 'Même structure que la ligne ' || d.first || ' : une seule ligne par structure.', "
        "problem_field = 'name' FROM (SELECT target, min(line) AS first FROM import_lines WHERE target IS NOT NULL AND problem IS NULL "
        "GROUP BY 1 HAVING count(*) > 1) d WHERE l.target = d.target AND l.line > d.first AND l.problem IS NULL"
    )
    stage.sql(
        "UPDATE import_lines l SET problem = 'Même nom et même ville que la ligne ' || d.first "
        "|| ' : ajoutez un SIRET pour les distinguer.', "
        "problem_field = 'name' FROM (SELECT name_key, commune_id, min(line) AS first FROM import_lines WHERE target IS NULL "
        "AND problem IS NULL AND siret IS NULL AND rna IS NULL AND commune_id IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1) d "
        "WHERE l.name_key = d.name_key AND l.commune_id = d.commune_id AND l.line > d.first AND l.problem IS NULL "
        "AND l.target IS NULL AND l.siret IS NULL AND l.rna IS NULL"
    )


def _one_line_a_number(stage: Stage) -> None:
    """Among new sheets: antennas that exist already may share the SIRET of their head office."""
    for name, label in (("siret", "SIRET"), ("rna", "numéro RNA")):
        if name in stage.mapped:
            stage.sql(
                f"UPDATE import_lines l SET problem = 'Même {label} que la ligne ' || d.first || ' : une seule ligne par structure.', "
                f"problem_field = '{name}' FROM (SELECT {name} AS value, min(line) AS first FROM import_lines WHERE {name} IS NOT NULL "
                f"AND target IS NULL AND problem IS NULL GROUP BY 1 HAVING count(*) > 1) d "
                f"WHERE l.{name} = d.value AND l.line > d.first AND l.target IS NULL AND l.problem IS NULL"
            )


# -- who may ------------------------------------------------------------------------------------------------------------------------
def _may_change(stage: Stage) -> None:
    """`policies.may_edit`, asked once a zone. A sheet that the actor does not see says that it exists, and nothing more."""
    known = "FROM import_lines l JOIN directory_organisation o ON o.id = l.target WHERE l.problem IS NULL"
    for (zone,) in stage.rows(f"SELECT DISTINCT o.zone {known}"):
        refusal = policies.may_edit(stage.actor, Organisation(zone=zone))
        if refusal is None:
            continue
        ids = [pk for (pk,) in stage.rows(f"SELECT o.id {known} AND o.zone = %s", [zone])]
        seen = list(Organisation.objects.visible_to(stage.actor).filter(pk__in=ids).order_by().values_list("pk", flat=True))
        stage.refuse("l.target = ANY (%s)", "%s", params=[seen], says=refusal.sentence)
        stage.refuse("l.target = ANY (%s)", "%s", params=[ids], says=KNOWN)


def _may_create(stage: Stage) -> None:
    """`policies.may_create_in`, asked once a zone."""
    for (zone,) in stage.rows("SELECT DISTINCT zone FROM import_lines WHERE target IS NULL AND problem IS NULL AND place_problem IS NULL"):
        if refusal := policies.may_create_in(stage.actor, zone or ""):
            where = "l.target IS NULL AND l.place_problem IS NULL AND l.zone IS NOT DISTINCT FROM %s"
            stage.refuse(where, "%s", "city", params=[zone], says=refusal.sentence)


def _placed(stage: Stage) -> None:
    """A place that cannot be found matters when it is new; a sheet that moves leaves for a territory that its keeper holds too."""
    same = f"EXISTS (SELECT FROM directory_organisation o WHERE o.id = l.target AND {SAME_PLACE})"
    stage.refuse(f"l.place_problem IS NOT NULL AND NOT {same}", "l.place_problem", "city")
    moves = (
        "SELECT DISTINCT l.zone FROM import_lines l JOIN directory_organisation o ON o.id = l.target "
        f"WHERE l.problem IS NULL AND l.zone <> o.zone AND {differs('commune_id')}"
    )
    for (zone,) in stage.rows(moves):
        if refusal := policies.may_move_to(stage.actor, zone):
            left = f"o.id = l.target AND o.zone <> l.zone AND {differs('commune_id')}"
            where = f"l.zone = %s AND EXISTS (SELECT FROM directory_organisation o WHERE {left})"
            stage.refuse(where, "%s", "city", params=[zone], says=refusal.sentence)


LACKS_TYPE = (
    "EXISTS (SELECT FROM unnest(l.types) w WHERE NOT EXISTS (SELECT FROM directory_agreement a WHERE a.organisation_id = o.id "
    f"AND a.type = w AND a.{IN_FORCE}))"
)
LACKS_ROLE = (
    "EXISTS (SELECT FROM unnest(l.roles) w WHERE NOT EXISTS (SELECT FROM directory_role r WHERE r.organisation_id = o.id "
    f"AND r.kind = w AND {HELD}))"
)


# -- what changes -----------------------------------------------------------------------------------------------------------------------
def differs(name: str) -> str:
    """The condition under which a filled cell changes the sheet."""
    if name in LOOSE:
        return f"l.{name} IS NOT NULL AND l.{name} <> o.{name} AND fr_normalize(l.{name}) <> fr_normalize(o.{name})"
    if name == "phone":
        return "l.phone IS NOT NULL AND regexp_replace(l.phone, '\\D', '', 'g') <> regexp_replace(o.phone, '\\D', '', 'g')"
    if name == "commune_id":
        return f"l.commune_id IS NOT NULL AND l.commune_id IS DISTINCT FROM o.commune_id AND NOT ({SAME_PLACE})"
    return f"l.{name} IS NOT NULL AND l.{name} IS DISTINCT FROM o.{name}"


def changes_of(stage: Stage) -> list[tuple[str, str]]:
    """(field, condition) for each field that the file fills."""
    place = bool({"insee", "postcode", "city"} & stage.mapped)
    own = [name for name in OWN if name in stage.mapped or (place and name in ("city", "postcode"))]
    found = [(name, differs(name)) for name in own]
    if place:
        found.append(("commune", differs("commune_id")))
    found += [(kind, _number_differs(kind)) for kind in ("siret", "siren", "rna") if kind in stage.mapped]
    if "kinds" in stage.mapped:
        found += [("kinds", f"({LACKS_TYPE}) OR ({LACKS_ROLE})")]
    if "sectors" in stage.mapped:
        held = "directory_organisation_sectors os JOIN directory_sector s ON s.id = os.sector_id WHERE os.organisation_id = o.id"
        found.append(("sectors", f"EXISTS (SELECT FROM unnest(l.sectors) w WHERE NOT EXISTS (SELECT FROM {held} AND s.code = w))"))
    figures = [name for name in stage.figures if name in stage.mapped]
    if figures:
        differ = " OR ".join(f"(n.{name} IS NOT NULL AND n.{name} IS DISTINCT FROM y.{name})" for name in figures)
        found.append(("years", "EXISTS (SELECT FROM import_years n LEFT JOIN directory_yearfigures y ON y.organisation_id = o.id "
                               f"AND y.year = n.year WHERE n.line = l.line AND ({differ}))"))  # fmt: skip
    return found


def _number_differs(kind: str) -> str:
    return (
        f"l.{kind} IS NOT NULL AND NOT EXISTS (SELECT FROM directory_identifier i WHERE i.organisation_id = o.id AND i.kind = '{kind}' "
        f"AND i.value = l.{kind} AND i.{IN_FORCE})"
    )


def _changes(stage: Stage) -> None:
    cases = ", ".join(f"CASE WHEN {condition} THEN '{name}' END" for name, condition in changes_of(stage))
    stage.sql(
        f"UPDATE import_lines l SET changed = c.changed FROM (SELECT l.line, array_remove(ARRAY[{cases}]::text[], NULL) AS changed "
        "FROM import_lines l JOIN directory_organisation o ON o.id = l.target WHERE l.problem IS NULL) c "
        "WHERE c.line = l.line AND c.changed <> '{}'"
    )


def _agreements_free(stage: Stage) -> None:
    """An agreement that would begin inside another of its type: the sheet says more than the file, and keeps it."""
    if "kinds" in stage.mapped:
        stage.refuse(
            "EXISTS (SELECT FROM unnest(l.types) w JOIN directory_agreement a ON a.organisation_id = l.target AND a.type = w "
            f"AND NOT a.{IN_FORCE} AND a.period && daterange(coalesce(l.agreed_on, cordee_today()), NULL))",
            "'La fiche a déjà un conventionnement de ce type à une autre période : complétez-le sur la fiche.'",
            "kinds",
        )


# -- telling ------------------------------------------------------------------------------------------------------------------------------
def told(stage: Stage, outcome: str, most: int) -> list[tuple[int, str, str]]:
    """The first lines of an outcome: new sheets with their place, changed ones with what changes, from what to what."""
    if outcome == "create":
        rows = stage.rows(
            "SELECT line, name, concat_ws(' ', place_postcode, place_city) FROM import_lines "
            "WHERE outcome = 'create' ORDER BY line LIMIT %s",
            [most],
        )
        return [(line, name, detail) for line, name, detail in rows]
    own = [name for name in OWN if name in stage.fields]
    pairs = ", ".join(f"'{name}', ARRAY[o.{name}::text, l.{name}::text]" for name in own)
    rows = stage.rows(
        f"SELECT l.line, o.name, l.changed, jsonb_build_object({pairs}) FROM import_lines l "
        "JOIN directory_organisation o ON o.id = l.target WHERE l.outcome = 'change' ORDER BY l.line LIMIT %s",
        [most],
    )
    return [
        (line, name, " · ".join(_said(stage, field, json.loads(pairs).get(field)) for field in changed))
        for line, name, changed, pairs in rows
    ]


def _said(stage: Stage, name: str, values: Any) -> str:
    label = {"commune": "Commune", "years": "Chiffres"}.get(name) or stage.fields[name].label
    if not values:
        return label
    before, after = (_short(stage, name, value) for value in values)
    return f"{label} : {before} → {after}"


def _short(stage: Stage, name: str, value: str | None) -> str:
    if value in (None, ""):
        return formats.EMPTY
    text = {"true": "oui", "false": "non"}.get(str(value)) or str(stage.fields[name].kind.says(value))
    return text if len(text) <= 60 else f"{text[:57]}…"
