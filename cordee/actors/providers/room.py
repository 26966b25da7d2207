"""What the register hangs on the house: to-do, sentences of its events, panel, document, merges, menu."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cordee.actors.directory.models import Organisation
from cordee.actors.directory.nomenclatures import COMPETENCES, SECTORS
from cordee.actors.providers import find, kinds, policies, reactions, todos
from cordee.actors.providers.actions import SENSITIVE
from cordee.actors.providers.document import D01
from cordee.actors.providers.enee import room as enee
from cordee.actors.providers.models import EmergenceAction, Provider, Suspension
from cordee.actors.providers.queries import derive_facets
from cordee.actors.providers.search import room as search
from cordee.core import formats, merging, nomenclatures, panels
from cordee.core.access import Actor
from cordee.core.api import api_routers
from cordee.core.journal import renders
from cordee.core.models import Event
from cordee.core.shell import MenuEntry, menu

#: each declares its part
__all__ = ["enee", "find", "reactions", "search", "todos"]

D01.declare()
for nomenclature, column in ((COMPETENCES, "competence_ids"), (SECTORS, "sector_ids")):
    nomenclatures.carry(nomenclature, Provider, column, refresh=derive_facets)
api_routers.add("providers", "cordee.actors.providers.api.router")
menu.add(
    "own_provider",
    MenuEntry(
        "own_provider", "Mon travail", "Ma fiche", "providers:own", "id-card", order=5, profiles=frozenset({"provider"}), mobile=True
    ),
)  # fmt: skip
menu.add(
    "spot",
    MenuEntry("spot", "Prestataires", "Repérer un prestataire", "providers:spot", "user-round-plus", order=42, profiles=policies.SPOTTERS),
)
menu.add(
    "emergence",
    MenuEntry(
        "emergence",
        "Prestataires",
        "Actions d'émergence",
        "providers:emergences",
        "sprout",
        order=43,
        profiles=policies.SPOTTERS | {"network"},
    ),
)


def panel_reads(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    return {"plays": policies.provider_roles(organisation).order_by("id")[:1]}


def panel(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    """The way from the directory to the register, for those who read it; the gesture that opens a sheet where there is none."""
    provider = kinds.provider_of(organisation)
    if provider:
        if not policies.sections_of(actor, provider):
            return None
        state = (
            f"Au registre : {provider.get_state_display().lower()}." if policies.may_read("follow_up", actor, provider) else "Au registre."
        )
        return {"sentence": state, "url": provider.get_absolute_url(), "opens": False}
    if policies.may_list(actor, organisation, plays=bool(rows["plays"])):
        return None
    sentence = "Pas encore de fiche au registre des prestataires."
    return {"sentence": sentence, "url": reverse("providers:spot_known", args=[organisation.public_id]), "opens": True}


panels.declare(
    panels.Panel(
        "providers.sheet",
        "directory.organisation",
        "Fiche de prestataire",
        "providers/panel.html",
        panel,
        panel_reads,
        queries=1,
        order=15,
    )
)


# -- sentences ---------------------------------------------------------------------------------------------------------------
FIELDS = {f.name: str(getattr(f, "verbose_name", f.name)) for model in (Organisation, Provider) for f in model._meta.concrete_fields} | {
    "siret": "SIRET",
    "competences": "compétences",
    "sectors": "secteurs",
    "areas": "territoires d'intervention",
}
WITH_REASON = {
    "keep": "Fiche de prestataire maintenue au registre",
    "modify": "Évolution notée sur la fiche de prestataire",
    "withdraw": "Fiche de prestataire retirée du registre",
    "restore": "Fiche de prestataire remise au registre",
}


@renders("providers.provider.spot")
def spotted(event: Event) -> tuple[str, str]:
    why = event.data.get("why_twice", "")
    return "Prestataire repéré", f"un même SIRET, deux fiches : {why}" if why else ""


@renders("providers.provider.verify")
def verified(event: Event) -> str:
    return "Fiche de prestataire vérifiée et référencée"


@renders("providers.provider.evaluate")
def evaluated(event: Event) -> tuple[str, str]:
    return "Mission évaluée", str(event.data.get("summary", ""))


def _reasoned(sentence: str) -> Any:
    return lambda event: (sentence, f"Motif : {event.data['reason']}")


for name, sentence in WITH_REASON.items():
    renders(f"providers.provider.{name}")(_reasoned(sentence))
renders("providers.suspension.suspended")(_reasoned("Prestataire suspendu"))
renders("providers.suspension.lifted")(_reasoned("Suspension levée"))


@renders("providers.provider.corrected")
def corrected(event: Event) -> tuple[str, str]:
    return f"Correction de l'acte « {event.data['label']} »", event.data["reason"]


@renders("providers.provider.edited")
def edited(event: Event) -> tuple[str, str]:
    fields, why = ", ".join(FIELDS.get(name, name) for name in event.data["fields"]), event.data.get("why_twice", "")
    return "Fiche de prestataire modifiée", f"{fields} ; un même SIRET, deux fiches : {why}" if why else fields


@renders("providers.provider.confirmed")
def confirmed(event: Event) -> str:
    return "Fiche de prestataire confirmée à jour"


@renders("providers.provider.verified_again")
def verified_again(event: Event) -> tuple[str, str]:
    return "Fiche de prestataire revérifiée", formats.joined([SENSITIVE.get(what, what) for what in event.data["what"]])


@renders("providers.emergence.took_part")
def took_part(event: Event) -> tuple[str, str]:
    return "A pris part à une action d'émergence", event.data["name"]


# -- what a merge of organisations does -------------------------------------------------------------------------------------
def with_thread(winner: Organisation, loser: Organisation) -> dict[str, Any]:
    return {"thread_id": winner.thread_id, "zone": winner.zone}


merging.move(Provider, "organisation", "fiche de prestataire", "fiches de prestataire", with_it=with_thread)
merging.stay(Provider, "thread", "La fiche de prestataire suit son organisation, et prend son fil avec elle.")
merging.move(Provider, "spotted_by", "prestataire repéré", "prestataires repérés")
merging.move(Provider, "verified_by", "prestataire vérifié", "prestataires vérifiés")
merging.move(Suspension, "by", "suspension décidée", "suspensions décidées")
merging.move(EmergenceAction, "organiser", "action d'émergence", "actions d'émergence")
merging.absorb(
    EmergenceAction.networks.through, "organisation", "action d'émergence associée", "actions d'émergence associées",
    same=("emergenceaction",), passing=True,
)  # fmt: skip
