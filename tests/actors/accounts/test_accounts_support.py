"""Support: a reason, a time, two names on what is written, a person who knows, and acts that no one does for another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts import actions
from cordee.actors.accounts.models import Membership, SupportAccess
from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.core.access import Actor, Refused
from cordee.core.lifecycle import offers
from cordee.core.models.journal import Event
from tests import factories as make
from tests.actors.accounts.people import People, letters, signed_in, text

MAUD, SALOME = "maud@plateforme.example", "salome@fabrique.example"
REASON = "Elle n'arrive pas à envoyer sa proposition."


class Support:
    def __init__(self, people: People) -> None:
        self.people = people
        self.salome = people.director()
        people.user(MAUD, "Vigie")
        self.maud = people.acting(people.member(MAUD, people.team, "admin"))
        self.client = signed_in(MAUD)
        self.path = self.path_of(self.salome, people.fabrique)

    @staticmethod
    def path_of(actor: Actor, of: Organisation) -> str:
        return f"/annuaire/{of.public_id}/acces/{actor.membership_public_id}/assister/"

    def open(self) -> SupportAccess:
        assert self.client.post(self.path, {"reason": REASON})["Location"] == "/"
        return SupportAccess.objects.for_system("test").latest("id")


@pytest.fixture
def support(people: People) -> Support:
    return Support(people)


def all_accesses() -> Any:
    return SupportAccess.objects.for_system("test")


@pytest.mark.covers("SYS-902", "SYS-903")
def test_it_is_opened_with_a_reason_told_and_logged(support: Support) -> None:
    asked = support.client.get(support.path)
    assert "30 minutes au plus" in text(asked)
    short = support.client.post(support.path, {"reason": "voir"})
    assert short.status_code == 422
    assert "quelques mots de plus" in text(short)
    assert not all_accesses().exists()
    access = support.open()
    assert timedelta(minutes=29) < access.until - timezone.now() <= timedelta(minutes=30)
    letter = letters("accounts.support", SALOME)[0]
    assert REASON in " ".join(letter.letter["lines"])
    event = Event.objects.for_system("test").get(code="accounts.support.opened")
    assert (event.actor_user, event.data["reason"]) == (support.maud.user_id, REASON)
    assert event.thread_id == support.people.fabrique.thread_id


def test_a_band_on_each_page_says_it_and_ends_it(support: Support) -> None:
    support.open()
    for path in ("/", f"/annuaire/{support.people.fabrique.public_id}/", "/aide/", "/accessibilite/"):
        page = support.client.get(path)
        assert page.status_code == 200
        assert "Assistance : Inès Vigie, pour Inès Lanterne" in text(page), path
        assert 'action="/comptes/assistance/terminer/"' in page.content.decode()
    assert support.client.get("/annuaire/").status_code == 200
    ended = support.client.post("/comptes/assistance/terminer/", follow=True)
    assert "l'accès d'assistance est terminé" in text(ended)
    assert "Assistance :" not in text(ended)
    assert all_accesses().get().ended_at
    assert "Équipe de la plateforme" in text(support.client.get("/comptes/"))


@pytest.mark.covers("SYS-902")
def test_one_sees_what_the_person_sees_and_no_more(support: Support) -> None:
    elsewhere = make.organisation(zone="02")
    assert support.client.get(f"/annuaire/{elsewhere.public_id}/").status_code == 200
    support.open()
    assert support.client.get(f"/annuaire/{elsewhere.public_id}/").status_code == 404
    assert support.client.get(f"/annuaire/{support.people.fabrique.public_id}/acces/").status_code == 200
    assert support.client.get(support.path).status_code == 404, "no support from within support"


def test_an_access_that_nobody_ends_ends_by_itself(support: Support) -> None:
    """Support that forgets to end: no job, no act; the hour is read at each request."""
    support.open()
    fabrique = f"/annuaire/{support.people.fabrique.public_id}/"
    assert support.client.get(fabrique).status_code == 200
    all_accesses().update(opened_at=F("opened_at") - timedelta(minutes=31), until=F("until") - timedelta(minutes=31))
    assert support.client.get(fabrique)["Location"] == "/comptes/sans-acces/"
    written = support.client.post(f"{fabrique}proposer/", {"phone": "0320000000"})
    assert written["Location"] == "/comptes/sans-acces/", "what arrives late is written in no one's name"
    assert not ChangeRequest.objects.for_system("test").exists()
    over = support.client.get("/comptes/sans-acces/")
    assert "L'accès d'assistance est terminé" in text(over)
    assert "Assistance :" not in text(over)
    assert support.client.get("/comptes/").status_code == 302, "nor in one's own, before having acknowledged it"
    assert support.client.post("/comptes/assistance/terminer/")["Location"] == "/"
    assert support.client.get("/comptes/").status_code == 200
    assert all_accesses().get().ended_at is None
    assert support.client.post(support.path, {"reason": REASON})["Location"] == "/", "another one may be opened"


def test_what_is_written_bears_both_names(support: Support) -> None:
    access = support.open()
    fabrique = support.people.fabrique
    page = support.client.get(f"/annuaire/{fabrique.public_id}/proposer/")
    assert page.status_code == 200
    sent = support.client.post(f"/annuaire/{fabrique.public_id}/proposer/", {"phone": "0320000000", "version": fabrique.version})
    assert sent.status_code == 302, text(sent)
    event = Event.objects.for_system("test").get(code="directory.change_request.propose")
    assert event.actor_user == support.maud.user_id
    assert event.actor_membership == access.membership_id
    assert event.actor_label == "Inès Vigie, pour Inès Lanterne"
    from pghistory.models import Context

    metadata = Context.objects.get(pk=event.correlation).metadata
    assert (metadata["user"], metadata["on_behalf_of"]) == (support.maud.user_id, support.salome.user_id)


OWN = [
    "/comptes/", "/comptes/courriels/", "/comptes/jetons/", "/comptes/agir-pour/", "/comptes/mot-de-passe/", "/comptes/second-facteur/",
    "/comptes/second-facteur/mettre-en-place/", "/comptes/second-facteur/codes/", "/comptes/second-facteur/retirer/",
    "/comptes/sessions/terminer/", "/comptes/confirmer/", "/comptes/confirmer/code/",
]  # fmt: skip


def test_the_account_itself_is_touched_by_no_one(support: Support) -> None:
    support.open()
    for path in OWN:
        for answer in (support.client.get(path), support.client.post(path)):
            assert answer.status_code == 403, path
            assert "Cette page appartient à la personne" in text(answer)


def test_acts_that_engage_the_person_are_shown_and_refused(support: Support) -> None:
    """An officer is helped: the proposal of a structure is seen, the answer stays the officer's."""
    officer = support.people.officer()
    proposed = make.proposal(make.director(support.people.fabrique), phone="0320112233")
    actions.open_support(actor=support.maud, membership=Membership.objects.get(pk=officer.membership_id), reason=REASON)
    helping = Actor(**{**{f: getattr(officer, f) for f in Actor.__slots__}, "on_behalf_of": officer.user_id})
    assert not [o for o in offers(proposed, officer) if o.refusal]
    refused = {o.name: o.refusal.code for o in offers(proposed, helping) if o.refusal}
    assert refused == {"accept": "support", "refuse": "support"}
    with pytest.raises(Refused, match="cet acte engage la personne"):
        actions.invite(actor=helping, organisation=support.people.fabrique, email="x@fabrique.example", profile="structure")
    with pytest.raises(Refused, match="cet acte engage la personne"):
        actions.end_access(actor=helping, membership=Membership.objects.get(pk=support.salome.membership_id))


@pytest.mark.covers("SYS-902")
def test_the_person_sees_the_list_and_ends_it(support: Support) -> None:
    salome = signed_in(SALOME)
    assert "Aucune assistance n'a été ouverte" in text(salome.get("/comptes/"))
    access = support.open()
    page = text(salome.get("/comptes/"))
    assert REASON in page
    path = f"/comptes/assistance/{access.public_id}/terminer/"
    support.people.officer()
    assert signed_in("ines@nord.example").post(path).status_code == 404
    assert "l'accès d'assistance à votre compte est terminé" in text(salome.post(path, follow=True))
    assert support.client.get("/annuaire/")["Location"] == "/comptes/sans-acces/"
    assert "avait déjà pris fin" in text(salome.post(path, follow=True))
    assert Event.objects.for_system("test").filter(code="accounts.support.ended").get().data == {"by_person": True}


def test_who_may_not_and_whom_not(support: Support) -> None:
    people = support.people
    people.head()
    assert signed_in("marc@nord.example").get(support.path).status_code == 404
    own = support.client.get(support.path_of(support.maud, people.team))
    assert own.status_code == 403
    assert "votre propre compte" in text(own)
    other = people.acting(people.member("noor@plateforme.example", people.team, "admin"))
    refused = support.client.post(support.path_of(other, people.team), {"reason": REASON})
    assert refused.status_code == 403
    assert "ne s'ouvre pas en assistance" in text(refused)
    assert Client().get(support.path).status_code == 302


def test_an_administrator_who_no_longer_is_one_helps_no_more(support: Support) -> None:
    support.open()
    Membership.objects.for_system("test").filter(pk=support.maud.membership_id).update(profile="national")
    assert support.client.get("/annuaire/")["Location"] == "/comptes/sans-acces/"


def test_an_access_of_the_person_that_ends_ends_support(support: Support) -> None:
    access = support.open()
    Membership.objects.for_system("test").filter(pk=access.membership_id).update(period=make.LONG_AGO)
    assert support.client.get("/annuaire/")["Location"] == "/comptes/sans-acces/"


def test_one_access_at_a_time_and_a_reason_held_by_the_base(support: Support) -> None:
    membership = Membership.objects.get(pk=support.salome.membership_id)
    first = actions.open_support(actor=support.maud, membership=membership, reason=REASON)
    with pytest.raises(Refused, match="déjà en accès d'assistance"):
        actions.open_support(actor=support.maud, membership=membership, reason=REASON)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportAccess(
            by_id=support.maud.user_id, membership=membership, reason="  court  ", until=first.until + timedelta(hours=2),
            opened_at=first.until + timedelta(hours=1),
        ).save()  # fmt: skip
    assert actions.end_support(actor=support.maud, access=first)
    assert not actions.end_support(actor=support.maud, access=first)
    actions.open_support(actor=support.maud, membership=membership, reason=REASON)


def test_the_time_is_a_parameter(support: Support) -> None:
    from cordee.actors.accounts.parameters import SUPPORT_MINUTES
    from cordee.core.parameters import set_param

    set_param(SUPPORT_MINUTES, 10, actor=support.maud, since=timezone.localdate(), reason="essai")
    cache.clear()
    access = support.open()
    assert access.until - access.opened_at == timedelta(minutes=10)


@pytest.mark.covers("SYS-903")
def test_accesses_are_listed_for_the_team_and_for_the_person_alone(people: People) -> None:
    support = Support(people)
    people.officer()
    helped = Membership.objects.for_system("test").get(public_id=support.salome.membership_public_id)
    access = actions.open_support(actor=support.maud, membership=helped, reason=REASON)
    listed = "/comptes/assistance/"
    assert REASON in text(support.client.get("/comptes/assistance/?en-cours=oui"))
    assert "en cours, au plus tard le" in text(support.client.get(listed))
    actions.end_support(actor=support.maud, access=access)
    mine = signed_in(SALOME)
    for reader in (support.client, mine):
        page = text(reader.get(listed))
        for said in (REASON, "Inès Lanterne", "Inès Vigie", people.fabrique.name, "terminée le"):
            assert said in page, said
    assert REASON not in text(support.client.get("/comptes/assistance/?en-cours=oui"))
    assert REASON in text(support.client.get("/comptes/assistance/?q=vigie"))
    assert listed in mine.get("/comptes/").content.decode(), "one's account leads to the whole list"
    _, exported = make.read(support.client, f"{listed}export.csv")
    assert f"Inès Lanterne;{people.fabrique.name};Inès Vigie;{REASON};" in exported.decode("utf-8-sig")
    other = text(signed_in("ines@nord.example").get(listed))
    assert REASON not in other
    assert "Aucun accès d'assistance pour l'instant" in other
