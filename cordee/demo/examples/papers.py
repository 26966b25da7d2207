"""A few invented documents joined to the sheets, so that the search box has words to find inside them."""

from __future__ import annotations

import io

import docx
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from cordee.core.files.actions import join_file
from cordee.core.files.texts import read_text
from cordee.core.logos import join_logo
from cordee.demo.examples.stage import Stage
from cordee.demo.examples.when import told_at
from cordee.demo.personas import address

INVENTED = "Document inventé pour la démonstration (fictif)."
MEETING = (
    "Compte rendu du premier échange",
    "Présentes : la directrice de La Fabrique des Rives et la chargée de mission du DLA.",
    "La structure souhaite revoir son modèle économique : la vente d'objets progresse, le textile reste fragile.",
    "Deux pistes : mutualiser la logistique avec d'autres ressourceries, ouvrir un second atelier couture.",
    "À réunir avant le prochain rendez-vous : les comptes des trois derniers exercices et le tableau de bord.",
)
PROJECT = (
    "Projet associatif",
    "Notre association accueille des personnes éloignées de l'emploi dans un ancien atelier textile.",
    "D'ici trois ans : former deux encadrantes au numérique, réduire les déchets ultimes, associer les habitantes au conseil.",
)


def tell(stage: Stage) -> None:
    join_logo(actor=stage.acting(address("responsable-dla")), thread=stage["nord-actif"].thread, upload=ContentFile(emblem(), "logo.png"))
    thread = stage["fabrique-des-rives"].thread
    ines, salome = address("charge-mission-nord"), address("structure-directrice")
    for days, who, text, audience in ((60, ines, MEETING, ["structure"]), (45, salome, PROJECT, [])):
        upload = ContentFile(letter(text), name=f"{text[0]}.docx")
        with told_at(stage.ago(days), 16):
            file = join_file(actor=stage.acting(who), thread=thread, upload=upload, label=f"{text[0]} (fictif)", audience=audience)
        read_text(file.pk)


def emblem() -> bytes:
    """A logo drawn for the demonstration; it says so."""
    image = Image.new("RGB", (900, 300), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((20, 20, 280, 280), fill="#0b5a54")
    pen.polygon([(60, 220), (150, 70), (240, 220)], fill="#c9862b")
    pen.text((320, 60), "Nord Actif", fill="#1b2a29", font=ImageFont.load_default(96))
    pen.text((320, 180), "logo fictif", fill="#54635f", font=ImageFont.load_default(54))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def letter(text: tuple[str, ...]) -> bytes:
    title, *lines = text
    made = docx.Document()
    made.add_heading(title, level=1)
    for line in (*lines, INVENTED):
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
