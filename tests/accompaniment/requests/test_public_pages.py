"""What anyone meets under `/demande/`: the self-check, the form that keeps what was typed, the tracking page, what it never shows."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.wording_of_states import PUBLIC as OF_CASE
from cordee.accompaniment.requests import links, queries, self_check
from cordee.accompaniment.requests.models import Request
from cordee.accompaniment.requests.wording_of_states import PUBLIC
from cordee.core.clock import now
from cordee.core.lifecycle import advance
from cordee.core.models import File
from tests import factories as make
from tests.accompaniment.cases.scene import Nord
from tests.accompaniment.requests import scene

DEPOSIT, START = "/demande/deposer/", "/demande/"


@pytest.fixture(autouse=True)
def _fresh(db: None) -> None:
    cache.clear()


def only() -> Request:
    found: Request = Request.objects.for_system("test").get()
    return found


def text(answer: Any) -> str:
    return str(answer.content.decode())


# -- is it for us? --------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("GOV-014")
@pytest.mark.parametrize("kind", ["association", "siae", "cooperative", "esus"])
def test_the_priority_targets_read_probably_yes(kind: str) -> None:
    answer = self_check.answered({"statut": kind, "emploi": "oui", "activite": "plus", "attente": "point", "ailleurs": "non"})
    assert answer.verdict == "probably"


@pytest.mark.parametrize(
    ("given", "verdict", "word"),
    [
        ({"statut": "autre"}, "together", "utilité sociale"),
        ({"emploi": "bientot"}, "together", "premier emploi"),
        ({"ailleurs": "oui"}, "together", "complète"),
        ({"attente": "argent"}, "elsewhere", "France Active"),
        ({"attente": "paiement", "ailleurs": "oui"}, "elsewhere", "tribunal"),
        ({"statut": "personne"}, "elsewhere", "BGE"),
        ({"attente": "difficulte"}, "probably", "libre et gratuit"),
    ],
)
def test_the_strongest_word_leads_and_names_who_is_better_placed(given: dict[str, str], verdict: str, word: str) -> None:
    answer = self_check.answered(given)
    assert answer.verdict == verdict
    assert any(word in reason for reason in answer.reasons)


def test_whatever_it_says_the_way_to_the_form_stays_open(db: None) -> None:
    nord, visitor = Nord(), Client()
    page = text(visitor.get(f"{START}?attente=argent"))
    assert "Un autre organisme est sans doute mieux placé" in page
    assert f"{DEPOSIT}?avis=elsewhere" in page
    assert "Voir la réponse" in text(visitor.get(f"{START}?statut=zzz"))
    sent = visitor.post(DEPOSIT, scene.typed(verdict="elsewhere"))
    assert sent.status_code == 302
    assert only().self_check == "elsewhere"
    assert "Un autre organisme est mieux placé" in text(nord.people["officer"].client.get(only().get_absolute_url()))


# -- filing it ------------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("DLA-003", "GOV-015")
def test_a_visitor_files_and_reads_where_it_is(db: None) -> None:
    Nord()
    visitor = Client()
    situations = [title for _, title in visitor.get(DEPOSIT).context["form"].fields["motives"].choices]
    assert sum(word in " ".join(situations[:3]).lower() for word in ("consolid", "difficult", "stratégie")) == 3
    sent = visitor.post(
        DEPOSIT, scene.typed(papers=[SimpleUploadedFile("bilan.txt", b"Bonjour"), SimpleUploadedFile("statuts.txt", b"Texte")])
    )
    demand = only()
    assert sent["Location"] == f"{scene.path(demand)}?deposee"
    page = text(visitor.get(sent["Location"]))
    assert "votre demande est déposée" in page
    assert scene.path(demand) in page
    assert PUBLIC["deposited"].name in page
    assert "sous 10 jours" in page
    assert [name in page for name in ("bilan.txt", "statuts.txt")] == [True, True], "what arrived with it"
    assert [file.name for file in File.objects.for_system("test").filter(thread=demand.thread).order_by("id")] == [
        "bilan.txt",
        "statuts.txt",
    ]
    assert demand.motives.get() == scene.motive()
    assert (demand.contact.email, demand.contact.channel) == ("odile@pevele.example", "email")
    assert scene.letters()[0].letter["path"] == scene.path(demand)


def test_only_the_hash_of_the_address_is_kept_and_no_contact_is_shown(db: None) -> None:
    Nord()
    demand = scene.request()
    token = links.token_of(demand)
    assert demand.token_sha256 == links.hashed(token) != token
    page = text(Client().get(scene.path(demand)))
    assert not [secret for secret in ("Filin", "odile@", "0320990011", "03 20 99 00 11") if secret in page]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Indiquez le nom de la structure à accompagner."),
        ({"siret": "123"}, "il en faut 14"),
        ({"commune": "", "commune_code": ""}, "Indiquez la commune"),
        ({"need": ""}, "Décrivez votre besoin"),
        ({"email": "", "phone": ""}, "il faut pouvoir vous répondre"),
        ({"origin": "injunction"}, "Indiquez l&#x27;institution"),
        ({"origin": "relay"}, "Indiquez le partenaire"),
        ({"asker": "collective"}, "au moins une autre structure"),
        ({"asker": "collective", "others": "Le Quai 12345678901234"}, "Ligne 1"),
        ({"asker": "network", "others": ""}, "Indiquez le nom du réseau"),
        ({"consent": ""}, "Cochez cette case"),
        ({"website": "https://machine.example"}, "doit rester vide"),
        ({"motives": ["inconnu"]}, "pas dans la liste"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_is_kept(db: None, wrong: dict[str, Any], sentence: str) -> None:
    answer = Client().post(DEPOSIT, scene.typed(**wrong))
    page = text(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert "Filin" in page
    assert Request.objects.for_system("test").count() == 0


def test_a_forbidden_file_leaves_nothing_behind(db: None) -> None:
    answer = Client().post(DEPOSIT, scene.typed(papers=SimpleUploadedFile("outil.exe", b"MZ\x90\x00")))
    assert answer.status_code == 422
    assert "Vos fichiers sont à choisir de nouveau" in text(answer)
    assert Request.objects.for_system("test").count() == 0


def test_sent_twice_it_is_filed_once_and_told_once(db: None) -> None:
    sent = scene.typed()
    first, second = (Client().post(DEPOSIT, sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert only()
    assert len(scene.letters()) == 1


def test_a_place_that_files_too_much_is_asked_to_telephone(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr("cordee.accompaniment.requests.limits.param", lambda parameter: 2)
    answers = [Client().post(DEPOSIT, scene.typed(operation=str(uuid.uuid4()))) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Appelez le DLA" in text(answers[-1])
    assert "Filin" in text(answers[-1])
    assert Client(REMOTE_ADDR="198.51.100.7").post(DEPOSIT, scene.typed()).status_code == 302


def test_several_structures_are_typed_one_by_line(db: None) -> None:
    typed = scene.typed(asker="collective", origin="collective", others=f"Le Ruisseau, {scene.FREE}\n\nLa Source")
    assert Client().post(DEPOSIT, typed).status_code == 302
    assert [(p.name, p.siret) for p in queries.structures_of(only())] == [
        ("Atelier du Pévèle", ""),
        ("Le Ruisseau", scene.FREE),
        ("La Source", ""),
    ]


@pytest.mark.covers("DLA-004")
@pytest.mark.parametrize("origin", Case.Origin.values)
def test_each_of_the_six_origins_may_be_chosen(db: None, origin: str) -> None:
    assert Client().post(DEPOSIT, scene.typed(origin=origin, origin_body="La préfecture")).status_code == 302
    demand = only()
    assert (demand.origin, demand.origin_body) == (origin, "La préfecture" if origin in ("injunction", "relay") else "")


# -- with an account ------------------------------------------------------------------------------------------------------------
def test_a_structure_does_not_type_what_its_sheet_holds(db: None) -> None:
    salome = Nord().people["structure"]
    page = salome.client.get(DEPOSIT)
    fields = page.context["form"].fields
    assert not {"name", "siret", "commune", "last_name", "email"} & set(fields)
    typed = {"asker": "structure", "need": "Grandir.", "origin": "alone", "function": "Direction", "consent": "on"}
    assert salome.client.post(DEPOSIT, typed).status_code == 302
    demand = only()
    assert (queries.structures_of(demand)[0].organisation, demand.contact) == (salome.organisation, salome.user.person)
    assert Request.objects.visible_to(salome.actor).get() == demand
    page_of_it = text(salome.client.get(demand.get_absolute_url()))
    assert PUBLIC["deposited"].name in page_of_it
    assert "À recevoir" not in page_of_it


def test_a_network_files_for_its_members_and_reads_its_request(db: None) -> None:
    network = Nord().people["network"]
    typed = {key: value for key, value in scene.typed(origin="network").items() if key not in ("last_name", "email", "phone")}
    assert network.client.post(DEPOSIT, typed | {"others": "La Rive"}).status_code == 302
    demand = only()
    assert (demand.asker, demand.label, demand.parties.count()) == ("network", network.organisation.name, 3)
    assert Request.objects.visible_to(network.actor).get() == demand


def test_an_officer_records_what_came_by_telephone(db: None) -> None:
    ines = Nord().people["officer"]
    record = reverse("requests:record")
    typed = scene.typed(channel="phone", channel_on="01/02/2026", channel_note="")
    refused = ines.client.post(record, typed)
    assert refused.status_code == 422
    assert "l&#x27;un des deux fait foi" in text(refused)
    assert ines.client.post(record, typed | {"channel_note": "Appel de la directrice."}).status_code == 302
    demand = only()
    assert (demand.channel, str(demand.channel_on), demand.channel_by) == ("phone", "2026-02-01", ines.user.pk)
    assert "Par téléphone, le 01/02/2026" in text(ines.client.get(demand.get_absolute_url()))
    elsewhere = ines.client.post(
        record, scene.typed(channel="phone", channel_on="01/02/2026", channel_note="Appel.", commune="Laon", commune_code="02408")
    )
    assert elsewhere.status_code == 422
    assert "le DLA voisin" in text(elsewhere)


def test_the_siret_of_a_known_structure_fills_its_name_for_the_officer(db: None) -> None:
    ines = Nord().people["officer"]
    make.organisation("Atelier du Pévèle", siret=scene.FREE)
    page = ines.client.post(reverse("requests:record"), {"etape": "remplir", "siret": scene.FREE, "need": "Grandir."})
    assert page.status_code == 200
    assert 'value="Atelier du Pévèle"' in text(page)
    assert "Lille" in text(page)
    assert "Grandir." in text(page)
    assert Request.objects.for_system("test").count() == 0


def test_a_connector_that_is_off_is_said_and_the_hand_suffices(db: None) -> None:
    assert "Remplir depuis le SIRET" not in text(Client().get(DEPOSIT))
    page = Client().post(DEPOSIT, scene.typed(etape="remplir", siret=scene.FREE))
    assert page.status_code == 200
    assert "Atelier du Pévèle" in text(page)
    assert Request.objects.for_system("test").count() == 0


# -- following it ---------------------------------------------------------------------------------------------------------------
def test_a_forged_address_and_one_whose_time_is_over_answer_alike(db: None) -> None:
    ines = Nord().people["officer"]
    demand = scene.request()
    assert Client().get("/demande/suivi/forgee/").status_code == 404
    assert "Cette adresse n'ouvre aucune demande" in text(Client().get("/demande/suivi/forgee/"))
    advance(demand, "set_aside", actor=ines.actor, data={"reason": "Financement seul."})
    for days, status in ((364, 200), (366, 404)):
        Request.objects.for_system("test").filter(pk=demand.pk).update(decided_at=now() - timedelta(days=days))
        assert Client().get(scene.path(demand)).status_code == status
    answer = Client().get(scene.path(demand))
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("same-origin", "noindex")


def test_once_received_it_reads_the_public_name_of_its_dossier(db: None) -> None:
    ines = Nord().people["officer"]
    demand = scene.request()
    advance(demand, "accept", actor=ines.actor, data={"title": "Grandir", "fiche_0": "creer"})
    advance(demand.case, "receive", actor=ines.actor)
    page = text(Client().get(scene.path(demand)))
    assert OF_CASE["received"].name in page
    assert OF_CASE["received"].delay in page
    internal = [str(label) for _, label in Request.State.choices] + ["Accueil"]
    assert not [name for name in internal if f">{name}<" in page]


@pytest.mark.parametrize(("asked", "said"), [({"on_request": "on"}, "Arrêté à votre demande"), ({}, "Arrêté")])
def test_once_its_dossier_stopped_it_says_at_whose_request(db: None, asked: dict[str, str], said: str) -> None:
    ines = Nord().people["officer"]
    demand = scene.request()
    advance(demand, "accept", actor=ines.actor, data={"title": "Grandir", "fiche_0": "creer"})
    advance(demand.case, "abandon", actor=ines.actor, data={"reason": "La direction change.", **asked})
    assert re.search(rf">\s*{said}\s*<", text(Client().get(scene.path(demand))))


def test_every_state_has_its_public_name_and_says_what_happens(db: None) -> None:
    assert set(PUBLIC) == set(Request.State.values)
    assert all(public.now.endswith(".") for public in PUBLIC.values())


def test_another_department_s_officer_meets_nothing(db: None) -> None:
    nord = Nord()
    demand = scene.request()
    assert nord.people["officer_elsewhere"].client.get(demand.get_absolute_url()).status_code == 404
    assert nord.people["provider"].client.get(demand.get_absolute_url()).status_code == 404
    found = text(nord.people["officer"].client.get("/recherche/?q=P%C3%A9v%C3%A8le"))
    assert demand.get_absolute_url() in found
    assert demand.get_absolute_url() not in text(nord.people["officer_elsewhere"].client.get("/recherche/?q=P%C3%A9v%C3%A8le"))
