"""Structures that public documents describe: the five AI of Basse-Normandie, ASTRE's figures, PA-ISS, Dispo Services.

Sources: sheet « Des stratégies de développement opérationnelles » (DLA Basse-Normandie, 2009); study of pooling projects (2010).
Where a document gives no day, the year it speaks of is taken. Persons are invented.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from cordee.actors.accounts.actions import take_part
from cordee.actors.directory.actions import save_year
from cordee.demo.examples.stage import SYSTEM, Stage, period

SHEET_2009 = "Fiche du DLA Basse-Normandie, 2009"
STUDY_2010 = "Étude du CNAR IAE, 2010"
#: the five structures of the collective action of 2008: key, name, commune of today, as the document writes it
FIVE = (
    ("aider", "AIDER", "50484", "Saint-Hilaire-du-Harcouët"),
    ("astre", "ASTRE", "50129", "Cherbourg"),
    ("le-relais", "LE RELAIS", "14258", "Falaise"),
    ("asace", "ASACE", "14174", "Condé-sur-Noireau"),
    ("cap-emploi", "CAP EMPLOI", "14654", "Saint-Pierre-sur-Dives"),
)


def tell(stage: Stage) -> None:
    normandie(stage)
    astre(stage)
    isere(stage)
    cantal(stage)


def normandie(stage: Stage) -> None:
    for key, name, commune, written in FIVE:
        more: dict[str, Any] = ASTRE if key == "astre" else {}
        sectors = ("iae", "mise-disposition", "services-personne")
        made = stage.organisation(key, name, commune=commune, since=2008, legal_form="association", sectors=sectors, **more)
        if made.city != written:
            stage.site(key, "head", f"Siège à {written} (nom de 2008)", commune, 2008)
        stage.agreement(key, "ai", period(2008))
        take_part(actor=SYSTEM, thread=made.thread, organisation=stage["coorace"], capacity="network", since=date(2008, 1, 1))


ASTRE = {
    "setting": "seaside",
    "founded_in": 1984,
    "vocation": (
        "Accompagner les personnes en difficulté d'insertion socioprofessionnelle afin qu'elles retrouvent leur dignité "
        "et améliorent leurs conditions sociales ; leur permettre d'accéder à un emploi durable."
    ),
    "story": (
        "L'association existe depuis bientôt 25 ans (2009). Installée à Cherbourg, elle a deux antennes et trois permanences "
        "dans le Cotentin, sur des territoires balnéaires, ruraux et urbains."
    ),
    "projects": (
        "Améliorer les outils, harmoniser les pratiques entre les antennes (outils informatiques et moyens de contrôle), démarche qualité, "
        "travail de communication."
    ),
    "services": "Mise à disposition chez des particuliers et en entreprise ; appui social individualisé, aide à la recherche d'emploi.",
    "clients": "both",
    "territorial_impact": (
        "Activités de proximité adaptées au territoire ; employeur important sur les territoires ruraux et balnéaires ; "
        "participe à la politique de non-discrimination, au développement local ; l'activité permet d'agir au niveau social."
    ),
}


def astre(stage: Stage) -> None:
    """Two antennas and three permanences (the document does not say where), the year 2008, the vacancy and the pair."""
    for kind, count, label in (("antenna", 2, "Antenne"), ("permanence", 3, "Permanence")):
        for rank in range(1, count + 1):
            stage.site("astre", kind, f"{label} {rank} (Cotentin)", "", 2008)
    save_year(
        actor=SYSTEM,
        organisation=stage["astre"],
        year=2008,
        values={
            "insertion": 558,
            "hours_individuals": 59_000,
            "hours_companies": 39_526,
            "department_share": 32,
            "sales_share": 90,
            "services_share": 8,
            "grants_share": 2,
            "source": SHEET_2009,
        },
    )
    arrival = date(2008, 1, 15)
    stage.post("astre", "director", "Direction (poste vacant)", None, period(date(2007, 5, 15), arrival))
    stage.post("astre", "director", "Directeur", stage.person("Martin", "Estran"), period(arrival))
    stage.post("astre", "president", "Président", stage.person("Paul", "Hauban"), period(2007))


def isere(stage: Stage) -> None:
    """Two structures become one, which holds both agreements; the ACI was first carried by another body."""
    insertion: dict[str, Any] = {"commune": "38416", "legal_form": "association"}
    stage.organisation("mjc-saint-marcellin", "MJC de Saint-Marcellin", since=2006, sectors=("animation", "jeunesse"), **insertion)
    stage.organisation("ateliers-sud-gresivaudan", "Les Ateliers du Sud Grésivaudan", since=2006, sectors=("iae", "textile", "batiment"),
                       services="Ateliers Maquettes et Couture, chacun la moitié environ du chiffre d'affaires.",
                           **insertion)  # fmt: skip
    stage.organisation("anna", "ANNA", since=2006, sectors=("iae", "services-personne"), **insertion)
    project = "Premières années portées par la MJC de Saint-Marcellin (le document n'en donne pas les dates)."
    stage.agreement(
        "ateliers-sud-gresivaudan", "aci", period(None, 2006), carried_by=stage["mjc-saint-marcellin"], insertion_project=project
    )
    stage.agreement("ateliers-sud-gresivaudan", "aci", period(2006, 2007))
    stage.agreement("anna", "ai", period(2006, 2007))
    stage.organisation(
        "pa-iss", "Pôle d'Activités d'Innovations Sociales et Solidaires", acronym="PA-ISS", since=2007, founded_in=2007,
        sectors=("iae", "textile", "services-personne"), analytical_accounting=True, **insertion,
        story="Né en 2007 du rapprochement des Ateliers du Sud Grésivaudan (ACI) et d'ANNA (AI), préparé avec le DLA en 2006 et 2007.",
        projects="Recyclerie avec le syndicat de collecte, cyber-emploi, clauses d'insertion, professionnalisation de l'aide à domicile.",
    )  # fmt: skip
    for type_ in ("aci", "ai"):
        stage.agreement("pa-iss", type_, period(2007))
    figures = {"permanent": 11, "insertion": 200, "fte": 47, "budget": 1_300_000, "source": f"{STUDY_2010} : 85 000 heures salariées"}
    save_year(actor=SYSTEM, organisation=stage["pa-iss"], year=2008, values=figures)


def cantal(stage: Stage) -> None:
    """An AI whose cantons cross into Aveyron. One place per canton served."""
    stage.organisation(
        "dispo-services", "Dispo Services", commune="15122", since=2006, founded_in=1994, legal_form="association", setting="rural",
        clients="both",
        sectors=("iae", "services-personne", "espaces-verts"),
        services="Entretien de la maison, du linge et des jardins, petits travaux, chez les particuliers, collectivités et entreprises.",
        territorial_impact="Cantons de Maurs, Saint-Mamet-la-Salvetat, Montsalvy, Laroquebrou, et d'Entraygues en Aveyron.",
    )  # fmt: skip
    stage.agreement("dispo-services", "ai", period(2006))
    for canton, commune in (("Maurs", "15122"), ("Saint-Mamet-la-Salvetat", "15196"), ("Montsalvy", "15134"), ("Laroquebrou", "15094"),
                            ("Entraygues (Aveyron)", "12094")):  # fmt: skip
        stage.site("dispo-services", "permanence", f"Canton de {canton}", commune, 2006)
