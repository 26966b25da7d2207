"""The sentences of the fil."""

from __future__ import annotations

from decimal import Decimal

from cordee.accompaniment.plans.lifecycle import ACTION
from cordee.accompaniment.plans.models import Effect, Effort
from cordee.core.formats import NBSP, days, euros, number
from cordee.core.journal import Renderer, renderers, renders
from cordee.core.models import Event

SAID = {"start": "Action commencée", "finish": "Action faite", "give_up": "Action abandonnée"}


@renders("plans.version.draw")
def drawn(event: Event) -> tuple[str, str]:
    return f"Parcours, version {event.data['number']} en préparation", event.data["reason"]


@renders("plans.version.settle")
def settled(event: Event) -> str:
    return f"Parcours validé des deux côtés, version {event.data['number']} en vigueur"


@renders("plans.version.replace")
def replaced(event: Event) -> str:
    return "Version du parcours remplacée"


@renders("plans.version.edited")
def edited(event: Event) -> str:
    return f"Parcours modifié, version {event.data['number']}"


@renders("plans.agreement.noted")
def agreed(event: Event) -> tuple[str, str]:
    return f"Parcours, version {event.data['number']} : validée par {event.data['organisation']}", event.data["body"]


@renders("plans.action.add")
def added(event: Event) -> tuple[str, str]:
    return "Action ajoutée au parcours", event.data["title"]


@renders("plans.action.edited")
def changed(event: Event) -> tuple[str, str]:
    return "Action du parcours modifiée", event.data["title"]


@renders("plans.action.proved")
def proved(event: Event) -> tuple[str, str]:
    return f"Preuve jointe à l'action « {event.data['title']} »", event.data["label"]


def _moved(name: str) -> Renderer:
    def tell(event: Event) -> tuple[str, str]:
        reason = event.data.get("reason", "") if event.actor_user else ""  # given up with its dossier: its line gives the reason
        return f"{SAID[name]} : {event.data['title']}", event.data.get("outcome") or reason

    return tell


for name in SAID:
    renderers.add(f"{ACTION.code}.{name}", _moved(name))


def _paid(event: Event) -> tuple[str, str]:
    amount = Decimal(event.data["amount"])
    return event.data["title"], f"{event.data['payer']}, {euros(amount)}"


@renders("plans.funding.noted")
def funded(event: Event) -> tuple[str, str]:
    title, who = _paid(event)
    return f"Financement noté : {title}", who


@renders("plans.funding.withdrawn")
def unfunded(event: Event) -> tuple[str, str]:
    title, who = _paid(event)
    return f"Financement retiré : {title}", who


@renders("plans.effort.noted")
def effort(event: Event) -> tuple[str, str]:
    quantity = Decimal(event.data["quantity"])
    said = days(quantity) if event.data["nature"] == Effort.Nature.TIME else f"{number(quantity)}{NBSP}km"
    return f"{event.data['organisation']} s'engage en nature", said


@renders("plans.effect.noted")
def effect(event: Event) -> tuple[str, str]:
    return f"Effet constaté : {Effect.Kind(event.data['kind']).label.lower()}", event.data["organisation"]


@renders("plans.version.ended")
def ended(event: Event) -> str:
    return "Le parcours a atteint son dernier jour : il reste à l'actualiser ou à clore le dossier"


@renders("plans.action.late")
def late(event: Event) -> str:
    return f"Action dont l'échéance est passée : {event.data['title']}"
