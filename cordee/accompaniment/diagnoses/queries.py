"""Reads of diagnoses: who sees which, what still lacks, which version stands, what the sheet and the accounts say."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from cordee.accompaniment.cases.models import Accounts, Case, Validation
from cordee.accompaniment.cases.queries import accompanied, accounts_seen
from cordee.accompaniment.diagnoses.models import Assent, Contribution, Diagnosis, Finding, Review, Version
from cordee.accompaniment.diagnoses.models.version import MANDATORY
from cordee.actors.directory.models import Competence, Organisation, Position, Theme, YearFigures
from cordee.actors.partners.queries import by_operator_or_part
from cordee.core.access import Actor, threads_of
from cordee.core.models import Document, HouseQuerySet
from cordee.core.models.bases import TODAY
from cordee.tools.surveys.models import Response

Rows = TypeVar("Rows", bound=HouseQuerySet)

#: who reads all the diagnoses of a dossier; a structure reads its own and the common one
ALL_OF_THEM = frozenset({"operator", "network", "partner"})


def diagnoses_seen(rows: Rows, actor: Actor, at: str = "") -> Rows:
    """The DLA, whoever contributes, and each structure for itself. Funders and providers read none. `at`: the way to the diagnosis."""
    own = Q(**{f"{at}organisation__isnull": True}) | Q(**{f"{at}organisation": actor.organisation_id})
    return by_operator_or_part(
        rows, actor,
        lambda: Q(thread_id__in=threads_of(actor, ALL_OF_THEM)),
        lambda: Q(thread_id__in=threads_of(actor, frozenset({"structure"}))) & own,
    )  # fmt: skip


def versions_seen(rows: Rows, actor: Actor) -> Rows:
    return diagnoses_seen(rows, actor, "diagnosis__")


def contributions_seen(rows: Rows, actor: Actor) -> Rows:
    return diagnoses_seen(rows, actor, "diagnosis__")


def reviews_seen(rows: Rows, actor: Actor) -> Rows:
    return diagnoses_seen(rows, actor, "diagnosis__")


# -- of one dossier -------------------------------------------------------------------------------------------------------------
def of_case(case: Case) -> QuerySet[Any]:
    """The common one first, then each structure's, in order of entry."""
    rows = Diagnosis.objects.for_system("of a dossier that the actor may see").filter(case=case)
    return rows.select_related("organisation").order_by("opened_on", "id")


def lacking(content: Any) -> list[str]:
    """What it must say and does not yet, with its article."""
    said = {
        "synthesis": "la synthèse de la situation",
        "request": "le contenu de la demande",
        "objectives": "les objectifs",
        "stakes": "les enjeux",
    }
    value = content.get if isinstance(content, dict) else lambda name: getattr(content, name)
    return [said[name] for name in MANDATORY if not str(value(name) or "").strip()]


def latest(diagnosis: Diagnosis) -> Version | None:
    rows = Version.objects.for_system("of a diagnosis that the actor may see").filter(diagnosis=diagnosis)
    found: Version | None = rows.order_by("-number").first()
    return found


def versions_of(diagnosis: Diagnosis) -> list[Version]:
    rows = Version.objects.for_system("of a diagnosis that the actor may see").filter(diagnosis=diagnosis)
    return list(rows.order_by("-number"))


def assents_of(version: Version) -> list[Assent]:
    rows = Assent.objects.for_system("of a version that the actor may see").filter(version=version)
    return list(rows.select_related("organisation").order_by("on", "id"))


REVIEW_TEXTS = ("results", "induced", "professionalisation", "network", "jobs", "new_needs")


def review_texts(review: Review | None) -> list[tuple[str, str]]:
    """What the follow-up diagnosis says, each text under its title."""
    if review is None:
        return []
    titles = {field.name: str(field.verbose_name) for field in Review._meta.concrete_fields}
    return [(titles[name], getattr(review, name)) for name in REVIEW_TEXTS]


def structures_concerned(diagnosis: Diagnosis) -> list[Organisation]:
    """Those whose yes this diagnosis needs."""
    return [b.organisation for b in accompanied(diagnosis.case) if diagnosis.organisation_id in (None, b.organisation_id)]


def awaited(diagnosis: Diagnosis, version: Version) -> list[str]:
    """Those who have not said yes to this version: structures by their name, then the DLA."""
    said = {(one.side, one.organisation_id) for one in assents_of(version)}
    names = [s.name for s in structures_concerned(diagnosis) if (Validation.Side.STRUCTURE, s.pk) not in said]
    return names if any(side == Validation.Side.OPERATOR for side, _ in said) else [*names, "le DLA"]


def findings_of(diagnosis: Diagnosis) -> list[Finding]:
    rows = Finding.objects.for_system("of a diagnosis that the actor may see").filter(diagnosis=diagnosis)
    return list(rows.order_by("rank"))


def contributions_of(diagnosis: Diagnosis) -> list[Contribution]:
    rows = Contribution.objects.for_system("of a diagnosis that the actor may see").filter(diagnosis=diagnosis)
    return list(rows.select_related("organisation").order_by("asked_on", "id"))


def review_of(diagnosis: Diagnosis) -> Review | None:
    found: Review | None = Review.objects.for_system("of a diagnosis that the actor may see").filter(diagnosis=diagnosis).first()
    return found


def answer_of(diagnosis: Diagnosis) -> Response | None:
    """The grid as it was last answered for this diagnosis: what was agreed together before what either side said."""
    if diagnosis.grid_id is None:
        return None
    rows = Response.objects.for_system("of a diagnosis that the actor may see").filter(invitation_id=diagnosis.grid_id, latest=True)
    found = list(rows.order_by("-submitted_on", "id"))
    return min(found, key=lambda one: list(Response.Voice.values)[::-1].index(one.voice), default=None)


def documents_of(diagnosis: Diagnosis, types: tuple[str, ...]) -> list[Document]:
    rows = Document.objects.for_system("the diagnosis was fetched through visible_to; the reader's variants are named")
    return list(rows.filter(type__in=types, subject_id=diagnosis.pk).prefetch_related("files").order_by("-made_at", "-id"))


def themes() -> QuerySet[Any]:
    return _open(Theme)


def competences() -> QuerySet[Any]:
    return _open(Competence)


def _open(model: Any) -> QuerySet[Any]:
    """The items that are offered today."""
    rows = model.objects.for_system("an open list").filter(Q(starts_on__isnull=True) | Q(starts_on__lte=TODAY))
    found: QuerySet[Any] = rows.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=TODAY)).order_by("position", "label")
    return found


# -- what the sheet and the accounts say ----------------------------------------------------------------------------------------
def figures(organisation: Organisation, year: int) -> YearFigures | None:
    """The figures of this very year: another one is never taken instead."""
    return YearFigures.objects.filter(organisation=organisation, year=year).first()


def accounts(case: Case, organisation: Organisation, year: int) -> Accounts | None:
    rows = Accounts.objects.for_system("the reader's section is judged by its caller").filter(organisation=organisation, year=year)
    found: Accounts | None = rows.filter(case=case).first()
    return found


def may_read_accounts(diagnosis: Diagnosis, actor: Actor) -> bool:
    """The same door as the accounts themselves; a structure opens its own only."""
    if actor.capacity == "structure" and diagnosis.organisation_id != actor.organisation_id:
        return False
    door = accounts_seen(Diagnosis.objects.for_system("the door of accounts is asked"), actor)
    return bool(door.filter(pk=diagnosis.pk).exists())


def posts(organisation: Organisation, year: int) -> list[Position]:
    """Who led it at the end of that year: posts, filled or vacant, never names."""
    rows = Position.objects.for_system("functions of a structure whose diagnosis the actor may see").filter(
        organisation=organisation, period__contains=date(year, 12, 31), title__in=("director", "president", "treasurer")
    )
    order = ("president", "treasurer", "director")
    return sorted(rows.order_by("id"), key=lambda one: (order.index(one.title), one.pk))
