"""Two people press at the same second: one invitation opens one access."""

from __future__ import annotations

from typing import Any

from cordee.actors.accounts import actions
from cordee.actors.accounts.models import Invitation, Membership, User
from cordee.core.access import Refused
from tests.actors.accounts.people import HOUSE, People

TYPED = {"first_name": "Odile", "last_name": "Passerelle", "password": "une poulie bien huilée"}


def accept(invitation: Invitation) -> Any:
    return lambda: actions.accept(invitation=invitation, values=TYPED)


def test_two_acceptances_of_one_invitation(own_db: Any) -> None:
    invitation = People().invited(HOUSE)
    results = own_db.together(*[accept(Invitation.objects.for_system("test").get(pk=invitation.pk)) for _ in range(4)])
    refused = [r for r in results if isinstance(r, Refused)]
    assert len(refused) == 3, results
    assert all(r.refusal.code == "state" for r in refused)
    assert User.objects.filter(email="odile@fabrique.example").count() == 1
    assert Membership.objects.for_system("test").filter(user__email="odile@fabrique.example").count() == 1


def test_two_invitations_of_one_person_at_once(own_db: Any) -> None:
    people = People()
    both = [people.invited(HOUSE), people.invited(HOUSE, organisation=people.conseil, profile="provider")]
    results = own_db.together(*[accept(invitation) for invitation in both])
    assert User.objects.filter(email="odile@fabrique.example").count() == 1
    refused = [r for r in results if isinstance(r, Exception)]
    assert all(isinstance(r, Refused) and r.refusal.code == "account" for r in refused), results
    assert Membership.objects.for_system("test").filter(user__email="odile@fabrique.example").count() == 2 - len(refused)


def test_renewed_while_accepted(own_db: Any) -> None:
    """Whichever comes first, the other is refused or stands on the new state: never both."""
    invitation = People().invited(HOUSE)
    from cordee.core.lifecycle import advance

    own_db.together(
        accept(invitation), lambda: advance(Invitation.objects.for_system("test").get(pk=invitation.pk), "withdraw", actor=HOUSE)
    )
    state = Invitation.objects.for_system("test").get(pk=invitation.pk).state
    opened = Membership.objects.for_system("test").filter(user__email="odile@fabrique.example").count()
    assert (state, opened) in {("accepted", 1), ("withdrawn", 0)}
