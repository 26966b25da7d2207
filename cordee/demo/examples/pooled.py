"""Structures of the study of pooling projects: Cantal, Moselle, Isère, Provence-Alpes-Côte d'Azur.

Source: study of the CNAR IAE (2010). Where it gives no day, the year it speaks of is taken. It counts structures without naming
them (ten around Thionville, five ETTI, four more AI in the Cantal): those bear an invented name, and say so.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cordee.actors.directory.actions import save_year
from cordee.actors.directory.successions import succeed
from cordee.actors.directory.workshops import Line
from cordee.demo.examples.stage import SYSTEM, Stage, period

STUDY_2010 = "Étude du CNAR IAE, 2010"
UNNAMED = "L'étude de 2010 compte cette structure parmi {} sans la nommer : son nom et sa commune sont inventés."
ASSOCIATION: dict[str, Any] = {"legal_form": "association"}


def tell(stage: Stage) -> None:
    cantal(stage)
    moselle(stage)
    isere(stage)
    paca(stage)


def unnamed(stage: Stage, key: str, name: str, commune: str, type_: str, *, since: int, among: str, **more: Any) -> None:
    """A structure that the study counts and does not name."""
    stage.organisation(key, name, commune=commune, since=since, fictitious=True, story=UNNAMED.format(among), sectors=("iae",), **more)
    stage.agreement(key, type_, period(since))


def cantal(stage: Stage) -> None:
    """An AI whose cantons cross into Aveyron; the association that five AI created for vehicles, and who had shown the way."""
    stage.organisation(
        "dispo-services", "Dispo Services", commune="15122", since=2006, founded_in=1994, setting="rural", clients="both",
        sectors=("iae", "services-personne", "espaces-verts"), offers=("menage-linge", "jardins", "petits-travaux", "mise-disposition"),
        services="Entretien de la maison et du linge, des parcs et jardins, petits travaux, auprès des particuliers, collectivités, "
        "entreprises.", **ASSOCIATION,
    )  # fmt: skip
    stage.agreement("dispo-services", "ai", period(2006))
    for canton, department in (("Maurs", "15"), ("Saint-Mamet La Salvetat", "15"), ("Montsalvy", "15"), ("Laroquebrou", "15"),
                               ("Entraigues", "12")):  # fmt: skip
        stage.cover("dispo-services", "canton", canton, department, 2006)
    for number, (name, commune) in enumerate(
        (("Entraide des Monts", "15014"), ("Coup de Main Sanflorain", "15187"), ("Services du Haut Pays", "15120"),
         ("Relais des Gorges", "15162")), 1
    ):  # fmt: skip
        unnamed(stage, f"cantal-{number}", name, commune, "ai", since=2007, among="les cinq AI qui créent DEESSE", **ASSOCIATION)
    stage.organisation(
        "deesse", "DEESSE", commune="15014", since=2007, founded_in=2007, sectors=("iae", "mobilite"), clients="b2c",
        offers=("mobilite",), services="Mise à disposition de véhicules pour un motif professionnel, à tarif réduit.",
        story="Association de cinq associations intermédiaires : statuts déposés en novembre 2007, activité depuis mars 2009.",
        projects="Parc de véhicules passé de 4 à 10 entre juin et septembre 2009 ; déploiement à renforcer au nord du département.",
        **ASSOCIATION,
    )  # fmt: skip
    stage.cover("deesse", "other", "Tout le département", "15", 2009)
    for key in ("dispo-services", *(f"cantal-{number}" for number in range(1, 5))):
        stage.tie(key, "member", "deesse", date(2007, 11, 1))
    stage.organisation("ail-46", "AIL 46", zone="46", roles=("provider",), since=2006, sectors=("mobilite",),
                       services="Service d'utilité sociale d'aide à la mobilité depuis 1995.", **ASSOCIATION)  # fmt: skip


#: around Thionville: commune, type. Names are invented.
THIONVILLE = (
    ("Le Coup de Pouce mosellan", "57672", "ai"), ("Fer et Savoir", "57306", "aci"), ("Les Trois Frontières solidaires", "57672", "aci"),
    ("La Navette des Forges", "57206", "ai"), ("Chantiers de l'Orne", "57491", "aci"), ("Services de la Fensch", "57306", "ai"),
    ("Les Jardins du Mineur", "57021", "aci"), ("Atelier des Remparts", "57672", "aci"),
    ("Aide et Travail du Nord mosellan", "57757", "ai"),
    ("Le Fil de l'Acier", "57221", "aci"),
)  # fmt: skip


def moselle(stage: Stage) -> None:
    """Ten structures of one basin, the association that leads them, and the two networks that followed."""
    for number, (name, commune, type_) in enumerate(THIONVILLE, 1):
        among = "les dix structures (AI et ACI) du bassin de Thionville"
        unnamed(stage, f"thionville-{number}", name, commune, type_, since=2007, among=among, **ASSOCIATION)
    stage.organisation(
        "elips", "ELIPS", commune="57672", since=2007, sectors=("iae",), **ASSOCIATION,
        story="Constituée de bénévoles, elle travaille depuis près de 15 ans (2010) avec les structures d'insertion du bassin.",
        projects="Plateforme collaborative autour des clauses d'insertion : phase préparatoire de six mois au premier semestre 2010.",
    )  # fmt: skip
    stage.cover("elips", "other", "Bassin d'emploi et arrondissement de Thionville", "57", 2007)


def isere(stage: Stage) -> None:
    """Two structures become one, which holds both agreements; the ACI was first carried by another body."""
    here: dict[str, Any] = {"commune": "38416", **ASSOCIATION}
    stage.organisation("mjc-saint-marcellin", "MJC de Saint-Marcellin", since=2006, sectors=("animation", "jeunesse"), **here)
    stage.organisation(
        "ateliers-sud-gresivaudan", "Les Ateliers du Sud Grésivaudan", since=2006, sectors=("iae", "textile"), clients="both",
        offers=("sous-traitance",), analytical_accounting=False, accounting_required_by="DDTEFP de l'Isère",
        services="Atelier Maquettes : patrimoine, projets d'architecture, jeux et travaux en bois. Atelier Couture : costumes, décoration, "
        "accessoires, retouches, sur commande.", **here,
    )  # fmt: skip
    stage.organisation("anna", "ANNA", since=2006, sectors=("iae", "services-personne"), **here)
    project = "Premières années portées par la MJC de Saint-Marcellin (le document n'en donne pas les dates)."
    stage.agreement(
        "ateliers-sud-gresivaudan", "aci", period(None, 2006), carried_by=stage["mjc-saint-marcellin"], insertion_project=project
    )
    stage.agreement("ateliers-sud-gresivaudan", "aci", period(2006))
    stage.agreement("anna", "ai", period(2006))
    halves = [Line("Maquettes", Decimal(50), "one_off"), Line("Couture", Decimal(50), "regular")]
    save_year(actor=SYSTEM, organisation=stage["ateliers-sud-gresivaudan"], year=2006, values={"source": STUDY_2010}, workshops=halves)
    pa_iss(stage, here)


def pa_iss(stage: Stage, here: dict[str, Any]) -> None:
    stage.organisation(
        "pa-iss", "Pôle d'Activités d'Innovations Sociales et Solidaires", acronym="PA-ISS", since=2007, founded_in=2007,
        sectors=("iae", "textile", "services-personne"), offers=("garde-aide", "sous-traitance"), **here,
        story="Né en 2007 du rapprochement des Ateliers du Sud Grésivaudan (ACI) et d'ANNA (AI), préparé avec le DLA en 2006 et 2007.",
        projects="Recyclerie avec le syndicat de collecte, cyber-emploi, clauses d'insertion, professionnalisation de l'aide à domicile.",
        impact_development="Générateur d'activités sur le territoire du Sud Grésivaudan.",
    )  # fmt: skip
    before = [stage["ateliers-sud-gresivaudan"], stage["anna"]]
    held = [one.agreements.get(period__upper_inf=True) for one in before]
    succeed(actor=SYSTEM, predecessors=before, successor=stage["pa-iss"], on=date(2007, 1, 1), kind="merger", agreements=held)
    stage.cover("pa-iss", "other", "Territoire intercommunal du Sud Grésivaudan", "38", 2007)
    figures = {"permanent": 11, "insertion": 200, "hours_paid": 85_000, "fte": 47, "budget": 1_300_000, "source": STUDY_2010}
    save_year(actor=SYSTEM, organisation=stage["pa-iss"], year=2008, values=figures)


#: five ETTI of the region. Names are invented.
ETTI = (
    ("Mistral Intérim Insertion", "13055"), ("Calanques Travail Temporaire", "13055"), ("Passage Intérim", "84007"),
    ("Lavande Emploi", "04112"), ("Rade Solidaire Intérim", "83137"),
)  # fmt: skip


def paca(stage: Stage) -> None:
    """Five ETTI, and the employers' group that they created and closed."""
    for number, (name, commune) in enumerate(ETTI, 1):
        unnamed(stage, f"etti-{number}", name, commune, "etti", since=2005, among="cinq ETTI de la région", legal_form="company")
    stage.organisation(
        "ge-14", "GE 14", commune="13055", since=2008, founded_in=2008, legal_form="employer_group", sectors=("iae",),
        story="Groupement d'employeurs de cinq ETTI pour la promotion de la clause 14 des marchés publics : statuts déposés le "
        "12 mars 2008, aide au démarrage de 15 000 € de la Région, arrêt des activités en janvier 2010.",
    )  # fmt: skip
    for number in range(1, 6):
        stage.tie(f"etti-{number}", "member", "ge-14", date(2008, 3, 12))
    stage.end("ge-14", date(2010, 1, 31))
