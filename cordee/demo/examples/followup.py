"""What was said and asked in the dossiers of the story: notes, pieces, and when one speaks again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from cordee.accompaniment.cases.models import Assignment, Case
from cordee.accompaniment.cases.queries import accompanied
from cordee.accompaniment.followup import actions
from cordee.accompaniment.followup.models import Piece, PieceKind
from cordee.core.access import Actor
from cordee.core.lifecycle import advance
from cordee.core.models.bases import period_contains_today
from cordee.demo.examples import dossiers
from cordee.demo.examples.stage import SYSTEM, Stage
from cordee.demo.examples.when import Moment, told_at
from cordee.demo.personas import address

INES, SALOME = address("charge-mission-nord"), address("structure-directrice")
ASKED = ("statuts", "comptes-dernier", "rapport-activite")
LACKING = "Il manque une page : le passif du bilan."
#: dossier → (days ago, nature, who was there, what was said, internal)
NOTES: dict[str, tuple[tuple[int, str, str, str, bool], ...]] = {
    "fabrique-des-rives": (
        (76, "visit", "Direction, deux encadrants", "Visite des deux ateliers. La collecte tourne bien ; le textile occupe plus de "
         "place qu'il ne rapporte. La directrice veut des chiffres avant de choisir.", False),
        (40, "call", "Direction", "Elle craint que le conseil ne se divise sur le second atelier. En reparler avec la présidence avant la "
         "prochaine réunion.", True),
    ),
    "linge-et-compagnie": (
        (120, "meeting", "Direction, réseau COORACE", "Les tarifs des particuliers sont comparés à ceux de trois associations.", False),
        (9, "call", "Direction", "Le démarchage a commencé : deux entreprises proches demandent un devis.", False),
    ),
    "verger-du-canal": (
        (60, "visit", "Direction", "Deux cantines ont répondu. La tournée du jeudi reste à organiser.", False),
    ),
    "recycl-aisne": (
        (30, "visit", "Direction, encadrant technique", "Comptage d'une semaine : quarante appareils reçus, vingt-deux réparés.", False),
    ),
}  # fmt: skip
#: when one speaks again: days after J, beyond what is announced on the home
AGAIN = {"fabrique-des-rives": 12, "linge-et-compagnie": 20, "verger-du-canal": 15, "recycl-aisne": 18}
#: the first of the quiet ones, and how far apart they are; a long weekend after J, it is still more than a week away
FIRST, APART = 12, 2


def moments(stage: Stage) -> list[Moment]:
    """What was said and sent along the dossiers of the story; the first of the list is not the first of the days."""
    return [*(moment for lived in dossiers.STORY for moment in said(stage, lived)), *pieces(stage)]


def _noted(day: date, **note: Any) -> None:
    actions.note(**note)


def said(stage: Stage, lived: dossiers.Lived) -> Iterator[Moment]:
    case, officer = dossiers.case_of(lived), stage.acting(address(lived.led_by))
    for days, kind, who, body, internal in NOTES[lived.key]:
        values: dict[str, Any] = {"kind": kind, "who": who, "body": body, "internal": internal, "held_on": stage.ago(days)}
        yield Moment(stage.ago(days), 17, partial(_noted, actor=officer, case=case, values=values), lived.key)
    again = stage.day + timedelta(AGAIN[lived.key])
    contact = partial(actions.date_contact, actor=officer, case=case, on=again, internal=False)
    yield Moment(stage.ago(8), 16, lambda day: contact(), lived.key)


def pieces(stage: Stage) -> Iterator[Moment]:
    """Asked for the diagnosis, sent from a phone; the accounts of last year came without one page."""
    case, ines, salome = dossiers.case_of(dossiers.RIVES), stage.acting(INES), stage.acting(SALOME)
    kinds = list(PieceKind.objects.for_system("the model list").filter(code__in=ASKED).order_by("position"))

    def asked() -> dict[str, Piece]:
        rows = Piece.objects.for_system("the story's own").filter(case=case, kind__in=kinds).select_related("kind")
        return {piece.kind.code: piece for piece in rows.order_by("id")}

    def ask(day: date) -> None:
        actions.ask(
            actor=ines, case=case, organisation=accompanied(case)[0].organisation, kinds=kinds, due=stage.ago(60),
            message="De quoi comprendre où vous en êtes ; une photo lisible suffit.",
        )  # fmt: skip

    def give(day: date) -> None:
        for code, piece in asked().items():
            actions.give(actor=salome, piece=piece, uploads=[ContentFile(photo(piece.label), name=f"{code}.jpg")])

    def judge(day: date) -> None:
        for code, piece in asked().items():
            if code == "comptes-dernier":
                advance(piece, "lack", actor=ines, data={"lacking": LACKING})
            else:
                advance(piece, "accept", actor=ines)

    for ago, hour, act in ((74, 10, ask), (63, 18, give), (61, 9, judge)):
        yield Moment(stage.ago(ago), hour, act, dossiers.RIVES.key)


def photo(title: str) -> bytes:
    """A sheet on a table, drawn for the demonstration; it says so."""
    image = Image.new("RGB", (600, 800), "#8a7f72")
    pen = ImageDraw.Draw(image)
    pen.polygon([(60, 70), (540, 50), (555, 740), (45, 755)], fill="#f6f3ea")
    pen.text((100, 120), title, fill="#1b2a29", font=ImageFont.load_default(24))
    pen.text((100, 170), "Document inventé (fictif)", fill="#54635f", font=ImageFont.load_default(20))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def quiet(stage: Stage) -> None:
    """Each of the others has its day, none of them this week: a quiet dossier is not on one's mind."""
    told = {dossiers.case_of(lived).pk for lived in dossiers.STORY}
    rows = Assignment.objects.for_system("the quiet dossiers of the story").filter(period_contains_today(), role="holder")
    held = rows.exclude(case__in=told).exclude(case__state__in=Case.OVER).select_related("case", "membership__user").order_by("case_id")
    actors: dict[str, Actor] = {}
    with told_at(stage.ago(5), 15):
        for rank, row in enumerate(held):
            email = row.membership.user.email
            actor = actors.setdefault(email, actors.get(email) or stage.acting(email))
            actions.date_contact(actor=actor, case=row.case, on=stage.day + timedelta(FIRST + APART * rank))


def cantal() -> None:
    """Source: study of the CNAR IAE (2010), §4.5. No day is given: the first of the month in which the activity began is taken."""
    values = {
        "kind": "support", "held_on": date(2009, 3, 1), "who": "Chargée de mission, nouvelle direction de DEESSE", "internal": False,
        "body": "Après la livraison, la chargée de mission a rencontré plusieurs fois la nouvelle direction pour repérer les partenaires "
        "du territoire.",
    }  # fmt: skip
    actions.note(actor=SYSTEM, case=dossiers.told("deesse-2006"), values=values)
