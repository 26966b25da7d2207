"""The follow-up of the story on first opening: one piece to complete, notes, and a date for every quiet dossier."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cordee.accompaniment.cases.models import Assignment, Case
from cordee.accompaniment.followup.models import Note, Piece, Step
from cordee.actors.accounts.models import User
from cordee.actors.accounts.queries import load_actor
from cordee.core.access import Actor
from cordee.core.models.bases import period_contains_today
from cordee.demo.examples import dossiers
from cordee.demo.examples.followup import LACKING
from cordee.demo.examples.when import working_day

TODAY = timezone.localdate()
J = working_day(TODAY)


@pytest.fixture(autouse=True)
def _told(story: None, db: None) -> None:
    """On the base of the demonstration."""


def actor(code: str) -> Actor:
    found = load_actor(User.objects.get(email=f"{code}@cordee.example").pk)
    assert found
    return found


def test_the_director_has_one_piece_to_complete_a_page_of_the_accounts() -> None:
    pieces = Piece.objects.visible_to(actor("structure-directrice"))
    assert [(p.label, p.lacking) for p in pieces.filter(state="to_complete")] == [("Comptes annuels du dernier exercice", LACKING)]
    assert pieces.filter(state="accepted").count() == 2
    assert not pieces.filter(state="asked").exists()


def test_every_dossier_that_someone_follows_has_a_dated_contact_to_come() -> None:
    held = Assignment.objects.for_system("test").filter(period_contains_today(), role="holder").values("case")
    live = Case.objects.for_system("test").filter(pk__in=held).exclude(state__in=Case.OVER)
    dated = Step.objects.for_system("test").filter(contact=True, state="planned", due__gt=J + timedelta(7))
    assert live.count() >= 38
    assert set(live.values_list("pk", flat=True)) == set(dated.values_list("case", flat=True))


@pytest.mark.covers("DLA-022")
def test_notes_are_told_in_the_dossiers_and_the_support_contact_of_the_cantal_is_history() -> None:
    rives = dossiers.case_of(dossiers.RIVES)
    assert Note.objects.visible_to(actor("charge-mission-nord")).filter(case=rives).count() == 2
    assert Note.objects.visible_to(actor("structure-directrice")).filter(case=rives).count() == 1
    support = Note.objects.for_system("test").get(kind="support")
    assert support.case.state == "closed"
    assert "nouvelle direction" in support.who
