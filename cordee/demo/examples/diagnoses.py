"""The diagnoses of the story: one to validate together, one that a board adopted, two told as history, a note asked of a network, and
indicators to read again. Their values are invented, but ASTRE's, which are those of its sheet of 2009."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.diagnoses import actions, content, queries
from cordee.accompaniment.diagnoses.actions.writing import opened
from cordee.accompaniment.diagnoses.models import Assent, Diagnosis, Version
from cordee.actors.directory.actions import save_year
from cordee.actors.directory.models import Organisation
from cordee.core.clock import today
from cordee.core.edits import save_edit
from cordee.demo.examples import before, dossiers, shelf
from cordee.demo.examples.stage import SYSTEM, Stage
from cordee.demo.examples.when import told_at
from cordee.demo.personas import address
from cordee.tools.surveys.models import Invitation

Findings = tuple[tuple[str, str, str, str], ...]  # kind, axis, title, comment
#: before the version is proposed, and on the day when both sides said yes
WRITING, SAYING, EVENING = 9, 16, 18
TEXTS: dict[str, Mapping[str, str]] = {
    "fabrique-des-rives": {
        "method": "Direction, présidence, encadrement technique et deux personnes en insertion ; le conseil en a débattu deux fois.",
        "synthesis": "Une ressourcerie installée depuis 2009 dans un ancien atelier textile. La boutique est fréquentée, l'équipe stable ; "
        "les prix se fixent par habitude et la collecte n'est pas chiffrée.",
        "stakes": "Trente-deux postes d'insertion dans un quartier où l'industrie a fermé, et la collecte de six communes.",
        "objectives": "Connaître le coût de chaque activité.\nFixer des prix qui le couvrent.\nChoisir entre deux pistes.",
        "needs": "Un appui sur le modèle économique, puis sur la vente.",
        "accounts_analysis": "Un déficit d'exploitation tenu par les fonds propres ; le décalage des aides pèse sur la trésorerie.",
    },
    "linge-et-compagnie": {
        "method": "Direction, trésorerie, trois salariées permanentes et un atelier avec six salariées mises à disposition.",
        "synthesis": "La moitié des heures se fait chez des particuliers, loin les uns des autres. La qualité est reconnue, "
        "le trajet n'est pas compté.",
        "stakes": "Cent quarante personnes passent par l'association chaque année.",
        "objectives": "Revoir les tarifs.\nDémarcher des entreprises proches.",
        "needs": "Une stratégie commerciale et des outils de suivi.",
        "accounts_analysis": "Un résultat à l'équilibre, une marge qui baisse depuis deux exercices.",
    },
    "verger-du-canal": {
        "method": "Direction, équipe de production, deux clients.",
        "synthesis": "Des paniers bien vendus au printemps, mal à l'automne ; un atelier traiteur qui démarre.",
        "stakes": "Quatorze postes, et une présence agricole dans le canton.",
        "objectives": "Signer des contrats réguliers avec des cantines.",
        "needs": "Une étude de marché et un appui à la vente.",
        "accounts_analysis": "Des fonds propres suffisants pour porter le démarrage du traiteur.",
    },
    "recycl-aisne": {
        "method": "Direction, encadrement de l'atelier, deux visites sur place.",
        "synthesis": "L'atelier électroménager répare moins qu'il ne reçoit : les pièces manquent et le tri se fait deux fois.",
        "stakes": "Un second poste d'encadrement, et six places d'insertion qui en dépendent.",
        "objectives": "Connaître le coût d'une réparation.\nDécider d'une embauche avec des chiffres.",
        "needs": "Un appui sur l'organisation de l'atelier et sur le calcul des coûts.",
        "accounts_analysis": "Un excédent modeste ; la trésorerie couvre deux mois de charges.",
    },
}  # fmt: skip
FINDINGS: dict[str, Findings] = {
    "fabrique-des-rives": (
        ("strength", "team", "Une équipe stable et un ancrage reconnu par six communes", ""),
        ("weakness", "activities", "Des prix fixés par habitude", "Le coût de la collecte n'est pas connu."),
        ("opportunity", "partners", "Deux ressourceries voisines cherchent à partager leur logistique", ""),
        ("blocking", "governance", "Une seule personne sait vendre", "Son absence ferme la boutique."),
    ),
    "recycl-aisne": (
        ("strength", "activities", "Un gisement d'appareils assuré par contrat", ""),
        ("weakness", "team", "Un seul encadrant pour deux équipes", ""),
        ("blocking", "activities", "Les pièces détachées arrivent en six semaines", ""),
    ),
}
#: net result, equity, working capital, need, cash
ACCOUNTS: dict[str, tuple[int, int, int, int, int]] = {
    "fabrique-des-rives": (-12_400, 96_000, 58_000, 41_000, 17_000),
    "linge-et-compagnie": (1_800, 142_000, 120_000, 66_000, 54_000),
    "verger-du-canal": (9_300, 88_000, 47_000, 30_000, 17_000),
    "recycl-aisne": (4_600, 71_000, 85_000, 60_000, 20_000),
}
ASTRE_2009 = {
    "request": "Améliorer les outils, harmoniser les pratiques entre les antennes, s'engager dans une démarche qualité.",
    "synthesis": "Une association de près de vingt-cinq ans, deux antennes et trois permanences dans le Cotentin ; la direction est "
    "arrivée après huit mois de vacance du poste.",
    "stakes": "Préparer le reconventionnement et écrire le projet d'insertion : offre de services et parcours des demandeurs d'emploi.",
    "objectives": "Écrire le projet d'insertion de façon participative, dans le respect de la vie associative.",
}  # fmt: skip
ASTRE_2008 = {
    "request": "Entrer dans la démarche collective que COORACE propose aux associations intermédiaires de la région.",
    "synthesis": "558 personnes mises à disposition en 2008 ; 59 000 heures chez des particuliers et 39 526 en entreprise.",
    "stakes": "Se développer sur un territoire balnéaire, rural et urbain où l'association vend 32 % des heures du département.",
    "objectives": "Une stratégie de développement décidée avec le conseil.",
}  # fmt: skip
RESULTS = {
    "results": "Enjeux et choix stratégiques repositionnés avec le conseil. Stratégie définie : un professionnel a pu être engagé pour le "
    "logo, début d'une refonte de la communication.",
    "induced": "Le directeur a pris sa place dans la structure après huit mois de vacance du poste.",
    "professionalisation": "Professionnalisation des structures accompagnées.",
    "network": "Le réseau sort renforcé de la démarche.",
    "jobs": "Consolidation des emplois.",
}  # fmt: skip
QUIET = {
    "request": "Garder un cap après un départ à la direction.", "synthesis": "L'équipe tient, le projet n'est plus écrit nulle part.",
    "stakes": "La continuité de l'activité et des emplois.", "objectives": "Réécrire le projet et répartir les responsabilités.",
}  # fmt: skip


def written(stage: Stage) -> None:
    """Between the opening of the dossiers and their validation: the text, then the yes of those who gave it."""
    for lived in dossiers.STORY:
        case, officer = dossiers.case_of(lived), stage.acting(address(lived.led_by))
        diagnosis = queries.of_case(case).get()
        told = lived.shared + 6 if lived.shared is not None else 2
        with told_at(stage.ago(told), WRITING):
            write(stage, lived.key, diagnosis, officer)
            version = actions.propose(actor=officer, diagnosis=diagnosis)
        if lived.shared is not None:
            with told_at(stage.ago(lived.shared), SAYING) as at:
                say_yes(stage, lived, version, at.date())


def write(stage: Stage, key: str, diagnosis: Diagnosis, officer: Any) -> None:
    actions.edit(actor=officer, diagnosis=diagnosis, values=dict(TEXTS[key]), version=diagnosis.version)
    for kind, axis, title, comment in FINDINGS.get(key, ()):
        values = {"kind": kind, "axis": axis, "title": title, "comment": comment}
        actions.keep_finding(actor=officer, diagnosis=diagnosis, values=values)
    names = ("net_result", "equity", "working_capital", "working_need", "cash")
    amounts = {name: Decimal(value) for name, value in zip(names, ACCOUNTS[key], strict=True)}
    actions.keep_accounts(actor=officer, diagnosis=diagnosis, year=diagnosis.accounts_year, amounts=dict(amounts))


def say_yes(stage: Stage, lived: dossiers.Lived, version: Version, on: date) -> None:
    asker, officer = stage.acting(lived.asked_by), stage.acting(address(lived.led_by))
    actions.validate(actor=asker, version=version, side="structure", organisation=stage[lived.key], by_bodies=True, body=lived.body, on=on)
    actions.validate(actor=officer, version=version, side="operator", organisation=stage[lived.operator], on=on)


def tell(stage: Stage) -> None:
    """What waits on the first opening, and what the documents tell."""
    with told_at(stage.ago(2), 10):
        diagnosis = queries.of_case(dossiers.case_of(dossiers.LINGE)).get()
        question = "Les points d'interaction sociale et économique à surveiller, avant d'actualiser le diagnostic."
        actions.ask_contribution(
            actor=stage.acting(address("charge-mission-nord")), diagnosis=diagnosis, organisation=stage["coorace"], kind="vigilance",
            question=question, due_on=stage.ago(-8),
        )  # fmt: skip
    link_grid(stage)


def before_all(stage: Stage) -> None:
    """Of the dossiers that entered whole: what they had said."""
    reading_due(stage)
    astre(stage)


def link_grid(stage: Stage) -> None:
    """The grid that La Fabrique des Rives filled with its officer is that of its diagnosis."""
    rives = stage["fabrique-des-rives"]
    rows = Invitation.objects.for_system("the story's own grid").filter(organisation=rives, asked__questionnaire__code="shared-diagnosis")
    diagnosis = queries.of_case(dossiers.case_of(dossiers.RIVES)).get()
    diagnosis.grid = rows.order_by("id").last()
    diagnosis.save(update_fields=["grid"])


def past(case: Case, organisation: Organisation, day: date, texts: Mapping[str, str], hour: int = 9) -> Diagnosis:
    """Of a dossier that entered without its proofs: its text and one version, as they were kept."""
    with told_at(day, hour):
        diagnosis = opened(case, organisation, SYSTEM)
        save_edit(diagnosis, dict(texts), version=diagnosis.version, actor=SYSTEM)
        said = content.written(diagnosis)
        Version(
            diagnosis=diagnosis, number=1, content=said, sha256=content.fingerprint(said), thread_id=diagnosis.thread_id,
            zone=diagnosis.zone,
        ).save(force_insert=True)  # fmt: skip
    return diagnosis


def reading_due(stage: Stage) -> None:
    """Of the year J − 2, validated then: its indicators are to be read again this year. Both years are on its sheet."""
    case = Case.objects.for_system("the story's own dossier").get(title=shelf.READING_DUE, opened_by=stage["nord-actif"])
    structure = case.beneficiaries.get().organisation
    diagnosis = past(case, structure, date(stage.day.year - 2, 3, 2), QUIET)
    version = queries.latest(diagnosis)
    for side, organisation in (("structure", structure), ("operator", stage["nord-actif"])):
        by = side == "structure"
        Assent(
            version=version, side=side, organisation=organisation, by_bodies=by, body="Conseil d'administration" if by else "",
            on=date(stage.day.year - 2, 3, 16),
        ).save(force_insert=True)  # fmt: skip
    for year, fte in ((diagnosis.accounts_year, "12.40"), (diagnosis.review_year, "14.10")):
        if not structure.years.filter(year=year).exists():
            values = {"fte": fte, "permanent": 6, "source": "Valeurs inventées (fictif)"}
            save_year(actor=SYSTEM, organisation=structure, year=year, values=values)


def astre(stage: Stage) -> None:
    """Two diagnoses of one structure, a year apart; the results are those that its sheet tells."""
    first, then = (dossiers.told(key) for key in (before.ASTRE_2008, before.ASTRE_2009))
    past(first, stage["astre"], date(2008, 12, 31), ASTRE_2008, EVENING)  # kept when the dossier was closed
    diagnosis = past(then, stage["astre"], date(2009, 12, 31), ASTRE_2009, EVENING)
    with told_at(date(2009, 12, 31), EVENING + 1):
        need = "Une démarche qualité : formaliser et valider un processus."
        actions.keep_review(actor=SYSTEM, diagnosis=diagnosis, values={"taken_on": today(), "new_needs": need, **RESULTS})
