"""Opening a diagnosis, writing it, noting what was found, filling the grid together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Max

from cordee.accompaniment.cases.actions.common import on_case
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.policies import may_conduct
from cordee.accompaniment.cases.queries import accompanied
from cordee.accompaniment.diagnoses import parameters, policies
from cordee.accompaniment.diagnoses.models import Diagnosis, Finding
from cordee.actors.directory.models import Competence, Organisation, Theme
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.clock import today
from cordee.core.edits import save_edit, stale
from cordee.core.journal import record
from cordee.core.parameters import param
from cordee.core.verbs import allow, locked
from cordee.tools.surveys import actions as surveys
from cordee.tools.surveys.models import Invitation, Version
from cordee.tools.surveys.queries import library

CLOSE = ["operator", "structure"]
GRID = "shared-diagnosis"
TOO_EARLY = Refusal("early", "Le diagnostic s'ouvre après l'accueil : accueillez la structure et décidez de l'éligibilité d'abord.")
OUTSIDE = Refusal("outside", "Cette structure n'est pas, ou n'est plus, dans ce dossier.")
INDIVIDUAL = Refusal("individual", "Ce dossier accompagne une seule structure : son diagnostic est le sien.")
COMMON = Refusal("common", "La grille se remplit avec une structure : ouvrez-la depuis le diagnostic de chacune.")
NO_GRID = Refusal("grid", "La grille « Diagnostic partagé » n'est pas en service ici : l'équipe de la plateforme peut la charger.")
EARLY = (Case.State.REQUESTED, Case.State.RECEIVED)


def open_diagnosis(*, actor: Actor, case: Case, organisation: Organisation | None) -> Diagnosis:
    """Of one structure of the dossier, or common to all. Its years are those that the parameters of this day give."""
    allow(may_conduct(actor, case))
    with on_case(actor, case, "diagnoses.diagnosis.open", Diagnosis) as held:
        allow(TOO_EARLY if held.state in EARLY else None)
        concerned = accompanied(held)
        allow(INDIVIDUAL if organisation is None and held.kind == Case.Kind.INDIVIDUAL else None)
        allow(OUTSIDE if organisation and organisation.pk not in {b.organisation_id for b in concerned} else None)
        return opened(held, organisation, actor)


def opened(case: Case, organisation: Organisation | None, actor: Actor, on: date | None = None) -> Diagnosis:
    """The row itself, on a dossier that its caller holds. What the request said is where its text begins."""
    day = on or today()
    year = day.year - param(parameters.ACCOUNTS_BACK, on=day, zone=case.zone)
    diagnosis = Diagnosis(
        case=case, organisation=organisation, thread_id=case.thread_id, zone=case.zone, opened_on=day, accounts_year=year,
        review_year=year + param(parameters.REVIEW_AFTER, on=day, zone=case.zone), request=case.need,
    )  # fmt: skip
    diagnosis.full_clean()
    diagnosis.save(force_insert=True)
    data = {"organisation": organisation.name if organisation else ""}
    record(diagnosis, "diagnoses.diagnosis.opened", actor=actor, audience=CLOSE, data=data, fact_on=day)
    return diagnosis


@contextmanager
def writing_in(actor: Actor, diagnosis: Diagnosis, act: str, model: type[Any] = Diagnosis) -> Iterator[Any]:
    """The dossier, then the diagnosis, both held."""
    allow(policies.may_conduct(actor, diagnosis))
    with on_case(actor, diagnosis.case, f"diagnoses.{act}", model):
        yield locked(diagnosis)


def edit(*, actor: Actor, diagnosis: Diagnosis, values: dict[str, Any], version: int) -> Diagnosis:
    """The text. A colleague who saved meanwhile is shown; nothing of either is lost."""
    with writing_in(actor, diagnosis, "diagnosis.edit") as held:
        saved: Diagnosis = save_edit(held, values, version=version, actor=actor, form="diagnoses.text")
    return saved


def keep_topics(
    *, actor: Actor, diagnosis: Diagnosis, themes: list[Theme], competences: list[Competence], version: int
) -> Diagnosis:  # fmt: skip
    """What the accompaniment is about, and what it will need."""
    with writing_in(actor, diagnosis, "diagnosis.topics") as held:
        if held.version != version:
            raise stale(held, version=version, mine={})
        saved: Diagnosis = save_edit(held, {}, version=version, actor=actor, touched=True)
        saved.themes.set(themes)
        saved.competences.set(competences)
    return saved


# -- findings -------------------------------------------------------------------------------------------------------------------
def keep_finding(
    *, actor: Actor, diagnosis: Diagnosis, values: dict[str, Any], finding: Finding | None = None, version: int = 0
) -> Finding:  # fmt: skip
    """A new one takes the last rank."""
    with writing_in(actor, diagnosis, "finding.keep", Finding) as held:
        if finding is not None:
            saved: Finding = save_edit(finding, values, version=version, actor=actor)
            return saved
        last = held.findings.aggregate(last=Max("rank"))["last"] or 0
        kept = Finding(diagnosis=held, rank=last + 1, **values)
        kept.full_clean()
        kept.save(force_insert=True)
    return kept


def move_finding(*, actor: Actor, finding: Finding, up: bool) -> None:
    """One rank up or down; at the end of the list, nothing."""
    with writing_in(actor, finding.diagnosis, "finding.move", Finding) as held:
        findings = list(held.findings.order_by("rank"))
        place = next((n for n, one in enumerate(findings) if one.pk == finding.pk), -1)
        other = place - 1 if up else place + 1
        if place < 0 or not 0 <= other < len(findings):
            return
        first, second = findings[place], findings[other]
        first.rank, second.rank = second.rank, first.rank
        first.save()
        second.save()


def withdraw_finding(*, actor: Actor, finding: Finding) -> None:
    """Out of the text; its history and the versions that bear it stay."""
    with writing_in(actor, finding.diagnosis, "finding.withdraw", Finding) as held:
        held.findings.filter(pk=finding.pk).delete()


# -- the grid -------------------------------------------------------------------------------------------------------------------
def open_grid(*, actor: Actor, diagnosis: Diagnosis) -> str:
    """The grid of the library, asked of the structure in a meeting, on its own thread: its part on accounts names its readers. Answers
    the key of the page where it is filled."""
    structure = diagnosis.organisation
    with writing_in(actor, diagnosis, "grid.open") as held:
        if structure is None:
            allow(COMMON)
            raise AssertionError
        if held.grid_id is None or held.grid.withdrawn_at is not None:
            held.grid = surveys.ask(actor=actor, asked=_grid(), organisation=structure)
            held.save(update_fields=["grid"])
    return surveys.entry_key(actor=actor, subject=held.grid, channel=Invitation.Channel.MEETING)


def _grid() -> Version:
    """The version in service of the library's grid, where the library was brought in."""
    try:
        return library(GRID)
    except ObjectDoesNotExist:
        raise Refused(NO_GRID) from None
