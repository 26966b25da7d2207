"""« Qui prend part »: the DLA opens a sheet to a partner for a time; what it opens, who sees it, who is told, and how it closes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.accounts import actions
from cordee.actors.accounts.models import Participation
from cordee.actors.directory.models import Organisation, Role
from cordee.core.access import IN_PERSON, Refused
from cordee.core.journal import tell
from cordee.core.models import Event, Mail
from tests import factories as make
from tests.factories import Someone

pytestmark = pytest.mark.covers("SYS-902")
EVER = DateRange(None, None)


def role(of: Organisation, kind: str) -> None:
    Role(organisation=of, kind=kind, period=EVER).save()


@pytest.fixture
def rives(db: None) -> Organisation:
    return make.organisation("La Fabrique des Rives")


@pytest.fixture
def ines(rives: Organisation) -> Someone:
    return make.officer("59")


@pytest.fixture
def bruno(db: None) -> Someone:
    someone = make.network("02", of=make.organisation("Réseau des Rives", zone="02", roles=("network",)))
    return someone


def typed(whom: Organisation, **more: Any) -> dict[str, Any]:
    return {"whom": whom.name, "period_debut": timezone.localdate().isoformat(), **more}


def url(sheet: Organisation) -> str:
    return f"{sheet.get_absolute_url()}ouvrir/"


def reads(someone: Someone, sheet: Organisation) -> bool:
    return bool(someone.client.get(sheet.get_absolute_url()).status_code == 200)


def test_a_sheet_opened_to_a_network_is_in_its_directory_and_closes_at_once(rives: Organisation, ines: Someone, bruno: Someone) -> None:
    salome = make.director(rives)
    assert not reads(bruno, rives)
    answer = ines.client.post(url(rives), typed(bruno.organisation), follow=True)
    page = answer.content.decode()
    assert "la fiche est ouverte à Réseau des Rives. Un courriel le lui dit." in page
    assert reads(bruno, rives)
    assert "La Fabrique des Rives" in bruno.client.get("/annuaire/").content.decode()
    assert "La fiche est ouverte à Réseau des Rives" in bruno.client.get("/").content.decode()
    assert "Réseau des Rives" in salome.client.get(rives.get_absolute_url()).content.decode()
    mail = Mail.objects.for_system("test").get(kind="accounts.shared")
    assert mail.recipient == bruno.user.email
    assert mail.subject == "La fiche de La Fabrique des Rives vous est ouverte"

    part = Participation.objects.for_system("test").get(organisation=bruno.organisation)
    shown = ines.client.get(f"{url(rives)}{part.public_id}/refermer/").content.decode()
    assert "Refermer la fiche à Réseau des Rives" in shown
    ines.client.post(f"{url(rives)}{part.public_id}/refermer/")
    assert not reads(bruno, rives)
    assert "ouverte et refermée le même jour" in salome.client.get(rives.get_absolute_url()).content.decode()
    codes = Event.objects.for_system("test").filter(thread=rives.thread, code__startswith="accounts.participation").order_by("id")
    assert [tell(event).sentence for event in codes] == [
        "La fiche est ouverte à Réseau des Rives",
        "La fiche n'est plus ouverte à Réseau des Rives",
    ]
    again = ines.client.post(f"{url(rives)}{part.public_id}/refermer/")
    assert "a déjà pris fin" in again.content.decode()


def test_it_opens_on_its_day_and_ends_after_its_last(rives: Organisation, ines: Someone, bruno: Someone) -> None:
    today = timezone.localdate()
    ahead = DateRange(today + timedelta(days=2), None)
    part = actions.open_participation(actor=ines.actor, organisation=rives, whom=bruno.organisation, capacity="network", period=ahead)
    assert not reads(bruno, rives)
    assert "Réseau des Rives" in ines.client.get(rives.get_absolute_url()).content.decode()
    actions.end_participation(actor=ines.actor, organisation=rives, part=part)
    last = DateRange(today - timedelta(days=3), today + timedelta(days=1))
    actions.open_participation(actor=ines.actor, organisation=rives, whom=bruno.organisation, capacity="network", period=last)
    assert reads(bruno, rives)


def test_one_person_alone_may_be_named(rives: Organisation, ines: Someone, bruno: Someone) -> None:
    other = make.network("02", of=bruno.organisation)
    stranger = ines.client.post(url(rives), typed(bruno.organisation, user=ines.user.email))
    assert stranger.status_code == 422
    assert "n&#x27;a pas d&#x27;accès au nom de Réseau des Rives" in stranger.content.decode()
    ines.client.post(url(rives), typed(bruno.organisation, user=bruno.user.email))
    assert (reads(bruno, rives), reads(other, rives)) == (True, False)
    assert Mail.objects.for_system("test").filter(kind="accounts.shared").count() == 1


def test_the_role_decides_the_capacity_and_several_are_asked(rives: Organisation, ines: Someone, bruno: Someone) -> None:
    plain = make.organisation("Association Voisine", zone="59")
    refused = ines.client.post(url(rives), typed(plain))
    assert "ni réseau, ni prestataire" in refused.content.decode()
    assert 'value="Association Voisine"' in refused.content.decode()
    role(bruno.organisation, "prescriber")
    asked = ines.client.post(url(rives), typed(bruno.organisation))
    assert "Réseau des Rives est réseau ou prescripteur" in asked.content.decode()
    assert ines.client.post(url(rives), typed(bruno.organisation, capacity="prescriber")).status_code == 302
    page = bruno.client.get(rives.get_absolute_url()).content.decode()
    assert "Qui prend part" not in page


def test_twice_the_same_or_itself_or_a_past_period_is_refused(rives: Organisation, ines: Someone, bruno: Someone) -> None:
    today = timezone.localdate()

    def refusal(**more: Any) -> str:
        asked = {"whom": bruno.organisation, "capacity": "network", **more}
        with pytest.raises(Refused) as refused:
            actions.open_participation(actor=ines.actor, organisation=rives, **asked)
        return refused.value.refusal.code

    actions.open_participation(actor=ines.actor, organisation=rives, whom=bruno.organisation, capacity="network")
    assert refusal() == "already"
    assert refusal(whom=rives) == "own"
    assert refusal(capacity="funder") == "capacity"
    assert refusal(capacity="operator") == "capacity"
    assert refusal(period=DateRange(today - timedelta(days=9), today)) == "past"
    assert refusal(user=ines.user) == "member"


def test_only_the_dla_of_the_territory_opens_and_never_in_support(rives: Organisation, ines: Someone, bruno: Someone) -> None:
    salome = make.director(rives)
    for someone in (make.officer("02"), make.regional(), bruno, salome):
        assert someone.client.post(url(rives), typed(bruno.organisation)).status_code == 404
    helped = make.admin()
    access = actions.open_support(actor=helped.actor, membership=ines.membership, reason="Il ne trouve plus le panneau.")
    session = helped.client.session
    session["support"] = str(access.public_id)
    session.save()
    answer = helped.client.post(url(rives), typed(bruno.organisation))
    assert answer.status_code == 403
    assert IN_PERSON.sentence.split(" : ")[0].replace("'", "&#x27;") in answer.content.decode()
    assert not reads(bruno, rives)


def test_two_officers_at_the_same_second_open_it_once(own_db: Any) -> None:
    rives = make.organisation("La Fabrique des Rives")
    bruno, officers = make.network("02"), [make.officer("59").actor, make.officer("59").actor]
    role_there = bruno.organisation.roles.filter(kind="network").exists()
    assert role_there

    def opening(actor: Any) -> Any:
        def act() -> str:
            try:
                actions.open_participation(actor=actor, organisation=rives, whom=bruno.organisation, capacity="network")
            except Refused as refused:
                return refused.refusal.code
            return "done"

        return act

    assert sorted(own_db.together(*map(opening, officers))) == ["already", "done"]
