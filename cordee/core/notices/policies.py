"""Who sends a notice, who acknowledges it, who notes its answer."""

from __future__ import annotations

from cordee.core.access import Actor, Refusal, in_person
from cordee.core.models.notices import Notice
from cordee.core.recipients import stood_for

SENDERS = frozenset({"officer", "head", "accountant", "regional", "national", "admin"})
#: those to whom notices are sent and who send none
READERS = frozenset({"structure", "provider", "network", "funder", "controller"})
HIDDEN = Refusal("hidden", "Seul le DLA de ce territoire envoie cet avis.")
NOT_THE_READER = Refusal("hidden", "Seule l'organisation à qui l'avis est adressé peut le faire.")
HOUSE_ONLY = Refusal("hidden", "Cordée le constate elle-même.")


def sends(actor: Actor) -> bool:
    """Is sending notices this actor's work at all? Each list asks it before it offers the acts."""
    return actor.profile in SENDERS


def may_send(actor: Actor, notice: Notice) -> Refusal | None:
    return None if sends(actor) and actor.covers(notice.zone) else HIDDEN


@in_person
def may_read(actor: Actor, notice: Notice) -> Refusal | None:
    """The organisation, or the one that it was joined to; when the notice is for one person's account, that person.
    Acknowledging and answering engage them."""
    if notice.to_user not in (None, actor.user_id) or actor.organisation_id is None:
        return NOT_THE_READER
    ours = actor.organisation_id == notice.to_organisation or stood_for(actor.organisation_id).filter(pk=notice.to_organisation).exists()
    return None if ours else NOT_THE_READER


def house_only(actor: Actor, notice: Notice) -> Refusal | None:
    return HOUSE_ONLY
