"""The diagnosis in Word and PDF: the whole one for the DLA and the structure, one without the accounts for networks and partners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.queries import operator_of
from cordee.accompaniment.diagnoses import content, indicators, queries
from cordee.accompaniment.diagnoses.models import Diagnosis
from cordee.core import formats
from cordee.core.access import Actor
from cordee.core.documents import Context, DocumentType, Mandatory
from cordee.core.documents.blocks import Block, Bullets, Callout, Facts, Heading, Paragraph, Table

#: the DLA produces them; a structure opens its own on the page of the diagnosis, for in a collective dossier others read the same thread
INSIDE = ("operator",)
OPENED = ("operator", "network", "partner")
#: said of a side that was not asked to its governing bodies
UNDEBATED = {"structure": "sans délibération"}


def head(diagnosis: Diagnosis) -> dict[str, Any]:
    case: Case = diagnosis.case
    organisation = diagnosis.organisation
    return {
        "case": f"{case.title} ({case.number})",
        "structure": organisation.name if organisation else ", ".join(s.name for s in queries.structures_concerned(diagnosis)),
        "town": organisation.city if organisation else "",
        "fictitious": case.fictitious,
        "opened_on": formats.date_short(diagnosis.opened_on),
    }


def frozen(diagnosis: Diagnosis, *, close: bool) -> dict[str, Any]:
    """The last version proposed; before any, the text as it stands, which says so."""
    version = queries.latest(diagnosis)
    said = content.readable(version.content if version else content.written(diagnosis), close=close)
    assents = queries.assents_of(version) if version else []
    return head(diagnosis) | {
        "number": version.number if version else 0,
        "close": close,
        "said": said,
        "assents": [
            [one.organisation.name, one.body if one.by_bodies else UNDEBATED.get(one.side, ""), formats.date_short(one.on)]
            for one in assents
        ],
        "lacking": queries.lacking(said),
    }


def whole(diagnosis: Diagnosis, actor: Actor) -> dict[str, Any]:
    return frozen(diagnosis, close=True)


def opened(diagnosis: Diagnosis, actor: Actor) -> dict[str, Any]:
    return frozen(diagnosis, close=False)


def facts(c: Context) -> list[Block]:
    pairs = [("Structure", c["structure"]), ("Commune", c["town"]), ("Dossier", c["case"]), ("Ouvert le", c["opened_on"])]
    blocks: list[Block] = [Facts([(label, value) for label, value in pairs if value])]
    if c["fictitious"]:
        blocks.insert(0, Callout("Ce dossier est inventé pour la démonstration.", title="Scénario fictif"))
    return blocks


def body(c: Context) -> Sequence[Block]:
    blocks = facts(c)
    if not c["number"]:
        blocks.append(
            Callout("Ce texte est en cours d'écriture : personne ne l'a encore validé.", title="Document de travail", tone="warning")
        )
    if not c["close"]:
        blocks.append(Paragraph("Exemplaire sans les comptes, pour les réseaux et les partenaires."))
    for section, value in content.sections_of(c["said"]):
        blocks += [Heading(section.title), *drawn(section, value)]
    if c["assents"]:
        table = Table(["Qui valide", "Instance qui a décidé", "Le"], c["assents"])
        blocks += [Heading("Validations"), table]
    return blocks


def drawn(section: content.Section, value: Any) -> list[Block]:
    if section.kind == "text":
        return [Paragraph(line) for line in content.lines(value)]
    if section.kind == "words":
        return [Bullets(value)]
    if section.kind == "pairs":
        return [Facts([(label, said) for label, said in value])]
    if section.kind == "findings":
        return [Table(["Nature", "Axe", "Constat"], [[one["kind"], one["axis"], found(one)] for one in value], widths=(1, 1.4, 3))]
    blocks: list[Block] = []
    for note in value:
        blocks.append(Heading(f"{note['kind']} : {note['from']}", 2))
        blocks += [Paragraph(line) for line in content.lines(note["text"])]
        blocks.append(Paragraph(f"{note['author']}, le {note['on']}."))
    return blocks


def found(one: Any) -> str:
    return f"{one['title']}. {one['comment']}" if one["comment"] else str(one["title"])


def says(name: str) -> Any:
    return lambda c: c["said"].get(name)


SAYS = (
    Mandatory("la synthèse de la situation", says("synthesis")),
    Mandatory("le contenu de la demande initiale", says("request")),
    Mandatory("les objectifs", says("objectives")),
    Mandatory("les enjeux", says("stakes")),
)


def sender(diagnosis: Diagnosis, actor: Actor) -> int | None:
    operator = operator_of(diagnosis.zone)
    return operator.pk if operator else None


def subtitle(c: Context) -> str:
    return f"{c['structure']}, version {c['number']}" if c["number"] else str(c["structure"])


def edition(c: Context, made: int) -> str:
    """The version that both sides validate is the text's; printed again, it is another copy of the same."""
    return f"version {c['number']}, tirage {made}" if c["number"] else f"texte de travail, tirage {made}"


def review_head(diagnosis: Diagnosis, *, close: bool) -> dict[str, Any]:
    review = queries.review_of(diagnosis)
    texts = [[title.capitalize(), text] for title, text in queries.review_texts(review)]
    return head(diagnosis) | {
        "close": close,
        "years": [diagnosis.accounts_year, diagnosis.review_year],
        "taken_on": formats.date_short(review.taken_on) if review else "",
        "readings": [[one.label, one.before, one.after, one.change] for one in indicators.readings(diagnosis, close=close)],
        "texts": [[label, text] for label, text in texts if text],
    }


def review_whole(diagnosis: Diagnosis, actor: Actor) -> dict[str, Any]:
    return review_head(diagnosis, close=True)


def review_opened(diagnosis: Diagnosis, actor: Actor) -> dict[str, Any]:
    return review_head(diagnosis, close=False)


def review_body(c: Context) -> Sequence[Block]:
    blocks = facts(c)
    first, last = c["years"]
    if c["readings"]:
        blocks += [Heading("Indicateurs"), Table(["Indicateur", f"N ({first})", f"N+2 ({last})", "Évolution"], c["readings"])]
    for label, text in c["texts"]:
        blocks += [Heading(label), *(Paragraph(line) for line in content.lines(text))]
    return blocks


def kind(code: str, title: str, context: Any, body: Any, audience: tuple[str, ...], **more: Any) -> DocumentType:
    return DocumentType(
        code=f"diagnoses.{code}", title=title, subject="diagnoses.diagnosis", context=context, body=body, audience=audience, sender=sender,
        **more,
    )  # fmt: skip


WHOLE = kind("whole", "Diagnostic partagé", whole, body, INSIDE, mandatory=SAYS, subtitle=subtitle, edition=edition)
OPEN = kind("opened", "Diagnostic partagé sans les comptes", opened, body, OPENED, mandatory=SAYS, subtitle=subtitle, edition=edition)
READ = (Mandatory("les indicateurs des deux exercices", lambda c: c["readings"]),)
REVIEW = kind("review", "Diagnostic post-accompagnement", review_whole, review_body, INSIDE, mandatory=READ)
REVIEW_OPEN = kind("review_opened", "Diagnostic post-accompagnement sans les comptes", review_opened, review_body, OPENED, mandatory=READ)
ALL = (WHOLE, OPEN, REVIEW, REVIEW_OPEN)
