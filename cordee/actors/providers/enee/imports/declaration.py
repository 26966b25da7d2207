"""The import of a flat file of providers, as Enée or a region's spreadsheet gives it: a trial first, then the verbs of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from cordee.actors.directory.imports.places import Gazetteer
from cordee.actors.directory.nomenclatures import COMPETENCES, SECTORS
from cordee.actors.directory.numbers import check_siret
from cordee.actors.providers import policies
from cordee.actors.providers.enee import mapping
from cordee.actors.providers.enee.imports import judge, write
from cordee.actors.providers.models import Provider
from cordee.actors.territory.queries import department_names
from cordee.core.access import Actor, Refusal
from cordee.core.imports import cells
from cordee.core.imports.declare import Field, Import, Progress, Told
from cordee.core.imports.staging import Block, Stage
from cordee.core.nomenclatures import vocabulary
from cordee.core.text import fr_normalize


class ProviderImport(Import):
    code = "providers.providers"
    slug = "prestataires"
    title = "Importer des prestataires"
    one, many = "prestataire", "prestataires"
    keys = (
        "Le fichier à plat d'Enée se télécharge depuis Enée, puis s'envoie ici : les deux bases ne se parlent pas. "
        "Une ligne retrouve sa fiche par le SIRET, sinon par le nom et le code postal ou la ville. "
        "Les tarifs, l'état au registre et les coordonnées bancaires ne s'importent pas."
    )
    adds = "Compétences, secteurs et départements s'ajoutent, sans jamais être retirés."
    required = ("name",)
    computed: ClassVar = {
        "name_key": "text", "zone": "text", "place_city": "text", "place_postcode": "text", "place_problem": "text",
        "known": "bigint", "said": "text",
    }  # fmt: skip

    def sections(self) -> Sequence[tuple[str, Sequence[Field]]]:
        """With the titles that operators gave to the columns of their own files; one that means two fields is nobody's."""
        meant: dict[str, set[str]] = {}
        for code, title in mapping.TABLES.titles():
            meant.setdefault(cells.key_of(title), set()).add(code)
        own = [(code, title) for code, title in mapping.TABLES.titles() if len(meant[cells.key_of(title)]) == 1]
        return [(title, [_titled(field, own) for field in fields]) for title, fields in _sections()]

    def refusal(self, actor: Actor) -> Refusal | None:
        if actor.profile in policies.VERIFIERS:
            return None
        return Refusal("level", "Le DLA régional ou le niveau national importe les prestataires.")

    def complete(self, block: Block) -> None:
        gazetteer = block.shared("gazetteer", Gazetteer)
        given = zip(block.column("postcode"), block.column("city"), strict=True)
        found = [gazetteer.find(None, postcode, city, None) for postcode, city in given]
        block.values["zone"] = [place.zone for place in found]
        block.values["place_city"] = [place.city for place in found]
        block.values["place_postcode"] = [place.postcode for place in found]
        block.values["place_problem"] = [place.problem for place in found]
        block.values["name_key"] = [fr_normalize(name) if name else None for name in block.column("name")]

    def judge(self, stage: Stage) -> None:
        judge.judge(stage)

    def hold(self, stage: Stage) -> bool:
        return write.hold(stage)

    def write(self, stage: Stage, progress: Progress) -> None:
        write.write(stage, progress)

    def told(self, stage: Stage, outcome: str, most: int) -> list[Told]:
        sql = "SELECT line, name, coalesce(said, '') FROM import_lines WHERE outcome = %s ORDER BY line LIMIT %s"
        return [Told(*row) for row in stage.rows(sql, [outcome, most])]


def _titled(field: Field, own: list[tuple[str, str]]) -> Field:
    return Field(field.name, field.label, field.kind, (*field.titles, *(title for code, title in own if code == field.name)))


def _sections() -> tuple[tuple[str, tuple[Field, ...]], ...]:
    return (("Identité", _identity()), ("Coordonnées", _reached()), ("Ce que le prestataire sait faire", _offer()))


def _identity() -> tuple[Field, ...]:
    return (
        Field("name", "Nom", cells.Text(200), ("Prestataire", "Raison sociale", "Dénomination", "Nom du prestataire", "Consultant")),
        Field("siret", "SIRET", cells.Number14("SIRET", 14, check_siret), ("N° SIRET", "Numéro SIRET", "No SIRET", "Code SIRET")),
        Field("kind", "Nature", cells.OneOf(tuple(Provider.Kind.choices)), ("Nature du prestataire", "Type de prestataire", "Statut")),
        Field("vat", "Situation de TVA", cells.OneOf(tuple(Provider.Vat.choices), {"assujetti": "liable"}), ("TVA", "Régime de TVA")),
    )


def _reached() -> tuple[Field, ...]:
    return (
        Field("address", "Adresse", cells.Text(200), ("Adresse postale", "Rue", "Voie", "N° et voie")),
        Field("postcode", "Code postal", cells.Postcode(), ("CP",)),
        Field("city", "Ville", cells.Text(100), ("Commune", "Localité")),
        Field("email", "Courriel", cells.Email(), ("Email", "E-mail", "Mail", "Mèl", "Adresse électronique")),
        Field("phone", "Téléphone", cells.Phone(), ("Tél", "Tel", "Numéro de téléphone", "Portable", "Mobile")),
        Field("website", "Site internet", cells.Url(), ("Site", "Site web", "Url")),
    )


def _offer() -> tuple[Field, ...]:
    """Nomenclatures are edited by referents, and named by each operator: read at each import."""
    areas: list[tuple[Any, str]] = [(judge.EVERYWHERE, "France entière"), *department_names()]
    titles = ("Départements", "Territoires d'intervention", "Zone d'intervention")
    return (
        Field("known_for", "Ce qu'il fait bien", cells.Text(500, lines=True), ("Points forts", "Spécialité")),
        Field("presentation", "Présentation", cells.Text(4000, lines=True), ("Description",)),
        Field("competences", "Compétences", _named(COMPETENCES.code), ("Compétence", "Domaines de compétence", "Domaine")),
        Field("sectors", "Secteurs", _named(SECTORS.code), ("Secteur", "Secteurs d'activité")),
        Field("departments", "Départements d'intervention", cells.Several(tuple(areas)), titles),
    )


def _named(nomenclature: str) -> cells.Several:
    words = vocabulary()
    offered = [(code, words.label(nomenclature, code)) for code in words.offered(nomenclature)]
    local = {name: code for code, _ in offered for name in words.local.get((nomenclature, code), {}).values()}
    return cells.Several(tuple(offered), local)
