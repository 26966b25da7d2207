"""Who is proposed to a structure, in which order and for which reasons; who is set aside, and why.

At most a thousand hits are weighed by what their own row says; facts are read for the fifty shown and the newcomers among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cordee.actors.directory.models import Organisation
from cordee.actors.providers.search import facts, queries
from cordee.actors.providers.search.conflicts import conflicts_of
from cordee.actors.providers.search.facts import Known, Question
from cordee.actors.providers.search.queries import NEW_DAYS, Need
from cordee.actors.providers.search.ranking import Candidate, draw, ranked
from cordee.actors.providers.search.words import Words
from cordee.actors.territory.places import in_department
from cordee.core.access import Actor
from cordee.core.parameters import param

SHOWN, WEIGHED, NEWCOMERS, ASIDE = 50, 1000, 5, 20
COLUMNS = (
    "id", "public_id", "name", "organisation__fictitious", "competence_ids", "sector_ids", "everywhere", "spotted_on",
    "national_networks", "similar_experience",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """One provider as the page shows it."""

    public_id: Any
    name: str
    fictitious: bool
    is_new: bool
    spotted_on: date
    reasons: tuple[str, ...]
    known: Known

    @property
    def url(self) -> str:
        return f"/annuaire/prestataires/{self.public_id}/"

    @property
    def said(self) -> str:
        return " · ".join(self.reasons)


@dataclass(frozen=True, slots=True)
class Proposals:
    shown: list[Proposal]
    newcomers: list[Proposal]  # those of `shown` that are new
    aside: list[tuple[str, str]]  # (name, why)
    count: int  # WEIGHED + 1 means more

    @property
    def counted(self) -> str:
        if self.count > WEIGHED:
            return "Plus de 1\u202f000 prestataires"
        return f"{self.count} prestataire{'s' if self.count > 1 else ''}"


def need_of(structure: Organisation, words: Words, *, theme: str = "", competence: str = "", text: str = "", department: str = "") -> Need:
    """What is asked for, from the codes of an address: what is unknown is dropped."""
    one = words.competence(competence)
    about = words.theme(theme)
    if one:
        under: Sequence[int] = [one.pk]
    else:
        under = words.under(about.pk) if about else []
    wanted = one.theme if one else about.pk if about else None
    place = department or structure.zone.split("-")[0]
    return Need(place if place != "00" else "", wanted, one.pk if one else None, tuple(under), text)


def proposals(actor: Actor, structure: Organisation, need: Need, words: Words) -> Proposals:
    conflicts = conflicts_of(structure)
    answering = need.narrow(queries.proposable(actor))
    free = answering.exclude(organisation_id__in=list(conflicts))
    sectors = set(structure.sectors.order_by("pk").values_list("pk", flat=True))
    hits = list(free.order_by().values_list("id", "everywhere", "sector_ids", "spotted_on")[: WEIGHED + 1])
    fits = {pk: fit(need, sectors, everywhere, theirs) for pk, everywhere, theirs, _ in hits}
    question = Question(actor, need.theme)
    recent = question.day - timedelta(days=param(NEW_DAYS))
    best = sorted(fits, key=lambda pk: (-fits[pk], draw(structure.pk, pk)))[:SHOWN]
    new = [pk for pk, _, _, spotted_on in hits if spotted_on >= recent]
    new = sorted(new, key=lambda pk: (-fits[pk], draw(structure.pk, pk)))[:NEWCOMERS]
    known = facts.known_of(question, sorted({*best, *new}))
    rows = {row["id"]: row for row in free.filter(pk__in=list(known)).order_by().values(*COLUMNS)}
    order = ranked([Candidate(pk, fits[pk], one) for pk, one in known.items() if pk in rows], structure.pk)
    shown = [_proposal(rows[c.key], need, sectors, words, c.known, question, recent) for c in order]
    newcomers = [one for one in shown if one.is_new][:NEWCOMERS]
    return Proposals(shown, newcomers, set_aside(answering, conflicts), len(hits))


def fit(need: Need, sectors: set[int], everywhere: bool, theirs: Sequence[int]) -> int:
    """Near rather than everywhere; knowing the structure's trade. The competence or the theme is the filter itself."""
    return (2 if need.department and not everywhere else 0) + bool(sectors & set(theirs))


def _proposal(row: dict[str, Any], need: Need, sectors: set[int], words: Words, known: Known, question: Question, recent: date) -> Proposal:
    return Proposal(
        row["public_id"],
        row["name"],
        row["organisation__fictitious"] and not row["name"].endswith("(fictif)"),
        row["spotted_on"] >= recent,
        row["spotted_on"],
        tuple(reasons(row, need, sectors, words) + facts.sentences(known, question)),
        known,
    )


def reasons(row: dict[str, Any], need: Need, sectors: set[int], words: Words) -> list[str]:
    """What its own sheet says, in the words of the need."""
    said = []
    if row["everywhere"]:
        said.append("intervient partout en France")
    elif need.department:
        said.append(f"intervient {in_department(need.department)}")
    if answering := words.said(set(need.competences) & set(row["competence_ids"])):
        said.append(f"compétence{'s' if len(answering) > 1 else ''} {', '.join(answering[:3])}")
    if trade := words.sectors_said(sectors & set(row["sector_ids"])):
        said.append(f"connaît le secteur {trade[0]}")
    if row["similar_experience"]:
        said.append("expérience semblable décrite sur sa fiche")
    if row["national_networks"]:
        said.append("participe à un réseau national d'échange")
    return said


def set_aside(answering: Any, conflicts: dict[int, str]) -> list[tuple[str, str]]:
    """Those who would have answered, were it not for a tie."""
    if not conflicts:
        return []
    tied = answering.filter(organisation_id__in=list(conflicts)).order_by("sort_key", "id")
    return [(name, conflicts[pk]) for pk, name in tied.values_list("organisation_id", "name")[:ASIDE]]
