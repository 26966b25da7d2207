"""Two at the same second, on a real base: nothing lost, nothing doubled."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection

from cordee.core.access import Refused
from cordee.core.lifecycle import advance
from cordee.tools.surveys import actions
from cordee.tools.surveys.models import Invitation, Progress, Response
from tests.tools.surveys.scene import HIGH, LOW, scene, submit


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Each in its own connection, let go together; what each returned or raised."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            results[place] = work()
        except Exception as trouble:
            results[place] = trouble
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def count() -> int:
    return int(Response.objects.for_system("test").count())


def test_a_double_click_is_one_answer_and_two_equal_receipts(own_db: Any) -> None:
    told, number = scene(1), uuid.uuid4()
    receipts = at_once(*(lambda: submit(told.invitations[0], submission=number) for _ in range(6)))
    assert all(isinstance(one, actions.Receipt) for one in receipts), receipts
    assert sum(one.first for one in receipts) == 1
    assert len({one.received_at for one in receipts}) == 1
    assert count() == 1


def test_two_tabs_are_one_answer_and_one_conflict_that_shows_the_other(own_db: Any) -> None:
    told = scene(1)
    results = at_once(lambda: submit(told.invitations[0], HIGH), lambda: submit(told.invitations[0], LOW))
    kinds = sorted(type(one).__name__ for one in results)
    assert kinds == ["Conflict", "Receipt"], results
    assert count() == 1


def test_two_corrections_of_one_page_are_one_revision_and_one_conflict(own_db: Any) -> None:
    told = scene(1)
    submit(told.invitations[0])
    results = at_once(*(lambda: submit(told.invitations[0], LOW, base=1) for _ in range(3)))
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "Conflict", "Receipt"], results
    assert Response.objects.for_system("test").filter(latest=True).count() == 1


def test_many_at_the_same_moment_all_arrive(own_db: Any) -> None:
    told = scene(20)
    receipts = at_once(*(lambda one=one: submit(one) for one in told.invitations))
    assert all(isinstance(one, actions.Receipt) for one in receipts), receipts
    assert (count(), Invitation.objects.for_system("test").filter(answered=True).count()) == (20, 20)


def test_an_answer_and_the_closing_at_the_same_moment_agree(own_db: Any) -> None:
    told = scene(1)
    answered, closed = at_once(lambda: submit(told.invitations[0]), lambda: advance(told.campaign, "close", actor=told.ines.actor))
    assert not isinstance(closed, Exception), closed
    assert isinstance(answered, actions.Receipt | Refused), answered
    assert count() == (1 if isinstance(answered, actions.Receipt) else 0)


def test_two_devices_keep_one_progress_and_the_second_reads_the_first(own_db: Any) -> None:
    told = scene(1)
    one = Invitation.objects.for_system("test").select_related("campaign").get()

    def keep(value: str) -> actions.Kept:
        return actions.keep_progress(submission=uuid.uuid4(), invitation=one, answers={"a1": {"v": value}}, base=0)

    results = at_once(lambda: keep("l1"), lambda: keep("l2"))
    assert all(isinstance(result, actions.Kept) for result in results), results
    assert Progress.objects.for_system("test").count() == 1
    assert told.invitations


def test_two_people_invite_the_same_structures_once(own_db: Any) -> None:
    told = scene(3, opened=False)
    results = at_once(
        *(lambda: actions.invite(actor=told.ines.actor, campaign=told.campaign, organisations=told.structures) for _ in range(3))
    )
    assert results == [0, 0, 0]
    assert Invitation.objects.for_system("test").count() == 3
