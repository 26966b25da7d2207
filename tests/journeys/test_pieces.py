"""Two pieces asked for, sent from a phone whose network fails, accepted; a note that waits for the network."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup.models import Note, Piece, PieceFile
from cordee.actors.directory.models import Organisation
from tests.accompaniment.cases import scene as dossiers
from tests.journeys.world import INES, SALOME

PHONE = 360


def picture(colour: str) -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(out, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def case(own_db: Any, world: Any) -> str:
    def build() -> str:
        fabrique = Organisation.objects.for_system("test").get(name__startswith="La Fabrique")
        made: Case = dossiers.bring(dossiers.open_case(fabrique), "received")
        return str(made.public_id)

    address: str = own_db.together(build)[0]
    return address


def test_two_pieces_are_asked_photographed_without_network_and_accepted(own_db: Any, case: str, someone: Any) -> None:
    ines = someone(INES)
    ines.open(f"/dossiers/{case}/")
    ines.follow("Demander des pièces")
    for label in ("Budget de l'année", "Organigramme", "Rapport d'activité", "Convention de structure", "Comptes annuels de l'exercice"):
        ines.page.get_by_label(label).uncheck()
    ines.judge()
    ines.press("Demander ces pièces")
    ines.sees("un courriel part à la structure")
    salome = someone(SALOME, PHONE)
    salome.follow("Envoyer les pièces demandées : Consolider l'atelier")
    salome.sees("À fournir")
    salome.judge()
    for place, colour in enumerate(("red", "blue")):
        salome.page.get_by_label("Photographier").nth(place).set_input_files(picture(colour))
    salome.context.set_offline(True)
    salome.press("Envoyer les pièces choisies")
    salome.sees("Réseau perdu")
    salome.context.set_offline(False)
    salome.sees("C'est parti")
    assert own_db.together(lambda: PieceFile.objects.for_system("test").count())[0] == 2
    salome.open(f"/suivi/{case}/pieces/")
    salome.sees("Reçue")
    ines.open(f"/suivi/{case}/pieces/")
    ines.judge()
    for _ in range(2):
        ines.page.get_by_role("button", name="Accepter la pièce").first.click()
        ines.sees("la pièce est acceptée")
    assert own_db.together(lambda: Piece.objects.for_system("test").filter(state="accepted").count())[0] == 2


def test_a_note_typed_without_network_leaves_once_when_it_is_back(own_db: Any, case: str, someone: Any) -> None:
    ines = someone(INES, PHONE)
    ines.open(f"/suivi/{case}/noter/")
    ines.judge()
    ines.page.get_by_label("Qui était là").fill("Direction")
    ines.page.get_by_label("Ce qui s'est dit").fill("Visite du dépôt, sans réseau.")
    ines.context.set_offline(True)
    ines.press("Enregistrer la note")
    ines.sees("Réseau perdu")
    assert ines.page.get_by_label("Ce qui s'est dit").input_value() == ""
    ines.context.set_offline(False)
    ines.sees("C'est parti")
    ines.open(f"/suivi/{case}/")
    ines.sees("Visite du dépôt, sans réseau.")
    ines.judge()
    ines.page.reload()
    assert own_db.together(lambda: Note.objects.for_system("test").count())[0] == 1
