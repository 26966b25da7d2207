"""People of an organisation: posts, vacancies, the pair, who signs on the day of the act, leaving, replacing, an address that bounces.

ASTRE's governance (WE-09): a direction vacant for eight months, then a director; persons are invented.
"""

from __future__ import annotations

import smtplib
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.accounts.actions import open_access
from cordee.actors.accounts.models import Membership, User
from cordee.actors.directory import policies
from cordee.actors.directory.children import actions as verbs
from cordee.actors.directory.children import kinds
from cordee.actors.directory.models import ChangeRequest, Person, Position
from cordee.actors.directory.people import actions, queries
from cordee.core import bounces, outbox
from cordee.core.journal import fil
from cordee.core.lifecycle import advance
from cordee.core.models import Mail
from cordee.core.todo import todos
from tests import factories as make
from tests.factories import EVER, Someone

GONE, ARRIVAL = date(2007, 5, 15), date(2008, 1, 15)


class Astre:
    def __init__(self) -> None:
        self.astre = make.organisation("ASTRE")
        self.ines: Someone = make.officer(of=make.operator("59", "DLA du Nord"))
        self.martin, self.paul = self.person("Martin", "Estran"), self.person("Paul", "Hauban")
        self.vacancy = self.post("director", None, GONE, ARRIVAL)
        self.director = self.post("director", self.martin, ARRIVAL)
        self.president = self.post("president", self.paul, date(2007, 1, 1))

    def person(self, first: str, last: str) -> Person:
        made = Person(first_name=first, last_name=last, email=f"{first.lower()}@astre.example", phone="0233000000")
        made.save()
        return made

    def post(self, title: str, person: Person | None, start: date, end: date | None = None) -> Position:
        made: Position = make.child(
            "position", self.astre, title=title, person=person, period=DateRange(start, end), signs=person is not None
        )
        return made

    def url(self, what: str) -> str:
        return f"/annuaire/{self.astre.public_id}/{what}"

    def access(self, person: Person) -> Membership:
        user = User.objects.create_user(person.email, person=person)
        return open_access(actor=make.SYSTEM, user=user, organisation=self.astre, profile="structure", since=date(2020, 1, 1))

    def told(self) -> list[str]:
        return [line.sentence for line in fil(self.astre.thread, self.ines.actor)[0]]


@pytest.fixture
def town(db: None) -> Astre:
    return Astre()


def page(someone: Someone, town: Astre) -> str:
    return str(someone.client.get(town.astre.get_absolute_url()).content.decode())


# -- governance ----------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("ORG-011")
def test_the_pair_is_shown_first_with_since_when_and_the_vacancy_stays_readable(town: Astre) -> None:
    shown = page(town.ines, town)
    first = shown[shown.index('aria-label="Direction et présidence"') :]
    pair = first[: first.index("</section>")]
    assert pair.index("Martin Estran") < pair.index("Paul Hauban")
    assert "depuis le 15/01/2008" in pair
    assert "depuis le 01/01/2007" in pair
    assert "du 15/05/2007 au 14/01/2008" in shown, "the eight months of vacancy"


@pytest.mark.covers("ORG-011")
def test_a_vacant_direction_says_since_when_and_is_to_be_filled(town: Astre) -> None:
    today = timezone.localdate()
    actions.leave(actor=town.ines.actor, organisation=town.astre, position=town.director, on=today - timedelta(days=1), vacant=True)
    shown = page(town.ines, town)
    assert "Poste vacant" in shown
    assert f"depuis le {today:%d/%m/%Y}" in shown
    assert [t.title for t in todos(town.ines.actor)] == ["Nommer une direction : ASTRE"]
    vacant = queries.pair(queries.posts(town.astre))[0]
    assert vacant.is_vacant
    answer = town.ines.client.post(
        town.url(f"postes/{vacant.public_id}/depart/"), {"on": f"{today}", "first_name": "Rose", "last_name": "Treille"}
    )
    assert answer.status_code == 302
    rose = Position.objects.for_system("test").get(person__last_name="Treille")
    assert (rose.title, rose.signs, rose.period.lower) == ("director", True, today + timedelta(days=1))


def test_a_vacant_post_signs_nothing(town: Astre) -> None:
    with pytest.raises(IntegrityError, match="directory_position_someone_signs"), transaction.atomic():
        Position(organisation=town.astre, title="treasurer", period=EVER, signs=True).save()
    with pytest.raises(ValidationError, match="Cette personne occupe déjà cette fonction"):
        town.post("director", town.martin, date(2010, 1, 1))


@pytest.mark.covers("ORG-011")
def test_who_may_sign_is_read_at_the_date_of_the_act(town: Astre) -> None:
    def signing(day: date) -> list[str]:
        return [str(post.person) for post in queries.may_sign(town.astre, on=day)]

    assert signing(date(2007, 6, 1)) == ["Paul Hauban"], "the direction is vacant"
    assert signing(ARRIVAL - timedelta(days=1)) == ["Paul Hauban"]
    assert signing(ARRIVAL) == ["Martin Estran", "Paul Hauban"]
    assert signing(date(2006, 1, 1)) == []
    town.access(town.martin)
    martin = Someone(User.objects.get(person=town.martin), town.astre, Membership.objects.for_system("test").get(user__person=town.martin))
    assert policies.may_sign(martin.actor, town.astre) is None
    refused = policies.may_sign(martin.actor, town.astre, on=date(2007, 6, 1))
    assert refused is not None
    assert "le 01/06/2007" in refused.sentence
    assert policies.may_sign(town.ines.actor, town.astre) is not None
    actions.leave(actor=make.SYSTEM, organisation=town.astre, position=town.director, on=timezone.localdate() - timedelta(days=1))
    assert policies.may_sign(martin.actor, town.astre) is not None


# -- leaving and replacing ------------------------------------------------------------------------------------------------------
@pytest.mark.covers("ORG-011")
def test_leaving_replaces_and_ends_the_access_in_one_act(town: Astre) -> None:
    access, today = town.access(town.martin), timezone.localdate()
    url = town.url(f"postes/{town.director.public_id}/depart/")
    assert "Retirer aussi son accès" in town.ines.client.get(url).content.decode()
    typed = {
        "on": f"{today}",
        "then": "replaced",
        "end_access": "on",
        "first_name": "Rose",
        "last_name": "Treille",
        "email": "rose@astre.example",
    }
    answer = town.ines.client.post(url, typed)
    assert answer.status_code == 302
    town.director.refresh_from_db()
    access.refresh_from_db()
    assert town.director.last_day == today
    assert access.period.upper == today
    rose = Position.objects.for_system("test").get(person__last_name="Treille")
    assert (rose.title, rose.signs, rose.period) == ("director", True, DateRange(today + timedelta(days=1), None))
    assert town.told()[:3] == ["Un accès « Structure » est retiré", "Poste ajouté", "Fin du poste"]
    assert not any("Treille" in str(e.event.data) for e in fil(town.astre.thread, town.ines.actor)[0]), "a name lives in Person alone"


def test_leaving_is_whole_or_not_at_all(town: Astre) -> None:
    access = town.access(town.martin)
    town.post("president", town.martin, date(2030, 1, 1))
    with pytest.raises(ValidationError):
        actions.leave(
            actor=town.ines.actor, organisation=town.astre, position=town.president, on=date(2029, 12, 31), successor=town.martin,
            end_access=access.public_id,
        )  # fmt: skip
    town.president.refresh_from_db()
    access.refresh_from_db()
    assert town.president.last_day is None
    assert access.period.upper is None


def test_a_departure_without_what_follows_says_what_is_missing(town: Astre) -> None:
    url = town.url(f"postes/{town.director.public_id}/depart/")
    answer = town.ines.client.post(url, {"on": "2026-01-31", "then": "replaced"})
    assert answer.status_code == 422
    assert "Indiquez le nom de la personne qui prend ce poste." in answer.content.decode()
    early = town.ines.client.post(url, {"on": "2001-01-31", "then": "nothing"})
    assert "La fin précède le début, le 15/01/2008" in early.content.decode()
    town.access(town.martin)
    later = {"on": f"{timezone.localdate() + timedelta(days=9)}", "then": "nothing", "end_access": "on"}
    assert "Le départ est à venir" in town.ines.client.post(url, later).content.decode()
    assert make.director(town.astre).client.get(url).status_code == 404


def test_an_access_left_open_after_a_departure_is_to_be_removed(town: Astre) -> None:
    access = town.access(town.martin)
    yesterday = timezone.localdate() - timedelta(days=1)
    assert todos(town.ines.actor) == []
    actions.leave(actor=town.ines.actor, organisation=town.astre, position=town.director, on=yesterday)
    left = "Martin Estran garde un accès après son départ"
    assert [t.title for t in todos(town.ines.actor)] == [left]
    assert [t.title for t in todos(make.director(town.astre).actor)] == [left]
    assert [t.title for t in todos(make.officer("02").actor)] == []
    town.ines.client.post(town.url(f"acces/{access.public_id}/retirer/"))
    assert todos(town.ines.actor) == []


# -- one person, several organisations ------------------------------------------------------------------------------------------
def test_someone_known_elsewhere_is_found_and_not_written_twice(town: Astre) -> None:
    aider = make.organisation("AIDER")
    typed = {"title": "board", "first_name": "martin", "last_name": "ESTRAN", "period_debut": "2020-01-01"}
    url = f"/annuaire/{aider.public_id}/postes/ajouter/"
    asked = town.ines.client.post(url, typed)
    assert asked.status_code == 422
    assert "Martin Estran, Direction (ASTRE)" in asked.content.decode()
    assert town.ines.client.post(url, typed | {"known": str(town.martin.public_id)}).status_code == 302
    assert aider.positions.get().person == town.martin
    namesake = make.organisation("ASACE")
    url = f"/annuaire/{namesake.public_id}/postes/ajouter/"
    assert town.ines.client.post(url, typed | {"known": "autre"}).status_code == 302
    assert namesake.positions.get().person != town.martin


def test_someone_out_of_sight_is_never_shown(town: Astre) -> None:
    """The Aisne's officer writes a namesake: nothing says that the Nord knows one; a forged key chooses nobody."""
    here = make.organisation("Ici", zone="02")
    youssef = make.officer("02")
    typed = {
        "title": "board",
        "first_name": "Martin",
        "last_name": "Estran",
        "email": "martin@astre.example",
        "known": str(town.martin.public_id),
    }
    answer = youssef.client.post(f"/annuaire/{here.public_id}/postes/ajouter/", typed)
    assert answer.status_code == 302
    assert here.positions.get().person != town.martin
    assert queries.known_persons(make.director().actor, "Martin", "Estran", "") == []


# -- contacts -------------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("ORG-904")
def test_a_contact_is_proposed_by_the_structure_and_accepted(town: Astre) -> None:
    paul = make.director(town.astre)
    url = town.url(f"personnes/{town.martin.public_id}/modifier/")
    typed = {"first_name": "Martin", "last_name": "Estran", "email": "direction@astre.example", "phone": "0233000000", "channel": "phone"}
    assert paul.client.post(url, typed).status_code == 302
    change = ChangeRequest.objects.for_system("test").get()
    assert (change.part, change.person) == ("contact", town.martin)
    shown = town.ines.client.get(change.get_absolute_url()).content.decode()
    assert "direction@astre.example" in shown
    assert "Modifier ce contact : Martin Estran" in shown
    advance(change, "accept", actor=town.ines.actor)
    town.martin.refresh_from_db()
    assert (town.martin.email, town.martin.channel) == ("direction@astre.example", "phone")


def test_a_new_person_is_proposed_with_their_post(town: Astre) -> None:
    typed = {
        "title": "treasurer",
        "first_name": "Lise",
        "last_name": "Charpente",
        "email": "lise@astre.example",
        "period_debut": "2026-01-01",
    }
    assert make.director(town.astre).client.post(town.url("postes/ajouter/"), typed).status_code == 302
    change = ChangeRequest.objects.for_system("test").get()
    assert not Person.objects.for_system("test").filter(last_name="Charpente").exists()
    shown = town.ines.client.get(change.get_absolute_url()).content.decode()
    assert all(text in shown for text in ("Charpente", "lise@astre.example", "Trésorerie", "depuis le 01/01/2026"))
    advance(change, "accept", actor=town.ines.actor)
    change.refresh_from_db()
    assert change.person is not None
    assert (change.person.last_name, change.person.positions.get().title) == ("Charpente", "treasurer")


def test_an_open_card_hides_people(db: None) -> None:
    """A professional of elsewhere opens the card of a provider: no person, no telephone, no mail."""
    house = make.organisation("Cabinet", roles=("provider",))
    make.position(house, "Boussole")
    shown = make.provider("02").client.get(house.get_absolute_url())
    assert shown.status_code == 200
    assert "Boussole" not in shown.content.decode()


# -- accesses on the sheet ------------------------------------------------------------------------------------------------------
def test_the_sheet_joins_people_and_their_accesses(town: Astre) -> None:
    access = town.access(town.martin)
    ghost = make.director(town.astre, name="Sansposte")
    shown = page(town.ines, town)
    assert f"acces/{access.public_id}/retirer/" in shown
    assert "Accès sans poste en cours" in shown
    assert "Camille Sansposte" in shown
    invite = f"/annuaire/{town.astre.public_id}/acces/?poste={town.president.public_id}"
    assert f"{invite}#inviter" in shown, "the president has no access yet"
    form = town.ines.client.get(invite).content.decode()
    assert 'value="paul@astre.example"' in form
    assert ghost.client.get(town.astre.get_absolute_url()).status_code == 200


# -- bounces --------------------------------------------------------------------------------------------------------------------
def bounced_mail(address: str) -> Mail:
    outbox.post(outbox.Letter(kind="core.digest", recipient=address, subject="Essai", lines=("Bonjour",)))
    return Mail.objects.for_system("test").get(recipient=address)


def refusing(trouble: Exception) -> Any:
    def send(self: Any, fail_silently: bool = False) -> int:
        raise trouble

    return send


def test_a_refused_address_is_marked_told_and_to_be_corrected(town: Astre, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = bounced_mail("martin@astre.example")
    refusal = smtplib.SMTPRecipientsRefused({"martin@astre.example": (550, b"No such user")})
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refusing(refusal))
    assert not outbox.send(mail.pk)
    mail.refresh_from_db()
    town.martin.refresh_from_db()
    assert (mail.status, mail.attempts) == (Mail.Status.FAILED, 1)
    assert town.martin.bounced_on == timezone.localdate()
    assert town.told()[0] == "L'adresse d'une personne ne reçoit plus"
    assert [t.title for t in todos(town.ines.actor)] == ["Corriger l'adresse : Martin Estran"]
    assert [t.title for t in todos(make.officer("02").actor)] == []
    assert "Adresse à corriger" in page(town.ines, town)
    values = {"email": "direction@astre.example"}
    verbs.change(
        actor=town.ines.actor, kind=kinds["contact"], organisation=town.astre, child=town.martin, values=values, version=town.martin.version
    )
    town.martin.refresh_from_db()
    assert town.martin.bounced_on is None
    assert todos(town.ines.actor) == []


def test_a_server_that_is_down_accuses_no_address(town: Astre, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = bounced_mail("martin@astre.example")
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refusing(ConnectionRefusedError("down")))
    outbox.send(mail.pk)
    mail.refresh_from_db()
    town.martin.refresh_from_db()
    assert (mail.status, town.martin.bounced_on) == (Mail.Status.WAITING, None)
    later = smtplib.SMTPRecipientsRefused({"martin@astre.example": (450, b"Try later")})
    assert not bounces.is_refusal(later)


def test_a_bounce_learnt_twice_is_told_once(town: Astre) -> None:
    for _ in range(2):
        bounces.tell("Martin@astre.example", "Boîte fermée")
    assert town.told().count("L'adresse d'une personne ne reçoit plus") == 1


def test_the_api_answers_posts_sites_and_mandates(town: Astre) -> None:
    from cordee.actors.directory.api_answers import organisation_out

    make.child("site", town.astre, kind="antenna", name="Valognes", period=EVER)
    out = organisation_out(town.astre, town.ines.actor, frozenset({"operator"}))
    assert out.governance is not None
    assert [(p.title, p.person, p.signs) for p in out.governance] == [
        ("director", "Martin Estran", True),
        ("president", "Paul Hauban", True),
    ]
    assert [s.name for s in out.sites] == ["Valognes"]
    hidden = organisation_out(town.astre, town.ines.actor, frozenset())
    assert (hidden.governance, hidden.sites, hidden.mandates) == (None, [], [])


def test_nothing_is_signed_for_another_organisation(town: Astre) -> None:
    stranger = make.director(make.organisation("AIDER"))
    refusal = policies.may_sign(stranger.actor, town.astre)
    assert refusal is not None
    assert "Seule une personne qui signe pour ASTRE" in refusal.sentence
