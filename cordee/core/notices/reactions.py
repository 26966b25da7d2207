"""What a notice causes: it leaves by itself when it can, the outbox says whether its mail left, the fil tells it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from cordee.core import outbox
from cordee.core.access import Actor, Refused
from cordee.core.journal import renders
from cordee.core.lifecycle import advance, consequence_on
from cordee.core.models import Event, Mail
from cordee.core.models.notices import Notice
from cordee.core.notices import kinds, ways
from cordee.core.wording import paragraphs

MAIL = outbox.declare("core.notice", "Les avis officiels de votre DLA", default="now", statutory=True)
RECTIFIED = kinds.declare(
    "core.notice.rectified",
    "Rectification d'un avis",
    owed_to="Qui avait reçu l'avis rectifié",
    subject="Rectification : {objet}",
    body="Madame, Monsieur,\n\nNotre avis du {date}, « {objet} », n'a plus lieu d'être : l'acte qu'il annonçait a été corrigé.\n\n"
    "Motif : {motif}\n\nNous restons à votre disposition.",
    variables={
        "objet": ("l'objet de l'avis rectifié", "Votre proposition de modification"),
        "date": ("la date de cet avis", "12/04/2027"),
        "motif": ("le motif de la correction", "Le numéro est celui d'une autre structure."),
    },
    required=("objet", "motif"),
)


@consequence_on("core.notice", "prepare")
@consequence_on("core.notice", "redirect")
def leave(notice: Any, event: Event, actor: Actor) -> None:
    """Mail and page need no hand."""
    if notice.way == Notice.Way.EMAIL:
        advance(notice, "mail", actor=actor)
    elif notice.way == Notice.Way.IN_APP:
        advance(notice, "publish", actor=actor)


@consequence_on("core.notice", "mail")
def queue(notice: Any, event: Event, actor: Actor) -> None:
    to = ways.reader_of(notice)
    if to is None:
        return
    account = ways.has_account(to)
    letter = outbox.Letter(
        kind=MAIL.code,
        recipient=to.email,
        recipient_user=to.user,
        subject=notice.subject,
        lines=tuple(paragraphs(notice.body)),
        button="Lire l'avis et en prendre connaissance" if account else "",
        path=notice.get_absolute_url() if account else "",
        sender=notice.issued_by_label,
    )
    outbox.post(letter, event=event, delay=max(timedelta(0), notice.not_before - timezone.now()))


def told(mail: Mail) -> None:
    """The mail of a notice has left, or was given up."""
    notice = Notice.objects.for_system("the outbox").filter(pk=mail.event.subject_id).first() if mail.event else None
    if notice is None or notice.state != Notice.State.LEAVING:
        return
    try:
        advance(notice, "deliver" if mail.status == Mail.Status.SENT else "fail", actor=Actor.system("Envoi des courriels"))
    except Refused:  # cancelled at the same second: the journal has both
        return


outbox.on_outcome(MAIL.code, told)


# -- sentences ---------------------------------------------------------------------------------------------------------------
def _way(event: Event) -> str:
    return str(Notice.Way(event.data["way"]).label).lower() if "way" in event.data else ""


@renders("core.notice.prepare")
def prepared(event: Event) -> tuple[str, str]:
    return kinds.label_of(event.data.get("kind", "")), f"avis écrit, {_way(event)}"


@renders("core.notice.redirect")
def redirected(event: Event) -> tuple[str, str]:
    return "Avis à envoyer par une autre voie", _way(event)


@renders("core.notice.call")
def called(event: Event) -> tuple[str, str]:
    return "Avis donné par téléphone", f"A répondu : {event.data['received_by']}"


@renders("core.notice.hand")
def handed(event: Event) -> tuple[str, str]:
    return "Avis remis en main propre", f"Reçu par : {event.data['received_by']}"


@renders("core.notice.bounce")
def bounced(event: Event) -> tuple[str, str]:
    return "Avis revenu", event.data["reason"]


@renders("core.notice.cancel")
def cancelled(event: Event) -> tuple[str, str]:
    return "Avis annulé", event.data["reason"]


def _plainly(sentence: str, event: Event) -> str:
    return sentence


for code, sentence in {
    "mail": "Avis confié à la messagerie",
    "publish": "Avis publié sur la plateforme",
    "print": "Lettre imprimée",
    "post": "Lettre postée",
    "deliver": "Avis envoyé par courriel",
    "fail": "Courriel non remis : l'avis est à envoyer par une autre voie",
    "acknowledge": "Avis lu par son destinataire",
    "reply": "Réponse à l'avis",
    "note_answer": "Réponse à l'avis, notée par le DLA",
}.items():
    renders(f"core.notice.{code}")(partial(_plainly, sentence))
