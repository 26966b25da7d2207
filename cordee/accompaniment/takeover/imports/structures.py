"""Which structure a line speaks of: by its SIRET, else by its name and postcode; else a sentence that proposes the nearest one."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.actors.directory.models import Organisation
from cordee.core.find.near import likeness
from cordee.core.imports.staging import Stage
from cordee.core.text import fr_normalize

BORNE = "i.kind = 'siret' AND i.period @> cordee_today()"
ALIKE = 0.55  # share of trigrams in common from which a name is proposed
PROPOSED = 200  # lines for which a name is sought: as many as the report shows
SEVERAL_SIRET = "Plusieurs fiches portent ce SIRET : donnez à la ligne le nom exact de l'une d'elles."
SEVERAL_NAME = "Plusieurs fiches portent ce nom à cet endroit : ajoutez le SIRET pour dire laquelle."
NOTHING = "Cette ligne ne dit pas de structure : donnez un SIRET, ou un nom et un code postal."


def find(stage: Stage) -> None:
    stage.refuse("l.siret IS NULL AND (l.name IS NULL OR l.postcode IS NULL)", "%s", "name", says=NOTHING)
    _by_siret(stage)
    _by_name(stage)
    _propose(stage)


def _one(stage: Stage, candidates: str, several: str, field: str) -> None:
    """`candidates`: (line, id). One alone is the one; several, and the line is refused with the sentence."""
    stage.sql(
        f"WITH found AS ({candidates}), one AS (SELECT line, count(DISTINCT id) AS all_, min(id) AS first FROM found GROUP BY line) "
        "UPDATE import_lines l SET organisation = CASE WHEN one.all_ = 1 THEN one.first END, "
        "problem = CASE WHEN one.all_ > 1 THEN %s END, problem_field = %s FROM one WHERE one.line = l.line AND l.problem IS NULL",
        [several, field],
    )


def _by_siret(stage: Stage) -> None:
    """Whoever bears it today; among several places of one body, the one of the same name."""
    borne = (
        "SELECT l.line, o.id, o.sort_key = l.name_key AS named FROM import_lines l JOIN directory_identifier i ON i.value = l.siret "
        f"AND {BORNE} JOIN directory_organisation o ON o.id = i.organisation_id AND o.merged_into_id IS NULL WHERE l.problem IS NULL"
    )
    alike = f"SELECT b.line, b.id FROM ({borne}) b WHERE b.named OR NOT EXISTS (SELECT FROM ({borne}) c WHERE c.line = b.line AND c.named)"
    _one(stage, alike, SEVERAL_SIRET, "siret")


def _by_name(stage: Stage) -> None:
    """The same name at the same postcode; never a sheet that bears another SIRET than the line's."""
    siret = f"SELECT FROM directory_identifier i WHERE i.organisation_id = o.id AND {BORNE}"
    alike = (
        "SELECT l.line, o.id FROM import_lines l JOIN directory_organisation o ON o.sort_key = l.name_key AND o.postcode = l.postcode "
        f"AND o.merged_into_id IS NULL WHERE l.problem IS NULL AND l.organisation IS NULL AND (l.siret IS NULL OR NOT EXISTS ({siret}))"
    )
    _one(stage, alike, SEVERAL_NAME, "name")


@dataclass(frozen=True, slots=True)
class Known:
    name: str
    key: str
    place: str


def _propose(stage: Stage) -> None:
    """Among the sheets that the sender reads, the one whose name is nearest, by the line's department."""
    left = stage.rows(
        "SELECT line, siret, name, name_key, postcode FROM import_lines WHERE problem IS NULL AND organisation IS NULL ORDER BY line"
    )
    known = _near_by(stage, {postcode[:2] for _, _, _, _, postcode in left if postcode}) if left else []
    for rank, (line, siret, name, key, postcode) in enumerate(left):
        near = _nearest(key, postcode, known) if key and rank < PROPOSED else None
        said = f"Aucune fiche ne porte le SIRET {siret}." if siret else f"Aucune fiche ne porte le nom « {name} » à {postcode}."
        then = f" Une fiche proche : « {near.name} », {near.place}. Recopiez son nom et son code postal, ou son SIRET." if near else ""
        told = said + (then or " Créez d'abord la fiche de la structure, puis reprenez cette ligne.")
        stage.sql("UPDATE import_lines SET problem = %s, problem_field = %s WHERE line = %s", [told, "siret" if siret else "name", line])


def _near_by(stage: Stage, departments: set[str]) -> list[Known]:
    rows = Organisation.objects.visible_to(stage.actor).filter(merged_into=None)
    found = rows.order_by("sort_key", "id").values_list("name", "sort_key", "postcode", "city")
    return [
        Known(name, key, " ".join(filter(None, [postcode, city])) or "sans code postal")
        for name, key, postcode, city in found
        if not departments or not postcode or postcode[:2] in departments
    ]


def _nearest(key: str, postcode: str | None, known: list[Known]) -> Known | None:
    ranked = sorted(
        ((likeness(fr_normalize(key), one.key) + (0.1 if postcode and postcode in one.place else 0), one.name, one) for one in known),
        key=lambda found: (-found[0], found[1]),
    )
    return ranked[0][2] if ranked and ranked[0][0] >= ALIKE else None
