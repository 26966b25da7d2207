"""Pieces asked of several dossiers in one act, their papers in the archive, and what a reminder made by hand leaves to the calendar."""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup import actions
from cordee.accompaniment.followup.models import Demand, Piece, PieceFile
from cordee.core.access import Refused
from cordee.core.clock import today
from cordee.core.models import Mail, ReadLog
from tests import factories as make
from tests.accompaniment.cases import scene as dossiers
from tests.accompaniment.followup import scene

URL = reverse("cases:cases_bulk")


def pressed(someone: make.Someone, act: str, *chosen: Case, **typed: Any) -> Any:
    base = {"acte": act, "ligne": [str(case.public_id) for case in chosen], "confirme": "1", "operation": str(uuid.uuid4())}
    return someone.client.post(URL, base | typed)


def letters(kind: str) -> list[str]:
    return sorted(Mail.objects.for_system("test").filter(kind=kind).values_list("recipient", flat=True))


def labels(case: Case) -> list[str]:
    return list(Piece.objects.for_system("test").filter(case=case).order_by("id").values_list("kind__code", flat=True))


def asked() -> dict[str, Any]:
    due = f"{today() + timedelta(days=20):%d/%m/%Y}"
    return {"kinds": ["statuts", "comptes-dernier"], "others": "", "due": due, "message": "Merci.", "operation": str(uuid.uuid4())}


def test_pieces_are_asked_of_many_dossiers_and_none_twice(db: None) -> None:
    nord = dossiers.Nord()
    ines, other = nord.people["officer"], make.director(make.organisation("Les Jardins"))
    first, second = nord.case("diagnosing"), dossiers.open_case(other.organisation, title="Reprendre les jardins")
    over = dossiers.bring(dossiers.open_case(make.organisation("Le Moulin"), title="Dossier fini"), "closed")
    away = dossiers.open_case(make.organisation("Ailleurs", zone="02"), title="D'un autre territoire")
    scene.ask(ines, first, nord.structure, "statuts")
    page = ines.client.post(URL, {"acte": "pieces", "ligne": [str(c.public_id) for c in (first, second, over, away)]}).content.decode()
    assert "La Fabrique des Rives : 1\xa0pièce déjà demandée" in page
    assert "Les Jardins : aucune pièce demandée" in page
    assert "rien n&#x27;y est plus demandé" in page
    assert "D&#x27;un autre territoire" not in page
    typed = asked()
    for _ in range(2):
        done = pressed(ines, "pieces", first, second, over, away, **typed).content.decode()
        assert "2 dossiers" in done.replace("\xa0", " ")
        assert over.get_absolute_url() in done
    assert (
        "déjà demandé et non redemandé : Statuts à jour"
        in pressed(ines, "pieces", first, **(asked() | {"others": "Bail"})).content.decode()
    )
    assert labels(first) == ["statuts", "comptes-dernier", None]
    assert labels(second) == ["statuts", "comptes-dernier"]
    assert labels(away) == labels(over) == []
    assert letters("followup.asked").count(other.user.email) == 1, "pressed twice, one letter"
    late = pressed(nord.people["head"], "pieces", second, **asked()).content.decode()
    assert "déjà demandé ou reçu" in late
    assert Demand.objects.for_system("test").filter(case=second).count() == 1


def test_a_single_box_ticked_is_understood_and_none_is_refused_with_what_was_typed(db: None) -> None:
    nord = dossiers.Nord()
    case, ines = nord.case("diagnosing"), nord.people["officer"]
    nothing = pressed(ines, "pieces", case, **(asked() | {"kinds": [], "message": "Pour jeudi."}))
    assert nothing.status_code == 422
    assert "Choisissez au moins une pièce" in nothing.content.decode()
    assert "Pour jeudi." in nothing.content.decode()
    assert pressed(ines, "pieces", case, **(asked() | {"kinds": ["statuts"]})).status_code == 200
    assert labels(case) == ["statuts"]


def test_each_structure_of_a_collective_dossier_is_asked_and_who_reads_no_letter_is_said(db: None) -> None:
    nord = dossiers.Nord()
    case = dossiers.bring(dossiers.open_case(nord.structure, make.organisation("Le Moulin muet")), "diagnosing")
    typed = asked()
    for _ in range(2):
        done = pressed(nord.people["officer"], "pieces", case, **typed).content.decode()
    assert Demand.objects.for_system("test").filter(case=case).count() == 2
    assert letters("followup.asked") == [nord.people["structure"].user.email]
    first = pressed(nord.people["officer"], "pieces", case, **(asked() | {"kinds": ["organigramme"], "others": "Projet"})).content.decode()
    assert "aucun courriel ne part" in first
    assert "1 dossier" in done.replace("\xa0", " ")


def test_a_reminder_made_by_hand_lists_the_pieces_and_the_calendar_waits_a_week(db: None) -> None:
    nord = dossiers.Nord()
    case, ines = nord.case("diagnosing"), nord.people["officer"]
    start = today()
    demand = scene.ask(ines, case, nord.structure, "statuts", due=start + timedelta(days=2))
    dossiers.adhere(case, 2)
    with pytest.raises(Refused) as refused:
        cases.remind(actor=ines.actor, case=case)
    assert refused.value.refusal.code == "today", "asked this very day: a reminder waits"
    dossiers.at(f"{start + timedelta(days=1)} 08:30")
    pressed(ines, "relancer", case, message="")
    letter = Mail.objects.for_system("test").get(kind="cases.reminded")
    assert "Envoyer 1\xa0pièce, au plus tard le" in " ".join(letter.letter["lines"])
    demand.refresh_from_db()
    assert (demand.reminded_on, demand.reminders) == (start + timedelta(days=1), 0), "the calendar's own count is not used up"
    assert actions.remind_due() == 0, "not twice on one day"
    dossiers.at(f"{start + timedelta(days=8)} 08:30")
    assert actions.remind_due() == 1
    again = pressed(ines, "relancer", case, message="").content.decode()
    assert "un par jour suffit" in again, "the calendar wrote this morning"


def test_papers_of_the_accounts_are_in_the_archive_of_who_reads_them_and_their_reading_is_kept(db: None) -> None:
    nord = dossiers.Nord()
    case, ines, salome, ana = nord.case("diagnosing"), nord.people["officer"], nord.people["structure"], nord.people["network"]
    cases.open_to(actor=ines.actor, case=case, organisation=ana.organisation)
    demand = scene.ask(ines, case, nord.structure)
    for code, colour in (("statuts", "red"), ("comptes-dernier", "blue")):
        actions.give(actor=salome.actor, piece=scene.piece(demand, code), uploads=[scene.photo(colour)])

    def names(someone: make.Someone) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(pressed(someone, "documents", case).content)) as archive:
            return sorted(name.split("/")[1] for name in archive.namelist() if " - photo" in name)

    statutes, accounts = "Statuts à jour - photo.jpg", "Comptes annuels du dernier exercice - photo.jpg"
    looks = ReadLog.objects.for_system("test").filter(subject_kind=PieceFile._meta.label_lower, what="accounts")
    assert names(ana) == [statutes]
    assert not looks.exists()
    assert names(ines) == sorted([statutes, accounts])
    assert [look.actor_user for look in looks] == [ines.user.pk]
