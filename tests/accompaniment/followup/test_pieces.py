"""Pieces asked for: one demand, one list, what is received, accepted or to complete; the accounts stay closed to networks."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.followup import actions
from cordee.accompaniment.followup.models import Demand, Piece, PieceFile
from cordee.core import todo
from cordee.core.access import Refused
from cordee.core.clock import today
from cordee.core.journal import fil
from cordee.core.lifecycle import advance
from cordee.core.models import File, Mail, ReadLog
from tests import factories as make
from tests.accompaniment.cases import scene as dossiers
from tests.accompaniment.followup import scene


def url(case: Any, name: str = "pieces") -> str:
    return reverse(f"followup:{name}", args=[case.public_id])


def text(someone: make.Someone, address: str) -> str:
    return make.read(someone.client, address)[1].decode(errors="replace")


def titles(someone: make.Someone) -> list[str]:
    return [t.title for t in todo.todos(someone.actor) if t.source.startswith("followup.")]


def letters(kind: str) -> int:
    return int(Mail.objects.for_system("test").filter(kind=kind).count())


def test_an_officer_asks_for_a_set_in_one_act_and_one_letter_leaves(db: None) -> None:
    nord = dossiers.Nord()
    case, ines, salome = nord.case("diagnosing"), nord.people["officer"], nord.people["structure"]
    page = ines.client.get(url(case, "ask"))
    form = page.context["form"]
    assert len(form.fields["kinds"].initial) == 7
    typed = {"kinds": ["statuts", "comptes-dernier"], "others": "Projet social\n\nBail", "due": str(today() + timedelta(days=9)),
             "message": "Merci d'avance.", "operation": str(uuid.uuid4())}  # fmt: skip
    assert ines.client.post(url(case, "ask"), typed | {"kinds": [], "others": ""}).status_code == 422
    assert ines.client.post(url(case, "ask"), typed | {"due": str(today() - timedelta(days=1))}).status_code == 422
    for _ in range(2):
        assert ines.client.post(url(case, "ask"), typed).status_code == 302
    assert Demand.objects.for_system("test").count() == 1
    assert letters("followup.asked") == 1
    body = " ".join(Mail.objects.for_system("test").get(kind="followup.asked").letter["lines"])
    assert "Statuts à jour" in body
    assert "Merci d'avance." in body
    assert [(p.label, p.closed) for p in Piece.objects.visible_to(salome.actor).order_by("id")] == [
        ("Statuts à jour", False), ("Comptes annuels du dernier exercice", True), ("Projet social", False), ("Bail", False)
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        scene.ask(ines, case, nord.structure, "statuts")
    assert refused.value.refusal.code == "awaited"
    assert titles(salome) == ["Envoyer les pièces demandées : Consolider l'atelier"]
    shown = text(salome, url(case))
    assert shown.count("À fournir") == 4
    assert 'capture="environment"' in shown
    assert "Demander des pièces" not in shown
    assert make.read(salome.client, url(case, "ask"))[0] == 404


@pytest.mark.covers("DLA-023")
def test_two_pieces_leave_at_once_one_is_accepted_one_is_to_complete_and_readings_are_kept(db: None) -> None:
    nord = dossiers.Nord()
    case, ines, salome = nord.case("diagnosing"), nord.people["officer"], nord.people["structure"]
    demand = scene.ask(ines, case, nord.structure)
    statutes, accounts = scene.piece(demand, "statuts"), scene.piece(demand, "comptes-dernier")
    sent = {
        f"photo-{statutes.public_id}": scene.photo("red"), f"piece-{accounts.public_id}": scene.photo("blue", "comptes-secrets.jpg"),
        "operation": str(uuid.uuid4()),
    }  # fmt: skip
    assert salome.client.post(url(case), sent).status_code == 302
    for one in (statutes, accounts):
        one.refresh_from_db()
    assert (statutes.state, accounts.state, statutes.given_on) == ("received", "received", today())
    assert titles(salome) == []
    assert titles(ines)[:1] == ["Relire les pièces reçues : La Fabrique des Rives"]
    accept = reverse("core:act", args=["followup.piece", statutes.public_id, "accept"])
    assert f'<form method="post" action="{accept}' in text(ines, url(case)), "one press: nothing is asked"
    assert ines.client.post(accept).status_code == 302
    told = [(line.sentence, line.detail) for line in fil(case.thread, salome.actor)[0]]
    assert ("Pièce acceptée", "Statuts à jour") in told
    lack = reverse("core:act", args=["followup.piece", accounts.public_id, "lack"])
    assert ines.client.post(lack, {}).status_code == 422
    assert ines.client.post(lack, {"lacking": "Il manque la page 3."}).status_code == 302
    assert salome.client.post(lack, {"lacking": "Non"}).status_code in (404, 409)
    assert letters("followup.lacking") == 1
    assert titles(salome) == ["Compléter une pièce : Comptes annuels du dernier exercice"]
    assert "Il manque la page 3." in text(salome, url(case))
    paper = PieceFile.objects.for_system("test").get(piece=accounts)
    address = reverse("followup:paper", args=[paper.public_id])
    assert make.read(ines.client, address)[0] == 200
    assert ReadLog.objects.for_system("test").get(what="accounts").actor_user == ines.user.pk
    assert "Qui a ouvert les comptes" in text(salome, url(case))
    again = {f"piece-{accounts.public_id}": scene.photo("green"), "operation": str(uuid.uuid4())}
    assert salome.client.post(url(case), again).status_code == 302
    accounts.refresh_from_db()
    assert (accounts.state, accounts.lacking, accounts.papers.count()) == ("received", "", 2)


@pytest.mark.covers("NET-901")
def test_a_network_meets_the_other_pieces_and_never_the_accounts(db: None) -> None:
    nord = dossiers.Nord()
    case, ines, salome, network = nord.case("diagnosing"), nord.people["officer"], nord.people["structure"], nord.people["network"]
    cases.open_to(actor=ines.actor, case=case, organisation=network.organisation)
    demand = scene.ask(ines, case, nord.structure)
    for code in ("statuts", "comptes-dernier"):
        actions.give(actor=salome.actor, piece=scene.piece(demand, code), uploads=[scene.photo(name=f"{code}-12345.jpg")])
    papers = {p.piece.kind.code: p for p in PieceFile.objects.for_system("test").select_related("piece__kind", "file")}
    own, closed = (reverse("followup:paper", args=[papers[code].public_id]) for code in ("statuts", "comptes-dernier"))
    assert make.read(network.client, own)[0] == 200
    assert make.read(network.client, closed)[0] == 404
    for file in (papers["comptes-dernier"].file, papers["statuts"].file):
        assert make.read(network.client, reverse("core:file", args=[file.public_id]))[0] == 404
    for place in (case.get_absolute_url(), url(case), reverse("core:journal"), "/recherche/?q=comptes"):
        shown = text(network, place)
        assert "comptes-dernier-12345" not in shown, place
        assert "Comptes annuels" not in shown, place
    assert "Statuts à jour" in text(network, url(case))
    assert network.client.post(url(case), {f"piece-{papers['statuts'].piece.public_id}": scene.photo("black")}).status_code == 422
    for stranger in ("provider", "funder", "officer_elsewhere", "structure_elsewhere"):
        assert make.read(nord.people[stranger].client, own)[0] == 404, stranger


def test_in_a_collective_dossier_a_structure_reads_its_own_papers_only(db: None) -> None:
    nord = dossiers.Nord()
    other = make.organisation("Le Verger")
    case = dossiers.open_case(nord.structure, other)
    ines, rose = nord.people["officer"], make.director(other)
    first, second = scene.ask(ines, case, nord.structure, "statuts"), scene.ask(ines, case, other, "statuts")
    mine, theirs = scene.piece(second, "statuts"), scene.piece(first, "statuts")
    actions.give(actor=nord.people["structure"].actor, piece=theirs, uploads=[scene.photo()])
    assert list(Piece.objects.visible_to(rose.actor)) == [mine]
    paper = theirs.papers.get()
    assert make.read(rose.client, reverse("followup:paper", args=[paper.public_id]))[0] == 404
    with pytest.raises(Refused):
        actions.give(actor=rose.actor, piece=theirs, uploads=[scene.photo("blue")])


def test_what_is_sent_twice_is_kept_once_and_what_is_refused_says_why(db: None) -> None:
    nord = dossiers.Nord()
    case, ines, salome = nord.case("diagnosing"), nord.people["officer"], nord.people["structure"]
    demand = scene.ask(ines, case, nord.structure)
    statutes, accounts = scene.piece(demand, "statuts"), scene.piece(demand, "comptes-dernier")
    key = uuid.uuid4()
    for _ in range(2):
        actions.give(actor=salome.actor, piece=statutes, uploads=[scene.photo()], operation=key)
    actions.give(actor=salome.actor, piece=statutes, uploads=[scene.photo()])
    assert (statutes.papers.count(), File.objects.for_system("test").filter(label=statutes.label).count()) == (1, 1)
    bad = SimpleUploadedFile("programme.exe", b"MZ\x90\x00" + b"x" * 200)
    both = {f"piece-{accounts.public_id}": bad, f"piece-{statutes.public_id}": scene.photo("green")}
    answer = salome.client.post(url(case), both)
    assert answer.status_code == 422
    assert "n&#x27;accepte pas le fichier" in answer.content.decode()
    accounts.refresh_from_db()
    assert (accounts.state, statutes.papers.count()) == ("asked", 2), "the good one is not held back by the bad one"
    nothing = salome.client.post(url(case), {})
    assert nothing.status_code == 422
    assert "Aucun fichier" in nothing.content.decode()
    waive = reverse("core:act", args=["followup.piece", accounts.public_id, "waive"])
    assert salome.client.post(waive, {"reason": "Premier exercice en cours."}).status_code == 302
    assert "Sans objet" in text(ines, url(case))


def test_reminders_stop_on_receipt(db: None) -> None:
    nord = dossiers.Nord()
    case, ines, salome = nord.case("diagnosing"), nord.people["officer"], nord.people["structure"]
    demand = scene.ask(ines, case, nord.structure, "statuts", due=today() + timedelta(days=14))
    assert actions.remind_due() == 0
    told = Demand.objects.for_system("test").filter(pk=demand.pk)
    told.update(asked_on=today() - timedelta(days=10), due=today() + timedelta(days=3))
    assert [actions.remind_due(), actions.remind_due()] == [1, 0]
    told.update(reminded_on=today() - timedelta(days=7))
    assert actions.remind_due() == 1
    assert letters("followup.reminded") == 2
    told.update(reminded_on=today() - timedelta(days=8))
    actions.give(actor=salome.actor, piece=scene.piece(demand, "statuts"), uploads=[scene.photo()])
    assert actions.remind_due() == 0
    late = scene.ask(ines, case, nord.structure, "organigramme")
    Demand.objects.for_system("test").filter(pk=late.pk).update(
        asked_on=today() - timedelta(days=40), due=today() - timedelta(days=9), reminders=3
    )
    assert actions.remind_due() == 0, "after so many letters, one calls"


def test_a_piece_given_for_an_earlier_dossier_is_proposed_with_its_date(db: None) -> None:
    nord = dossiers.Nord()
    ines, salome = nord.people["officer"], nord.people["structure"]
    earlier, now = nord.case("diagnosing"), nord.case("diagnosing", title="Nouvel atelier")
    given = scene.piece(scene.ask(ines, earlier, nord.structure, "statuts"), "statuts")
    asked = scene.piece(scene.ask(ines, now, nord.structure, "statuts"), "statuts")
    actions.give(actor=salome.actor, piece=given, uploads=[scene.photo()])
    with pytest.raises(Refused) as refused:
        actions.take_up(actor=salome.actor, piece=asked)
    assert refused.value.refusal.code == "before", "received is not accepted"
    advance(given, "accept", actor=ines.actor)
    assert "Déjà donnée le" in text(salome, url(now))
    assert salome.client.post(reverse("followup:take_up", args=[asked.public_id])).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.papers.get().file, asked.papers.get().taken_up) == ("received", given.papers.get().file, True)
    assert make.read(nord.people["network"].client, url(now))[0] == 404
    assert nord.people["network"].client.post(reverse("followup:take_up", args=[asked.public_id])).status_code == 404


@pytest.mark.parametrize("second", ["accept", "lack"])
def test_two_officers_judge_one_piece_and_the_second_is_told(own_db: Any, second: str) -> None:
    nord = own_db.together(dossiers.Nord)[0]
    case, ines, head = nord.case("diagnosing"), nord.people["officer"], nord.people["head"]
    piece = scene.piece(scene.ask(ines, case, nord.structure, "statuts"), "statuts")
    actions.give(actor=nord.people["structure"].actor, piece=piece, uploads=[scene.photo()])
    copy = Piece.objects.for_system("test").get(pk=piece.pk)
    mine, theirs = ines.actor, head.actor
    found = own_db.together(
        lambda: attempt(lambda: advance(piece, "accept", actor=mine)),
        lambda: attempt(lambda: advance(copy, second, actor=theirs, data={"lacking": "La page 2."})),
    )
    assert sorted(found) == ["done", "state"]


def attempt(act: Any) -> str:
    try:
        act()
    except Refused as refused:
        return refused.refusal.code
    return "done"


def test_a_structure_sends_the_same_operation_twice_at_the_same_second(own_db: Any) -> None:
    nord = own_db.together(dossiers.Nord)[0]
    case = nord.case("diagnosing")
    piece = scene.piece(scene.ask(nord.people["officer"], case, nord.structure, "statuts"), "statuts")
    actor, key = nord.people["structure"].actor, uuid.uuid4()
    own_db.together(
        *[lambda: actions.give(actor=actor, piece=Piece.objects.for_system("t").get(pk=piece.pk), uploads=[scene.photo()], operation=key)]
        * 2
    )
    assert piece.papers.count() == 1
