"""A sheet filled from its SIRET, alerts of the register, a place on the map: by hand always, and never against what a person typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from cordee.actors.directory.connected import watching
from cordee.actors.directory.connected.addresses import ADDRESSES
from cordee.actors.directory.connected.companies import COMPANIES, Absent, company_of
from cordee.actors.directory.models import CompanyAlert, CompanyCheck, Organisation, Site
from cordee.core import formats, todo
from cordee.core.access import Actor, Refused
from cordee.core.models import ConnectorAnswer
from cordee.core.parameters import forget_parameters, set_param
from cordee.demo.volume import numbers
from tests import factories as make
from tests.databases import OwnDatabase
from tests.public_services import Service, emptied, public_service, sample

SIRET = "99900010200015"
CREATE = "/annuaire/ajouter/"


def turn_on(*connectors: Any) -> None:
    for connector in connectors:
        set_param(connector.switch, True, actor=Actor.system("essais"), since=timezone.localdate(), reason="Essai", zone=None)
    forget_parameters()


@pytest.fixture
def service(db: None, settings: Any) -> Iterator[Service]:
    with public_service() as found:
        settings.CONNECTOR_URLS = {COMPANIES.code: found.url, ADDRESSES.code: found.url}
        turn_on(COMPANIES, ADDRESSES)
        yield found


def company(**bodacc: Any) -> dict[str, Any]:
    answer = sample("company")
    for path, value in bodacc.items():
        answer["results"][0]["bodacc"][path] |= value
    return answer


INSOLVENT = {"procedure_collective": {"statut": "Redressement judiciaire", "date": "2026-10-02"}}


# -- filling -----------------------------------------------------------------------------------------------------------------
def test_what_is_found_stands_beside_what_is_typed_and_only_what_is_taken_is_kept(service: Service) -> None:
    service.says(sample("company"))
    ines = make.officer(of=make.operator("59"))
    typed = {"name": "Atelier exemple", "siret": "999 000 102 00015", "phone": "0320000000", "etape": "remplir"}
    page = ines.client.post(CREATE, typed).content.decode()
    assert "Nom : ATELIER EXEMPLE INSERTION" in page
    assert "Dans votre saisie : Atelier exemple" in page
    assert "Code NAF (rév. 2) : 38.31Z" in page
    assert 'name="phone" value="0320000000"' in page
    assert not Organisation.objects.for_system("test").filter(name__icontains="exemple").exists()
    form = ines.client.post(CREATE, typed | {"etape": "reprendre", "prendre": ["naf", "commune", "address"]}).content.decode()
    assert 'value="38.31Z"' in form
    assert 'value="Atelier exemple"' in form
    assert 'value="0320000000"' in form
    assert "12 RUE DE L&#x27;EXEMPLE" in form
    assert len(service.asked) == 1, "the answer was kept between the two pages"


def test_editing_keeps_the_version_and_saves_nothing_by_itself(service: Service) -> None:
    service.says(sample("company"))
    ines, sheet = make.officer(of=make.operator("59")), make.organisation(siret=SIRET, zone="59", name="Atelier exemple insertion")
    address = f"{sheet.get_absolute_url()}modifier/"
    typed = {"name": sheet.name, "siret": SIRET, "version": "1", "naf": "", "etape": "remplir"}
    page = ines.client.post(address, typed).content.decode()
    assert "Nom</strong>" in page, "the same name in capitals asks nothing"
    form = ines.client.post(address, typed | {"etape": "reprendre", "prendre": ["naf"]}).content.decode()
    assert 'name="version" value="1"' in form
    sheet.refresh_from_db()
    assert sheet.naf == ""


@pytest.mark.parametrize(
    ("siret", "answer", "said"),
    [
        ("", {"results": []}, "Indiquez d&#x27;abord le SIRET"),
        ("99900010200016", {"results": []}, "La clé de ce SIRET"),
        (SIRET, {"results": []}, "ne connaît pas ce SIRET"),
        (SIRET, {"results": None}, "quelque chose d&#x27;illisible"),
        (SIRET, b"<html>", "quelque chose d&#x27;illisible"),
    ],
)
def test_what_cannot_be_found_is_said_and_the_typing_goes_on(service: Service, siret: str, answer: Any, said: str) -> None:
    service.says(answer)
    ines = make.officer(of=make.operator("59"))
    page = ines.client.post(CREATE, {"name": "Les Tisseurs", "siret": siret, "etape": "remplir"}).content.decode()
    assert said in page
    assert 'name="name" value="Les Tisseurs"' in page
    back = ines.client.post(CREATE, {"name": "Les Tisseurs", "siret": siret, "etape": "revenir"})
    assert 'value="Les Tisseurs"' in back.content.decode()


def test_an_answer_in_which_everything_is_null_teaches_nothing_and_breaks_nothing(service: Service) -> None:
    service.says(emptied(sample("company")))
    with pytest.raises(Absent):
        company_of(SIRET)
    answer = emptied(sample("company"))
    other = numbers.siret(7)
    answer["results"][0]["siege"] = {"siret": other}
    service.says(answer)
    found = company_of(other)
    assert (found.values, found.alerts, found.commune) == ({}, [], "")


@pytest.mark.covers("PRO-903")
def test_a_provider_s_siret_is_checked_by_its_key_and_a_second_sheet_is_shown(db: None) -> None:
    ines = make.officer(of=make.operator("59"))
    known = make.organisation("Trois-Ponts Conseil", siret=SIRET, roles=("provider",))
    typed = {"name": "Trois Ponts", "role": "provider", "commune": "Lille", "commune_code": "59350"}
    wrong = ines.client.post(CREATE, typed | {"siret": "99900010200016"})
    assert wrong.status_code == 422
    assert "La clé de ce SIRET ne correspond pas" in wrong.content.decode()
    short = ines.client.post(CREATE, typed | {"siret": "9990001020001"})
    assert "13 chiffres" in short.content.decode()
    near = ines.client.post(CREATE, typed | {"siret": SIRET})
    assert near.status_code == 422
    assert known.get_absolute_url() in near.content.decode()
    allowed = ines.client.post(CREATE, typed | {"siret": SIRET, "distincte": "oui"})
    assert allowed.status_code == 302


# -- alerts ------------------------------------------------------------------------------------------------------------------
def test_a_night_raises_each_alert_once_shows_it_and_awaits_an_answer(service: Service) -> None:
    service.says(company(**INSOLVENT))
    ines, sheet = make.officer(of=make.operator("59")), make.organisation("Le Verger", siret=SIRET, zone="59")
    assert watching.watch() == 1
    CompanyCheck.objects.for_system("test").all().delete()
    watching.watch()
    alert = CompanyAlert.objects.for_system("test").get()
    assert (alert.kind, alert.detail, str(alert.happened_on)) == ("insolvency", "Redressement judiciaire", "2026-10-02")
    assert "Lire l'alerte : Le Verger" in [line.title for line in todo.todos(ines.actor)]
    page = ines.client.get(sheet.get_absolute_url()).content.decode()
    assert "Alertes du registre" in page
    assert "Redressement judiciaire" in page
    address = f"/annuaire/alertes/{alert.public_id}/"
    assert ines.client.post(address, {"reason": ""}).status_code == 422
    assert ines.client.post(address, {"reason": "Vu avec la direction : plan en cours."}).status_code == 302
    assert "Lire l'alerte : Le Verger" not in [line.title for line in todo.todos(ines.actor)]
    assert "Vu avec la direction" in ines.client.get(sheet.get_absolute_url()).content.decode()


def test_an_alert_is_shown_to_no_one_but_the_dla(service: Service) -> None:
    service.says(company(**INSOLVENT))
    sheet = make.organisation("Le Verger", siret=SIRET, zone="59")
    watching.watch()
    for person in (make.director(sheet), make.officer(of=make.operator("02"))):
        answer = person.client.get(sheet.get_absolute_url())
        assert "Alertes du registre" not in answer.content.decode()
        assert not CompanyAlert.objects.visible_to(person.actor).exists()


def test_what_the_register_no_longer_says_stays_and_is_said_so(service: Service) -> None:
    service.says(company(radiation={"est_radie": True, "date": None}))
    make.organisation("Le Verger", siret=SIRET, zone="59")
    watching.watch()
    service.says(company())
    CompanyCheck.objects.for_system("test").all().delete()
    ConnectorAnswer.objects.for_system("test").all().delete()
    watching.watch()
    assert CompanyAlert.objects.for_system("test").get().lifted_on == timezone.localdate()


def test_a_night_stops_when_the_service_asks_to_wait_and_after_three_failures(service: Service) -> None:
    for rank in range(5):
        make.organisation(siret=numbers.siret(rank), zone="59")
    service.says({}, 500)
    assert watching.watch() == 0
    assert len(service.asked) == 3
    assert not CompanyCheck.objects.for_system("test").exists(), "they are asked about again tomorrow"


def test_off_nothing_is_asked(db: None) -> None:
    make.organisation(siret=SIRET)
    assert watching.watch() == 0


def test_two_officers_answer_at_the_same_second(own_db: OwnDatabase) -> None:
    operator = make.operator("59")
    one, two, sheet = make.officer(of=operator), make.officer(of=operator), make.organisation(zone="59")
    alert = CompanyAlert(organisation=sheet, kind="closed", siret=SIRET, key="closed")
    alert.save()

    def answer(by: Any, reason: str) -> str:
        try:
            watching.read(actor=by.actor, alert=CompanyAlert.objects.for_system("test").get(), reason=reason)
        except Refused as refused:
            return refused.refusal.sentence
        return reason

    said = own_db.together(lambda: answer(one, "Fermée, dossier clos"), lambda: answer(two, "À suivre"))
    alert.refresh_from_db()
    assert alert.reason in said
    assert any("a déjà répondu à cette alerte" in sentence for sentence in said)


# -- places ------------------------------------------------------------------------------------------------------------------
def test_an_address_gives_a_place_that_is_read_before_it_is_recorded(service: Service) -> None:
    service.says(sample("address"))
    ines, sheet = make.officer(of=make.operator("59")), make.organisation(zone="59")
    site = make.child("site", sheet, kind="head", name="Siège", address="12 rue de l'Exemple", commune=sheet.commune, period=make.EVER)
    address = f"{sheet.get_absolute_url()}lieux/{site.public_id}/carte/"
    page = ines.client.post(address, {"etape": "chercher"}).content.decode()
    assert 'value="50.630000"' in page
    assert 'value="3.060000"' in page
    site.refresh_from_db()
    assert site.latitude is None
    assert ines.client.post(address, {"latitude": "50.63", "longitude": "3.06", "version": site.version}).status_code == 302
    assert str(Site.objects.for_system("test").get(pk=site.pk).longitude) == "3.060000"
    stale = ines.client.post(address, {"latitude": "50.70", "longitude": "3.06", "version": "1"})
    assert "Quelqu&#x27;un vient de modifier ce lieu" in stale.content.decode()
    half = ines.client.post(address, {"latitude": "50.70", "longitude": "", "version": "2"})
    assert "ou aucune des deux" in half.content.decode()


@pytest.mark.parametrize("answer", [{"features": []}, {"features": None}, emptied(sample("address"))])
def test_an_address_that_is_not_known_or_not_sure_is_typed_by_hand(service: Service, answer: Any) -> None:
    service.says(answer)
    ines, sheet = make.officer(of=make.operator("59")), make.organisation(zone="59")
    site = make.child("site", sheet, kind="head", address="Nulle part", period=make.EVER)
    page = ines.client.post(f"{sheet.get_absolute_url()}lieux/{site.public_id}/carte/", {"etape": "chercher"}).content.decode()
    assert "ne reconnaît pas cette adresse" in page


# -- outside platforms -----------------------------------------------------------------------------------------------------------
@pytest.mark.covers("EXT-901")
def test_whether_and_since_when_a_structure_is_listed_outside(db: None) -> None:
    ines, sheet, other = make.officer(of=make.operator("59")), make.organisation(zone="59"), make.organisation(zone="59")
    add = f"{sheet.get_absolute_url()}referencements/ajouter/"
    typed = {
        "platform": "marche",
        "listed": "oui",
        "link": "https://marche.example/atelier",
        "period_debut": "2024-05-02",
        "period_fin": "",
    }
    assert ines.client.post(add, typed).status_code == 302
    again = ines.client.post(add, typed | {"period_debut": "2025-01-01"})
    assert "couvre déjà une partie de cette période" in again.content.decode()
    page = ines.client.get(sheet.get_absolute_url()).content.decode()
    assert 'href="https://marche.example/atelier"' in page
    assert formats.period(date(2024, 5, 2), None) in page
    make.child("registration", other, platform="marche", listed=False, link="", period=make.EVER)
    listed = ines.client.get("/annuaire/?plateforme=marche").content.decode()
    assert sheet.get_absolute_url() in listed
    assert other.get_absolute_url() not in listed
    assert "non référencée" in ines.client.get(other.get_absolute_url()).content.decode()
    with pytest.raises(Exception, match="n'a pas de page"):
        make.child("registration", other, platform="ess2024", listed=False, link="https://x.example", period=make.EVER)


def test_a_new_sheet_asks_each_thing_once(db: None) -> None:
    """Drawn twice, the blank field would be sent after the one that was filled."""
    page = make.officer().client.get(CREATE).content.decode()
    for name in ("name", "commune", "siret", "legal_form"):
        assert page.count(f'id="id_{name}"') == 1, name


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Indiquez d&#x27;abord le SIRET"),
        ("1234567890123", "compte 13\xa0chiffres, il en faut 14"),
        ("99900010200016", "La clé de ce SIRET"),
    ],
)
def test_a_number_that_cannot_be_asked_says_why(db: None, typed: str, sentence: str) -> None:
    page = make.officer().client.post(CREATE, {"name": "Essai", "siret": typed, "etape": "remplir"}).content.decode()
    assert sentence in page
    assert page.count("Votre saisie est conservée") == 1
