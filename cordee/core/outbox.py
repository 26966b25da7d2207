"""The outbox: a mail is a row of the same transaction as the act that causes it, sent afterwards by a job, at least once.

A letter is three sentences and one button (`Letter`); its HTML and text are one template. Each kind of letter is declared once:
people choose, kind by kind, to receive it at once, in the daily digest, or not at all. Statutory kinds cannot be refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone

from cordee.core import bounces
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.models.journal import CordeeNow, Event
from cordee.core.models.outbox import Mail
from cordee.core.registry import Registry

ATTEMPTS = 6
BACKOFF = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of letter, as people see it in their preferences."""

    code: str
    title: str
    default: str = "digest"  # now | digest | none
    statutory: bool = False
    profiles: frozenset[str] = frozenset()  # those who may receive it; empty = everyone


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person: the act and its deadline as subject, three sentences, one button, who writes."""

    kind: str
    recipient: str
    subject: str
    lines: tuple[str, ...]
    button: str = ""
    path: str = ""
    sender: str = ""
    recipient_user: int | None = None
    thread_id: int | None = None
    items: tuple[dict[str, Any], ...] = ()  # several subjects in one letter: subject, lines, path, button
    forget_path: bool = False  # the path is a credential: the row does not keep it once the letter has left


mail_kinds: Registry[MailKind] = Registry("type d'avis")
ModeSource = Callable[[int, str], str | None]
StopSource = Callable[[int, str], str]
ActsSource = Callable[[int], bool]


class _Preferences:
    mode: ModeSource = staticmethod(lambda user_id, kind: None)
    stop: StopSource = staticmethod(lambda user_id, kind: "")
    acts: ActsSource = staticmethod(lambda user_id: True)


def register_preferences(mode: ModeSource, stop: StopSource, acts: ActsSource) -> None:
    """The room of accounts answers what a user chose for a kind (now, digest, none, or None for the kind's default), the path of the
    signed link that stops it in one click, and whether they still act for anyone."""
    _Preferences.mode, _Preferences.stop, _Preferences.acts = staticmethod(mode), staticmethod(stop), staticmethod(acts)


def _has_left(mail: Mail) -> bool:
    """Its reader's access ended while it waited: what happens in the house is no longer theirs to read. What the law owes still leaves."""
    return mail.recipient_user is not None and not mail_kinds[mail.kind].statutory and not _Preferences.acts(mail.recipient_user)


Outcome = Callable[[Mail], None]
_outcomes: dict[str, Outcome] = {}


def on_outcome(kind: str, told: Outcome) -> None:
    """Whoever must know that a letter of this kind has left, or was given up: told in the transaction that writes it."""
    _outcomes[kind] = told


def _tell_outcome(mail: Mail) -> None:
    if (told := _outcomes.get(mail.kind)) and mail.status in (Mail.Status.SENT, Mail.Status.FAILED):
        told(mail)


def declare(code: str, title: str, *, default: str = "digest", statutory: bool = False, profiles: frozenset[str] = frozenset()) -> MailKind:
    return mail_kinds.add(code, MailKind(code, title, default, statutory, profiles))


def post(letter: Letter, *, event: Event | None = None, delay: timedelta = timedelta(0)) -> Mail | None:
    """Queues a letter in the caller's transaction, as its reader wishes to receive it. One event, one delivery a person."""
    kind = mail_kinds[letter.kind]
    mode = "now" if kind.statutory else (letter.recipient_user and _Preferences.mode(letter.recipient_user, kind.code)) or kind.default
    if mode == "none":
        return None
    if event:
        told: Mail | None = (
            Mail.objects.for_system("the outbox").filter(event=event, kind=letter.kind, recipient=letter.recipient.lower()).first()
        )
        if told:
            return told
    mail = _insert(letter, mode, delay, event)
    if mode == "now":
        defer_sending(mail, delay)
    return mail


def _insert(letter: Letter, mode: str, delay: timedelta, event: Event | None = None) -> Mail:
    mail = Mail(
        event=event,
        thread_id=letter.thread_id or (event.thread_id if event else None),
        kind=letter.kind,
        recipient=letter.recipient.lower(),
        recipient_user=letter.recipient_user,
        subject=" ".join(letter.subject.split())[:200],  # a line break in a name would keep the letter here for ever
        letter=asdict(letter),
        status=Mail.Status.WAITING if mode == "now" else Mail.Status.DIGEST,
        not_before=CordeeNow() + delay,
    )
    mail.save()
    return mail


def defer_sending(mail: Mail, delay: timedelta = timedelta(0)) -> None:
    """A job of the same transaction. Should it be lost, the sweep of every minute finds the row."""
    from cordee.core.jobs import send_mail

    send_mail.configure(schedule_at=timezone.now() + delay).defer(mail_id=mail.pk)


def take_back(event: Event, correction: Event, *, reason: str, label: str) -> None:
    """A corrected act: letters still waiting are stopped; whoever was told is told of the correction."""
    mails = Mail.objects.for_system("letters of a corrected act").filter(event=event)
    mails.filter(status__in=[Mail.Status.WAITING, Mail.Status.DIGEST]).update(status=Mail.Status.STOPPED)
    for mail in mails.filter(status=Mail.Status.SENT).order_by("id"):
        told = Letter(**{**mail.letter, "lines": tuple(mail.letter["lines"])})
        post(
            Letter(
                kind=told.kind,
                recipient=told.recipient,
                recipient_user=told.recipient_user,
                subject=f"Rectification : {told.subject}"[:200],
                lines=(f"Notre courriel « {told.subject} » n'a plus lieu d'être : l'acte « {label} » a été corrigé.", f"Motif : {reason}"),
                button=told.button,
                path=told.path,
                sender=told.sender,
            ),
            event=correction,
        )


def stop(event_ids: Iterable[int]) -> int:
    """Letters of these events that still wait do not leave. Answers how many."""
    waiting = Mail.objects.for_system("letters of acts taken back").filter(event_id__in=event_ids)
    return int(waiting.filter(status__in=[Mail.Status.WAITING, Mail.Status.DIGEST]).update(status=Mail.Status.STOPPED))


# -- sending ------------------------------------------------------------------------------------------------------------
def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The mail as it leaves, from the frozen letter. The Message-ID is the row's: a second sending is recognised as such."""
    stop, headers = stop_url(mail), {"Message-ID": f"<{mail.public_id}@{_domain()}>"}
    if stop:  # RFC 8058: the mail program itself offers to stop this kind of letter
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    context = {
        "mail": mail,
        "letter": mail.letter,
        "items": mail.letter.get("items", []),
        "kind": mail_kinds[mail.kind],
        "url": settings.PUBLIC_URL + mail.letter["path"],
        "home": settings.PUBLIC_URL,
        "stop": stop,
    }
    message = EmailMultiAlternatives(
        subject=mail.subject, body=render_to_string("mails/letter.txt", context), to=[mail.recipient], headers=headers
    )
    message.attach_alternative(render_to_string("mails/letter.html", context), "text/html")
    return message


def stop_url(mail: Mail) -> str:
    """Statutory letters cannot be stopped, and only someone with an account has preferences."""
    if mail.recipient_user is None or mail_kinds[mail.kind].statutory:
        return ""
    path = _Preferences.stop(mail.recipient_user, mail.kind)
    return settings.PUBLIC_URL + path if path else ""


def _domain() -> str:
    return settings.PUBLIC_URL.split("//", 1)[-1].split(":")[0].split("/")[0]


def send(mail_id: int) -> bool:
    """Sends one waiting mail, if no one else is sending it. A failure stays visible and is tried again, later and later."""
    with transaction.atomic():
        mail = (
            Mail.objects.for_system("the outbox")
            .select_for_update(skip_locked=True)
            .filter(pk=mail_id, status=Mail.Status.WAITING, not_before__lte=CordeeNow())
            .first()
        )
        if mail is None:
            return False
        if _has_left(mail):
            mail.status = Mail.Status.STOPPED
            mail.save(update_fields=["status"])
            return False
        mail.attempts += 1
        try:
            message_of(mail).send()
        except Exception as trouble:  # whatever the transport says is kept and shown; the worker goes on
            mail.trouble = str(trouble)[:300]
            refused = bounces.is_refusal(trouble)
            if refused:
                bounces.tell(mail.recipient, mail.trouble)
            if refused or mail.attempts >= ATTEMPTS:
                mail.status = Mail.Status.FAILED
            else:
                mail.not_before = timezone.now() + BACKOFF * 2 ** (mail.attempts - 1)
            mail.save()
            _tell_outcome(mail)
            return False
        mail.status, mail.sent_at, mail.trouble = Mail.Status.SENT, timezone.now(), ""
        if mail.letter.get("forget_path"):
            mail.letter = {**mail.letter, "path": ""}
        mail.save()
        _tell_outcome(mail)
    return True


def send_again(mail: Mail, *, actor: Actor) -> None:
    """A letter that could not be delivered leaves again, as it was written. Its link may have expired: the letter says so itself."""
    with transaction.atomic():
        locked = _undelivered(mail, actor)
        locked.status, locked.attempts, locked.trouble, locked.not_before = Mail.Status.WAITING, 0, "", timezone.now()
        locked.save()
        defer_sending(locked)


def give_up(mail: Mail, *, actor: Actor) -> None:
    """The letter is put away: its reader was told otherwise, or need not be."""
    with transaction.atomic():
        locked = _undelivered(mail, actor)
        locked.status = Mail.Status.STOPPED
        locked.save()


def _undelivered(mail: Mail, actor: Actor) -> Mail:
    if not actor.is_system and actor.profile != "admin":
        raise Refused(Refusal("profile", "Les courriels non remis sont repris par l'administration de la plateforme."))
    locked: Mail = Mail.objects.for_system("opened by the list").select_for_update(no_key=True).get(pk=mail.pk)
    if locked.status != Mail.Status.FAILED:
        raise Refused(Refusal("status", f"Ce courriel est « {locked.get_status_display()} » : il n'y a plus rien à reprendre."))
    return locked


def due(limit: int = 200) -> list[int]:
    return list(
        Mail.objects.for_system("the outbox")
        .filter(status=Mail.Status.WAITING, not_before__lte=CordeeNow())
        .order_by("not_before")
        .values_list("pk", flat=True)[:limit]
    )


def send_digests() -> int:
    """One mail a person with what waited for the digest, never an empty one. Returns how many were made."""
    waiting = Mail.objects.for_system("the digest").filter(status=Mail.Status.DIGEST, not_before__lte=CordeeNow())
    made = 0
    for recipient in list(waiting.order_by("recipient").values_list("recipient", flat=True).distinct()):
        with transaction.atomic():
            mails = list(waiting.filter(recipient=recipient).select_for_update(skip_locked=True).order_by("id"))
            left = [mail.pk for mail in mails if _has_left(mail)]
            Mail.objects.for_system("the digest").filter(pk__in=left).update(status=Mail.Status.STOPPED)
            if mails := [mail for mail in mails if mail.pk not in left]:
                _digest(recipient, mails)
                made += 1
    return made


def _digest(recipient: str, mails: list[Mail]) -> None:
    count = len(mails)
    items = tuple({"subject": m.subject, "lines": m.letter["lines"], "path": m.letter["path"], "button": m.letter["button"]} for m in mails)
    letter = Letter(
        kind="core.digest",
        recipient=recipient,
        recipient_user=mails[0].recipient_user,
        subject=mails[0].subject if count == 1 else f"Cordée : {count} nouvelles depuis hier",
        lines=("Voici ce qui a bougé dans vos dossiers.",),
        button="Ouvrir ma journée",
        path="/",
        items=items,
    )
    carrier = _insert(letter, "now", timedelta(0))
    Mail.objects.for_system("the digest").filter(pk__in=[m.pk for m in mails]).update(
        status=Mail.Status.SENT, sent_at=CordeeNow(), carried_by=carrier, attempts=F("attempts") + 1
    )
    defer_sending(carrier)
