"""The home of each profile: exactly these lines, in this order; the same cost for two and twenty of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cordee.actors.accounts import actions as accounts
from cordee.actors.accounts.models import ApiToken, Invitation, Membership, User
from cordee.actors.directory.models import Agreement, Mandate, Organisation
from cordee.actors.directory.review import REVIEWED, review_sheet
from cordee.actors.providers.models import Provider
from cordee.core import todo
from cordee.core.access import Actor, Refused
from cordee.core.lifecycle import advance
from cordee.core.models import Backup, Mail, Task
from cordee.core.outbox import give_up, send_again
from cordee.demo.examples.when import told_at
from tests import factories as make
from tests.actors.accounts.people import PASSWORD, signed_in, text
from tests.factories import Someone

TODAY = timezone.localdate()


def until(days: int) -> DateRange:
    """In force, with this many days left, the last one included."""
    return DateRange(date(2020, 1, 1), TODAY + timedelta(days=days + 1))


def lines(actor: Actor) -> dict[str, list[str]]:
    return {part: [t.title for t in found] for part, found in todo.sorted_out(todo.todos(actor)).items() if found}


class Nord:
    """One DLA, one structure, providers of the region; everything that today's rooms may owe."""

    def __init__(self) -> None:
        self.operator = make.operator("59", "DLA du Nord", period=until(40))
        self.rives = make.organisation("Les Rives")
        self.officer, self.head = make.officer(of=self.operator, name="Lanterne"), make.head(of=self.operator, name="Cordeau")
        self.leaver = make.officer(of=self.operator, name="Hauban", period=until(20))
        self.accountant = make.person(self.operator, "accountant")
        self.director, self.president = make.director(self.rives), make.director(self.rives)
        self.regional, self.national, self.admin = make.regional(("59", "62")), make.national(), make.admin()
        self.provider = make.provider(of=make.organisation("Trois-Ponts", roles=("provider",)))
        self.sheet = make.full_sheet(self.provider.organisation)
        self.network, self.funder = make.network(), make.funder("59")
        self.controller = make.person(self.funder.organisation, "controller", period=until(7))
        Agreement(organisation=self.rives, type="aci", period=until(30)).save()
        make.proposal(self.director)
        accounts.invite(actor=self.head.actor, organisation=self.rives, email="odile@rives.example", profile="structure")


@pytest.fixture
def nord(db: None) -> Nord:
    return Nord()


ANSWER, CHECK = "Répondre à Les Rives", "Vérifier le conventionnement : Les Rives"
MANDATE, ODILE = "Préparer la suite du mandat : DLA du Nord", "Revoir l'invitation à odile@rives.example"
TO_CHECK, GAP = "Vérifier la fiche « Trois-Ponts »", "Repérer un prestataire : Projet, stratégie, plan stratégique"
MINE, BACKUP = "Voir votre proposition de modification", "Faire la sauvegarde de la nuit"
REFERENCE: dict[str, dict[str, list[str]]] = {
    "officer": {"soon": [ANSWER], "later": [CHECK]},
    "head": {"soon": [ANSWER], "later": ["Préparer un départ : Camille Hauban", CHECK, MANDATE], "awaited": [ODILE]},
    "accountant": {},
    "leaver": {"soon": [ANSWER], "later": ["Demander la suite de votre accès à DLA du Nord", CHECK]},
    "director": {"later": ["Préparer la suite de votre conventionnement ACI"], "awaited": [MINE, ODILE]},
    "president": {"later": ["Préparer la suite de votre conventionnement ACI"], "awaited": [MINE, ODILE]},
    "regional": {"later": [TO_CHECK, GAP]},
    "national": {"later": [MANDATE]},
    "provider": {},
    "network": {},
    "funder": {},
    "controller": {"soon": []},
    "admin": {"later": [MANDATE, BACKUP]},
}


@pytest.mark.parametrize("who", REFERENCE)
def test_each_profile_gets_exactly_these_lines(nord: Nord, who: str) -> None:
    expected = dict(REFERENCE[who])
    if who == "controller":
        expected = {"soon": [f"Demander la suite de votre accès à {nord.funder.organisation.name}"]}
    person: Someone = getattr(nord, who)
    assert lines(person.actor) == expected
    page = text(person.client.get("/"))
    for title in [t for titles in expected.values() for t in titles]:
        assert title in page, title


@pytest.mark.parametrize("who", REFERENCE)
def test_nothing_due_is_a_sentence_and_the_most_useful_next_thing(db: None, who: str) -> None:
    profile = {"leaver": "officer", "director": "structure", "president": "structure"}.get(who, who)
    role = {"structure": "beneficiary", "provider": "provider", "network": "network", "funder": "funder", "controller": "funder"}
    someone = make.person(make.organisation(roles=(role.get(profile, "operator"),)), profile)
    if profile == "admin":
        Backup(name="cordee-essai.tar").save()
    answer = someone.client.get("/")
    assert "Rien n'est en retard, rien n'est dû d'ici sept jours" in text(answer)
    button = answer.content.decode().rsplit('class="acts"', 1)[1].split('href="')[1].split('"')[0]
    assert someone.client.get(button, follow=True).status_code == 200, button


def test_every_line_leads_somewhere_and_begins_with_its_verb(nord: Nord) -> None:
    _more(nord)
    for who in REFERENCE:
        person: Someone = getattr(nord, who)
        for item in todo.todos(person.actor):
            assert item.title.startswith(f"{item.verb} "), item
            assert person.client.get(item.url.split("#")[0]).status_code == 200, item.url


def _more(nord: Nord) -> None:
    """A letter that bounced, a stopped export, a key that ends, an invitation without an answer, sheets grown old."""
    mail = Mail.objects.for_system("test").filter(recipient="odile@rives.example").get()
    mail.status, mail.trouble = Mail.Status.FAILED, "550 boîte inconnue"
    mail.save()
    old = accounts.invite(actor=nord.head.actor, organisation=nord.rives, email="yann@rives.example", profile="structure")
    Invitation.objects.for_system("test").filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=1))
    advance(Invitation.objects.for_system("test").get(pk=old.pk), "expire", actor=make.SYSTEM)
    officer = nord.officer
    Task(
        user_id=officer.user.pk, membership_id=officer.membership.pk, kind="export", label="Annuaire", ended_at=timezone.now(), trouble="x"
    ).save()
    ends = timezone.now() + timedelta(days=5)
    ApiToken(membership=officer.membership, name="Tableau", sha256="1" * 64, hint="x", expires_at=ends).save()


def test_what_went_wrong_comes_with_its_verb_and_leaves_when_it_is_done(nord: Nord) -> None:
    _more(nord)
    assert lines(nord.officer.actor) == {
        "soon": ["Remplacer le jeton « Tableau »", ANSWER], "later": [CHECK, "Relancer « Annuaire »"],
    }  # fmt: skip
    assert "Renvoyer l'invitation à yann@rives.example" in lines(nord.head.actor)["later"]
    assert lines(nord.admin.actor)["soon"] == ["Reprendre le courriel à odile@rives.example"]

    done = Task(
        user_id=nord.officer.user.pk, membership_id=nord.officer.membership.pk, kind="export", label="Annuaire", ended_at=timezone.now()
    )
    done.save()
    accounts.invite(actor=nord.head.actor, organisation=nord.rives, email="yann@rives.example", profile="structure")
    send_again(Mail.objects.visible_to(nord.admin.actor).get(), actor=nord.admin.actor)
    assert "Relancer « Annuaire »" not in lines(nord.officer.actor)["later"]
    assert "Renvoyer l'invitation à yann@rives.example" not in lines(nord.head.actor)["later"]
    assert "soon" not in lines(nord.admin.actor)


def test_a_letter_that_bounced_is_taken_up_from_the_list(nord: Nord) -> None:
    _more(nord)
    mail = Mail.objects.visible_to(nord.admin.actor).get()
    assert not Mail.objects.visible_to(nord.officer.actor).exists()
    page = nord.admin.client.get("/courriels/non-remis/")
    assert "550 boîte inconnue" in text(page)
    with pytest.raises(Refused):
        send_again(mail, actor=nord.officer.actor)
    give_up(mail, actor=nord.admin.actor)
    with pytest.raises(Refused, match="il n'y a plus rien à reprendre"):
        give_up(mail, actor=nord.admin.actor)


def test_the_backup_of_the_night_is_owed_until_one_was_read_again(nord: Nord) -> None:
    owed = lambda: BACKUP in str(lines(nord.admin.actor))  # noqa: E731
    assert owed()
    Backup(name="cordee-coupee.tar", trouble="abîmée").save()
    assert owed()
    Backup(name="cordee-entiere.tar", tables=80, files=3, size=1000).save()
    assert not owed()
    Backup.objects.for_system("test").update(at=timezone.now() - timedelta(hours=27))
    assert lines(nord.admin.actor)["late"] == [BACKUP]


@pytest.mark.covers("SYS-903")
def test_sheets_that_nobody_read_for_a_year_come_back_and_a_reading_ends_it(nord: Nord) -> None:
    sheet = nord.network.organisation
    with told_at(TODAY - timedelta(days=400)):
        review_sheet(actor=make.SYSTEM, organisation=sheet)
    _age(sheet)
    assert lines(nord.network.actor)["late"] == ["Relire votre fiche"]
    url = f"{sheet.get_absolute_url()}relue/"
    assert "Marquer cette fiche relue" in text(nord.network.client.get(sheet.get_absolute_url()))
    assert nord.provider.client.post(url).status_code == 404
    assert nord.officer.client.post(url).status_code == 302
    assert lines(nord.network.actor) == {}


@pytest.mark.covers("SYS-903")
def test_a_provider_s_sheet_that_nobody_confirmed_for_a_year_comes_back(nord: Nord) -> None:
    Provider.objects.for_system("test").update(confirmed_on=TODAY - timedelta(days=400))
    assert lines(nord.regional.actor)["late"] == ["Relire la fiche « Trois-Ponts »"]
    assert lines(nord.provider.actor)["late"] == ["Confirmer que votre fiche est à jour"]
    url = f"{nord.sheet.get_absolute_url()}a-jour/"
    assert "Confirmer que ma fiche est à jour" in text(nord.provider.client.get(nord.sheet.get_absolute_url()))
    assert make.provider("59").client.post(url).status_code == 404
    assert nord.provider.client.post(url).status_code == 302
    assert lines(nord.regional.actor) == {"later": [TO_CHECK, GAP]}
    assert lines(nord.provider.actor) == {}


def _age(sheet: Organisation) -> None:
    """Its other acts are as old: only the journal's own guard is in the way of a test."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE core_event DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE core_event SET at = at - interval '400 days' WHERE thread_id = %s AND code <> %s", [sheet.thread_id, REVIEWED]
        )
        cursor.execute("ALTER TABLE core_event ENABLE TRIGGER USER")


def test_the_lateness_of_the_dla_is_not_shown_to_the_structure(nord: Nord) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE directory_changerequest SET proposed_at = proposed_at - interval '30 days'")
    assert lines(nord.officer.actor)["late"] == [ANSWER]
    assert "late" not in lines(nord.director.actor)
    assert lines(nord.regional.actor) == {"later": [TO_CHECK, GAP]}
    page = text(nord.director.client.get("/"))
    assert "en retard de" not in page.lower()
    assert "Depuis le" in page


def test_two_lines_and_twenty_cost_the_same(nord: Nord) -> None:
    def cost(person: Someone) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert person.client.get("/").status_code == 200
        return len(queries)

    people = [getattr(nord, who) for who in REFERENCE]
    before = [cost(person) for person in people]
    for number in range(20):
        by = make.director(make.organisation(f"Atelier {number:02}"))
        make.proposal(by)
        Agreement(organisation=by.organisation, type="ai", period=until(20)).save()
        make.organisation(f"Conseil {number:02}", roles=("provider",))
        Mandate(organisation=by.organisation, level="regional", period=until(10)).save()
        accounts.invite(actor=nord.head.actor, organisation=by.organisation, email=f"p{number}@x.example", profile="structure")
    assert [cost(person) for person in people] == before
    assert max(before) <= 15


def test_since_my_last_visit_is_since_the_last_day_i_came(nord: Nord) -> None:
    user: User = nord.officer.user
    user.set_password(PASSWORD)
    user.save()
    yesterday = timezone.now() - timedelta(days=1)
    User.objects.filter(pk=user.pk).update(last_login=yesterday)
    with told_at(TODAY - timedelta(days=3)):
        review_sheet(actor=make.SYSTEM, organisation=nord.rives)
    for _ in range(2):  # coming back the same day does not empty the list
        page = text(signed_in(user.email).get("/"))
        assert "Depuis votre dernière visite, hier" in page
        assert "Modification de la fiche proposée" in page
        assert "Fiche relue" not in page, "that was before"


def test_the_first_visit_is_told_once_for_each_profile_of_each_person(nord: Nord) -> None:
    everyone: list[Any] = [getattr(nord, who) for who in REFERENCE]
    for person in everyone:
        page = text(person.client.get("/"))
        assert "Bienvenue" in page, person.membership.profile
        assert person.client.post("/premiere-visite/").status_code == 302
        assert person.client.post("/premiere-visite/").status_code == 302, "a double click"
        assert "Bienvenue" not in text(person.client.get("/"))
    colleague = make.officer(of=nord.operator)
    assert "Bienvenue" in text(colleague.client.get("/")), "someone else's choice"
    other = make.person(nord.rives, "structure", user=nord.officer.user)
    assert "Bienvenue" in text(other.client.get("/")), "the same person under another profile"


def test_a_membership_that_ends_today_is_still_a_line_and_one_that_ended_is_not(nord: Nord) -> None:
    Membership.objects.for_system("test").filter(pk=nord.leaver.membership.pk).update(period=until(0))
    assert "Préparer un départ : Camille Hauban" in str(lines(nord.head.actor))
    Membership.objects.for_system("test").filter(pk=nord.leaver.membership.pk).update(period=until(-1))
    assert "Hauban" not in str(lines(nord.head.actor))
