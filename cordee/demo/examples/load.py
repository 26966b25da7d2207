"""Loads the demonstration: once, whole or not at all. What it told, and on which day, is itself a line of the journal."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from cordee.actors.directory.duplicates import find_duplicates
from cordee.actors.directory.models import Organisation
from cordee.core.find.near import refresh_vocabulary
from cordee.core.journal import history, record
from cordee.core.models import Event
from cordee.demo.examples import (
    bodies,
    committees,
    diagnoses,
    dossiers,
    enee,
    followup,
    homes,
    importing,
    invented,
    living,
    outside,
    owing,
    plans,
    pooled,
    register,
    requests,
    scheme,
    shortlists,
    surveys,
    told,
)
from cordee.demo.examples.stage import SYSTEM, Stage, public_id
from cordee.demo.examples.when import Moment, tell_in_order, told_at, working_day

LOADED = "demo.loaded"
KNOWN_FOR = 90  # days before J at which the sheets were opened


def loaded_on() -> date | None:
    """J of the demonstration that is there, or None."""
    marks = Event.objects.for_system("is the demonstration there?").filter(code=LOADED, subject_kind="directory.organisation")
    return marks.order_by("-id").values_list("fact_on", flat=True).first()


def load(today: date) -> bool:
    """False when it is already there. Two loadings at once wait for each other."""
    with transaction.atomic(), history(SYSTEM, act="demo.load"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('demo.load'))")
        if Organisation.objects.for_system("is it there?").filter(public_id=public_id("avise")).exists():
            return False
        stage = Stage(working_day(today))
        _tell(stage)
        find_duplicates()
        record(stage["cordee"], LOADED, actor=SYSTEM, audience=["operator"], fact_on=stage.day)
        refresh_vocabulary()
    return True


def _tell(stage: Stage) -> None:
    """In the order of the days: a thread never goes back."""
    surveys.library(stage)
    with told_at(stage.ago(KNOWN_FOR), 8):
        bodies.tell(stage)
        scheme.tell(stage)
        told.tell(stage)
        pooled.tell(stage)
        committees.partners(stage)
        invented.tell(stage)
        committees.ties(stage)
        outside.listed(stage)
    surveys.history(stage)
    _accompany(stage)
    scheme.objectives(stage)
    committees.tell(stage)
    importing.tell(stage)
    homes.tell(stage)
    outside.alert(stage)
    register.tell(stage)
    enee.tell(stage)
    shortlists.tell(stage)
    requests.tell(stage)
    surveys.tell(stage)


def _accompany(stage: Stage) -> None:
    """The dossiers, chapter by chapter, as each room takes part in them."""
    dossiers.opened(stage)
    diagnoses.before_all(stage)
    plans.of_the_documents(stage)
    along = followup.moments(stage)
    during, along = parted(along, {one.key: stage.ago(one.shared + 6 if one.shared else 2) for one in dossiers.STORY})
    tell_in_order(during)
    diagnoses.written(stage)
    dossiers.shared(stage)
    during, along = parted(along, {one.key: stage.ago(one.planned + plans.DRAWN) for one in dossiers.STORY if one.planned})
    tell_in_order(during)
    plans.drawn(stage)
    dossiers.under_way(stage)
    tell_in_order([*along, *plans.moments(stage)])
    owing.tell(stage)
    followup.quiet(stage)
    followup.cantal()
    living.tell(stage)
    diagnoses.tell(stage)


def parted(moments: list[Moment], days: dict[str, date]) -> tuple[list[Moment], list[Moment]]:
    """Those before the day of their dossier, and the others."""
    earlier = [one for one in moments if one.key in days and one.day < days[one.key]]
    return earlier, [one for one in moments if one not in earlier]
