"""The plans of the demonstration: drawn once the diagnosis is shared, then carried out. Amounts and days are invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from cordee.accompaniment.plans import actions, queries
from cordee.accompaniment.plans.models import Nature, Plan, PlanAction, Version
from cordee.accompaniment.plans.snapshots import shot_of
from cordee.actors.directory.models import Competence, Theme
from cordee.core.lifecycle import advance
from cordee.demo.examples import before, dossiers
from cordee.demo.examples.dossiers import LINGE, RIVES, VERGER, Lived
from cordee.demo.examples.stage import Stage
from cordee.demo.examples.when import Moment, told_at
from cordee.demo.personas import address

#: days before the plan is settled at which it is drawn; then, per dossier, the day on which it ends (negative: to come)
DRAWN = 3
ENDS = {VERGER: -5, LINGE: -160, RIVES: -260}
WORDS = {
    VERGER: "Signer trois contrats réguliers avec des cantines, sans réduire les paniers ; savoir ce que coûte un repas livré.",
    LINGE: "Des tarifs qui couvrent les trajets ; cinq entreprises clientes de plus, à moins de dix kilomètres.",
    RIVES: "Choisir entre une logistique mutualisée et un second atelier, avec des chiffres, et garder les trente-deux postes.",
}
COMMON = {
    "follow_up": "Un point chaque trimestre avec la direction ; le bureau lit l'avancement deux fois par an.",
    "updating": "Un besoin nouveau se dit au point suivant ; la structure et le DLA valident ensemble toute actualisation.",
}


def action(title: str, kind: str, nature: str, issue: str, held_by: str, owner: str, when: tuple[int, int], **more: Any) -> dict[str, Any]:
    """`when`: how many days ago it begins and is due."""
    return {"title": title, "kind": kind, "nature": nature, "issue": issue, "held_by": held_by, "owner": owner, "days_ago": when, **more}


def specification(objective: str, context: str, deliverables: str, days: str, cost: str, theme: str) -> dict[str, Any]:
    return {
        "objective": objective, "context": context, "deliverables": deliverables, "constraints": "Deux séances sur place, hors été.",
        "days": Decimal(days), "cost": Decimal(cost), "theme": theme,
    }  # fmt: skip


DLA = "Chargée de mission"
MISSION = "Étude d'un modèle économique mutualisé"
PLANS: dict[Lived, Sequence[dict[str, Any]]] = {
    VERGER: (
        action("Trouver trois cantines clientes", "individual", "conseil", "Clientèle", "operator", DLA, (235, 40), **specification(
            "Obtenir trois contrats annuels.", "Les paniers se vendent mal à l'automne.", "Une offre écrite, un prix de revient, "
            "dix rendez-vous.", "5", "5000.00", "COM")),
        action("Rejoindre le réseau des producteurs du canton", "territory", "mise-en-relation", "Réseaux", "structure", "Direction",
               (220, 120)),
        action("Chiffrer le coût d'un repas livré", "own", "autre", "Gestion", "structure", "Direction", (230, 150)),
    ),
    LINGE: (
        action("Revoir les tarifs et la prospection", "individual", "conseil", "Stratégie commerciale", "operator", DLA, (95, -70),
               **specification("Des tarifs qui couvrent les trajets.", "La moitié des heures se fait chez des particuliers.",
                               "Une grille de tarifs, un argumentaire, un fichier de prospects.", "6", "6000.00", "COM")),
        action("Tenir le relevé des trajets", "own", "autre", "Gestion", "structure", "Direction", (98, -100)),
    ),
    RIVES: (
        action(MISSION, "individual", "conseil", "Modèle économique", "operator", DLA, (-20, -150), **specification(
            "Comparer une logistique mutualisée et un second atelier.", "La vente d'objets progresse, le textile reste fragile.",
            "Deux scénarios chiffrés sur trois ans, une présentation au conseil.", "9.5", "9500.00", "MUT")),
        action("Lire les comptes avec le bureau", "expertise", "appui-technique", "Gestion", "operator", DLA, (15, -45)),
        action("Visiter deux ressourceries mutualisées", "territory", "mise-en-relation", "Coopération", "structure", "Direction",
               (10, -60)),
        action("Suivre chaque mois les ventes du textile", "own", "autre", "Pilotage", "structure", "Encadrement technique", (18, -200)),
    ),
}  # fmt: skip


def drawn(stage: Stage) -> None:
    """Between the shared diagnosis and its validation as a plan."""
    for lived, listed in PLANS.items():
        officer, case = stage.acting(address(lived.led_by)), dossiers.case_of(lived)
        with told_at(stage.ago((lived.planned or 0) + DRAWN), 10):
            dates = {"starts_on": stage.ago(lived.planned or 0), "ends_on": stage.ago(ENDS[lived])}
            plan = actions.draw_plan(actor=officer, case=case, values={**dates, "objectives": WORDS[lived], **COMMON})
            for told in listed:
                actions.add_action(actor=officer, plan=plan, values=values_of(stage, told))


def values_of(stage: Stage, told: dict[str, Any]) -> dict[str, Any]:
    begins, due = told["days_ago"]
    kept = {name: value for name, value in told.items() if name not in ("days_ago", "nature", "theme")}
    more: dict[str, Any] = {}
    if theme := told.get("theme"):
        competences = Competence.objects.for_system("the nomenclature").filter(theme__code=theme).order_by("position", "id")
        more = {"theme": Theme.objects.for_system("the nomenclature").get(code=theme), "competences": list(competences[:2])}
    nature = Nature.objects.for_system("the nomenclature").get(code=told["nature"])
    return {**kept, **more, "nature": nature, "starts_on": stage.ago(begins), "due_on": stage.ago(due)}


def moments(stage: Stage) -> list[Moment]:
    """What each has begun and finished since, who pays, what the structure gave, what followed."""
    told = [*moved(stage), *paid(stage), *given(stage), *followed(stage)]
    return [Moment(stage.ago(ago), 16, act) for ago, act in told]


Told = tuple[int, Callable[[date], object]]
#: dossier, action, transition, how many days ago, what was done
MOVED = (
    (VERGER, "Chiffrer le coût d'un repas livré", "finish", 152, "Un repas livré revient à 6,80 €, hors encadrement."),
    (VERGER, "Rejoindre le réseau des producteurs du canton", "finish", 118, "Adhésion votée ; deux réunions suivies."),
    (VERGER, "Trouver trois cantines clientes", "finish", 44, "Deux contrats signés, un troisième à l'essai."),
    (LINGE, "Tenir le relevé des trajets", "start", 96, ""),
    (LINGE, "Revoir les tarifs et la prospection", "start", 92, ""),
    (RIVES, "Suivre chaque mois les ventes du textile", "start", 17, ""),
    (RIVES, "Lire les comptes avec le bureau", "start", 14, ""),
)


def plan_of(lived: Lived) -> Plan:
    plan = queries.plan_of(dossiers.case_of(lived))
    if plan is None:
        raise LookupError(lived.key)
    return plan


def moved(stage: Stage) -> Iterator[Told]:
    for lived, title, name, ago, outcome in MOVED:
        found = plan_of(lived).actions.get(title=title)
        officer, said = stage.acting(address(lived.led_by)), {"outcome": outcome} if outcome else {}
        yield ago, lambda day, a=found, n=name, o=officer, s=said: advance(a, n, actor=o, data=s | {"fact_on": day})  # type: ignore[misc]


def paid(stage: Stage) -> Iterator[Told]:
    """The DLA's fund pays for the three missions."""
    for lived in (VERGER, LINGE, RIVES):
        officer = stage.acting(address(lived.led_by))
        mission = plan_of(lived).actions.get(kind="individual")
        pay = partial(actions.fund, actor=officer, action=mission, kind="fund", amount=mission.cost or Decimal(0))
        yield (lived.launched or 0) - 1, lambda day, pay=pay: pay()  # type: ignore[misc]


def given(stage: Stage) -> Iterator[Told]:
    """Time and travel, told by the structures."""
    for lived, quantity, km, ago in ((VERGER, "6.5", "180", 60), (LINGE, "3", "40", 30), (RIVES, "1.5", "60", 12)):
        give = partial(
            actions.note_effort, actor=stage.acting(lived.asked_by), case=dossiers.case_of(lived), organisation=stage[lived.key]
        )  # fmt: skip
        time = {"nature": "time", "quantity": Decimal(quantity), "rate": Decimal(180), "note": "Direction et encadrement"}
        travel = {"nature": "travel", "quantity": Decimal(km), "rate": Decimal("0.50"), "note": "Rendez-vous"}
        for values in (time, travel):
            yield ago, lambda day, give=give, values=values: give(values=values | {"on": day})  # type: ignore[misc]


def followed(stage: Stage) -> Iterator[Told]:
    """Two effects of the oldest dossier."""
    note = partial(
        actions.note_effect, actor=stage.acting(address("charge-mission-nord")), case=dossiers.case_of(VERGER),
        organisation=stage["verger-du-canal"],
    )  # fmt: skip
    blank: dict[str, Any] = {"partner": None, "partner_name": "", "amount": None, "note": ""}
    bank = {"kind": "loan", "partner_name": "Banque coopérative du Canal (fictif)", "amount": Decimal(18000)}
    needs = {"kind": "needs", "note": "Deux cantines servies en légumes du canton."}
    for values in (bank, needs):
        yield 20, lambda day, values=values: note(values=blank | values | {"on": day})  # type: ignore[misc]


def of_the_documents(stage: Stage) -> None:
    """ASTRE's own accompaniment of 2009, as its sheet tells it: no amount, no number of days."""
    case, first, last = dossiers.told(before.ASTRE_2009), date(2009, 1, 1), date(2009, 12, 31)
    shared = {"thread_id": case.thread_id, "zone": case.zone}
    plan = Plan(case=case, shared_on=first, **shared)
    plan.save(force_insert=True)
    done = PlanAction(
        plan=plan, state="done", title="Préparer le reconventionnement", kind="individual",
        nature=Nature.objects.for_system("the nomenclature").get(code="conseil"), issue="Reconventionnement", held_by="operator",
        owner="DLA de la Manche", starts_on=first, due_on=last, validated_in=1, ended_on=last,
        outcome="Accompagnement individuel de 2009, après l'action collective de 2008.", **shared,
    )  # fmt: skip
    done.save(force_insert=True)
    Version(
        plan=plan, state="settled", settled_on=first, starts_on=first, ends_on=last, content=[shot_of(done)],
        objectives="Préparer le reconventionnement. Améliorer les outils, harmoniser les pratiques entre les antennes (outils "
        "informatiques et moyens de contrôle), démarche qualité, travail de communication.",
        follow_up="La fiche de 2009 ne le dit pas.", updating="La fiche de 2009 ne le dit pas.", **shared,
    ).save(force_insert=True)  # fmt: skip
