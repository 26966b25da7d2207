"""Notes: who reads them, what they plan, how they are corrected; the next contact."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.urls import reverse

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.followup import actions
from cordee.accompaniment.followup.models import Note, Step
from cordee.core import todo
from cordee.core.access import Refused
from cordee.core.clock import today
from cordee.core.journal import fil
from cordee.core.lifecycle import advance
from tests import factories as make
from tests.accompaniment.cases import scene as dossiers
from tests.accompaniment.followup import scene

HIDDEN = "Le trésorier songe à partir"


def titles(someone: make.Someone, awaited: bool = False) -> list[str]:
    return [t.title for t in todo.todos(someone.actor) if t.awaited == awaited and t.source.startswith("followup.")]


def text(someone: make.Someone, address: str) -> str:
    return make.read(someone.client, address)[1].decode(errors="replace")


@pytest.mark.covers("SYS-005", "DLA-023")
def test_an_internal_note_never_reaches_a_structure_nor_a_network(db: None) -> None:
    nord = dossiers.Nord()
    case, ines, network = nord.case("diagnosing"), nord.people["officer"], nord.people["network"]
    cases.open_to(actor=ines.actor, case=case, organisation=network.organisation)
    hidden = scene.note(ines, case, body=HIDDEN)
    scene.note(ines, case, body="Nous avons relu le projet ensemble.", internal=False)
    for name in ("structure", "network"):
        reader = nord.people[name]
        places = [
            case.get_absolute_url(), reverse("followup:followup", args=[case.public_id]), reverse("core:journal"), "/",
            reverse("cases:cases") + "export.csv", "/recherche/?q=tresorier", nord.structure.get_absolute_url(), "/recherche/?q=songe",
        ]  # fmt: skip
        for place in places:
            assert "songe à partir" not in text(reader, place), (name, place)
            assert "songe &agrave;" not in text(reader, place)
        assert "projet ensemble" in text(reader, places[1]), name
        assert list(Note.objects.visible_to(reader.actor).filter(pk=hidden.pk)) == []
        lines, _ = fil(case.thread, reader.actor)
        assert sum("Visite" in line.sentence for line in lines) == 1
        assert make.read(reader.client, reverse("followup:note", args=[case.public_id]))[0] == 404
    assert HIDDEN in text(ines, places[1])
    for stranger in ("officer_elsewhere", "provider", "funder", "structure_elsewhere"):
        assert list(Note.objects.visible_to(nord.people[stranger].actor)) == [], stranger
        assert make.read(nord.people[stranger].client, places[1])[0] == 404, stranger


def test_a_note_is_written_from_a_phone_with_its_next_step_and_kept_once(db: None) -> None:
    nord = dossiers.Nord()
    case, ines = nord.case("diagnosing"), nord.people["officer"]
    url, key = reverse("followup:note", args=[case.public_id]), str(uuid.uuid4())
    page = text(ines, url)
    assert "Interne au DLA" in page
    assert "reste confidentiel" in page
    day = today() + timedelta(days=5)
    typed = {
        "kind": "call",
        "held_on": str(today()),
        "who": "Direction",
        "body": "Appel bref.",
        "what": "Envoyer le budget",
        "operation": key,
    }
    refused = ines.client.post(url, typed)
    assert refused.status_code == 422
    assert "une date" in refused.content.decode()
    assert "Appel bref." in refused.content.decode()
    owner = str(nord.structure.public_id)
    for _ in range(2):
        assert ines.client.post(url, typed | {"due": str(day), "owner": owner}).status_code == 302
    kept = Note.objects.visible_to(ines.actor).get()
    assert (kept.internal, kept.kind, kept.author) == (True, "call", ines.membership)
    step = Step.objects.visible_to(nord.people["structure"].actor).get()
    assert (step.what, step.due, step.organisation, step.internal) == ("Envoyer le budget", day, nord.structure, False)
    assert titles(nord.people["structure"]) == ["Faire la prochaine étape : Envoyer le budget"]
    advance(step, "finish", actor=nord.people["structure"].actor)
    assert titles(nord.people["structure"]) == []


def test_a_note_is_corrected_by_a_new_revision_and_never_rewritten(db: None) -> None:
    nord = dossiers.Nord()
    case, ines, salome = nord.case("diagnosing"), nord.people["officer"], nord.people["structure"]
    first = scene.note(ines, case, body="Deux postes.", internal=False)
    second = actions.revise(actor=ines.actor, note=first, values={"body": "Trois postes.", "internal": False})
    with pytest.raises(Refused) as refused:
        actions.revise(actor=ines.actor, note=first, values={"body": "Quatre postes."})
    assert refused.value.refusal.code == "revised"
    assert list(Note.objects.visible_to(salome.actor)) == [second]
    page = text(ines, reverse("followup:followup", args=[case.public_id]))
    assert "Deux postes." in page
    assert "Trois postes." in page
    assert "Deux postes." not in text(salome, reverse("followup:followup", args=[case.public_id]))
    actions.revise(actor=ines.actor, note=second, values={"internal": True})
    assert list(Note.objects.visible_to(salome.actor)) == []
    for write in ({"body": "Autre"}, {"internal": True}):
        with pytest.raises(Error), transaction.atomic():
            Note.objects.for_system("test").filter(pk=first.pk).update(**write)
    with pytest.raises(Error), transaction.atomic():
        Note.objects.for_system("test").filter(pk=first.pk).delete()


@pytest.mark.covers("DLA-017")
def test_a_dossier_in_follow_up_always_has_a_dated_contact(db: None) -> None:
    nord = dossiers.Nord()
    case, ines = nord.case("follow_up"), nord.people["officer"]
    missing = "Dater le prochain contact : La Fabrique des Rives"
    assert missing in titles(ines)
    assert "pas daté" in text(ines, case.get_absolute_url())
    assert "pas daté" not in text(nord.people["structure"], case.get_absolute_url())
    url = reverse("followup:contact", args=[case.public_id])
    assert ines.client.post(url, {"on": str(today() - timedelta(days=1))}).status_code == 422
    assert ines.client.post(url, {"on": str(today() + timedelta(days=30))}).status_code == 302
    assert missing not in titles(ines)
    assert not [t for t in titles(ines) if t.startswith("Reprendre contact")], "a quiet dossier is not on one's day"
    actions.date_contact(actor=ines.actor, case=case, on=today())
    assert "Reprendre contact : La Fabrique des Rives" in titles(ines)
    later = today() + timedelta(days=60)
    scene.note(ines, case, contact_on=later)
    assert [(s.state, s.due) for s in Step.objects.for_system("test").order_by("id")] == [("done", today()), ("planned", later)]
    assert not [t for t in titles(ines) if "contact" in t]


@pytest.mark.covers("DLA-022")
def test_after_the_end_the_officer_stays_a_support_contact(db: None) -> None:
    nord = dossiers.Nord()
    case, ines = nord.case("closed"), nord.people["officer"]
    with pytest.raises(Refused) as refused:
        scene.note(ines, case, kind="visit")
    assert refused.value.refusal.code == "over"
    typed = {"held_on": str(today()), "who": "Nouvelle direction", "body": "Tour des partenaires du territoire.", "shared": "on"}
    assert ines.client.post(reverse("followup:note", args=[case.public_id]), typed).status_code == 302
    assert Note.objects.visible_to(nord.people["structure"].actor).get().kind == "support"
    stopped = dossiers.open_case(nord.structure)
    scene.note(ines, stopped, kind="visit", step={"what": "Rappeler la direction", "due": today(), "organisation": None})
    advance(stopped, "abandon", actor=nord.people["structure"].actor, data={"reason": "Projet arrêté."})
    with pytest.raises(Refused):
        scene.note(ines, stopped, kind="support")
    step = Step.objects.visible_to(ines.actor).get()
    assert (step.state, step.reason) == ("dropped", "Projet arrêté.")
    told = [(line.sentence, line.detail) for line in fil(stopped.thread, ines.actor)[0]]
    assert [detail for _, detail in told].count("Projet arrêté.") == 1, "the reason is told by the act, not by what follows from it"
    assert "Rappeler la direction" not in text(ines, stopped.get_absolute_url())


def test_a_step_kept_inside_is_not_asked_of_a_structure(db: None) -> None:
    nord = dossiers.Nord()
    case, ines = nord.case("diagnosing"), nord.people["officer"]
    scene.note(ines, case, step={"what": "Appeler la DDETS", "due": today(), "organisation": None})
    assert list(Step.objects.visible_to(nord.people["structure"].actor)) == []
    assert "Appeler la DDETS" not in text(nord.people["structure"], case.get_absolute_url())
    assert titles(ines)[:1] == ["Faire la prochaine étape : Appeler la DDETS"]
    other = make.organisation("Ailleurs")
    with pytest.raises(Refused) as refused:
        scene.note(ines, case, step={"what": "Rien", "due": today(), "organisation": other})
    assert refused.value.refusal.code == "outside"
