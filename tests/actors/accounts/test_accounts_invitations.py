"""The dated invitation: sent, accepted, withdrawn, expired, renewed; and every refusal on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts import actions, jobs, queries
from cordee.actors.accounts.models import Invitation, Membership, User
from cordee.actors.directory.models import Organisation, Person, Position
from cordee.core import outbox
from cordee.core.access import Refused
from cordee.core.lifecycle import advance
from cordee.core.models import Event
from tests.actors.accounts.people import PASSWORD, People, letters, link, signed_in, text

ODILE = "odile@fabrique.example"
TYPED = {"first_name": "Odile", "last_name": "Passerelle", "password": "une poulie bien huilée", "again": "une poulie bien huilée"}


def past_its_date(invitation: Invitation) -> Invitation:
    Invitation.objects.for_system("test").filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    return invitation


def read_again(invitation: Invitation) -> Invitation:
    return Invitation.objects.for_system("test").get(pk=invitation.pk)


# -- sending -------------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("ORG-011")
def test_the_director_invites_the_president(people: People, client: Client) -> None:
    people.director()
    director = signed_in("salome@fabrique.example")
    path = f"/annuaire/{people.fabrique.public_id}/acces/"
    answer = director.post(path, {"email": "Odile@Fabrique.example", "profile": "structure", "title": "Présidente"})
    assert answer["Location"] == path
    page = text(director.get(path))
    assert "Le courriel part à odile@fabrique.example" in page
    invitation = Invitation.objects.for_system("test").get()
    assert invitation.state == "sent"
    assert invitation.thread_id == people.fabrique.thread_id
    assert timedelta(days=13) < invitation.expires_at - timezone.now() <= timedelta(days=14)


def test_the_base_keeps_the_hash_of_the_link_alone(people: People) -> None:
    invitation = people.invited(people.director())
    secret = invitation.secret
    assert len(secret) >= 40
    assert read_again(invitation).token_sha256 == queries.hashed(secret)
    row = letters("accounts.invited", ODILE)[0]
    assert outbox.send(row.pk)
    assert f"/invitation/{secret}/" in mail.outbox[0].body
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers, "a statutory letter cannot be stopped"
    row.refresh_from_db()
    assert secret not in str(row.letter)
    assert secret not in str(list(Event.objects.for_system("test").values()))
    assert secret not in str(list(invitation.history.values()))


@pytest.mark.covers("SYS-904")
def test_the_letter_is_kept_with_its_event(people: People) -> None:
    invitation = people.invited(people.director())
    event = Event.objects.for_system("test").get(code="accounts.invitation.send", subject_id=invitation.pk)
    row = letters("accounts.invited", ODILE)[0]
    assert row.event_id == event.pk
    assert row.thread_id == people.fabrique.thread_id
    assert outbox.send(row.pk)
    row.refresh_from_db()
    assert row.status == "sent"
    assert row.sent_at
    assert "La Fabrique" in row.subject
    assert row.letter["lines"]


WHO = [
    ("director", "fabrique", "structure", True),
    ("director", "fabrique", "officer", False),
    ("director", "conseil", "provider", False),
    ("officer", "fabrique", "structure", True),
    ("officer", "conseil", "provider", True),
    ("officer", "fabrique", "provider", False),  # it is not a provider
    ("officer", "nord", "officer", False),
    ("head", "nord", "officer", True),
    ("head", "nord", "accountant", True),
    ("head", "nord", "admin", False),
    ("head", "aisne", "officer", False),
    ("stranger", "fabrique", "structure", False),
    ("admin", "nord", "head", True),
    ("admin", "team", "admin", True),
    ("admin", "fabrique", "admin", False),
]


@pytest.mark.covers("SYS-902")
@pytest.mark.parametrize(("who", "where", "profile", "allowed"), WHO)
def test_who_invites_whom(people: People, who: str, where: str, profile: str, allowed: bool) -> None:
    admin = who == "admin"
    actor = people.acting(people.member("denis@equipe.example", people.team, "admin")) if admin else getattr(people, who)()
    place = getattr(people, where)
    if allowed:
        assert people.invited(actor, organisation=place, profile=profile).state == "sent"
    else:
        with pytest.raises(Refused, match="Vous n'ouvrez pas d'accès"):
            people.invited(actor, organisation=place, profile=profile)
        assert letters("accounts.invited", ODILE) == []


def test_the_form_offers_only_what_may_be_invited(people: People) -> None:
    people.director()
    client = signed_in("salome@fabrique.example")
    path = f"/annuaire/{people.fabrique.public_id}/acces/"
    answer = client.post(path, {"email": ODILE, "profile": "admin"})
    assert answer.status_code == 422
    assert not Invitation.objects.for_system("test").exists()
    half = client.post(path, {"email": "odile@", "profile": "structure", "title": "Présidente"})
    assert half.status_code == 422
    assert "Présidente" in half.content.decode(), "what was typed is kept"


def test_one_open_invitation_an_address_and_none_for_a_member(people: People) -> None:
    director = people.director()
    people.invited(director)
    with pytest.raises(Refused, match="déjà en attente"):
        people.invited(director)
    with pytest.raises(Refused, match="déjà accès"):
        people.invited(director, "Salome@fabrique.example")


def test_a_merged_sheet_invites_no_one(people: People) -> None:
    director = people.director()
    invitation = people.invited(director)
    Organisation.objects.for_system("test").filter(pk=people.fabrique.pk).update(merged_into=people.conseil)
    people.fabrique.refresh_from_db()
    with pytest.raises(Refused):
        people.invited(director, "autre@fabrique.example")
    assert "changé de fiche" in text(Client().get(link(invitation)))
    with pytest.raises(Refused, match="fusionnée"):
        actions.accept(invitation=invitation, values=TYPED)
    assert not User.objects.filter(email=ODILE).exists(), "nothing is half done"


# -- accepting -----------------------------------------------------------------------------------------------------------------
def test_a_new_person_opens_an_account_and_is_in(people: People, client: Client) -> None:
    invitation = people.invited(people.director(), title="Présidente")
    page = client.get(link(invitation))
    assert "La Fabrique vous invite" in text(page)
    assert "no-store" in page["Cache-Control"]
    answer = client.post(link(invitation), TYPED)
    assert answer["Location"] == "/"
    user = User.objects.get(email=ODILE)
    assert str(user.person) == "Odile Passerelle"
    membership = user.memberships.get()
    assert (membership.organisation, membership.profile, membership.title) == (people.fabrique, "structure", "Présidente")
    assert client.session["membership"] == str(membership.public_id)
    assert client.get("/comptes/").status_code == 200
    assert read_again(invitation).accepted_by == user
    event = Event.objects.for_system("test").get(code="accounts.invitation.accept")
    assert event.actor_user == user.pk
    assert PASSWORD not in str(event.data)
    assert "poulie" not in str(event.data)


def test_someone_with_an_account_signs_in_and_gains_a_membership(people: People, client: Client) -> None:
    invitation = people.invited(people.director(), "ines@nord.example")
    people.officer()
    page = text(client.get(link(invitation)))
    assert "Un compte existe à l'adresse ines@nord.example" in page
    assert client.post(link(invitation), TYPED).status_code == 200, "no password is set on someone's account"
    assert read_again(invitation).state == "sent"
    back = client.post("/comptes/connexion/", {"login": "ines@nord.example", "password": PASSWORD, "next": link(invitation)})
    assert back["Location"] == link(invitation)
    assert "Rejoindre La Fabrique" in text(client.get(link(invitation)))
    client.post(link(invitation))
    user = User.objects.get(email="ines@nord.example")
    assert set(user.memberships.values_list("organisation__name", flat=True)) == {"DLA du Nord", "La Fabrique"}
    assert client.session["membership"] == str(user.memberships.get(organisation=people.fabrique).public_id)
    assert user.check_password(PASSWORD)


def test_an_account_whose_access_ended_comes_back_by_an_invitation(people: People) -> None:
    people.member(ODILE, people.fabrique, "structure", end=timezone.localdate())
    invitation = people.invited(people.director())
    client = signed_in(ODILE)
    client.post(link(invitation))
    assert client.get("/comptes/").status_code == 200
    assert Membership.objects.for_system("test").filter(user__email=ODILE).count() == 2, "the former one stays as it was"


def test_someone_else_signed_in_here_cannot_take_the_invitation(people: People) -> None:
    invitation = people.invited(people.director())
    people.stranger()
    client = signed_in("youssef@aisne.example")
    assert "avec une autre adresse" in text(client.get(link(invitation)))
    assert client.post(link(invitation), TYPED).status_code == 200
    assert read_again(invitation).state == "sent"
    assert not User.objects.filter(email=ODILE).exists()
    user = User.objects.get(email="youssef@aisne.example")
    with pytest.raises(Refused):
        actions.accept(invitation=invitation, user=user)


def test_the_person_already_on_the_sheet_is_the_one_linked(people: People) -> None:
    known = Person(first_name="Odile", last_name="Passerelle", email=ODILE)
    known.save()
    Position(organisation=people.fabrique, person=known, title="president", period=(timezone.localdate(), None)).save()
    actions.accept(invitation=people.invited(people.director()), values=TYPED)
    assert User.objects.get(email=ODILE).person == known


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "court", "again": "court"}, "12 caractères"),
        ({"again": "une autre"}, "diffèrent"),
        ({"password": "odile@fabrique.example", "again": "odile@fabrique.example"}, "semblable"),
        ({"last_name": ""}, "Nom"),
    ],
)
def test_what_was_typed_badly_is_said_and_kept(people: People, client: Client, change: dict[str, str], said: str) -> None:
    invitation = people.invited(people.director())
    answer = client.post(link(invitation), TYPED | change)
    assert answer.status_code == 422
    assert said in text(answer)
    assert "Odile" in answer.content.decode()
    assert read_again(invitation).state == "sent"


# -- closed doors --------------------------------------------------------------------------------------------------------------
def test_a_forged_link_opens_nothing(people: People, client: Client) -> None:
    invitation = people.invited(people.director())
    for forged in ("x", invitation.secret[:-1], invitation.token_sha256, "%00", "é" * 40):
        answer = client.get(f"/invitation/{forged}/")
        assert answer.status_code == 404
        assert "Ce lien n'ouvre aucune invitation" in text(answer)
        assert client.post(f"/invitation/{forged}/", TYPED).status_code == 404
    assert not User.objects.filter(email=ODILE).exists()


def test_a_used_link_says_so(people: People) -> None:
    invitation = people.invited(people.director())
    Client().post(link(invitation), TYPED)
    answer = Client().get(link(invitation))
    assert answer.status_code == 410
    assert "Cette invitation a déjà servi" in text(answer)
    with pytest.raises(Refused):
        actions.accept(invitation=invitation, values=TYPED)


def test_a_withdrawn_link_says_so(people: People) -> None:
    director = people.director()
    invitation = people.invited(director)
    client = signed_in("salome@fabrique.example")
    client.post(f"/actes/accounts.invitation/{invitation.public_id}/withdraw/")
    assert read_again(invitation).state == "withdrawn"
    assert "Cette invitation a été retirée" in text(Client().get(link(invitation)))
    with pytest.raises(Refused):
        actions.accept(invitation=invitation, values=TYPED)
    assert people.invited(director).state == "sent", "one may invite again"


def test_a_passed_date_shuts_the_door_before_the_job_says_so(people: People, client: Client) -> None:
    invitation = past_its_date(people.invited(people.director()))
    answer = client.get(link(invitation))
    assert answer.status_code == 410
    assert "a dépassé sa date" in text(answer)
    assert client.post(link(invitation), TYPED).status_code == 410
    with pytest.raises(Refused, match="dépassé sa date"):
        actions.accept(invitation=invitation, values=TYPED)
    assert read_again(invitation).state == "sent", "a read writes no state"


def test_the_daily_job_expires_what_is_past_and_nothing_else(people: People) -> None:
    director = people.director()
    late, early = past_its_date(people.invited(director)), people.invited(director, "autre@fabrique.example")
    jobs.expire_invitations(timestamp=0)
    assert read_again(late).state == "expired"
    assert read_again(early).state == "sent"
    event = Event.objects.for_system("test").get(code="accounts.invitation.expire")
    assert event.actor_user is None
    assert actions.expire_invitations() == 0


def test_people_do_not_expire_invitations_nor_accept_for_others(people: People) -> None:
    director = people.director()
    invitation = people.invited(director)
    for name in ("expire", "accept"):
        with pytest.raises(Refused):
            advance(invitation, name, actor=director)


@pytest.mark.parametrize("expired", [True, False])
def test_a_renewed_invitation_has_a_new_link_and_the_old_one_is_dead(people: People, expired: bool) -> None:
    people.director()
    invitation = people.invited(people.officer())
    old = link(invitation)
    if expired:
        past_its_date(invitation)
        actions.expire_invitations()
    client = signed_in("salome@fabrique.example")
    client.post(f"/actes/accounts.invitation/{invitation.public_id}/renew/")
    renewed = read_again(invitation)
    assert renewed.state == "sent"
    assert renewed.expires_at > timezone.now() + timedelta(days=13)
    new = letters("accounts.invited", ODILE)[-1].letter["path"]
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_renewing_beside_a_newer_invitation_is_refused(people: People) -> None:
    director = people.director()
    first = past_its_date(people.invited(director))
    actions.expire_invitations()
    people.invited(director)
    with pytest.raises(Refused, match="déjà en attente"):
        advance(read_again(first), "renew", actor=director)


@pytest.mark.parametrize("act", ["renew", "withdraw"])
def test_another_dla_cannot_touch_an_invitation(people: People, act: str) -> None:
    invitation = people.invited(people.director())
    stranger = people.stranger()
    with pytest.raises(Refused, match="s'occupent de cette invitation"):
        advance(invitation, act, actor=stranger)
    answer = signed_in("youssef@aisne.example").post(f"/actes/accounts.invitation/{invitation.public_id}/{act}/")
    assert answer.status_code == 404
    assert read_again(invitation).state == "sent"


def test_the_inviter_learns_nothing_of_another_organisation(people: People) -> None:
    """An address known elsewhere, or by no one: the same page before; after the person's own yes, one more member and no more."""
    director, youssef = people.director(), people.stranger()
    salome, pages = signed_in("salome@fabrique.example"), []
    access = f"/annuaire/{people.fabrique.public_id}/acces/"
    for email in ("youssef@aisne.example", "nul@aisne.example"):
        pages.append(
            text(salome.post(access, {"email": email, "profile": "structure", "title": "Bénévole"}, follow=True)).replace(email, "")
        )
        advance(Invitation.objects.for_system("test").latest("id"), "withdraw", actor=director)
    assert (
        pages[0].split("Inviter une personne")[0].split("Invitations")[0]
        == pages[1].split("Inviter une personne")[0].split("Invitations")[0]
    )
    invitation = people.invited(director, "youssef@aisne.example")
    assert Membership.objects.filter(user_id=youssef.user_id).count() == 1, "nothing is added without the person"
    signed_in("youssef@aisne.example").post(link(invitation))
    assert Membership.objects.filter(user_id=youssef.user_id).count() == 2
    assert "youssef@aisne.example" in text(salome.get(access))
    assert people.aisne.name not in text(salome.get(access))
