"""Who reads which part of a provider's sheet, who writes it, who decides of its place in the register."""

from __future__ import annotations

from typing import Any

from cordee.actors.directory.models import Organisation
from cordee.actors.providers.models import Provider, Suspension
from cordee.core.access import READERS, Actor, Refusal, in_person
from cordee.core.models.bases import period_contains_today

#: profiles that may list a provider: every actor of the scheme, whatever its level
SPOTTERS = frozenset({"officer", "head", "accountant", "regional", "national", "resource", "admin"})
#: those who hold the register of their territory; the level of the region verifies, the department corrects
VERIFIERS = frozenset({"regional", "national", "admin"})
KEEPERS = VERIFIERS | {"officer", "head"}
#: those who pay: the only ones, with the provider, who read its bank details
PAYERS = frozenset({"accountant", "head"})
CORRECTED_BY_DEPARTMENT = ("offer", "areas", "references", "papers")

#: section → who reads it. « operator »: every actor of the scheme; « self »: the provider's own people; « network »: a public card
SECTIONS: dict[str, frozenset[str]] = {
    "card": frozenset({"operator", "self", "network"}),
    "people": frozenset({"operator", "self"}),
    "rates": frozenset({"operator", "self"}),
    "papers": frozenset({"operator", "self"}),
    "follow_up": frozenset({"operator", "self"}),  # state, completeness, suspension, what was verified
    "bank": frozenset({"self", "payer"}),
}


def standing(actor: Actor, provider: Provider) -> frozenset[str]:
    """What the actor is to this sheet. One's own sheet first, whatever the profile."""
    if actor.organisation_id == provider.organisation_id and actor.profile not in SPOTTERS:
        return frozenset({"self"})
    if actor.capacity == "operator":
        return frozenset({"operator", "payer"} if actor.profile in PAYERS else {"operator"})
    return frozenset({"network"}) if actor.profile == "network" else frozenset()


def may_read(section: str, actor: Actor, provider: Provider) -> bool:
    return bool(SECTIONS[section] & standing(actor, provider))


def sections_of(actor: Actor, provider: Provider) -> frozenset[str]:
    mine = standing(actor, provider)
    return frozenset(section for section, readers in SECTIONS.items() if readers & mine)


def may_search(actor: Actor) -> bool:
    """The register as a whole: the actors of the scheme; networks by public cards."""
    return actor.is_system or actor.capacity == "operator" or actor.profile == "network"


def may_spot(actor: Actor, provider: Any = None) -> Refusal | None:
    if actor.is_system or actor.profile in SPOTTERS:
        return None
    return Refusal("profile", "Les prestataires sont repérés par les acteurs du dispositif : signalez celui-ci à votre DLA.")


def provider_roles(organisation: Organisation) -> Any:
    return organisation.roles.filter(period_contains_today(), kind="provider")


def may_list(actor: Actor, organisation: Organisation, plays: bool | None = None) -> Refusal | None:
    """A sheet of the directory enters the register when it says that it works as a provider (`plays`, where the page has read it)."""
    if organisation.merged_into_id:
        return MERGED
    if not (provider_roles(organisation).exists() if plays is None else plays):
        return Refusal("role", "Cette organisation ne porte pas le rôle de prestataire : son DLA peut l'ajouter à sa fiche.")
    return may_spot(actor)


def _holds(actor: Actor, provider: Provider, profiles: frozenset[str]) -> bool:
    return actor.is_system or (actor.profile in profiles and actor.covers(provider.zone))


def _of_the_register(actor: Actor, provider: Provider, code: str, sentence: str) -> Refusal:
    """Who does not read the follow-up is not told which acts its state allows."""
    return Refusal(code if may_read("follow_up", actor, provider) else "hidden", sentence)


def is_own(actor: Actor, provider: Provider) -> bool:
    return "self" in standing(actor, provider)


def judges_itself(actor: Actor, provider: Provider) -> bool:
    """A DLA may be a provider too: it fills its sheet as a provider does, and others decide of its place."""
    return actor.profile in KEEPERS and actor.organisation_id == provider.organisation_id


MERGED = Refusal("merged", "Cette fiche a été réunie à une autre : c'est l'autre qui se modifie.")
OWN_SHEET = Refusal(
    "own", "Cette fiche est celle de votre propre organisation : un autre DLA du territoire, ou le niveau national, décide."
)
LOOKS = Refusal("reader", "Votre accès permet de lire cette fiche, non de la modifier.")
WITHDRAWN = Refusal("withdrawn", "Cette fiche est retirée du registre : le DLA régional peut la remettre, elle se modifiera alors.")


def may_write(actor: Actor, provider: Provider, section: str) -> Refusal | None:
    """The provider fills its own sheet; the DLA of the region keeps all of it; a departmental DLA corrects what it does."""
    if provider.organisation.merged_into_id:
        return MERGED
    if provider.state == Provider.State.WITHDRAWN and not actor.is_system:
        return WITHDRAWN
    if actor.profile in READERS:
        return LOOKS
    if section == "bank":
        return may_write_bank(actor, provider)
    if is_own(actor, provider) or _holds(actor, provider, VERIFIERS):
        return None
    if _holds(actor, provider, KEEPERS):
        if section in CORRECTED_BY_DEPARTMENT:
            return None
        return Refusal("level", "Le DLA régional et le prestataire tiennent cette rubrique : signalez-leur ce qui est à reprendre.")
    return Refusal("zone", "Le prestataire lui-même ou le DLA de sa région modifie cette fiche.")


@in_person
def may_write_bank(actor: Actor, provider: Provider) -> Refusal | None:
    """Nobody types someone else's account number, save whoever pays and holds the proof."""
    if is_own(actor, provider) or _holds(actor, provider, PAYERS):
        return None
    return Refusal("bank", "Le prestataire donne lui-même ses coordonnées bancaires ; la gestion du DLA de son territoire peut les saisir.")


@in_person
def may_verify(actor: Actor, provider: Provider) -> Refusal | None:
    if judges_itself(actor, provider):
        return OWN_SHEET
    if _holds(actor, provider, VERIFIERS):
        return None
    if is_own(actor, provider):
        return Refusal("hidden", "Le DLA régional vérifie votre fiche.")
    return _of_the_register(actor, provider, "level", "Le DLA régional de ce territoire vérifie et référence cette fiche.")


@in_person
def may_evolve(actor: Actor, provider: Provider) -> Refusal | None:
    """PRO-006: the DLA and the regional level let the register evolve."""
    if judges_itself(actor, provider):
        return OWN_SHEET
    if _holds(actor, provider, KEEPERS):
        return None
    if is_own(actor, provider):
        return Refusal("hidden", "Votre DLA décide de l'évolution du registre.")
    return _of_the_register(actor, provider, "zone", "Les DLA du territoire de ce prestataire décident de son maintien au registre.")


@in_person
def may_withdraw(actor: Actor, provider: Provider) -> Refusal | None:
    return may_verify.__wrapped__(actor, provider)  # type: ignore[attr-defined, no-any-return]


@in_person
def may_suspend(actor: Actor, provider: Provider) -> Refusal | None:
    if judges_itself(actor, provider):
        return OWN_SHEET
    if _holds(actor, provider, VERIFIERS):
        return None
    return _of_the_register(
        actor, provider, "level", "Le DLA régional de ce territoire suspend un prestataire, ou met fin à sa suspension."
    )


def may_lift(actor: Actor, suspension: Suspension) -> Refusal | None:
    return may_suspend(actor, suspension.provider)


@in_person
def may_confirm(actor: Actor, provider: Provider) -> Refusal | None:
    """« Ma fiche est à jour »: the provider, and those who verify."""
    if provider.organisation.merged_into_id:
        return MERGED
    if provider.state == Provider.State.WITHDRAWN:
        return WITHDRAWN
    if actor.profile in READERS:
        return LOOKS
    if is_own(actor, provider) or _holds(actor, provider, VERIFIERS):
        return None
    return Refusal("zone", "Le prestataire lui-même ou le DLA de sa région confirme que cette fiche est à jour.")


def may_record_emergence(actor: Actor, action: Any = None) -> Refusal | None:
    """Joint actions are carried by the scheme's actors; those who recorded one correct it."""
    if actor.is_system or (actor.profile in SPOTTERS and (action is None or action.organiser_id in (None, actor.organisation_id))):
        return None
    return Refusal("profile", "L'acteur du dispositif qui a enregistré cette action la modifie.")
