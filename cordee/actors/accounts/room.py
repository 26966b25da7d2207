"""What accounts hang on the house: who the actor is, where it takes part, how it wishes to receive letters."""

from django.db.models import Q

from cordee.actors.accounts import actions, api_tokens, inviting, mail_links, opening_step, queries, sharing, todos, weekly
from cordee.actors.accounts.models import Invitation, Membership, Participation, Profile
from cordee.actors.accounts.people import AccountsOfSheets, accesses_of_leavers
from cordee.actors.directory import successions
from cordee.actors.directory.models import Succession
from cordee.actors.directory.people.sources import register_accounts
from cordee.actors.directory.policies import KEEPERS
from cordee.core import merging, todo
from cordee.core.access import Actor, register_access
from cordee.core.api import register_tokens
from cordee.core.outbox import register_preferences
from cordee.core.recipients import register_recipients
from cordee.core.shell import MenuEntry, menu, profile_labels

__all__ = ["inviting", "opening_step", "sharing", "todos", "weekly"]  # each declares its part

register_access(
    actor=queries.actor_of_request,
    member=queries.actor_of_membership,
    threads=queries.threads_of,
    capacities=queries.capacities_of,
)
register_tokens(grant=api_tokens.grant, used=api_tokens.log_use)
register_recipients(
    keepers=lambda zone: queries.addresses(queries.officers_of(zone)),
    members=lambda organisation: queries.addresses(queries.members_of(organisation)),
    address=queries.address_of,
)
register_accounts(AccountsOfSheets())
todo.declare(
    todo.TodoSource(
        "accounts.leaver",
        "Retirer l'accès",
        "/annuaire/{key}/acces/",
        accesses_of_leavers,
        profiles=frozenset({"officer", "head", "regional", "structure"}),
    )
)
register_preferences(mode=queries.mail_mode, stop=mail_links.stop_path, acts=queries.acts_for_someone)
menu.add(
    "invitations",
    MenuEntry("invitations", "Réseau", "Invitations", "accounts:invitations", "mail-plus", order=30, profiles=KEEPERS),
)
menu.add(
    "support",
    MenuEntry(
        "support", "Administration", "Accès d'assistance", "accounts:support_list", "life-buoy", order=96, profiles=frozenset({"admin"})
    ),
)
profile_labels.update({str(value): str(label) for value, label in Profile.choices})


def read_the_past(succession: Succession, actor: Actor) -> None:
    """Who follows a structure reads its sheet, its files and its thread, as one who takes part in them: they stay its own."""
    thread = succession.predecessor.thread
    actions.take_part(actor=actor, thread=thread, organisation=succession.successor, capacity="structure", since=succession.on)


successions.consequences.add("accounts.read_the_past", read_the_past)

# What the winner has already stays with the loser: a membership there opens nothing more (`ACTOR_SQL`), nor does a token of it.
merging.absorb(Membership, "organisation", "accès à Cordée", "accès à Cordée", same=("user",), period="period")
merging.absorb(Invitation, "organisation", "invitation", "invitations", same=("email",), only=Q(state="sent"))
merging.move(Invitation, "thread", "invitation au dossier", "invitations au dossier", with_it=merging.zone_with_thread)
merging.absorb(
    Participation, "organisation", "participation", "participations", same=("thread", "user", "capacity"), period="period"
)  # fmt: skip
merging.absorb(
    Participation,
    "thread",
    "organisation qui y prend part",
    "organisations qui y prennent part",
    same=("organisation", "user", "capacity"),
    period="period",
)
