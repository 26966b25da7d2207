"""Letters to the members of a committee. A member without an account receives them as well: at the address of its person, else at
that of its organisation. Who has neither is named to the animator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse

from cordee.actors.partners.actions.links import make_link
from cordee.actors.partners.models import Committee, Meeting, Member
from cordee.actors.partners.queries import has_account, seats
from cordee.core import outbox, wording
from cordee.core.formats import counted, date_fr
from cordee.core.models.journal import Event
from cordee.core.recipients import members_of

CONVENED = outbox.declare("partners.convened", "Convocation à un comité dont je suis membre", default="now")
CANCELLED = outbox.declare("partners.cancelled", "Réunion de comité annulée", default="now")
PUBLISHED = outbox.declare("partners.minutes", "Compte rendu d'un comité dont je suis membre")

CONVENED_TEXT = wording.declare(
    "partners.convened",
    "Courriel : convocation à un comité",
    subject="{comité} : réunion du {date}",
    body="{animateur} vous invite à la réunion du {comité}, {date}, {lieu}.\n\nL'ordre du jour compte {points}. "
    "Un lien d'intérêt avec l'un d'eux se déclare avant la réunion, par la même page.",
    variables={
        "comité": ("le nom du comité", "Comité d'appui du Nord"),
        "date": ("le jour et l'heure", "mardi 12 mai 2027 à 14 h 00"),
        "lieu": ("où", "à Lille, 12 rue des Ponts"),
        "animateur": ("qui anime le comité", "Nord Actif"),
        "points": ("combien de points", "3 points"),
    },
    required=("comité", "date"),
)


def reached(member: Member) -> list[tuple[int | None, str]]:
    """(account, address) of a seat: the person named, else those who act for the organisation, else its own address."""
    person = member.person
    if person and person.email and not person.bounced_on:
        return [(getattr(getattr(person, "user", None), "pk", None), person.email)]
    accounts = list(members_of(member.organisation_id))
    if accounts:
        return list(accounts)
    return [(None, member.organisation.email)] if member.organisation.email else []


def unreachable(committee: Committee) -> list[Member]:
    """The members to be told otherwise: no address is known of them."""
    return [member for member in seats(committee) if not reached(member)]


def _everyone(committee: Committee) -> list[tuple[int | None, str, Member]]:
    found: dict[str, tuple[int | None, Member]] = {}
    for member in seats(committee):
        for user, address in reached(member):
            found.setdefault(address.lower(), (user, member))
    return [(user, address, member) for address, (user, member) in found.items()]


def where(meeting: Meeting) -> str:
    place = f"à l'adresse suivante : {meeting.place}" if meeting.place else ""
    return " et en visioconférence".join([place, ""]) if place and meeting.visio_url else place or "en visioconférence"


def _letters(
    kind: outbox.MailKind, meeting: Meeting, subject: str, lines: Iterable[str], button: str, linked: bool = False
) -> Iterator[outbox.Letter]:
    """`linked`: who has no account receives an own dated link, and everyone else the page of the meeting."""
    for user, address, member in _everyone(meeting.committee):
        path = meeting.get_absolute_url()
        if linked and user is None and not has_account(member):
            path = reverse("committees:guest", args=[make_link(meeting, member, meeting.committee.organisation.name)])
        yield outbox.Letter(
            kind=kind.code,
            recipient=address,
            recipient_user=user,
            subject=subject,
            lines=tuple(lines),
            button=button,
            path=path,
            sender=meeting.committee.organisation.name,
        )


def tell_convened(meeting: Meeting, event: Event) -> Iterator[outbox.Letter]:
    values = {
        "comité": meeting.committee.name,
        "date": date_fr(meeting.starts_at),
        "lieu": where(meeting),
        "animateur": meeting.committee.organisation.name,
        "points": counted(meeting.items.count(), "point", "points"),
    }
    subject, body = wording.write(CONVENED_TEXT, values, zone=meeting.zone)
    yield from _letters(CONVENED, meeting, subject, wording.paragraphs(body), "Lire l'ordre du jour", linked=True)


def tell_cancelled(meeting: Meeting, event: Event) -> Iterator[outbox.Letter]:
    """Those who were not convened have nothing to be told."""
    if meeting.convened_at is None:
        return
    lines = (f"La réunion du {date_fr(meeting.starts_at)} n'aura pas lieu.", f"Motif : {meeting.reason}")
    yield from _letters(CANCELLED, meeting, f"{meeting.committee.name} : réunion annulée", lines, "Voir la réunion")


def tell_minutes(meeting: Meeting, event: Event) -> Iterator[outbox.Letter]:
    lines = (f"Le compte rendu de la réunion du {date_fr(meeting.starts_at)} est publié.",)
    yield from _letters(PUBLISHED, meeting, f"{meeting.committee.name} : compte rendu", lines, "Lire le compte rendu")
