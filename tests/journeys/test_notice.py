"""A statutory notice in a browser: by post, letter printed and posted; by mail, read by its reader on her phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cordee.core import outbox
from cordee.core.models import Mail, Notice
from tests.journeys.world import INES, SALOME

Arrive = Callable[..., Any]


def write(ines: Any, sheet: str, way: str, subject: str) -> None:
    ines.open(sheet + "avis/envoyer/")
    ines.page.get_by_label("Objet").fill(subject)
    ines.page.get_by_label("Texte").fill("Madame, Monsieur,\n\nVotre rendez-vous est reporté au 19 mai.")
    ines.page.get_by_label(way).check()
    ines.judge()
    ines.press("Relire l'avis")
    ines.sees("Après l'envoi, ce texte ne peut plus changer.")
    ines.judge()


@pytest.mark.covers("SYS-002", "SYS-904")
def test_a_notice_by_post_from_the_sheet_to_the_letter_box(someone: Arrive, world: dict[str, str]) -> None:
    ines = someone(INES)
    write_without_address(ines, world["sheet"])
    ines.open(world["sheet"] + "modifier/")
    for name, value in {"address": "12 rue des Ponts", "postcode": "59000", "city": "Lille"}.items():
        ines.page.locator(f"[name={name}]").fill(value)
    ines.press("Enregistrer la fiche")
    write(ines, world["sheet"], "Par courrier", "Report du rendez-vous")
    ines.press("Préparer cet avis")
    ines.sees("Prochaine étape : imprimer la lettre et la poster")
    ines.judge()
    ines.open("/journal/avis/?etat=a-envoyer")
    ines.judge()
    ines.page.get_by_role("checkbox", name="Report du rendez-vous").check()
    ines.press("Imprimer les lettres")
    with ines.page.expect_download() as download:
        ines.page.get_by_role("button", name="Imprimer les lettres : 1 avis").click()
    assert download.value.suggested_filename.endswith(".pdf")
    ines.open("/journal/avis/?etat=a-envoyer")
    ines.follow("Report du rendez-vous")
    ines.sees("Lettre, version 1")
    ines.follow("Noter l'envoi par la poste")
    ines.press("Noter l'envoi par la poste")
    ines.sees("C'est fait : l'envoi de la lettre est noté")
    ines.judge()
    assert Notice.objects.for_system("test").get().sent_on == timezone.localdate()


def write_without_address(ines: Any, sheet: str) -> None:
    """The refusal keeps what was typed and says what the sheet lacks."""
    ines.open(sheet + "avis/envoyer/")
    ines.page.get_by_label("Objet").fill("Report du rendez-vous")
    ines.page.get_by_label("Texte").fill("Gardé.")
    ines.page.get_by_label("Par courrier").check()
    ines.press("Relire l'avis")
    ines.sees("L'adresse postale est incomplète")
    assert ines.page.get_by_label("Texte").input_value() == "Gardé."
    ines.judge()


@pytest.mark.covers("SYS-002", "SYS-904")
def test_a_notice_by_mail_is_read_by_a_button(someone: Arrive, world: dict[str, str]) -> None:
    ines, salome = someone(INES), someone(SALOME, 360)
    write(ines, world["sheet"], "Par courriel", "Report du rendez-vous")
    ines.press("Envoyer cet avis")
    ines.sees("C'est fait : l'avis part par courriel.")
    assert outbox.send(Mail.objects.for_system("test").get(kind="core.notice").pk)
    salome.open("/")
    salome.follow("Lire l'avis : Report du rendez-vous")
    salome.sees("Votre rendez-vous est reporté au 19 mai.")
    salome.judge()
    salome.press("J'en ai pris connaissance")
    salome.sees("C'est fait : votre DLA sait que vous avez lu cet avis.")
    ines.page.reload()
    ines.sees("Avis lu par son destinataire")
