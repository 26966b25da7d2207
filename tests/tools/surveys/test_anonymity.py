"""An anonymous campaign is anonymous for everyone, those who hold the base included."""

from __future__ import annotations

import copy
import threading
import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from cordee.core.access import Refused
from cordee.core.lifecycle import advance
from cordee.core.models import Erasure, Event
from cordee.tools.surveys import actions, queries
from cordee.tools.surveys.models import Campaign, Invitation, Progress, Response
from tests import factories as make
from tests.tools.surveys.scene import HIGH, LOW, Scene, campaign, published, scene, submit
from tests.tools.surveys.trips import TRIPS


def rows() -> Any:
    return Response.objects.for_system("test").order_by("id")


def physical(table: str) -> list[tuple[Any, ...]]:
    """What the base itself knows: place of the row, number of the transaction that wrote it, key."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ctid::text, xmin::text, id FROM {table} ORDER BY ctid")
        return list(cursor.fetchall())


def anonymous(count: int = 3) -> Scene:
    return scene(count, anonymous=True)


def test_an_anonymous_answer_names_nobody_and_knows_no_hour(db: None) -> None:
    told = anonymous()
    submit(told.invitations[0], actor=told.ines.actor, channel="paper")
    kept = rows().get()
    assert (kept.invitation, kept.organisation, kept.person, kept.submitted_at, kept.entered_by_label) == (None, None, None, None, "")
    assert kept.submitted_on is not None
    assert Invitation.objects.for_system("test").get(pk=told.invitations[0].pk).answered
    assert not Event.objects.for_system("test").filter(code__startswith="surveys.response").exists()


def test_the_base_itself_refuses_a_name_beside_an_answer_without_hour(db: None) -> None:
    told = anonymous()
    submit(told.invitations[0])
    kept = rows().get()
    kept.pk, kept.submission, kept.public_id, kept.organisation = None, uuid.uuid4(), uuid.uuid4(), told.structures[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save(force_insert=True)


def test_the_promise_of_anonymity_cannot_be_taken_back_once_the_campaign_is_open(db: None) -> None:
    told = anonymous()
    with pytest.raises(Refused):
        actions.edit_campaign(actor=told.ines.actor, campaign=told.campaign, values={"anonymous": False}, version=told.campaign.version)
    with pytest.raises(ProgrammingError, match="Cannot update rows from surveys_campaign"), transaction.atomic():
        Campaign.objects.for_system("test").filter(pk=told.campaign.pk).update(anonymous=False)


def test_an_anonymous_campaign_does_not_open_on_a_question_that_needs_a_file(db: None) -> None:
    """A file could say who answers: nobody could ever send it."""
    ines = make.officer()
    definition = copy.deepcopy(TRIPS)
    next(item for item in definition["sections"][-1]["items"] if item["code"] == "photo")["required"] = True
    made = campaign(ines, published(ines, definition), anonymous=True)
    actions.invite(actor=ines.actor, campaign=made, organisations=[make.organisation()])
    with pytest.raises(Refused, match="Une photo de votre abonnement") as refused:
        advance(made, "open", actor=ines.actor)
    assert refused.value.refusal.code == "file"
    assert "une campagne anonyme n'en reçoit pas" in refused.value.refusal.sentence
    advance(made, "give_up", actor=ines.actor, data={"reason": "À refaire"})
    with pytest.raises(Refused) as again:
        advance(made, "reopen", actor=ines.actor, data={"reason": "Malgré tout", "closes_at": timezone.now() + timedelta(days=9)})
    assert again.value.refusal.code == "file"


def test_an_optional_file_stops_no_anonymous_campaign(db: None) -> None:
    ines = make.officer()
    made = campaign(ines, published(ines, TRIPS), anonymous=True)
    actions.invite(actor=ines.actor, campaign=made, organisations=[make.organisation()])
    advance(made, "open", actor=ines.actor)
    assert made.state == Campaign.State.OPEN


def test_a_used_link_opens_nothing_and_corrects_nothing(db: None) -> None:
    told, number = anonymous(), uuid.uuid4()
    token = actions.issue_link(actor=told.ines.actor, invitation=told.invitations[0])
    submit(told.invitations[0], submission=number)
    opened = queries.opened_by(token)
    assert opened is not None
    assert opened.closed == "answered"
    with pytest.raises(Refused) as refused:
        submit(told.invitations[0], LOW)
    assert refused.value.refusal.code == "answered"
    assert submit(told.invitations[0], submission=number).first is False, "the telephone that sends again gets its receipt"
    with pytest.raises(Refused):
        actions.correct(actor=told.ines.actor, response=rows().get(), answers=LOW, reason="Essai")


def test_answers_in_progress_do_not_say_whose_they_are(db: None) -> None:
    told, number = anonymous(), uuid.uuid4()
    actions.keep_progress(submission=number, invitation=told.invitations[0], answers={"a1": {"v": "l1"}})
    kept = Progress.objects.for_system("test").get()
    assert (kept.invitation, kept.campaign) == (None, told.campaign)
    code = actions.give_code(submission=number)
    found = actions.resume_by_code(f" {code.lower()[:3]} {code[3:]}")
    assert found is not None
    assert found.answers == {"a1": {"v": "l1"}}


def test_while_it_is_open_nobody_reads_its_answers_one_by_one(db: None) -> None:
    told = anonymous()
    submit(told.invitations[0])
    assert not Response.objects.visible_to(told.ines.actor).exists()
    advance(told.campaign, "close", actor=told.ines.actor)
    assert Response.objects.visible_to(told.ines.actor).count() == 1


def test_at_the_closing_neither_order_nor_transaction_nor_number_joins_an_answer_to_its_invitation(own_db: Any) -> None:
    told = anonymous(8)
    sent: dict[uuid.UUID, str] = {}
    for place, invitation in enumerate(told.invitations):
        number = uuid.uuid4()
        submit(invitation, {**HIGH, "a1": {"v": f"l{place % 4}"}}, submission=number)
        sent[number] = f"l{place % 4}"
    before = physical("surveys_response")
    invited = {xmin for _, xmin, _ in physical("surveys_invitation")}
    assert invited & {xmin for _, xmin, _ in before}, "until then one transaction wrote both: this is what the closing undoes"
    content = Counter(str(one.answers) for one in rows())
    order = [one.answers["a1"]["v"] for one in rows()]

    advance(told.campaign, "close", actor=told.ines.actor)

    after = physical("surveys_response")
    assert len(after) == 8
    assert len({xmin for _, xmin, _ in after}) == 1, "one transaction for all"
    assert not invited & {xmin for _, xmin, _ in after}
    assert not {key for _, _, key in before} & {key for _, _, key in after}
    assert Counter(str(one.answers) for one in rows()) == content, "nothing was lost nor changed"
    assert {one.submission for one in rows()} == set(sent), "a late telephone still finds that it was received"
    shuffled = [one.answers["a1"]["v"] for one in rows()] != order
    dealt = any(sent[one.submission] != one.answers["a1"]["v"] for one in rows())
    assert shuffled or dealt, "eight answers of four sorts, twice in the same order: once in millions"
    assert Erasure.objects.for_system("test").filter(reason__contains=str(told.campaign.public_id)).exists()


def test_the_shuffle_draws_another_order_each_time(own_db: Any) -> None:
    """Of twelve answers all different, the places before and after: equal once in 479 million."""
    told = anonymous(12)
    for place, invitation in enumerate(told.invitations):
        submit(invitation, {"a1": {"v": "l0", "comment": str(place)}} | {"a2": {"v": f"l{place % 4}"}, "b1": {"v": f"l{place // 4}"}})
    before = [(one.answers["a2"]["v"], one.answers["b1"]["v"]) for one in rows()]
    advance(told.campaign, "close", actor=told.ines.actor)
    after = [(one.answers["a2"]["v"], one.answers["b1"]["v"]) for one in rows()]
    assert sorted(before) == sorted(after)
    assert before != after


def test_a_closing_waits_for_the_sending_in_progress_and_shuffles_it_too(own_db: Any) -> None:
    told = anonymous(2)
    submit(told.invitations[0])
    sent, closing = threading.Event(), threading.Event()

    def send() -> None:
        try:
            with transaction.atomic():
                submit(told.invitations[1], LOW)
                sent.set()
                closing.wait(1.0)
        finally:
            connection.close()

    sender = threading.Thread(target=send)
    sender.start()
    assert sent.wait(10)
    advance(told.campaign, "close", actor=told.ines.actor)
    sender.join()
    assert len({xmin for _, xmin, _ in physical("surveys_response")}) == 1
    assert rows().count() == 2
