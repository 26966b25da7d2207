"""The dossiers that the personas open, chapter by chapter: other rooms tell their part between two of them.

`opened` leads them to the diagnosis, `shared` to its validation by both sides, `under_way` to a plan that runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.accompaniment.cases import actions
from cordee.accompaniment.cases.models import Case, Criterion, Step
from cordee.actors.accounts.models import Membership
from cordee.actors.network.queries.references import in_force
from cordee.core.access import Actor
from cordee.core.lifecycle import advance
from cordee.demo.examples import before, quiet, shelf
from cordee.demo.examples.living import LISE
from cordee.demo.examples.stage import Stage, public_id
from cordee.demo.examples.when import told_at
from cordee.demo.personas import address


@dataclass(frozen=True, slots=True)
class Lived:
    """One dossier of the story: who asks, who leads, and how many days ago each thing happened (None = not yet)."""

    key: str
    title: str
    need: str
    asked_by: str
    led_by: str
    asked: int
    received: int
    diagnosing: int
    shared: int | None = None
    planned: int | None = None
    launched: int | None = None
    body: str = "Conseil d'administration"

    @property
    def operator(self) -> str:
        return "iriae-hdf" if self.led_by == "charge-mission-aisne" else "nord-actif"


LINGE = Lived(
    "linge-et-compagnie", "Vendre mieux, sans perdre les petits clients",
    "La moitié des heures se fait chez des particuliers, à un prix qui ne couvre plus le trajet. Nous voulons revoir nos tarifs et "
    "démarcher des entreprises proches.",
    "director@linge-et-compagnie.example", "charge-mission-nord", 190, 186, 165, 125, 104, 100,
)  # fmt: skip
RIVES = Lived(
    "fabrique-des-rives", "Un modèle économique pour la ressourcerie",
    "La vente d'objets progresse, le textile reste fragile. Nous hésitons entre mutualiser la logistique avec d'autres ressourceries "
    "et ouvrir un second atelier couture.",
    address("structure-directrice"), "charge-mission-nord", 96, 91, 78, 25, 21, 20,
)  # fmt: skip
VERGER = Lived(
    "verger-du-canal", "Du champ au panier : trouver des clients réguliers",
    "Les paniers se vendent bien au printemps, mal à l'automne. Nous voulons des contrats avec des cantines et un traiteur.",
    "director@verger-du-canal.example", "charge-mission-nord", 330, 322, 300, 262, 245, 240,
)  # fmt: skip
AISNE = Lived(
    "recycl-aisne", "Relancer l'atelier électroménager",
    "L'atelier répare moins qu'il ne reçoit. Nous voulons comprendre ses coûts avant d'embaucher un second encadrant.",
    LISE, "charge-mission-aisne", 62, 57, 44,
)  # fmt: skip
STORY = (VERGER, LINGE, RIVES, AISNE)


def case_of(lived: Lived) -> Case:
    found: Case = Case.objects.for_system("the story's own dossier").get(public_id=public_id(f"dossier:{lived.key}"))
    return found


def told(key: str) -> Case:
    """A quiet dossier, or one of the documents, by its key."""
    found: Case = Case.objects.for_system("the story's own dossier").get(public_id=public_id(f"dossier:{key}"))
    return found


def opened(stage: Stage) -> None:
    motives = [edition.entry for edition in in_force("motive", stage.day)]
    quiet.write([*before.of_the_documents(stage), *shelf.around(stage, motives)])
    criteria = list(Criterion.objects.for_system("the nomenclature").order_by("id"))
    for lived in STORY:
        begin(stage, lived, motives[STORY.index(lived) % len(motives)], criteria)
    with told_at(stage.ago(LINGE.diagnosing - 2)):
        actions.open_to(actor=stage.acting(address("charge-mission-nord")), case=case_of(LINGE), organisation=stage["coorace"])


def begin(stage: Stage, lived: Lived, motive: Any, criteria: list[Criterion]) -> None:
    """Asked by the structure, received, judged, and the diagnosis opened."""
    structure, officer = stage[lived.key], stage.acting(address(lived.led_by))
    values = {
        "public_id": public_id(f"dossier:{lived.key}"), "kind": "individual", "title": lived.title, "need": lived.need, "origin": "alone",
        "requester": structure, "requested_on": stage.ago(lived.asked), "motives": [motive], "fictitious": True,
    }  # fmt: skip
    with told_at(stage.ago(lived.asked)):
        case = actions.open_case(actor=stage.acting(lived.asked_by), structures=[structure], values=values)
    with told_at(stage.ago(lived.received), 11) as at:
        advance(case, "receive", actor=officer, data={"fact_on": at.date()})
        hold(case, officer, at.date())
    with told_at(stage.ago(lived.diagnosing), 15) as at:
        lines = {criterion: ("favourable", "") for criterion in criteria}
        actions.judge(actor=officer, case=case, values={"proposal": "favourable", "comment": ""}, lines=lines)
        actions.decide(actor=officer, case=case, accepted=True)
        adhere(stage, lived, case, Step.RECEPTION, at.date())
        advance(case, "diagnose", actor=officer, data={"fact_on": at.date()})
        if lived.shared is None:
            adhere(stage, lived, case, Step.DIAGNOSIS, at.date())


def hold(case: Case, officer: Actor, since: date) -> None:
    membership = Membership.objects.for_system("who leads the dossier").get(pk=officer.membership_id)
    actions.assign(actor=officer, case=case, membership=membership, role="holder", period=DateRange(since, None))


def adhere(stage: Stage, lived: Lived, case: Case, step: Step, on: date) -> None:
    actor, structure = stage.acting(lived.asked_by), stage[lived.key]
    said = {"step": step, "on": on, "decision": "yes", "who": "Direction", "channel": "platform"}
    actions.note_adhesion(actor=actor, case=case, organisation=structure, values=said)
    actions.note_presence(
        actor=actor, case=case, organisation=structure, values={"step": step, "who": "Direction, deux encadrants", "on": on}
    )


def validate(stage: Stage, lived: Lived, case: Case, what: str, on: date) -> None:
    """The body of the structure, then the DLA."""
    asker, officer = stage.acting(lived.asked_by), stage.acting(address(lived.led_by))
    actions.validate(actor=asker, case=case, what=what, side="structure", organisation=stage[lived.key], body=lived.body, on=on)
    actions.validate(actor=officer, case=case, what=what, side="operator", organisation=stage[lived.operator], on=on)


def shared(stage: Stage) -> None:
    """The diagnosis, which both sides validated (`diagnoses`), is shared; that of Recycl'Aisne still waits for it."""
    for lived in STORY:
        if lived.shared is None:
            continue
        case, officer = case_of(lived), stage.acting(address(lived.led_by))
        with told_at(stage.ago(lived.shared), 17) as at:
            adhere(stage, lived, case, Step.DIAGNOSIS, at.date())
            advance(case, "share", actor=officer, data={"fact_on": at.date()})


def under_way(stage: Stage) -> None:
    """The plan is validated by both sides, then begins."""
    for lived in STORY:
        if lived.planned is None or lived.launched is None:
            continue
        case, officer = case_of(lived), stage.acting(address(lived.led_by))
        with told_at(stage.ago(lived.planned), 17) as at:
            validate(stage, lived, case, "plan", at.date())
            advance(case, "plan", actor=officer, data={"fact_on": at.date()})
        with told_at(stage.ago(lived.launched), 9) as at:
            adhere(stage, lived, case, Step.PLAN, at.date())
            advance(case, "launch", actor=officer, data={"fact_on": at.date()})
            adhere(stage, lived, case, Step.WORK, at.date())
