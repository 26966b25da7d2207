"""The import of dossiers in progress and closed: its columns, and who sends such a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from cordee.accompaniment.cases import policies
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.takeover.imports import judge, write
from cordee.actors.directory.numbers import check_siret
from cordee.core.access import Actor, Refusal
from cordee.core.imports import cells
from cordee.core.imports.declare import Field, Import, Progress, Told
from cordee.core.imports.staging import Block, Stage
from cordee.core.text import fr_normalize

WHO = Refusal("profile", "Les dossiers existants sont repris par le DLA qui les suit : son équipe envoie le fichier.")
#: words of operators' own tables for the stages
STAGES = {
    "demande reçue": "requested", "accueil et éligibilité": "received", "réorientation": "reoriented", "réorientée": "reoriented",
    "diagnostic en cours": "diagnosing", "diagnostic validé": "shared", "parcours élaboré": "planned", "plan validé": "planned",
    "en cours": "under_way", "parcours en cours": "under_way", "mise en œuvre": "under_way", "bilan": "reviewed", "clôturé": "closed",
    "terminé": "closed", "fermé": "closed", "abandonné": "abandoned", "arrêté": "abandoned",
}  # fmt: skip
#: a relay names the partner that it follows: such a dossier is opened on its own page
ORIGINS = tuple((code, label) for code, label in Case.Origin.choices if code != Case.Origin.RELAY)


class CaseImport(Import):
    code = "takeover.cases"
    slug = "dossiers"
    title = "Reprendre des dossiers"
    one, many = "ligne de dossier", "lignes de dossiers"
    keys = (
        "Une ligne retrouve son dossier par votre propre numéro, et sa structure par le SIRET, sinon par le nom et le code postal. "
        "Un dossier collectif a une ligne par structure, sous le même numéro, avec la même étape et les mêmes dates. "
        "Un dossier repris entre à son étape réelle, à ses dates réelles, sans preuve demandée, et personne ne reçoit de courriel."
    )
    required = ("number", "title", "state", "requested_on")
    computed: ClassVar = {"organisation": "bigint", "name_key": "text", "said": "text"}

    def sections(self) -> Sequence[tuple[str, Sequence[Field]]]:
        return (("Le dossier", _dossier()), ("La structure", _structure()), ("Les dates", _dates()), ("La fin", _end()))

    def refusal(self, actor: Actor) -> Refusal | None:
        return None if actor.profile in policies.CONDUCT and actor.capacity == "operator" else WHO

    def complete(self, block: Block) -> None:
        block.values["name_key"] = [fr_normalize(name) if name else None for name in block.column("name")]

    def judge(self, stage: Stage) -> None:
        judge.judge(stage)

    def hold(self, stage: Stage) -> bool:
        return write.hold(stage)

    def write(self, stage: Stage, progress: Progress) -> None:
        write.write(stage, progress)

    def told(self, stage: Stage, outcome: str, most: int) -> list[Told]:
        sql = "SELECT line, title, coalesce(said, '') FROM import_lines WHERE outcome = %s ORDER BY line LIMIT %s"
        return [Told(*row) for row in stage.rows(sql, [outcome, most])]


def _dossier() -> tuple[Field, ...]:
    return (
        Field("number", "Numéro du dossier", cells.Text(40), ("N° dossier", "N° de dossier", "Numéro propre", "Référence", "Code dossier")),
        Field("title", "Intitulé", cells.Text(200), ("Intitulé du dossier", "Objet", "Titre", "Projet")),
        Field("kind", "Nature", cells.OneOf(tuple(Case.Kind.choices)), ("Type d'accompagnement", "Individuel ou collectif")),
        Field("state", "Étape", cells.OneOf(tuple(Case.State.choices), STAGES), ("État", "Statut", "Étape du parcours", "Avancement")),
        Field("origin", "Origine", cells.OneOf(ORIGINS), ("Origine de la demande",)),
        Field(
            "officer", "Courriel du chargé de mission", cells.Email(), ("Chargé de mission", "Suivi par", "Référent", "Courriel référent")
        ),
        Field("need", "Besoin", cells.Text(6000, lines=True), ("Demande", "Besoin exprimé", "Problématique")),
    )


def _structure() -> tuple[Field, ...]:
    return (
        Field("siret", "SIRET", cells.Number14("SIRET", 14, check_siret), ("N° SIRET", "Numéro SIRET", "No SIRET", "Code SIRET")),
        Field("name", "Structure", cells.Text(200), ("Nom de la structure", "Raison sociale", "Nom", "Association", "Dénomination")),
        Field("postcode", "Code postal", cells.Postcode(), ("CP",)),
    )


def _dates() -> tuple[Field, ...]:
    return (
        Field("requested_on", "Demandé le", cells.Day(), ("Date de demande", "Date demande", "Date de la demande")),
        Field("received_on", "Premier échange le", cells.Day(), ("Date d'accueil", "Date accueil")),
        Field("diagnosing_on", "Diagnostic ouvert le", cells.Day(), ("Début du diagnostic", "Date début diagnostic")),
        Field("shared_on", "Diagnostic validé le", cells.Day(), ("Diagnostic partagé le", "Date diagnostic", "Fin du diagnostic")),
        Field("planned_on", "Parcours arrêté le", cells.Day(), ("Plan validé le", "Date du plan", "Plan élaboré le")),
        Field("under_way_on", "Parcours lancé le", cells.Day(), ("Début du parcours", "Plan lancé le", "Début de mise en œuvre")),
        Field("follow_up_on", "En suivi depuis le", cells.Day(), ("Début du suivi", "Date de suivi")),
        Field("reviewed_on", "Diagnostic post-accompagnement le", cells.Day(), ("Bilan le", "Date du bilan")),
        Field("ended_on", "Fini le", cells.Day(), ("Clos le", "Date de clôture", "Arrêté le", "Réorienté le", "Date de fin")),
    )


def _end() -> tuple[Field, ...]:
    return (
        Field("results", "Résultats", cells.Text(4000, lines=True), ("Effets", "Résultat")),
        Field("reason", "Motif de fin", cells.Text(500), ("Motif d'abandon", "Motif de réorientation", "Motif de l'arrêt")),
        Field("body", "Orientée vers", cells.Text(200), ("Organisme d'orientation", "Réorientée vers")),
        Field("contact", "Contact de cet organisme", cells.Text(200), ("Contact de l'organisme",)),
    )
