"""Sending answers: what is kept, once, whatever the network and the hurry do."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cordee.core.access import Refused
from cordee.core.lifecycle import advance
from cordee.core.models import Event
from cordee.tools.surveys import actions, queries
from cordee.tools.surveys.models import Invitation, Progress, Response
from tests import factories as make
from tests.tools.surveys.scene import HIGH, LOW, campaign, published, scene, submit


def rows(**of: Any) -> Any:
    return Response.objects.for_system("test").filter(**of)


def test_an_answer_is_one_row_with_its_marks_its_total_and_its_level(db: None) -> None:
    told = scene()
    receipt = submit(told.invitations[0], {**HIGH, "a1": {"v": "l0"}, "b1": {"s": "na"}, "ghost": {"v": "x"}})
    kept = rows().get()
    assert (receipt.submission, receipt.first, receipt.revision) == (kept.submission, True, 1)
    assert kept.marks == [0.0, 1.0, None, 1.0, 1.0, 1.0]
    assert kept.total == pytest.approx(0.75)
    assert kept.result["level"]["code"] == "high"
    assert "ghost" not in kept.answers
    assert (kept.organisation, kept.invitation, kept.channel, kept.department) == (told.structures[0], told.invitations[0], "link", "59")
    assert Invitation.objects.for_system("test").get(pk=told.invitations[0].pk).answered


def test_a_sending_takes_four_statements_at_most(db: None) -> None:
    told = scene()
    alone = actions.ask(actor=told.ines.actor, asked=told.asked, organisation=told.structures[0])
    for invitation in (told.invitations[0], alone):
        queries.definition_of(told.asked.pk)
        invitation = Invitation.objects.for_system("test").select_related("campaign").get(pk=invitation.pk)
        with CaptureQueriesContext(connection) as asked:
            actions.submit(submission=uuid.uuid4(), invitation=invitation, answers=HIGH, channel="link")
        said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
        assert len(said) <= 4, said


@pytest.mark.parametrize("model", [Response, Invitation, Progress])
def test_no_table_that_a_sending_writes_keeps_a_history_of_fields(db: None, model: type[Any]) -> None:
    """A planned statement does not say who writes: a history would name nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger%%'", [model._meta.db_table])
        assert cursor.fetchall() == []


def test_a_repetition_gets_the_first_receipt_and_writes_nothing(db: None) -> None:
    told, number = scene(), uuid.uuid4()
    first = submit(told.invitations[0], submission=number)
    again = submit(told.invitations[0], LOW, submission=number)
    assert (again.first, again.received_at, again.revision) == (False, first.received_at, 1)
    advance(told.campaign, "close", actor=told.ines.actor)
    late = submit(told.invitations[0], submission=number)
    assert (late.first, late.received_at) == (False, first.received_at), "whatever closed since"
    assert rows().count() == 1


def test_the_number_of_somebody_else_s_sending_is_no_credential(db: None) -> None:
    told, number = scene(), uuid.uuid4()
    submit(told.invitations[0], submission=number)
    with pytest.raises(Refused) as refused:
        submit(told.invitations[1], submission=number)
    assert refused.value.refusal.code == "submission"


def test_faults_are_told_by_question_and_nothing_is_kept(db: None) -> None:
    told = scene()
    with pytest.raises(actions.Faulty) as faulty:
        submit(told.invitations[0], {"a1": {"v": "forged"}, "b1": {"s": "declined"}})
    assert set(faulty.value.faults) == {"a1", "b1"}
    assert not rows().exists()


def test_fifty_thousand_characters_are_refused_with_their_number_and_texts_that_no_base_holds_are_kept_clean(db: None) -> None:
    ines = make.officer()
    asked = published(
        ines, {"title": "T", "sections": [{"code": "s", "title": "S", "items": [{"code": "t", "kind": "long", "label": "?"}]}]}
    )
    alone = actions.ask(actor=ines.actor, asked=asked, organisation=make.organisation())
    with pytest.raises(actions.Faulty) as faulty:
        submit(alone, {"t": {"v": "é" * 50_000}})
    assert "50\u202f000 caractères" in faulty.value.faults["t"]
    submit(alone, {"t": {"v": "=cmd()\x00 \ud800 🚲"}})
    assert rows().get().answers == {"t": {"v": "=cmd() ? 🚲"}}


@pytest.mark.parametrize(("act", "code"), [("close", "closed"), ("withdraw", "withdrawn"), ("expire", "closed"), ("prepare", "not_yet")])
def test_what_is_closed_takes_no_answer(db: None, act: str, code: str) -> None:
    told = scene(opened=act != "prepare")
    if act == "close":
        advance(told.campaign, "close", actor=told.ines.actor)
    elif act == "withdraw":
        actions.withdraw(actor=told.ines.actor, invitation=told.invitations[0])
    elif act == "expire":
        day = timezone.localdate() - timezone.timedelta(days=3)
        type(told.campaign).objects.for_system("test").update(opens_on=day, closes_at=timezone.now() - timezone.timedelta(minutes=1))
    with pytest.raises(Refused) as refused:
        submit(told.invitations[0])
    assert refused.value.refusal.code == code
    assert not rows().exists()


# -- corrections ---------------------------------------------------------------------------------------------------------
def test_who_answered_corrects_on_what_they_read_and_a_stale_page_shows_both(db: None) -> None:
    told = scene()
    submit(told.invitations[0], HIGH)
    with pytest.raises(actions.Conflict) as conflict:
        submit(told.invitations[0], LOW)
    assert conflict.value.theirs.answers == HIGH
    again = submit(told.invitations[0], LOW, base=1)
    assert again.revision == 2
    assert [(one.revision, one.latest) for one in rows().order_by("revision")] == [(1, False), (2, True)]


def test_the_officer_corrects_with_a_reason_that_the_thread_tells(db: None) -> None:
    told = scene()
    submit(told.invitations[0], HIGH)
    kept = rows().get()
    with pytest.raises(actions.Faulty):
        actions.correct(actor=told.ines.actor, response=kept, answers=LOW, reason=" ")
    actions.correct(actor=told.ines.actor, response=kept, answers=LOW, reason="Ligne sautée à la saisie")
    latest = rows(latest=True).get()
    assert (latest.reason, latest.entered_by_label, latest.answers) == ("Ligne sautée à la saisie", told.ines.actor.label, LOW)
    event = Event.objects.for_system("test").get(code="surveys.response.corrected")
    assert (event.thread_id, event.data["reason"]) == (told.campaign.thread_id, "Ligne sautée à la saisie")


def test_an_answer_cannot_be_rewritten_nor_deleted(db: None) -> None:
    from django.db import IntegrityError, transaction

    submit(scene().invitations[0])
    for write in (lambda: rows().update(answers={}), lambda: rows().update(total=0.1), lambda: rows().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert rows().update(latest=False) == 1, "only what a correction changes"


# -- for somebody else ----------------------------------------------------------------------------------------------------
def test_an_answer_on_paper_says_who_typed_it_and_only_the_team_types_it(db: None) -> None:
    told = scene()
    submit(told.invitations[0], channel="paper", actor=told.ines.actor)
    assert (rows().get().channel, rows().get().entered_by_label) == ("paper", told.ines.actor.label)
    with pytest.raises(Refused):
        submit(told.invitations[1], channel="paper", actor=make.officer("62").actor)


def test_the_structure_answers_with_its_account_and_no_other(db: None) -> None:
    told = scene()
    own = make.director(told.structures[0])
    submit(told.invitations[0], actor=own.actor)
    assert rows().get().entered_by_label == own.actor.label
    with pytest.raises(Refused):
        submit(told.invitations[1], actor=own.actor)


def test_in_a_meeting_three_voices_stand_side_by_side_and_only_the_officer_gives_its_own(db: None) -> None:
    ines, structure = make.officer(), make.organisation()
    alone = actions.ask(actor=ines.actor, asked=published(ines), organisation=structure)
    submit(alone, LOW, voice="officer", actor=ines.actor)
    assert not Invitation.objects.for_system("test").get(pk=alone.pk).answered
    submit(alone, HIGH, channel="meeting")
    submit(alone, LOW, voice="agreed", actor=ines.actor)
    assert sorted(rows(invitation=alone, latest=True).values_list("voice", flat=True)) == ["agreed", "officer", "respondent"]
    with pytest.raises(Refused):
        submit(alone, HIGH, voice="agreed", base=1)


def test_an_answer_asked_alone_is_told_in_the_thread_of_the_structure(db: None) -> None:
    ines, structure = make.officer(), make.organisation()
    alone = actions.ask(actor=ines.actor, asked=published(ines), organisation=structure)
    assert actions.ask(actor=ines.actor, asked=alone.asked, organisation=structure).pk == alone.pk, "the one that waits is taken up"
    submit(alone)
    codes = list(Event.objects.for_system("test").filter(thread=structure.thread).order_by("id").values_list("code", flat=True))
    assert codes[-2:] == ["surveys.invitation.asked", "surveys.response.received"]


def test_an_open_link_takes_any_number_of_answers(db: None) -> None:
    ines = make.officer()
    made = campaign(ines, published(ines), target="anyone")
    token = actions.give_open_link(actor=ines.actor, campaign=made)
    advance(made, "open", actor=ines.actor)
    opened = queries.opened_by(token)
    assert opened is not None
    assert (opened.campaign, opened.invitation, opened.closed) == (made, None, "")
    for _ in range(2):
        actions.submit(submission=uuid.uuid4(), campaign=opened.campaign, answers=HIGH, channel="link")
    assert queries.rate_of(made).received == 2
    renewed = actions.give_open_link(actor=ines.actor, campaign=made, renew=True)
    assert (queries.opened_by(token), queries.opened_by(renewed) is not None) == (None, True)


def test_what_was_in_progress_is_gone_once_sent(db: None) -> None:
    told, number = scene(), uuid.uuid4()
    actions.keep_progress(submission=number, invitation=told.invitations[0], answers={"a1": {"v": "l1"}})
    submit(told.invitations[0], submission=number)
    assert not Progress.objects.for_system("test").exists()


@pytest.mark.covers("EVA-902")
def test_an_answer_is_read_by_who_gave_it_and_by_the_dla_and_by_nobody_else(db: None) -> None:
    told = scene(2)
    submit(told.invitations[0])
    kept = rows().get()
    own, other = make.director(told.structures[0]), make.director(told.structures[1])
    strangers = (other, make.provider("59"), make.network("59"), make.funder("59"), make.officer("62"))
    assert [kept in Response.objects.visible_to(one.actor) for one in (told.ines, own, make.national())] == [True, True, True]
    assert not [one for one in strangers if kept in Response.objects.visible_to(one.actor)]


def test_a_campaign_of_invited_people_takes_nothing_without_a_link_of_one_s_own(db: None) -> None:
    told = scene()
    with pytest.raises(Refused) as refused:
        actions.submit(submission=uuid.uuid4(), campaign=told.campaign, answers=HIGH, channel="link")
    assert refused.value.refusal.code == "link"
