"""What a line of the flat file is: a new sheet, a change of one, the same, or refused. The rules asked are those of the screens."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cordee.actors.directory.models import Competence, Organisation, Sector
from cordee.actors.directory.queries import current_identifier
from cordee.actors.providers import policies
from cordee.actors.providers.models import Provider
from cordee.core import formats
from cordee.core.access import Actor
from cordee.core.imports.declare import Field
from cordee.core.imports.staging import Stage
from cordee.core.lists.export import harmless
from cordee.core.text import fr_normalize

OF_ORGANISATION = ("name", "address", "postcode", "city", "email", "phone", "website")
IDENTITY = ("kind", "vat")
PRESENTATION = ("known_for", "presentation")
#: added, never withdrawn
ADDED = ("competences", "sectors", "departments")
FIELDS = (*OF_ORGANISATION, "siret", *IDENTITY, *PRESENTATION, *ADDED)
#: compared without case, accents nor hyphens
LOOSE = frozenset({"name", "city"})
PART = dict.fromkeys((*OF_ORGANISATION, "siret", *IDENTITY), "identity") | dict.fromkeys(PRESENTATION, "presentation") | {
    "competences": "offer", "sectors": "offer", "departments": "areas",
}  # fmt: skip
#: among the departments of a file
EVERYWHERE = "france"
IN_FORCE = "period @> cordee_today()"
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line not refused, with the sheet it found (`target`), or the organisation that has none yet (`known`)."""

    number: int
    target: int | None
    known: int | None
    zone: str | None
    place: tuple[str | None, str | None, str | None]  # postcode, town, what is wrong with them
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """Nomenclatures by code, as the sheets keep them by id."""

    competences: dict[str, int]
    sectors: dict[str, int]

    def ids(self, field: str, codes: list[str]) -> set[int]:
        known = getattr(self, field)
        return {known[code] for code in codes if code in known}


def judge(stage: Stage) -> None:
    stage.sql("UPDATE import_lines SET known = NULL, said = NULL")
    _by_siret(stage)
    _by_name(stage)
    _one_line_a_sheet(stage)
    words = words_by_code()
    for lines in chunks(stage):
        sheets = sheets_of([line.target for line in lines if line.target])
        _note(stage, [_judged(stage, line, sheets.get(line.target or 0), words) for line in lines])


def _note(stage: Stage, found: list[dict[str, Any]]) -> None:
    stage.sql(
        "UPDATE import_lines l SET changed = f.changed, said = f.said, problem = f.problem, problem_field = f.field "
        "FROM jsonb_to_recordset(%s::jsonb) AS f (line integer, changed text[], said text, problem text, field text) WHERE f.line = l.line",
        [json.dumps(found)],
    )


# -- which sheet ------------------------------------------------------------------------------------------------------------------
def _find(stage: Stage, candidates: str, several: str, field: str) -> None:
    """`candidates`: (line, organisation). One alone is the one; several, and the line is refused with the sentence."""
    stage.sql(
        f"WITH found AS ({candidates}), one AS (SELECT line, count(DISTINCT id) AS all_, min(id) AS first FROM found GROUP BY line) "
        "UPDATE import_lines l SET known = CASE WHEN one.all_ = 1 THEN one.first END, "
        "target = CASE WHEN one.all_ = 1 THEN (SELECT p.id FROM providers_provider p WHERE p.organisation_id = one.first) END, "
        "problem = CASE WHEN one.all_ > 1 THEN %s END, problem_field = %s FROM one WHERE one.line = l.line",
        [several, field],
    )


def _by_siret(stage: Stage) -> None:
    """The organisation that bears it today; among several places of one body, the one of the same name."""
    if "siret" not in stage.mapped:
        return
    borne = (
        "SELECT l.line, o.id, o.sort_key = l.name_key AS named FROM import_lines l JOIN directory_identifier i ON i.kind = 'siret' "
        f"AND i.value = l.siret AND i.{IN_FORCE} JOIN directory_organisation o ON o.id = i.organisation_id AND o.merged_into_id IS NULL "
        "WHERE l.problem IS NULL"
    )
    alike = f"SELECT b.line, b.id FROM ({borne}) b WHERE b.named OR NOT EXISTS (SELECT FROM ({borne}) c WHERE c.line = b.line AND c.named)"
    _find(stage, alike, "Plusieurs fiches portent ce SIRET : donnez à la ligne le nom exact de l'une d'elles.", "siret")


def _by_name(stage: Stage) -> None:
    """The same name at the same postcode, in the same town where one of them has none; never a sheet that bears another SIRET."""
    siret = f"SELECT FROM directory_identifier i WHERE i.organisation_id = o.id AND i.kind = 'siret' AND i.{IN_FORCE}"
    alike = (
        "SELECT l.line, o.id FROM import_lines l JOIN directory_organisation o ON o.sort_key = l.name_key AND (o.postcode = l.postcode OR "
        "'' IN (o.postcode, coalesce(l.postcode, '')) AND fr_normalize(o.city) = fr_normalize(coalesce(l.place_city, l.city, ''))) "
        f"AND o.merged_into_id IS NULL WHERE l.problem IS NULL AND l.known IS NULL AND (l.siret IS NULL OR NOT EXISTS ({siret}))"
    )
    _find(stage, alike, "Plusieurs fiches portent ce nom à cet endroit : ajoutez le SIRET pour dire laquelle.", "name")


def _one_line_a_sheet(stage: Stage) -> None:
    for same, filled, field in (
        ("known", "known IS NOT NULL", "name"),
        ("siret", "siret IS NOT NULL", "siret"),
        ("(name_key, postcode)", "siret IS NULL AND known IS NULL AND postcode IS NOT NULL", "name"),
    ):
        stage.sql(
            "UPDATE import_lines l SET problem = 'Même prestataire que la ligne ' || d.first || ' : une seule ligne par prestataire.', "
            f"problem_field = %s FROM (SELECT line, first_value(line) OVER (PARTITION BY {same} ORDER BY line) AS first "
            f"FROM import_lines WHERE problem IS NULL AND {filled}) d WHERE d.line = l.line AND d.first < l.line",
            [field],
        )


# -- reading back ------------------------------------------------------------------------------------------------------------------
def chunks(stage: Stage, where: str = "problem IS NULL") -> Any:
    """The lines by some hundreds, in the order of the file. A field that the file does not fill is None."""
    last = 0
    sql = (
        f"SELECT line, target, known, zone, place_postcode, place_city, place_problem, {', '.join(FIELDS)} FROM import_lines "
        f"WHERE {where} AND line > %s ORDER BY line LIMIT {CHUNK}"
    )
    while rows := stage.rows(sql, [last]):
        yield [Line(row[0], row[1], row[2], row[3], row[4:7], dict(zip(FIELDS, row[7:], strict=True))) for row in rows]
        last = rows[-1][0]


def sheets_of(ids: list[int]) -> dict[int, Provider]:
    rows = Provider.objects.for_system("judged below by the rules of its sections").filter(pk__in=ids).select_related("organisation")
    return {provider.pk: provider for provider in with_siret(rows)}


def with_siret(rows: Any) -> list[Provider]:
    """Each sheet with the SIRET of its organisation, as `n_siret`."""
    found = list(rows)
    organisations = Organisation.objects.for_system("the numbers of the sheets read").filter(pk__in=[p.organisation_id for p in found])
    numbers = dict(organisations.annotate(n_siret=current_identifier("siret")).order_by().values_list("pk", "n_siret"))
    for provider in found:
        provider.n_siret = numbers[provider.organisation_id] or ""
    return found


def siret_of(provider: Any) -> str:
    """Of a sheet read by `sheets_of`."""
    return str(provider.n_siret)


def words_by_code() -> Words:
    def of(model: Any) -> dict[str, int]:
        return dict(model.objects.for_system("nomenclatures are public within the house").order_by("pk").values_list("code", "pk"))

    return Words(of(Competence), of(Sector))


# -- what it is ---------------------------------------------------------------------------------------------------------------------
def _judged(stage: Stage, line: Line, provider: Provider | None, words: Words) -> dict[str, Any]:
    found: dict[str, Any] = {"line": line.number, "changed": [], "said": "", "problem": None, "field": ""}
    if provider is None:
        problem, field = _may_create(stage.actor, line)
        return found | {"said": " ".join(filter(None, line.place[:2])), "problem": problem, "field": field}
    changed = changes(provider, line.values, words)
    for name in changed:
        if refusal := policies.may_write(stage.actor, provider, PART[name]):
            return found | {"problem": refusal.sentence, "field": "name"}
    return found | {"changed": changed, "said": " · ".join(_said(stage.fields[name], provider, line.values[name]) for name in changed)}


def _may_create(actor: Actor, line: Line) -> tuple[str | None, str]:
    """A sheet that is opened is filled too: its territory must be one that the actor holds."""
    zone = line.zone
    if line.known:
        zone = Organisation.objects.for_system("its territory only").values_list("zone", flat=True).get(pk=line.known)
    elif line.place[2]:
        return line.place[2], "city"
    if not zone:
        return "Ce prestataire est nouveau : donnez son code postal et sa ville, ils disent son territoire.", "city"
    if not actor.covers(zone):
        return "Ce prestataire est d'un territoire que vous ne tenez pas : le DLA de sa région l'importe.", "city"
    return None, ""


def changes(provider: Provider, values: dict[str, Any], words: Words) -> list[str]:
    """The fields that a filled cell changes. A blank cell changes nothing."""
    return [name for name in FIELDS if values[name] not in (None, "", []) and _differs(provider, name, values[name], words)]


def _differs(provider: Provider, name: str, value: Any, words: Words) -> bool:
    if name in ("competences", "sectors"):
        held = provider.competence_ids if name == "competences" else provider.sector_ids
        return not words.ids(name, value) <= set(held or ())
    if name == "departments":
        return not provider.everywhere and not set(value) <= set(provider.departments or ())
    held_text = before(provider, name)
    if name in LOOSE:
        return fr_normalize(value) not in (fr_normalize(held_text), fr_normalize(harmless(held_text)))
    if name == "phone":
        return "".join(filter(str.isdigit, value)) != "".join(filter(str.isdigit, held_text))
    return value not in (held_text, harmless(held_text))  # as our own export writes it


def before(provider: Provider, name: str) -> str:
    if name == "siret":
        return siret_of(provider)
    return str(getattr(provider.organisation if name in OF_ORGANISATION else provider, name))


def _said(field: Field, provider: Provider, value: Any) -> str:
    name = field.name
    if name in ADDED:
        return f"{field.label} : {field.kind.says(value)}"
    held = before(provider, name)
    return f"{field.label} : {_short(field.kind.says(held)) if held else formats.EMPTY} → {_short(field.kind.says(value))}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
