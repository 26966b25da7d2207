"""The first steps of a platform: what is done is read in the data, what is passed alone is stored; an empty platform is good everywhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.actors.directory import opening as verbs
from cordee.actors.directory.models import Mandate, Organisation, Site
from cordee.core import opening
from cordee.core.access import Actor, Refused
from cordee.core.models import Event, File, SetAside
from cordee.core.shell import menu
from tests import factories as make
from tests.actors.accounts.people import text
from tests.core.files.test_kinds import picture

LILLE = {"commune": "Lille (59000)"}
STEPS = "/premiers-pas/"


@pytest.fixture
def ana(db: None) -> make.Someone:
    """The administrator of a platform where nothing is."""
    return make.person(make.organisation("Équipe", zone="00", roles=()), "admin")


def standing(actor: Actor, code: str) -> opening.Standing:
    found = opening.progress(actor, opening.set_aside_by(actor)).standings
    return next(s for s in found if s.step.code == code)


def operator(ana: make.Someone, name: str = "Nord Actif") -> Organisation:
    ana.client.post(f"{STEPS}operateur/", {"name": name, **LILLE})
    return Organisation._base_manager.get(name=name)


def zone(code: str) -> int:
    return int(verbs.Zone.objects.get(code=code).pk)


def test_each_step_is_seen_as_done_once_what_it_asks_is_there(ana: make.Someone) -> None:
    owed = [s.step.code for s in opening.progress(ana.actor, frozenset()).standings]
    assert owed[:7] == ["operator", "territory", "host", "sites", "funders", "logos", "team"]
    nord = operator(ana)
    steps: list[tuple[str, str, dict[str, Any]]] = [
        (
            "territory",
            f"{STEPS}territoire/",
            {"organisation": nord.pk, "level": "departmental", "zones": [zone("59")], "start": "2026-01-01"},
        ),
        ("host", f"{STEPS}porteur/", {"organisation": nord.pk, "who": "itself"}),
        ("sites", f"{STEPS}lieux/", {"organisation": nord.pk, "kind": "head", "name": "Siège de Lille", **LILLE}),
        ("funders", f"{STEPS}financeurs/", {"name": "DREETS", "zones": [zone("59")]}),
        ("logos", f"{STEPS}logos/", {"organisation": nord.pk, "upload": SimpleUploadedFile("logo.png", picture("PNG"))}),
        ("team", f"/annuaire/{nord.public_id}/acces/", {"email": "ines@dla.example", "profile": "officer", "title": ""}),
    ]
    for code, url, data in steps:
        assert standing(ana.actor, code).is_owed, code
        answer = ana.client.post(url, data)
        assert answer.status_code == 302, text(answer)
        assert standing(ana.actor, code).is_done, code
    assert standing(ana.actor, "territory").facts == ("Nord",)
    assert Mandate._base_manager.get(organisation__name="DREETS").level == "funding"
    assert File._base_manager.get(label="Logo").thread_id == nord.thread_id
    assert Site._base_manager.get().organisation == nord
    told = set(Event._base_manager.filter(thread_id=nord.thread_id).values_list("code", flat=True))
    written = {"directory.mandate.added", "directory.role.added", "directory.site.added"}
    assert written | {"core.file.joined", "accounts.invitation.send"} <= told
    assert ana.client.get(nord.get_absolute_url()).status_code == 200


def test_what_is_done_cannot_lie(ana: make.Someone) -> None:
    """The mandate ends: the step is to do again, whatever was said before."""
    nord = operator(ana)
    verbs.give_mandate(actor=ana.actor, organisation=nord, level="departmental", zones=[verbs.Zone.objects.get(code="59")])
    assert standing(ana.actor, "territory").is_done
    Mandate._base_manager.update(period=make.LONG_AGO)
    assert standing(ana.actor, "territory").is_owed


def test_a_step_is_passed_then_taken_up_again_and_the_whole_leaves_the_home(ana: make.Someone) -> None:
    choose = f"{STEPS}etapes/"
    assert "Premiers pas de la plateforme" in text(ana.client.get("/"))
    for _ in range(2):  # a double click
        ana.client.post(choose, {"step": "logos", "gesture": "aside"})
    assert standing(ana.actor, "logos").is_set_aside
    assert SetAside._base_manager.get().by_label == ana.actor.label
    ana.client.post(choose, {"step": "logos", "gesture": "take_up"})
    assert standing(ana.actor, "logos").is_owed
    ana.client.post(choose, {"gesture": "aside"})
    assert "Premiers pas de la plateforme" not in text(ana.client.get("/"))
    assert ana.client.get(STEPS).status_code == 200, "still in the menu"
    assert ana.client.post(choose, {"gesture": "forgé"}).status_code == 404


def test_the_opening_belongs_to_the_administration(db: None) -> None:
    officer = make.officer()
    for url in (STEPS, f"{STEPS}operateur/", f"{STEPS}logos/", f"{STEPS}equipe/"):
        assert officer.client.get(url).status_code == 404
    with pytest.raises(Refused):
        verbs.create_body(actor=officer.actor, role="operator", name="À moi")
    with pytest.raises(Refused):
        opening.put_aside(actor=officer.actor, code="opening", for_everyone=True)


def test_bad_input_is_refused_and_kept(ana: make.Someone) -> None:
    refused = ana.client.post(f"{STEPS}operateur/", {"name": "Nord Actif", "siret": "1234567890123", **LILLE})
    assert refused.status_code == 422
    assert "Le SIRET compte 13 chiffres, il en faut 14. Votre saisie est conservée." in text(refused)
    assert 'value="Nord Actif"' in refused.content.decode()
    nord = operator(ana)
    twice = ana.client.post(f"{STEPS}operateur/", {"name": "NORD ACTIF", **LILLE})
    assert "Nord Actif est déjà là" in text(twice)
    data = {"organisation": nord.pk, "level": "departmental", "zones": [zone("59")], "start": "2026-01-01"}
    assert ana.client.post(f"{STEPS}territoire/", data).status_code == 302
    assert "Nord Actif a déjà ce mandat : Nord" in text(ana.client.post(f"{STEPS}territoire/", data))
    assert "Indiquez le nom de l'organisme" in text(ana.client.post(f"{STEPS}porteur/", {"organisation": nord.pk, "who": "other"}))
    for name, content in (("logo.pdf", b"%PDF-1.4\n%%EOF\n"), ("logo.png", b"not an image"), ("logo.svg", b"<svg xmlns='x'/>")):
        answer = ana.client.post(f"{STEPS}logos/", {"organisation": nord.pk, "upload": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422, name
    assert not File._base_manager.exists()


def test_a_step_that_needs_the_operator_leads_to_it(ana: make.Someone) -> None:
    for url in ("territoire", "porteur", "lieux", "financeurs", "logos", "equipe"):
        answer = ana.client.get(f"{STEPS}{url}/", follow=True)
        assert answer.redirect_chain[-1][0] == f"{STEPS}operateur/"
        assert "Créez d'abord la fiche de l'opérateur" in text(answer)


def test_two_clicks_at_the_same_second_make_one_operator(own_db: Any) -> None:
    def build() -> Actor:
        return make.person(make.organisation("Équipe", zone="00", roles=()), "admin").actor

    actor = own_db.together(build)[0]
    commune = verbs.Commune.objects.get(code="59350")
    connection.close()
    acts = [lambda: verbs.create_body(actor=actor, role="operator", name="Nord Actif", commune=commune)] * 2
    answers = own_db.together(*acts)
    assert sorted(type(a).__name__ for a in answers) == ["Organisation", "Refused"], answers
    assert Organisation._base_manager.filter(name="Nord Actif").count() == 1


def test_the_steps_cost_the_same_whatever_is_there(ana: make.Someone) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert ana.client.get(STEPS).status_code == 200
        return len(queries)

    before = cost()
    for number in range(20):
        make.operator("59", f"DLA {number:02}")
        make.organisation(f"Financeur {number}", roles=("funder",))
    assert cost() == before
    assert before <= 6


def test_every_page_of_the_menu_is_good_on_an_empty_platform(ana: make.Someone) -> None:
    for entry in menu:
        answer = ana.client.get(opening.reverse(entry.url_name), follow=True)  # « Ma fiche » leads to the sheet
        assert answer.status_code == 200, entry.code
    for url in ("/", "/recherche/?q=lille", "/comptes/", "/territoires/", "/annuaire/ajouter/", "/navigation/compteurs/"):
        assert ana.client.get(url).status_code == 200, url
    for url in ("/annuaire/propositions/", "/comptes/invitations/", "/courriels/non-remis/", "/sauvegardes/"):
        page = ana.client.get(url).content.decode()
        assert 'class="empty"' in page, f"{url} says nothing of what will come"
