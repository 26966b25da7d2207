"""Who chooses providers for whom, and who may not be chosen."""

from __future__ import annotations

from typing import Any

from cordee.actors.directory.models import Organisation
from cordee.actors.providers.models import Provider, Shortlist
from cordee.actors.providers.queries import proposable
from cordee.actors.providers.search.conflicts import conflicts_of
from cordee.core.access import Actor, Refusal

#: those who look for providers on behalf of structures
CHOOSERS = frozenset({"officer", "head", "regional", "national", "admin"})


def may_choose_for(actor: Actor, structure: Organisation) -> Refusal | None:
    """The DLA of the structure's territory."""
    if structure.merged_into_id:
        return Refusal("merged", "Cette fiche a été réunie à une autre : cherchez pour celle qui est gardée.")
    if actor.is_system or (actor.profile in CHOOSERS and actor.covers(structure.zone)):
        return None
    return Refusal("zone", "Les prestataires sont cherchés par le DLA du territoire de la structure.")


def may_change(actor: Actor, shortlist: Shortlist) -> Refusal | None:
    return may_choose_for(actor, shortlist.organisation)


def may_close(actor: Actor, shortlist: Shortlist) -> Refusal | None:
    """Others work on what is shared: whoever opened it alone takes it back."""
    if not shortlist.shared or actor.is_system or shortlist.author_id == actor.user_id:
        return None
    return Refusal("author", f"Cette présélection a été ouverte par {shortlist.author} : cette personne seule peut cesser de la partager.")


def may_be_chosen(provider: Provider, structure: Organisation) -> Refusal | None:
    """Neither suspended nor withdrawn, nor tied to the structure. Asked again once the shortlist is locked."""
    conflict = conflicts_of(structure).get(provider.organisation_id)
    if conflict:
        return Refusal("conflict", f"{provider} est écarté : {conflict}. Choisissez un autre prestataire.")
    if not is_proposable(provider):
        return Refusal("suspended", f"{provider} est suspendu ou retiré du registre : le DLA régional peut le remettre.")
    return None


def is_proposable(provider: Provider) -> bool:
    rows: Any = Provider.objects.for_system("may this one be proposed today").filter(pk=provider.pk)
    return bool(proposable(rows).exists())
