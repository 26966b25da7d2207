"""Two people press at the same second: one invitation opens one access."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cordee.actors.accounts import actions
from cordee.actors.accounts.models import ApiToken, Invitation, LoginLink, Membership, SupportAccess, User
from cordee.core.access import Refused
from tests import factories as make
from tests.actors.accounts.people import HOUSE, People, letters

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


def test_one_link_by_mail_signs_in_once(own_db: Any) -> None:
    people = People()
    people.officer()
    actions.ask_login_link(email="ines@nord.example", screen="écran")
    path = letters("accounts.password", "ines@nord.example")[0].letter["path"]
    token = path.split("/")[-2]
    results = own_db.together(*[lambda: actions.use_login_link(token=token)] * 4)
    assert sum(1 for r in results if isinstance(r, LoginLink)) == 1, results


def test_two_requests_at_once_leave_one_link_that_opens(own_db: Any) -> None:
    People().officer()
    results = own_db.together(*[lambda: actions.ask_login_link(email="ines@nord.example", screen="écran")] * 4)
    assert all(isinstance(r, LoginLink) for r in results), results
    assert LoginLink.objects.for_system("test").filter(used_at=None).count() == 1


def test_two_clicks_open_one_support_access(own_db: Any) -> None:
    people = People()
    salome = people.director()
    maud = people.acting(people.member("maud@plateforme.example", people.team, "admin"))
    membership = Membership.objects.for_system("test").get(pk=salome.membership_id)
    opened = own_db.together(*[lambda: actions.open_support(actor=maud, membership=membership, reason="Un appel de sa part.")] * 4)
    assert sum(1 for r in opened if isinstance(r, SupportAccess)) == 1, opened
    assert all(isinstance(r, SupportAccess | Refused) for r in opened), opened


def test_two_tabs_of_one_person_at_once_leave_one_second_factor(own_db: Any) -> None:
    user = People().user("ines@nord.example")
    done = own_db.together(*[lambda: actions.enable_second_factor(user=user, secret="JBSWY3DPEHPK3PXP")] * 3)
    assert sum(1 for r in done if isinstance(r, list)) == 1, done
    assert all(isinstance(r, list | Refused) for r in done), done


def test_two_clicks_make_one_token_of_a_name(own_db: Any) -> None:
    actor = make.officer("59").actor
    asked = {"actor": actor, "name": "Tableur", "scopes": ["read"], "expires_on": timezone.localdate() + timedelta(days=30)}
    results = own_db.together(*[lambda: actions.create_token(**asked)] * 3)
    assert sorted(type(r).__name__ for r in results) == ["Refused", "Refused", "tuple"]
    assert ApiToken.objects.for_system("test").count() == 1
