"""Writes the judged lines by the verbs of the register, in the import's one transaction: same rules, same fil, same history."""

from __future__ import annotations

from typing import Any

from cordee.actors.directory.models import Competence, Organisation, Sector
from cordee.actors.providers import actions
from cordee.actors.providers.enee.imports import judge
from cordee.actors.providers.enee.imports.judge import Line, Words
from cordee.actors.providers.models import Provider, ProviderArea
from cordee.actors.territory.models import Department, Region
from cordee.core.access import Actor
from cordee.core.imports.declare import Progress
from cordee.core.imports.staging import Stage
from cordee.core.models.bases import period_contains_today


def hold(stage: Stage) -> bool:
    """Locks the organisations, then the sheets, that will change: whoever edits one is waited for, or waits."""
    known = "(SELECT known FROM import_lines WHERE outcome IN ('create', 'change'))"
    held = stage.rows(f"SELECT merged_into_id FROM directory_organisation WHERE id IN {known} ORDER BY id FOR NO KEY UPDATE")
    sheets = "(SELECT target FROM import_lines WHERE outcome = 'change')"
    stage.rows(f"SELECT id FROM providers_provider WHERE id IN {sheets} ORDER BY id FOR NO KEY UPDATE")
    return all(merged is None for (merged,) in held)


def write(stage: Stage, progress: Progress) -> None:
    words, done = judge.words_by_code(), 0
    for lines in judge.chunks(stage, "outcome IN ('create', 'change')"):
        for line in lines:
            target = line.target or _spotted(stage.actor, line)
            _fill(stage.actor, target, line.values, words)
        done += len(lines)
        progress(done)


def _spotted(actor: Actor, line: Line) -> int:
    values = line.values
    if line.known:
        organisation = Organisation.objects.for_system("found by its number or its name").get(pk=line.known)
        return int(actions.spot(actor=actor, name=organisation.name, zone=organisation.zone, organisation=organisation).pk)
    place: dict[str, Any] = {"postcode": line.place[0] or "", "city": line.place[1] or ""}
    made = actions.spot(
        actor=actor, name=values["name"], zone=line.zone or "", siret=values["siret"] or "", known_for=values["known_for"] or "", **place
    )
    return int(made.pk)


def _fill(actor: Actor, pk: int, values: dict[str, Any], words: Words) -> None:
    """What differs, part by part, each by its own verb and under the version just read."""
    provider = judge.sheets_of([pk])[pk]
    changed = set(judge.changes(provider, values, words))
    identity = changed & {*judge.OF_ORGANISATION, *judge.IDENTITY, "siret"}
    if identity:
        actions.edit_identity(
            actor=actor, provider=provider, version=provider.version, seen=provider.organisation.version,
            values={name: values[name] for name in judge.IDENTITY if name in identity},
            of_organisation={name: values[name] for name in judge.OF_ORGANISATION if name in identity},
            siret=values["siret"] or judge.siret_of(provider),
        )  # fmt: skip
    if texts := {name: values[name] for name in judge.PRESENTATION if name in changed}:
        provider = judge.sheets_of([pk])[pk]
        actions.edit_section(actor=actor, provider=provider, section="presentation", values=texts, version=provider.version)
    if changed & {"competences", "sectors"}:
        _add_offer(actor, judge.sheets_of([pk])[pk], values, words)
    if "departments" in changed:
        _add_areas(actor, judge.sheets_of([pk])[pk], values["departments"])


def _add_offer(actor: Actor, provider: Provider, values: dict[str, Any], words: Words) -> None:
    """What is held stays, what the file says is added."""
    chosen = {}
    for name, model, held in (("competences", Competence, provider.competence_ids), ("sectors", Sector, provider.sector_ids)):
        ids = {*(held or ()), *words.ids(name, values[name] or [])}
        chosen[name] = model.objects.for_system("a nomenclature").filter(pk__in=ids).order_by("pk")
    actions.edit_offer(actor=actor, provider=provider, section="offer", version=provider.version, **chosen)


def _add_areas(actor: Actor, provider: Provider, codes: list[str]) -> None:
    """Departments beside the areas held; « France entière » takes their place."""
    held = ProviderArea.objects.for_system("the sheet is locked").filter(period_contains_today(), provider=provider)
    regions = held.filter(kind="region").order_by("pk").values_list("region_id", flat=True)
    own = held.filter(kind="department").order_by("pk").values_list("department__code", flat=True)
    inside = set(provider.departments or ()) - set(own)  # said by a region already
    actions.edit_offer(
        actor=actor, provider=provider, section="areas", version=provider.version, everywhere=judge.EVERYWHERE in codes,
        regions=Region.objects.filter(pk__in=list(regions)).order_by("pk"),
        departments=Department.objects.filter(code__in=({*own, *codes} - inside)).order_by("pk"),
    )  # fmt: skip
