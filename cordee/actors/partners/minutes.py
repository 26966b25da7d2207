"""The two documents of a meeting: the convocation and the minutes, in Word and PDF, under the animator's logo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cordee.actors.partners.models import Attendance, Meeting, Opinion
from cordee.actors.partners.queries import latest_opinions, seats
from cordee.core.access import Actor
from cordee.core.documents import Context, DocumentType, Mandatory
from cordee.core.documents.blocks import Block, Callout, Facts, Heading, Numbered, Paragraph, Table
from cordee.core.formats import counted, date_fr
from cordee.core.produce import produce

READERS = ("operator", "partner")


def common(meeting: Meeting, actor: Actor) -> dict[str, Any]:
    """What both say: which committee, when, where, the points. A point names what it concerns, never its papers."""
    committee = meeting.committee
    return {
        "committee": committee.name,
        "kind": committee.get_kind_display(),
        "organisation": committee.organisation.name,
        "fictitious": meeting.fictitious,
        "when": date_fr(meeting.starts_at),
        "place": meeting.place,
        "visio": meeting.visio_url,
        "note": meeting.note,
        "quorum": committee.quorum,
        "items": [[item.title, item.organisation.name if item.organisation else ""] for item in agenda(meeting)],
        "members": [[seat.organisation.name, seat.seat] for seat in seats(committee)],
    }


def agenda(meeting: Meeting) -> list[Any]:
    return list(meeting.items.select_related("organisation").order_by("rank"))


def reported(meeting: Meeting, actor: Actor) -> dict[str, Any]:
    """The minutes besides: who was there, what was said, opinions as numbers (each one stays with the DLA), who was excused."""
    return common(meeting, actor) | {
        "minutes": meeting.minutes,
        "attendance": attendance_of(meeting),
        "points": [point_of(item) for item in agenda(meeting)],
        "reached": quorum_of(meeting),
        "adopted": [date_fr(former.starts_at) for former in meeting.adopts.order_by("starts_at")],
    }


def attendance_of(meeting: Meeting) -> list[list[str]]:
    rows = meeting.attendances.select_related("member__organisation", "by__organisation").order_by("member__organisation__sort_key", "id")
    return [
        [a.member.organisation.name, a.member.seat, f"{a.get_status_display()}{f' par {a.by.organisation.name}' if a.by else ''}"]
        for a in rows
    ]


def quorum_reached(meeting: Meeting) -> bool:
    quorum = meeting.committee.quorum
    return not quorum or meeting.attendances.exclude(status=Attendance.Status.EXCUSED).count() >= quorum


def quorum_of(meeting: Meeting) -> str:
    """« 4 sièges présents ou représentés, quorum de 3 atteint »."""
    there = meeting.attendances.exclude(status=Attendance.Status.EXCUSED).count()
    told = counted(there, "siège présent ou représenté", "sièges présents ou représentés")
    quorum = meeting.committee.quorum
    return told if not quorum else f"{told}, quorum de {quorum} {'atteint' if there >= quorum else 'non atteint'}"


def opinion_said(item: Any) -> str:
    """« Avis favorable (favorable 3, défavorable 1) » The text of each one stays with the DLA."""
    given = [opinion.value for opinion in latest_opinions([item])]
    if not given:
        return ""
    counts = ", ".join(f"{label.lower()} {given.count(code)}" for code, label in Opinion.Value.choices if code in given)
    return f"{outcome_label(given)} ({counts})"


def outcome_label(given: Sequence[str]) -> str:
    """Abstentions weigh nothing; as many for as against is favourable with reserve: the DLA decides."""
    for_, against = given.count("favourable") + given.count("reserved"), given.count("against")
    if not for_ and not against:
        return "Abstention"
    if against > for_:
        return "Avis défavorable"
    return "Avis favorable" if not against and "reserved" not in given else "Avis favorable avec réserve"


def draft_of(meeting: Meeting, items: Sequence[Any]) -> str:
    """What the opinions already say: proposed, to be corrected and completed. `items`: the points that the writer may read."""
    lines = []
    for item in items:
        about = f" ({item.organisation.name})" if item.organisation else ""
        excused = item.interests.select_related("member__organisation").order_by("member__organisation__sort_key")
        names = ", ".join(interest.member.organisation.name for interest in excused)
        said = [opinion_said(item), f"Excusé·e, lien d'intérêt déclaré : {names}" if names else ""]
        lines.append(f"{item.rank}. {item.title}{about}. {'. '.join(filter(None, said)) or 'Aucun avis donné'}.")
    return "\n\n".join(lines)


def point_of(item: Any) -> dict[str, Any]:
    given = [opinion.value for opinion in latest_opinions([item])]
    excused = item.interests.select_related("member__organisation").order_by("member__organisation__sort_key")
    return {
        "title": item.title,
        "organisation": item.organisation.name if item.organisation else "",
        "decision": item.decision,
        "opinions": [[label, given.count(code)] for code, label in Opinion.Value.choices if code in given],
        "excused": [interest.member.organisation.name for interest in excused],
    }


def head(c: Context) -> list[Block]:
    pairs = [
        ("Comité", c["committee"]),
        ("Animé par", c["organisation"]),
        ("Date", c["when"]),
        ("Lieu", c["place"]),
        ("Visioconférence", c["visio"]),
    ]
    blocks: list[Block] = [Facts([(label, value) for label, value in pairs if value])]
    if c["fictitious"]:
        blocks.insert(0, Callout("Cette réunion est inventée pour la démonstration.", title="Scénario fictif"))
    return blocks


def convocation(c: Context) -> Sequence[Block]:
    blocks = head(c)
    blocks += [Paragraph(line) for line in c["note"].splitlines() if line.strip()]
    points = [" : ".join(filter(None, point)) for point in c["items"]]
    blocks += [Heading("Ordre du jour"), Numbered(points), Heading("Membres"), Table(["Organisation", "Siège"], c["members"])]
    blocks.append(Paragraph("Un membre qui a un lien d'intérêt avec un point le déclare avant la réunion : il n'en lit pas les pièces."))
    return blocks


def report(c: Context) -> Sequence[Block]:
    blocks = head(c)
    blocks += [Heading("Présences"), Table(["Organisation", "Siège", "Présence"], c["attendance"]), Paragraph(f"{c['reached']}.")]
    blocks.append(Heading("Compte rendu"))
    blocks += [Paragraph(f"Le compte rendu de la réunion du {day} est adopté.") for day in c.get("adopted", ())]
    blocks += [Paragraph(line) for line in c["minutes"].splitlines() if line.strip()]
    blocks.append(Heading("Point par point"))
    for number, point in enumerate(c["points"], 1):
        blocks.append(Heading(f"{number}. {point['title']}", 2))
        if point["organisation"]:
            blocks.append(Paragraph(f"Concerne {point['organisation']}."))
        if point["opinions"]:
            blocks.append(Paragraph("Avis : " + ", ".join(f"{label.lower()} {number}" for label, number in point["opinions"]) + "."))
        if point["excused"]:
            blocks.append(Paragraph(f"Excusé·e, lien d'intérêt déclaré : {', '.join(point['excused'])}."))
        blocks.append(Paragraph(f"Suite donnée : {point['decision']}" if point["decision"] else "Suite donnée : aucune à ce jour."))
    return blocks


def sender(meeting: Meeting, actor: Actor) -> int | None:
    return int(meeting.committee.organisation_id)


CONVOCATION = DocumentType(
    code="partners.convocation",
    title="Convocation",
    subject="partners.meeting",
    context=common,
    body=convocation,
    sender=sender,
    subtitle=lambda c: str(c["committee"]),
    mandatory=(Mandatory("l'ordre du jour", lambda c: c["items"]),),
    audience=READERS,
)
MINUTES = DocumentType(
    code="partners.minutes",
    title="Compte rendu",
    subject="partners.meeting",
    context=reported,
    body=report,
    sender=sender,
    subtitle=lambda c: f"{c['committee']}, {c['when']}",
    mandatory=(Mandatory("les présences", lambda c: c["attendance"]), Mandatory("le compte rendu", lambda c: c["minutes"])),
    audience=READERS,
)


def produce_for(meeting: Meeting, kind: DocumentType, actor: Actor) -> None:
    produce(kind.code, meeting, actor=actor)
