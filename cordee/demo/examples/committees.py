"""Committees and partners: the invented support committee of the Nord, what partners bring there; the two that documents cite.

Sources: guide of missions in Nord – Pas-de-Calais (it results from the C2RA and DLA working group of 7 November 2007); sheet « Des
stratégies de développement opérationnelles » (2009), which the regional steering committee of Basse-Normandie wished for.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from cordee.actors.partners import actions
from cordee.actors.partners.actions.meetings import Minutes
from cordee.actors.partners.models import AgendaItem, Committee, Meeting, Member
from cordee.actors.territory.models import Department, Region
from cordee.core.lifecycle import advance
from cordee.demo.examples import dossiers
from cordee.demo.examples.stage import SYSTEM, Stage, period
from cordee.demo.examples.when import told_at, working_day
from cordee.demo.personas import address

COMING, LAST = 6, 40  # days to the next meeting, and since the last one
MEMBERS = (
    ("fondation-ecluses", "Fondations", ("Mathilde", "Tamis")),
    ("communaute-rives", "Intercommunalités", ("Rémi", "Godille")),
    ("union-canal", "Réseaux de l'insertion", None),
)
FORMER = {"kind": "support", "quorum": 2, "region": None}


def partners(stage: Stage) -> None:
    """Three invented partners of the Nord, and the regional DLA of which the sheet of 2009 speaks."""
    stage.invented("fondation-ecluses", "Fondation des Écluses", siret=False, roles=("foundation", "funder"), commune="59350", since=2018,
        founded_in=2012, vocation="Soutenir l'emploi le long des canaux du Nord.")  # fmt: skip
    stage.invented("communaute-rives", "Communauté de communes des Rives", siret=False, roles=("authority", "funder"), commune="59512",
        since=2014, legal_form="public")  # fmt: skip
    stage.invented("union-canal", "Union des réseaux du Canal", siret=False, roles=("network", "federation"), commune="59178", since=2016,
        legal_form="association")  # fmt: skip
    stage.organisation("dla-bn", "DLA régional de Basse-Normandie", roles=("operator",), zone="14", since=2009)


def tell(stage: Stage) -> None:
    cited(stage)
    given(stage)
    support(stage)


def cited(stage: Stage) -> None:
    """Facts of the documents: neither members nor minutes are known of them, none is invented."""
    with told_at(stage.ago(88), 8):
        group = actions.create_committee(
            actor=SYSTEM, organisation=stage["c2ra-npdc"], zone="59",
            values={"kind": "working", "name": "Groupe de travail C2RA et DLA, Nord – Pas-de-Calais", "period": period(2007, 2008),
                    "purpose": "Écrire ensemble le guide des missions du DLA."},
        )  # fmt: skip
        actions.add_work(actor=SYSTEM, committee=group, values={
            "kind": "guide", "title": "Guide des missions du DLA en Nord – Pas-de-Calais", "decided_on": date(2007, 11, 7),
            "note": "Issu du groupe de travail du 7 novembre 2007.",
        })  # fmt: skip
        steering = actions.create_committee(
            actor=SYSTEM, organisation=stage["dla-bn"], zone="",
            values={"kind": "steering", "name": "Comité de pilotage régional du DLA, Basse-Normandie", "period": period(2009),
                    "purpose": "Piloter le DLA dans la région.", "region": Region.objects.get(code="28")},
        )  # fmt: skip
        actions.add_work(actor=SYSTEM, committee=steering, values={
            "kind": "capitalisation", "title": "Des stratégies de développement opérationnelles", "decided_on": date(2009, 1, 1),
            "note": "Le document donne l'année, non le jour.",
        })  # fmt: skip


def ties(stage: Stage) -> None:
    for key, kind in (("fabrique-des-rives", "supported"), ("fabrique-des-rives", "strategic"), ("verger-du-canal", "consulted")):
        stage.tie(key, kind, "communaute-rives", date(2019, 1, 1))
    nord = Department.objects.get(code="59")
    for key, kind, detail in (("union-canal", "members", ""), ("fondation-ecluses", "sectors", "Emploi fluvial"),
                              ("union-canal", "studies", "Besoins de logement des personnes en insertion")):  # fmt: skip
        stage.child("partner_work", key, kind=kind, department=nord, detail=detail, period=period(2020))


def given(stage: Stage) -> None:
    """Contributions in four of the six forms, one of them still to be agreed on; what the invented network gives."""
    nord = stage["nord-actif"]
    year = period(date(stage.day.year, 1, 1), date(stage.day.year + 1, 1, 1))
    target: dict[str, Any] = {"sector": None, "department": None, "epci": None, "policy": ""}
    ines = stage.acting(address("charge-mission-nord"))
    told: tuple[tuple[str, str, Decimal | None, str, dict[str, Any], int], ...] = (
        (
            "communaute-rives",
            "earmarked",
            Decimal(15_000),
            "Structures du territoire.",
            {"department": Department.objects.get(code="59")},
            70,
        ),
        ("fondation-ecluses", "budget", Decimal(20_000), "", {}, 68),
        ("union-canal", "expertise", None, "Deux personnes au comité d'appui.", {}, 66),
    )
    for key, form, amount, description, more, days in told:
        with told_at(stage.ago(days), 10):
            values = {
                "contributor": stage[key],
                "form": form,
                "amount": amount,
                "description": description,
                "period": year,
                "fictitious": True,
            }
            made = actions.propose_contribution(actor=ines, operator=nord, values=values | target | more)
        with told_at(stage.ago(days - 6), 10):
            advance(made, "agree", actor=stage.acting(address("responsable-dla")), data={"fact_on": stage.ago(days - 6)})
    with told_at(stage.ago(9), 11):
        mathilde = stage.acting(address("comite-appui"))
        values = {"contributor": stage["fondation-ecluses"], "form": "programme", "amount": Decimal(8_000), "period": year,
                  "fictitious": True,
                  "description": "Former les présidences bénévoles, à côté du fonds d'ingénierie."}  # fmt: skip
        actions.propose_contribution(actor=mathilde, operator=nord, values=values | target)
    with told_at(stage.ago(64), 15):
        kinds = {"information", "knowledge", "diagnosis", "committees"}
        actions.keep_gifts(actor=ines, operator=nord, table={stage["union-canal"]: (kinds, "Une rencontre par trimestre.")})


# -- the support committee of the Nord ----------------------------------------------------------------------------------------
def support(stage: Stage) -> None:
    ines = stage.acting(address("charge-mission-nord"))
    with told_at(stage.ago(85), 9):
        values = {"name": "Comité d'appui du Nord (fictif)", "period": period(stage.ago(700)), "fictitious": True, **FORMER,
                  "purpose": "Enrichir les diagnostics, dire ce que chacun peut apporter. Il donne un avis, le DLA décide."}  # fmt: skip
        committee = actions.create_committee(actor=ines, organisation=stage["nord-actif"], zone="59", values=values)
        seats = [seated(stage, committee, key, seat, who) for key, seat, who in MEMBERS]
    reported(stage, committee, seats)
    coming(stage, committee, seats)


def seated(stage: Stage, committee: Committee, key: str, seat: str, who: tuple[str, str] | None) -> Member:
    """The persona sits by name; the elected member has an address and no account; the network names someone each time."""
    person = stage[key].positions.get(person__last_name=who[1]).person if who and who[1] == "Tamis" else None
    if who and person is None:
        person = stage.person(*who, email=f"{who[0].lower()}.{who[1].lower()}@{key}.example".replace("é", "e"))
    values = {"organisation": stage[key], "seat": seat, "person": person, "period": period(stage.ago(600))}
    return actions.keep_member(actor=SYSTEM, committee=committee, values=values)


def planned(stage: Stage, committee: Committee, day: date, hour: int, note: str, points: tuple[tuple[str, str, bool], ...]) -> Meeting:
    ines = stage.acting(address("charge-mission-nord"))
    at = datetime.combine(day, time(hour), timezone.get_current_timezone())
    values = {"starts_at": at, "place": "Nord Actif, salle des Quais, Lille (fictif)", "visio_url": "", "note": note, "fictitious": True}
    meeting = actions.plan_meeting(actor=ines, committee=committee, values=values)
    threads = {lived.key: dossiers.case_of(lived).thread_id for lived in dossiers.STORY}
    for title, key, asks in points:
        item: dict[str, Any] = {"title": title, "detail": "", "organisation": stage[key] if key else None, "asks_opinion": asks}
        item["dossier_id"] = threads.get(key)
        actions.keep_item(actor=ines, meeting=meeting, values=item)
    return meeting


def reported(stage: Stage, committee: Committee, seats: list[Member]) -> None:
    """The meeting before: one opinion with a reserve, corrected; minutes published a week later."""
    marc, day = stage.acting(address("responsable-dla")), working_day(stage.ago(LAST))
    points = (("Diagnostic de Linge et Compagnie", "linge-et-compagnie", True), ("Bilan du semestre", "", False))
    with told_at(stage.ago(LAST + 20), 9):
        meeting = planned(stage, committee, day, 14, "", points)
    first, second = meeting.items.order_by("rank")
    with told_at(stage.ago(LAST + 2), 9):
        actions.declare_interest(actor=marc, item=first, member=seats[0], reason="La fondation finance la structure.")
    for value, why in (("reserved", "Le plan de charge reste à préciser."), ("favourable", "Le plan de charge a été reçu.")):
        with told_at(stage.ago(LAST + 1), 10 if value == "reserved" else 16):
            actions.give_opinion(actor=marc, item=first, member=seats[1], value=value, text=why)
    with told_at(day, 17):
        actions.give_opinion(actor=marc, item=first, member=seats[2], value="favourable", text="")
        advance(meeting, "hold", actor=marc)
    there = {seats[0].pk: ("present", None), seats[1].pk: ("present", None), seats[2].pk: ("represented", seats[1].pk)}
    text = "Le diagnostic est partagé par les membres présents.\n\nLe réseau propose une visite d'une blanchisserie voisine."
    decisions = {first.pk: "Le DLA propose un parcours sur l'organisation de la production.", second.pk: "Prochain bilan dans six mois."}
    with told_at(stage.ago(LAST - 4), 11):
        actions.write_minutes(actor=marc, meeting=meeting, minutes=Minutes(text, decisions, there), version=meeting.version)
    with told_at(stage.ago(LAST - 7), 9):
        advance(meeting, "publish", actor=marc)


def coming(stage: Stage, committee: Committee, seats: list[Member]) -> None:
    """In six days: three dossiers; two opinions to give; one point closed by a link of interest."""
    ines, mathilde = stage.acting(address("charge-mission-nord")), stage.acting(address("comite-appui"))
    points = (
        ("Parcours proposé : modèle économique", "fabrique-des-rives", True),
        ("Diagnostic : débouchés des paniers", "verger-du-canal", True),
        ("Parcours en cours : organisation de la production", "linge-et-compagnie", True),
    )
    with told_at(stage.ago(12), 9):
        meeting = planned(stage, committee, stage.day + timedelta(days=COMING), 14, "Un café vous attend dès 13 h 45.", points)
        first, _, third = meeting.items.order_by("rank")
        for item in (first, third):
            paper(ines, item)
    with told_at(stage.ago(8), 15):
        advance(meeting, "convene", actor=ines)
    with told_at(stage.ago(3), 10):
        actions.declare_interest(actor=mathilde, item=third, member=seats[0], reason="La fondation finance la structure.")
        value, why = "reserved", "Le plan de trésorerie manque pour le second semestre."
        actions.give_opinion(actor=ines, item=first, member=seats[1], value=value, text=why)


def paper(ines: Any, item: AgendaItem) -> None:
    note = ContentFile(f"Note de préparation (scénario fictif) : {item.title}.".encode(), name="note-de-preparation.txt")
    actions.add_paper(actor=ines, item=item, upload=note, label=f"Note de préparation, {item.organisation}")
