"""What accounts hang on the house: who the actor is, where it takes part, how it wishes to receive letters."""

from cordee.actors.accounts import queries
from cordee.core.access import register_access

register_access(
    actor=queries.actor_of_request,
    member=queries.actor_of_membership,
    threads=queries.threads_of,
    capacities=queries.capacities_of,
)
