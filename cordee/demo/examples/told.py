"""The five AI of Basse-Normandie and their network, with ASTRE's sheet.

Source: sheet « Des stratégies de développement opérationnelles » (DLA Basse-Normandie, 2009).
Where a document gives no day, the year it speaks of is taken. Persons are invented.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from cordee.actors.accounts.actions import take_part
from cordee.actors.directory.actions import save_year
from cordee.demo.examples.stage import SYSTEM, Stage, period

SHEET_2009 = "Fiche du DLA Basse-Normandie, 2009"
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
    "offers": ("mise-disposition", "appui-social", "recherche-emploi"),
    "impact_activities": "Les associations intermédiaires développent des activités de proximité adaptées au territoire.",
    "impact_employer": "Employeur important en termes d'emplois sur les territoires ruraux et balnéaires.",
    "impact_equality": "Participe sur le territoire à la politique nationale de non-discrimination.",
    "impact_development": "Développement local.",
    "impact_social": "De l'activité économique qui permet d'agir au niveau social.",
}


def astre(stage: Stage) -> None:
    """Two antennas and three permanences (the document does not say where), the year 2008, the vacancy and the pair."""
    for kind, count, label in (("antenna", 2, "Antenne"), ("permanence", 3, "Permanence")):
        for rank in range(1, count + 1):
            stage.site("astre", kind, f"{label} {rank} (Cotentin)", "", 2008)
    stage.cover("astre", "other", "Cotentin", "50", 2008)
    save_year(
        actor=SYSTEM,
        organisation=stage["astre"],
        year=2008,
        values={
            "made_available": 558,
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
