"""The outbox: a letter exists if, and only if, its act does; it leaves once; a failure is seen and tried again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as post_office
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts.models import MailPreference
from cordee.actors.directory.room import ANSWER_DAYS
from cordee.core import outbox, todo
from cordee.core.jobs import revive_jobs
from cordee.core.journal import record
from cordee.core.lifecycle import advance
from cordee.core.models import Mail
from cordee.core.outbox import Letter
from cordee.core.parameters import param
from cordee.core.views.health import state
from tests import factories as make
from tests.databases import OwnDatabase

NOW_KIND, DIGEST_KIND, STATUTORY_KIND = "directory.change_answered", "directory.change_proposed", "accounts.invited"


def letter(kind: str = NOW_KIND, to: str = "salome@rives.example", **more: Any) -> Letter:
    return Letter(
        kind=kind, recipient=to, subject="Votre proposition : acceptée", lines=("Une phrase.", "Une autre."), path="/annuaire/", **more
    )


def mails() -> Any:
    return Mail.objects.for_system("test").order_by("id")


def jobs(mail: Mail) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args = %s::jsonb", [f'{{"mail_id": {mail.pk}}}'])
        return int(cursor.fetchone()[0])


def posted(**more: Any) -> Mail:
    mail = outbox.post(letter(**more))
    assert mail
    return mail


@pytest.mark.covers("SYS-904")
def test_the_letter_its_job_and_the_act_live_or_die_together(db: None) -> None:
    before = transaction.savepoint()
    lost = posted()
    assert jobs(lost) == 1
    transaction.savepoint_rollback(before)
    assert not mails().exists()
    assert jobs(lost) == 0
    assert jobs(posted()) == 1


def test_a_reversible_act_lets_its_letter_wait_ten_minutes(db: None) -> None:
    salome = make.director()
    change = make.proposal(salome)
    advance(change, "accept", actor=make.officer().actor)
    waiting = mails().get(kind=NOW_KIND)
    assert timedelta(minutes=9) < waiting.not_before - timezone.now() < timedelta(minutes=11)
    assert not outbox.send(waiting.pk)
    assert waiting.pk not in outbox.due()


def test_a_letter_leaves_once_though_two_workers_take_it(own_db: OwnDatabase) -> None:
    mail = posted()
    post_office.outbox = []
    results = own_db.together(lambda: outbox.send(mail.pk), lambda: outbox.send(mail.pk))
    assert sorted(results) == [False, True]
    assert len(post_office.outbox) == 1
    assert mails().get().status == "sent"


def test_a_failure_is_kept_tried_later_and_later_and_at_last_said(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = posted()

    def refuse(self: Any) -> None:
        raise OSError("le serveur ne répond pas")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    delays = []
    for _ in range(outbox.ATTEMPTS):
        mails().update(not_before=timezone.now() - timedelta(seconds=1))
        assert not outbox.send(mail.pk)
        mail.refresh_from_db()
        assert mail.trouble == "le serveur ne répond pas"
        delays.append(mail.not_before - timezone.now())
    assert delays[:-1] == sorted(delays[:-1])
    assert (mail.status, mail.attempts) == ("failed", outbox.ATTEMPTS)
    assert not outbox.due()


def test_the_message_keeps_its_identity_and_forgets_secrets(db: None, mailoutbox: list[Any]) -> None:
    mail = posted(forget_path=True, button="Accepter l'invitation")
    identity = outbox.message_of(mail).extra_headers["Message-ID"]
    assert outbox.send(mail.pk)
    assert mailoutbox[0].extra_headers["Message-ID"] == identity == outbox.message_of(mails().get()).extra_headers["Message-ID"]
    assert "/annuaire/" in mailoutbox[0].body
    assert mails().get().letter["path"] == ""


@pytest.mark.parametrize(
    ("kind", "mode", "status"),
    [
        (NOW_KIND, None, "waiting"), (NOW_KIND, "digest", "digest"), (NOW_KIND, "none", None),
        (DIGEST_KIND, None, "digest"), (DIGEST_KIND, "now", "waiting"), (DIGEST_KIND, "none", None),
        (STATUTORY_KIND, "none", "waiting"), (STATUTORY_KIND, "digest", "waiting"),
    ],
)  # fmt: skip
def test_each_one_receives_as_they_wish_save_what_is_statutory(db: None, kind: str, mode: str | None, status: str | None) -> None:
    salome = make.director()
    if mode:
        MailPreference(user=salome.user, kind=kind, mode=mode).save()
    mail = outbox.post(letter(kind, recipient_user=salome.user.pk))
    assert (mail.status if mail else None) == status


def test_one_event_tells_one_person_once(db: None) -> None:
    sheet = make.organisation()
    event = record(sheet, "directory.organisation.edited", actor=make.officer().actor, audience=["operator"])
    assert outbox.post(letter(), event=event) == outbox.post(letter(to="Salome@Rives.example"), event=event)
    assert mails().count() == 1


@pytest.mark.covers("SYS-001")
def test_what_waited_for_someone_whose_access_ended_does_not_leave_and_what_is_owed_does(db: None, mailoutbox: list[Any]) -> None:
    salome, stays = make.director(), make.director()
    mine = {"to": salome.user.email, "recipient_user": salome.user.pk}
    now, later, owed = posted(**mine), posted(kind=DIGEST_KIND, **mine), posted(kind=STATUTORY_KIND, **mine)
    posted(kind=DIGEST_KIND, to=stays.user.email, recipient_user=stays.user.pk)
    salome.membership.period = make.LONG_AGO
    salome.membership.save()
    assert not outbox.send(now.pk)
    assert outbox.send(owed.pk)
    assert outbox.send_digests() == 1
    assert dict(mails().values_list("pk", "status"))[now.pk] == dict(mails().values_list("pk", "status"))[later.pk] == "stopped"
    assert [sent.to for sent in mailoutbox] == [[salome.user.email]]
    assert mails().filter(kind="core.digest").get().recipient == stays.user.email


def test_the_digest_is_one_letter_a_person_never_an_empty_one(db: None, mailoutbox: list[Any]) -> None:
    assert outbox.send_digests() == 0
    for number in range(3):
        outbox.post(letter(DIGEST_KIND, "ines@dla.example", recipient_user=None, button=f"Répondre {number}"))
    outbox.post(letter(DIGEST_KIND, "marc@dla.example"))
    assert outbox.send_digests() == 2
    assert outbox.send_digests() == 0
    carriers = mails().filter(kind="core.digest")
    assert [c.subject for c in carriers] == ["Cordée : 3 nouvelles depuis hier", "Votre proposition : acceptée"]
    assert mails().filter(carried_by=carriers[0]).count() == 3
    for carrier in carriers:
        assert outbox.send(carrier.pk)
    assert mailoutbox[0].body.count("Votre proposition : acceptée") == 3


async def _revive(stalled: list[int]) -> list[int]:
    class Manager:
        async def get_stalled_jobs(self) -> list[int]:
            return stalled

        async def retry_job(self, job: int) -> None:
            again.append(job)

    class App:
        job_manager = Manager()

    class Context:
        app = App()

    again: list[int] = []
    await revive_jobs.func(Context(), 0)
    return again


def test_jobs_of_a_dead_worker_are_put_back() -> None:
    import asyncio

    assert asyncio.run(_revive([7, 8])) == [7, 8]


# -- what is owed -----------------------------------------------------------------------------------------------------
def test_what_is_owed_is_one_query_and_follows_the_states(db: None, django_assert_num_queries: Any) -> None:
    salome, ines = make.director(), make.officer()
    change = make.proposal(salome)
    param(ANSWER_DAYS)  # parameters are loaded once a request, whatever asks for them
    for someone, count in ((ines, 3), (salome, 1)):  # for the DLA, first the day and the dossiers that everything starts from
        actor = someone.actor
        with django_assert_num_queries(count):
            owed = todo.todos(actor)
        assert [(t.url, t.awaited) for t in owed] == [(change.get_absolute_url(), someone is salome)]
    assert todo.count_of(ines.actor) == (1, "1 chose à faire")
    assert todo.count_of(salome.actor) is None
    assert todo.todos(make.officer("02").actor) == []
    advance(change, "accept", actor=ines.actor)
    assert (todo.todos(ines.actor), todo.todos(salome.actor)) == ([], [])


# -- health -----------------------------------------------------------------------------------------------------------
def test_the_state_of_the_house_says_worker_mails_and_base(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (state()["etat"], state()["travaux"]) == ("a-surveiller", "aucune tâche de fond active depuis une minute")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert state()["etat"] == "ok"
    mail = posted()
    mails().update(not_before=timezone.now() - timedelta(minutes=16))
    assert (state()["etat"], state()["courriels_en_retard"]) == ("a-surveiller", 1)
    mails().filter(pk=mail.pk).update(status="failed")
    assert (state()["etat"], state()["courriels_non_remis_7j"]) == ("ok", 1)
    assert Client().get("/sante").json()["base"] == "ok"
    monkeypatch.setattr("cordee.core.views.health.SQL", "SELECT * FROM no_such_table WHERE %(alive)s = %(late)s")
    with transaction.atomic():
        answer = Client().get("/sante")
        transaction.set_rollback(True)
    assert (answer.status_code, answer.json()) == (503, {"etat": "panne", "base": "injoignable"})
