"""Requests for accompaniment: one to receive since four days, one set aside with its reason, one of three structures that is precised."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.requests import actions
from cordee.accompaniment.requests.actions import Filed, Named
from cordee.accompaniment.requests.models import Request
from cordee.actors.directory.models import Person
from cordee.actors.network.queries.references import taggable
from cordee.actors.territory.queries import commune_by_code
from cordee.core.lifecycle import advance
from cordee.demo.examples.stage import FICTITIOUS, Stage, public_id
from cordee.demo.examples.when import told_at
from cordee.demo.personas import address
from cordee.demo.volume.numbers import landline

KEYS = TO_RECEIVE, SET_ASIDE, TOGETHER = "demande-deule", "demande-moulin", "demande-escaut"
MARKETS = "Un seul client fait 70 % de nos ventes de légumes : nous voulons en trouver d'autres avant de recruter un encadrant."


def tell(stage: Stage) -> None:
    ines = stage.acting(address("charge-mission-nord"))
    with told_at(stage.ago(20), 10):
        moulin = _filed(
            SET_ASIDE, [_named("Le Moulin des Vents", "59392")], ("Colin", "Meunier", "Présidence"),
            need="Nous cherchons un prêt pour racheter un four. Nos comptes et notre équipe vont bien.", self_check="elsewhere",
        )  # fmt: skip
    with told_at(stage.ago(17), 15):
        reason = "Votre besoin est un financement seul, et votre projet est prêt : un conseil du DLA n'y ajouterait rien."
        advance(moulin, "set_aside", actor=ines, data={"reason": reason, "referred_to": "France Active, antenne de votre région"})
    with told_at(stage.ago(9), 14):
        names = [_named("Les Rives de l'Escaut", "59172"), _named("Couture et Compagnie", ""), _named("Le Potager de Denain", "")]
        escaut = _filed(
            TOGETHER, names, ("Solange", "Écluse", "Coordination"), asker="collective", origin="dla",
            need="Nos trois structures livrent chacune de leur côté : partager un camion et un planning nous ferait gagner du temps.",
        )  # fmt: skip
    with told_at(stage.ago(7), 11):
        question = "Chacune des trois structures souhaite-t-elle s'engager, et depuis quand en parlez-vous ensemble ?"
        advance(escaut, "ask", actor=ines, data={"question": question})
    with told_at(stage.ago(4), 9, 10):
        _filed(
            TO_RECEIVE, [_named("Les Jardins de la Deûle", "59360")], ("Aline", "Sillon", "Direction"), need=MARKETS, self_check="probably",
        )  # fmt: skip


def _named(name: str, commune: str) -> Named:
    return Named(name + FICTITIOUS, commune=commune_by_code(commune) if commune else None)


def _filed(key: str, structures: list[Named], who: tuple[str, str, str], **values: Any) -> Request:
    first, last, function = who
    reached = {"email": f"{first.lower()}@{key}.example", "phone": landline(4400 + KEYS.index(key))}
    contact = Person(first_name=first, last_name=last, fictitious=True, **reached)
    kept = {"asker": "structure", "origin": "alone", "function": function, "fictitious": True, "public_id": public_id(key)}
    motives = [edition.entry for edition in taggable("motive") if edition.entry.kind == "motive"][:1]
    return actions.deposit(
        actor=actions.VISITOR, filed=Filed(values=kept | values, structures=structures, contact=contact, motives=motives)
    )  # fmt: skip
