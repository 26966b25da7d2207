"""The official notices of the story: one read, one to print, one that came back, one that waits for its reader."""

from __future__ import annotations

from datetime import date

from cordee.actors.directory import actions
from cordee.actors.directory.notices import MANUAL
from cordee.core import notices
from cordee.core.access import Actor
from cordee.core.lifecycle import advance
from cordee.core.models import Notice
from cordee.core.recipients import addressee
from cordee.demo.examples.stage import SYSTEM, Stage
from cordee.demo.examples.when import told_at

POST_OFFICE = Actor.system("Envoi des courriels")
CLOSING = "Nous restons à votre disposition.\n\nBien cordialement."
#: streets that do not exist, in the towns of the invented structures
STREETS = {"linge-et-compagnie": "4 quai des Essais", "verger-du-canal": "11 chemin des Exemples"}


def tell(stage: Stage, officer: str) -> None:
    for key, street in STREETS.items():
        sheet = stage[key]
        sheet.refresh_from_db()
        with told_at(stage.ago(14), 10):
            actions.edit_organisation(actor=SYSTEM, organisation=sheet, values={"address": street}, version=sheet.version)
    posted(stage, officer)
    returned(stage, officer)
    waiting(stage, officer)


def written(stage: Stage, officer: str, key: str, way: str, day: date, subject: str, text: str, hour: int = 15) -> Notice:
    sheet = stage[key]
    to = addressee(sheet.pk)
    if to is None:
        raise LookupError(key)
    with told_at(day, hour):
        values = {"objet": subject, "texte": f"Madame, Monsieur,\n\n{text}\n\n{CLOSING}"}
        return notices.issue(MANUAL, actor=stage.acting(officer), thread=sheet.thread, to=to, values=values, way=way)


def delivered(stage: Stage) -> None:
    """The refusal of nineteen days ago reached its author the same day."""
    for notice in Notice.objects.for_system("the story's own notices").filter(kind="directory.change_refused").order_by("id"):
        with told_at(stage.ago(19), 11, 42):
            advance(notice, "deliver", actor=POST_OFFICE)


def posted(stage: Stage, officer: str) -> None:
    text = "Votre adhésion au collectif des structures du bassin a été examinée. Elle prend effet au premier jour du mois prochain."
    notice = written(stage, officer, "verger-du-canal", "post", stage.ago(13), "Votre adhésion au collectif du bassin", text)
    with told_at(stage.ago(12), 10):
        advance(notice, "print", actor=stage.acting(officer))
    with told_at(stage.ago(12), 17):
        advance(notice, "post", actor=stage.acting(officer), data={"fact_on": f"{stage.ago(12):%d/%m/%Y}"})


def returned(stage: Stage, officer: str) -> None:
    """A mail that came back: it is owed again, and the post would reach them."""
    text = "Le point annuel avec votre DLA est proposé le mois prochain. Trois dates vous seront données par téléphone."
    notice = written(stage, officer, "verger-du-canal", "email", stage.ago(1), "Votre point annuel", text)
    with told_at(stage.ago(1), 16):
        advance(notice, "deliver", actor=POST_OFFICE)
    with told_at(stage.ago(1), 17):
        advance(notice, "bounce", actor=stage.acting(officer), data={"reason": "Adresse inconnue du serveur", "fact_on": ""})


def waiting(stage: Stage, officer: str) -> None:
    text = "La permanence du mois est avancée au deuxième mardi, aux mêmes heures."
    written(stage, officer, "fabrique-des-rives", "in_app", stage.ago(5), "La permanence change de jour", text)
    text = "La liste des pièces à réunir avant notre premier échange vous est proposée : statuts, derniers comptes, budget de l'année."
    written(stage, officer, "linge-et-compagnie", "post", stage.ago(1), "Pièces à réunir avant notre premier échange", text, hour=14)
