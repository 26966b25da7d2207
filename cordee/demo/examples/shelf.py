"""The shelf of Nord Actif around the story: 38 quiet dossiers (one of them a request to receive), and two structures reoriented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from cordee.actors.directory.models import Organisation
from cordee.actors.directory.queries import with_role
from cordee.actors.network.models import Entry
from cordee.core.access import Actor
from cordee.demo.examples.quiet import Past
from cordee.demo.examples.stage import Stage
from cordee.demo.examples.when import told_at
from cordee.demo.personas import address

#: who holds how many of the quiet ones: Inès has three more, which the story tells
LOADS = (("charge-mission-nord", 9), ("basile.jalon", 15), ("iris.amarre", 13))
#: state → how many, those of the first officer first; the days between the request and each transition
STATES = (("follow", 1), ("receive", 3), ("diagnose", 7), ("share", 4), ("plan", 3), ("launch", 12), ("follow", 6), ("review", 1))
AFTER = {"request": 0, "receive": 6, "diagnose": 20, "share": 75, "plan": 110, "launch": 120, "follow": 400, "review": 760}
SILENT = (9, 10, 15, 16, 17)  # places of those whose structure has not said its adhesion yet: they are Basile's
READING_DUE = "Se donner une stratégie après un départ"  # its diagnosis is of the year J − 2
THEMES = (
    ("Consolider l'emploi des permanents", "Trois postes reposent sur une subvention qui s'arrête : comment les garder ?"),
    ("Revoir les prix de vente", "Les tarifs n'ont pas bougé depuis quatre ans et l'atelier le plus vendu perd de l'argent."),
    ("Partager la fonction de direction", "La direction porte tout : préparer un relais et répartir les responsabilités."),
    ("Diversifier les ressources", "Deux financeurs font les trois quarts du budget : en trouver d'autres."),
    ("Installer un tableau de bord", "Les chiffres arrivent une fois l'an : suivre l'activité mois par mois."),
    ("Ouvrir une seconde activité", "Une commune propose un local : l'étude dira si une activité y tient."),
    ("Écrire un projet associatif", "Le conseil s'est renouvelé : redire à quoi sert l'association, et pour qui."),
    ("Former les encadrants", "Deux encadrants arrivent sans l'expérience de l'accompagnement social."),
)
SENT = (
    {"body": "Fonds de garantie des Rives (fictif)", "contact": "Accueil, 01 99 00 41 10",
     "reason": "La structure cherche un prêt de trésorerie et n'attend pas de conseil : le fonds répond en trois semaines."},
    {"body": "Espace création du Canal (fictif)", "contact": "Permanence du mardi, 01 99 00 41 11",
     "reason": "Le projet n'a pas encore d'emploi ni de statuts : l'accompagnement à la création vient d'abord."},
)  # fmt: skip


def around(stage: Stage, motives: Sequence[Entry]) -> list[Past]:
    structures = quiet_structures(stage)
    with told_at(stage.day):  # one of them leaves soon after
        team = [(stage.acting(_email(who)), count) for who, count in LOADS]
    holders = [officer for officer, count in team for _ in range(count)]
    wanted = [name for name, count in STATES for _ in range(count)]
    ranked = enumerate(zip(wanted, holders, strict=True))
    pasts = [_quiet(stage, rank, name, structures[rank], holder, motives) for rank, (name, holder) in ranked]
    pasts[wanted.index("follow")] = _reading_due(stage, pasts[wanted.index("follow")])
    pasts.append(_asked(stage, pasts[wanted.index("review")], motives))
    return pasts + [_sent(stage, rank, structures[rank], motives) for rank in range(len(SENT))]


def _email(who: str) -> str:
    return f"{who}@nord-actif.example" if "." in who else address(who)


def quiet_structures(stage: Stage) -> list[Organisation]:
    """The crowd of the Nord: invented, and in no part of the story."""
    told = [organisation.pk for organisation in stage.cast.values()]
    crowd = Organisation.objects.for_system("the quiet structures of the Nord").filter(
        with_role("beneficiary"), fictitious=True, zone__startswith="59"
    )
    return list(crowd.exclude(pk__in=told).order_by("id")[: sum(count for _, count in STATES)])


def _days(stage: Stage, name: str, rank: int) -> dict[str, date]:
    """Up to this transition, which was some weeks ago."""
    path = list(AFTER)[: list(AFTER).index(name) + 1]
    last = 8 + rank * 17 % 80
    return {one: stage.ago(last + AFTER[name] - AFTER[one]) for one in path}


def _quiet(stage: Stage, rank: int, name: str, structure: Organisation, holder: Actor, motives: Sequence[Entry]) -> Past:
    title, need = THEMES[rank % len(THEMES)]
    return Past(
        f"quiet-{rank + 1}", title, need, [structure], stage["nord-actif"], _days(stage, name, rank), holder=holder,
        motives=[motives[rank % len(motives)]], silent=rank in SILENT,
    )  # fmt: skip


def _reading_due(stage: Stage, past: Past) -> Past:
    """Its diagnosis of two years ago is to be read again this year."""
    shared = date(stage.day.year - 2, 3, 16)
    moved = {name: shared + timedelta(AFTER[name] - AFTER["share"]) for name in past.days if name != "follow"}
    return replace(past, title=READING_DUE, days={**moved, "follow": past.days["follow"]})


def _asked(stage: Stage, reviewed: Past, motives: Sequence[Entry]) -> Past:
    """A new need after the review of a first accompaniment, four days ago; nobody follows it yet."""
    need = "Notre association a doublé en deux ans : nous voulons garder notre projet en grandissant."
    return Past(
        "asked", "Grandir sans perdre le projet", need, reviewed.structures, reviewed.operator, {"request": stage.ago(4)},
        motives=motives[:1], follows=reviewed.key,
    )  # fmt: skip


def _sent(stage: Stage, rank: int, structure: Organisation, motives: Sequence[Entry]) -> Past:
    """A second need of a structure that is accompanied: someone else answers it better."""
    title, need = (("Financer la trésorerie", "Un décalage de paiement de quatre mois met la structure en difficulté."),
                   ("Lancer un café associatif", "Des habitants portent l'idée d'un café ; rien n'est encore créé."))[rank]  # fmt: skip
    asked = stage.ago(64 + 40 * rank)
    days = {"request": asked, "receive": asked + timedelta(5), "reorient": asked + timedelta(12)}
    return Past(
        f"sent-{rank + 1}", title, need, [structure], stage["nord-actif"], days, motives=motives[:1], sent=SENT[rank]
    )  # fmt: skip
