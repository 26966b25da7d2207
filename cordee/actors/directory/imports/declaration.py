"""The import of organisations: its fields, its sentences, what several cells of a line say together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from cordee.actors.directory import policies
from cordee.actors.directory.imports import fields, judge, write
from cordee.actors.directory.imports.places import Gazetteer
from cordee.core import formats
from cordee.core.access import Actor, Refusal
from cordee.core.imports.declare import Field, Import, Progress, Told
from cordee.core.imports.staging import Block, Stage
from cordee.core.text import fr_normalize

TOTALS = frozenset({"total", "totaux", "total general", "sous total", "ensemble"})


class OrganisationImport(Import):
    code = "directory.organisations"
    slug = "organisations"
    title = "Importer des organisations"
    one, many = "organisation", "organisations"
    keys = "Une ligne retrouve sa fiche par le SIRET, sinon par le numéro RNA."
    by_name = "Sans SIRET ni RNA connus, reconnaître aussi une fiche par son nom et son code postal (ou sa ville)"
    adds = "Rôles, conventionnements et secteurs s'ajoutent, sans jamais être retirés."
    required = ("name",)
    computed: ClassVar = {
        "name_key": "text", "commune_id": "bigint", "zone": "text", "place_city": "text", "place_postcode": "text", "place_problem": "text",
        "roles": "text[]", "types": "text[]",
    }  # fmt: skip

    def sections(self) -> Sequence[tuple[str, Sequence[Field]]]:
        return fields.sections()

    def refusal(self, actor: Actor) -> Refusal | None:
        return policies.may_create(actor)

    def complete(self, block: Block) -> None:
        self._places(block)
        self._names(block)
        self._kinds(block)
        for year in sorted({year for _, year in block.years}):
            self._mix(block, year)

    def _places(self, block: Block) -> None:
        """The commune fills the town and postcode of a new sheet; an existing one changes only by what the file itself says."""
        gazetteer = block.shared("gazetteer", Gazetteer)
        given = list(zip(*(block.column(name) for name in ("insee", "postcode", "city", "territory")), strict=True))
        found = [gazetteer.find(*place) for place in given]
        block.values["commune_id"] = [place.commune for place in found]
        block.values["zone"] = [place.zone for place in found]
        block.values["place_problem"] = [place.problem for place in found]
        block.values["place_city"] = [place.city for place in found]
        block.values["place_postcode"] = [place.postcode for place in found]
        block.values["city"] = [place.city if insee or city else None for place, (insee, _, city, _) in zip(found, given, strict=True)]
        block.values["postcode"] = [
            postcode or (place.postcode if insee else None) for place, (insee, postcode, *_) in zip(found, given, strict=True)
        ]

    def _names(self, block: Block) -> None:
        names = block.column("name")
        block.values["name_key"] = [fr_normalize(name) if name else None for name in names]
        for rank, name in enumerate(names):
            if name and " ".join(fr_normalize(name).split()) in TOTALS:
                block.refuse(rank, "name", "C'est une ligne de total, pas une structure.")

    def _kinds(self, block: Block) -> None:
        kinds = block.column("kinds")
        block.values["types"] = [[k for k in one if k in fields.TYPES] if one else None for one in kinds]
        block.values["roles"] = [[k for k in one if k not in fields.TYPES] if one else None for one in kinds]

    def _mix(self, block: Block, year: int) -> None:
        """The shares of a year total 100, or none is given: the sheet keeps no half of a mix."""
        columns = [block.years.get((name, year)) for name in fields.SHARES]
        if not any(columns):
            return
        count = len(block.numbers)
        for rank, shares in enumerate(zip(*(column or [None] * count for column in columns), strict=True)):
            given = [share for share in shares if share is not None]
            if given and (len(given) < len(shares) or sum(given) != 100):
                total = formats.number(sum(given))
                block.refuse(
                    rank, fields.SHARES[0], f"Ventes, accompagnement de l'État et autres subventions font {total} %, il faut 100 %."
                )

    def judge(self, stage: Stage) -> None:
        judge.judge(stage)

    def hold(self, stage: Stage) -> bool:
        return write.hold(stage)

    def write(self, stage: Stage, progress: Progress) -> None:
        write.write(stage, progress)

    def told(self, stage: Stage, outcome: str, most: int) -> list[Told]:
        return [Told(line, name, detail) for line, name, detail in judge.told(stage, outcome, most)]


def labels() -> dict[str, Any]:
    """How the fields of a change are called."""
    return {field.name: field.label for _, group in fields.sections() for field in group}
