"""The accompaniments that the documents tell (2005–2010), as closed dossiers of the DLA that led them.

Sources: study of the CNAR IAE (2010); sheet of the DLA Basse-Normandie (2009). Where a document gives a month, its first day is taken;
where it gives a year, the first of January. They entered without the proofs that the platform asks for today.
"""

from __future__ import annotations

from datetime import date

from cordee.demo.examples.quiet import Past
from cordee.demo.examples.stage import Stage

ASTRE_2008, ASTRE_2009 = "coorace-2008", "astre-2009"


def days(asked: date, diagnosed: date, shared: date, planned: date, launched: date, followed: date, closed: date) -> dict[str, date]:
    names = ("diagnose", "share", "plan", "launch", "follow", "close")
    dated = zip(names, (diagnosed, shared, planned, launched, followed, closed), strict=True)
    return {"request": asked, "receive": asked, **dict(dated)}


def of_the_documents(stage: Stage) -> list[Past]:
    return [paca(stage), cantal(stage), isere(stage), moselle(stage), *normandie(stage)]


def paca(stage: Stage) -> Past:
    first = date(2005, 1, 1)
    return Past(
        "etti-2005", "Accès des entreprises de travail temporaire d'insertion aux marchés publics",
        "Renforcer la compétitivité face au marché tout en gardant l'accompagnement social, après la fin des exonérations au "
        "1er juillet 2005. Un groupe de réflexion s'est formé au début de 2005 avec le DLA ; COORACE et UREI y sont associés.",
        [stage[f"etti-{n}"] for n in range(1, 6)], stage["esia"],
        days(first, first, date(2006, 6, 1), date(2006, 7, 1), date(2006, 7, 1), date(2007, 4, 30), date(2010, 1, 31)),
        origin="collective", networks=[stage["coorace"], stage["urei"]], fictitious=False, taken_over=True,
        results="Groupement d'employeurs GE 14 : statuts déposés le 12 mars 2008, arrêt des activités en janvier 2010.",
    )  # fmt: skip


def cantal(stage: Stage) -> Past:
    first = date(2006, 1, 1)
    return Past(
        "deesse-2006", "Un service de mobilité pour les personnes en insertion",
        "Des personnes n'acceptent pas un emploi faute de véhicule. Étudier un service de location à tarif réduit, à l'échelle du "
        "département, avec plusieurs structures d'insertion.",
        [stage["dispo-services"], *(stage[f"cantal-{n}"] for n in range(1, 5))], stage["cantal-expansion"],
        days(first, first, date(2006, 11, 1), date(2006, 12, 1), date(2006, 12, 1), date(2007, 4, 30), date(2009, 12, 31)),
        fictitious=False, taken_over=True,
        results="Association DEESSE : statuts en novembre 2007, activité depuis mars 2009. En 2009 : 69 demandes, 35 prêts, "
        "parc passé de 4 à 10 véhicules.",
    )  # fmt: skip


def isere(stage: Stage) -> Past:
    first = date(2006, 1, 1)
    return Past(
        "pa-iss-2006", "Étude d'un rapprochement entre un chantier et une association intermédiaire",
        "La DDTEFP demande une évolution du portage et la consolidation du chantier. Pourquoi se rapprocher, que rapproche-t-on, "
        "jusqu'où : écrire un projet stratégique commun, étudier les hypothèses.",
        [stage["ateliers-sud-gresivaudan"], stage["anna"]], stage["mcae"],
        days(first, first, date(2006, 5, 31), date(2006, 6, 1), date(2006, 6, 1), date(2007, 6, 30), date(2009, 12, 31)),
        origin="injunction", networks=[stage["coorace"]], fictitious=False, taken_over=True,
        results="Avant-projet validé par les deux conseils le 27 novembre 2006. PA-ISS créé en 2007, titulaire des deux conventions. "
        "En 2008 : 200 salariés en insertion, 11 permanents, 85 000 heures, 47 ETP, 1,3 M€.",
    )  # fmt: skip


def moselle(stage: Stage) -> Past:
    first = date(2007, 6, 1)
    return Past(
        "thionville-2007", "Mieux se faire connaître des entreprises, puis une plateforme collaborative",
        "Les structures du bassin de Thionville peinent à communiquer auprès des entreprises. Le DLA propose une réflexion commune ; "
        "elles s'en saisissent, avec UREI et UDAIM.",
        [stage[f"thionville-{n}"] for n in range(1, 11)], stage["cojep"],
        days(first, first, date(2007, 10, 1), date(2007, 11, 1), date(2007, 11, 1), date(2009, 12, 31), date(2010, 6, 30)),
        origin="dla", requester=stage["thionville-1"], networks=[stage["urei"], stage["udaim"]], fictitious=False, taken_over=True,
        results="Plaquette et carte des structures ; table ronde de décembre 2008, une quarantaine d'acteurs ; phase préparatoire "
        "de la plateforme au premier semestre 2010.",
    )  # fmt: skip


def normandie(stage: Stage) -> list[Past]:
    """The collective action of 2008, then ASTRE's own of 2009: two dossiers of one structure, in order."""
    first, then = date(2008, 1, 1), date(2009, 1, 1)
    five = [stage[key] for key in ("aider", "astre", "le-relais", "asace", "cap-emploi")]
    return [
        Past(
            ASTRE_2008, "Des stratégies de développement opérationnelles",
            "COORACE propose aux 28 associations intermédiaires de la région une démarche collective ; cinq déposent leur demande.",
            five, stage["ligue-50"], days(first, first, first, first, first, date(2008, 12, 31), date(2008, 12, 31)),
            origin="network", requester=stage["coorace"], networks=[stage["coorace"]], fictitious=False, taken_over=True,
            results="Mission de 15,5 jours dont 4 collectifs. Un plan d'actions pour 4 structures sur 5.",
        ),
        Past(
            ASTRE_2009, "Préparer le reconventionnement",
            "Améliorer les outils, harmoniser les pratiques entre les antennes, s'engager dans une démarche qualité.",
            [stage["astre"]], stage["ligue-50"], days(then, then, then, then, then, date(2009, 12, 31), date(2009, 12, 31)),
            networks=[stage["coorace"]], follows=ASTRE_2008, fictitious=False, taken_over=True,
            results="Perspective : une démarche qualité, formaliser et valider un processus.",
        ),
    ]  # fmt: skip
