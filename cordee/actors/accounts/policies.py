"""Who may open an access to whom. Each answer is None, or a refusal that says the rule and who can act."""

from __future__ import annotations

from typing import Any

from cordee.actors.accounts import queries
from cordee.actors.accounts.models import Invitation, Membership, Profile
from cordee.actors.accounts.parameters import Level
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.policies import KEEPERS, refuse_joined
from cordee.core.access import Actor, Refusal, in_person

#: profile → profiles that it invites into its own organisation
COLLEAGUES: dict[str, frozenset[str]] = {
    Profile.STRUCTURE: frozenset({Profile.STRUCTURE}),
    Profile.PROVIDER: frozenset({Profile.PROVIDER}),
    Profile.NETWORK: frozenset({Profile.NETWORK}),
    Profile.FUNDER: frozenset({Profile.FUNDER}),
    Profile.HEAD: frozenset({Profile.OFFICER, Profile.ACCOUNTANT}),
}
#: profiles that the DLA of a zone invites into an organisation of that zone
ACCOMPANIED: frozenset[str] = frozenset({Profile.STRUCTURE, Profile.PROVIDER, Profile.NETWORK})
#: profile of someone who holds an invitation and has no access yet
GUEST = "guest"


def invitable(actor: Actor, organisation: Organisation) -> frozenset[str]:
    """The profiles that this actor may open, and close, in this organisation. Empty = none."""
    if organisation.merged_into_id:
        return frozenset()
    if actor.is_system or actor.profile == Profile.ADMIN:
        own = {Profile.ADMIN} if actor.organisation_id == organisation.pk else set()
        return queries.profiles_of(organisation) | own
    if actor.organisation_id == organisation.pk:
        return COLLEAGUES.get(actor.profile, frozenset())
    if actor.profile in KEEPERS and actor.covers(organisation.zone):
        return queries.profiles_of(organisation) & ACCOMPANIED
    return frozenset()


def may_see_access(actor: Actor, organisation: Organisation) -> Refusal | None:
    """People of the organisation know who acts for it; so does the DLA of its zone."""
    if actor.is_system or actor.organisation_id == organisation.pk:
        return None
    if actor.profile in KEEPERS and actor.covers(organisation.zone):
        return None
    return Refusal("zone", "Seules l'organisation elle-même et le DLA de son territoire voient qui a accès.")


JOINED = Refusal("merged", "Cette fiche a été fusionnée avec une autre : c'est l'autre qui ouvre des accès.")


@in_person
def may_invite(actor: Actor, invitation: Invitation) -> Refusal | None:
    if invitation.organisation.merged_into_id:
        return JOINED
    if invitation.profile in invitable(actor, invitation.organisation):
        return None
    label = Profile(invitation.profile).label
    return Refusal("invite", f"Vous n'ouvrez pas d'accès « {label} » dans cette organisation : sa direction ou son DLA peut le faire.")


@in_person
def may_manage(actor: Actor, invitation: Invitation) -> Refusal | None:
    """Withdrawing and renewing: whoever could have sent it."""
    if invitation.profile in invitable(actor, invitation.organisation):
        return None
    return Refusal("manage", "Seules l'organisation et le DLA de son territoire s'occupent de cette invitation.")


def may_accept(actor: Actor, invitation: Invitation) -> Refusal | None:
    """The person who received it, and no one else: the holder of the link, under the address that was invited."""
    if actor.profile == GUEST and queries.address_of(actor.user_id or 0) == invitation.email:
        return None
    return Refusal("hidden", "Seule la personne invitée accepte son invitation.")


def only_the_clock(actor: Actor, obj: Any) -> Refusal | None:
    return Refusal("hidden", "Une invitation expire à sa date, d'elle-même.")


@in_person
def may_end(actor: Actor, membership: Membership) -> Refusal | None:
    if membership.user_id == actor.user_id:
        return Refusal("own", "Vous ne retirez pas votre propre accès : une autre personne de l'organisation ou votre DLA peut le faire.")
    if membership.profile in invitable(actor, membership.organisation):
        return None
    return Refusal("manage", "La direction de l'organisation ou l'équipe de la plateforme peut retirer cet accès.")


# -- who takes part ------------------------------------------------------------------------------------------------------------
#: those who open a sheet to another organisation, on their territory
SHARERS = frozenset({"officer", "head"})


def may_see_parts(actor: Actor, organisation: Organisation) -> Refusal | None:
    """The organisation knows to whom its sheet is open; so does its DLA. Those who take part do not see one another."""
    return may_see_access(actor, organisation)


@in_person
def may_share(actor: Actor, organisation: Organisation) -> Refusal | None:
    """Opening a sheet to another organisation, and closing it: the DLA of the territory."""
    if refusal := refuse_joined(organisation):
        return refusal
    if actor.profile in SHARERS and actor.covers(organisation.zone):
        return None
    return Refusal("share", "Seule l'équipe du DLA de ce territoire ouvre cette fiche à une autre organisation, ou la referme.")


# -- the second factor, and support --------------------------------------------------------------------------------------------
def may_do_without_second_factor(profiles: list[str]) -> Refusal | None:
    if queries.second_factor_level(profiles) == Level.REQUIRED:
        return Refusal(
            "required",
            "La plateforme exige un second facteur pour votre profil : il ne se retire pas. Téléphone changé : créez de nouveaux codes de "
            "secours, ou demandez une réinitialisation à l'équipe de la plateforme.",
        )
    return None


@in_person
def may_reset_second_factor(actor: Actor, membership: Membership) -> Refusal | None:
    """Without one's telephone one cannot prove who one is here: the platform's team does it, having checked by another way."""
    if actor.profile != Profile.ADMIN:
        return Refusal("admin", "Seule l'équipe de la plateforme réinitialise un second facteur.")
    if membership.user_id == actor.user_id:
        return Refusal("own", "On ne réinitialise pas son propre second facteur : une autre personne de l'équipe peut le faire.")
    return None


@in_person
def may_support(actor: Actor, membership: Membership) -> Refusal | None:
    if actor.profile != Profile.ADMIN:
        return Refusal("admin", "Seule l'équipe de la plateforme ouvre un accès d'assistance.")
    if membership.user_id == actor.user_id:
        return Refusal("own", "C'est votre propre compte : il n'y a pas d'assistance à ouvrir.")
    if Profile.ADMIN in queries.profiles_in_force(membership.user_id):
        return Refusal("admin", "Le compte d'une personne de l'équipe de la plateforme ne s'ouvre pas en assistance.")
    if not membership.user.is_active or queries.membership_in_force(membership.user_id, membership.public_id) is None:
        return Refusal("ended", "Cet accès n'est plus en cours : il n'y a rien à assister.")
    return None
