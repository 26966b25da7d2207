"""Filing a mail: it becomes a note of the dossier, its attachments files of the thread. The same mail is filed once."""

from __future__ import annotations

from typing import Any

from django.core.files import File as Upload
from django.core.files.base import ContentFile

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.followup import eml, policies
from cordee.accompaniment.followup.actions.common import audience, holding
from cordee.accompaniment.followup.actions.notes import write
from cordee.accompaniment.followup.models import FiledMail, Note
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.clock import today
from cordee.core.files.actions import join_file
from cordee.core.formats import in_paris
from cordee.core.models import File
from cordee.core.verbs import allow

KNOWN = Refusal("known", "Ce courriel est déjà classé dans ce dossier : il n'est pas ajouté une seconde fois.")


def file_mail(*, actor: Actor, case: Case, upload: Upload[Any], internal: bool = True) -> Note:
    allow(policies.may_note(actor, case, Note.Kind.MAIL))
    try:
        mail = eml.read(upload)
    except eml.Unreadable as unreadable:
        raise Refused(Refusal("mail", str(unreadable))) from unreadable
    with holding(actor, case, "followup.mail.file", FiledMail) as held:
        allow(policies.may_note(actor, held, Note.Kind.MAIL))
        rows = FiledMail.objects.for_system("is it filed already?").filter(case=held, key=mail.key)
        allow(KNOWN if rows.exists() else None)
        sent_on = in_paris(mail.sent_at).date() if mail.sent_at else today()
        values = {"kind": Note.Kind.MAIL, "held_on": sent_on, "who": mail.sender, "body": mail.text, "internal": internal}
        note = write(actor, held, values)
        joined, left_out = _join(actor, held, mail, internal=internal)
        note.files.set(joined)
        FiledMail(case=held, note=note, subject=mail.subject, sent_at=mail.sent_at, key=mail.key, left_out=left_out).save(force_insert=True)
    return note


def _join(actor: Actor, case: Case, mail: eml.FiledMail, *, internal: bool) -> tuple[list[File], list[str]]:
    """What can be kept, and what cannot with its reason: a mail is not refused for one of its attachments."""
    joined, left_out = [], list(mail.left_out)
    for attached in mail.attachments:
        upload = ContentFile(attached.data, name=attached.name)
        try:
            joined.append(
                join_file(actor=actor, thread=case.thread, upload=upload, label=attached.name, audience=audience(internal=internal))
            )
        except Refused as refused:
            left_out.append(refused.refusal.sentence[:400])
    return joined, left_out
