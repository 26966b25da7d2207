"""Who is asked: letters that leave once, reminders that stop, links that open what they must and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cordee.core.access import Refused
from cordee.core.lifecycle import advance
from cordee.core.models import Event, Mail
from cordee.tools.surveys import actions, jobs, links, queries
from cordee.tools.surveys.actions import dated
from cordee.tools.surveys.models import Campaign, Invitation, Progress
from cordee.tools.surveys.parameters import PROGRESS_DAYS
from tests import factories as make
from tests.tools.surveys.scene import LOW, campaign, invitation_of, published, scene, submit


def letters() -> list[tuple[str, str]]:
    rows = Mail.objects.for_system("test").filter(kind__startswith="surveys.").order_by("id")
    return list(rows.values_list("recipient", "kind"))


def days_pass(count: int) -> None:
    """As if what was written had been written so many days ago."""
    for one in Invitation.objects.for_system("test").order_by("id"):
        for name in ("sent_at", "reminded_at"):
            if getattr(one, name):
                setattr(one, name, getattr(one, name) - timedelta(days=count))
        one.save()


def test_letters_leave_once_the_campaign_is_open_each_once_with_its_own_link(db: None) -> None:
    told = scene(2, opened=False)
    assert (dated.send_unsent(), letters()) == (0, [])
    advance(told.campaign, "open", actor=told.ines.actor)
    assert (dated.send_unsent(), dated.send_unsent()) == (2, 0)
    assert [kind for _, kind in letters()] == ["surveys.asked"] * 2
    mail = Mail.objects.for_system("test").filter(kind="surveys.asked").order_by("id")[0]
    token = mail.letter["path"].split("/")[2]
    opened = queries.opened_by(token)
    assert opened is not None
    assert opened.invitation == told.invitations[0]
    assert mail.letter["forget_path"]
    told.invitations[0].refresh_from_db()
    assert told.invitations[0].token_sha256 == links.hashed(token)
    assert "Besoins 2027" in mail.subject


@pytest.mark.covers("EVA-903")
def test_reminders_keep_the_link_come_at_their_pace_and_stop_when_answered(db: None) -> None:
    told = scene(2, reminders=2, reminder_days=7)
    dated.send_unsent()
    assert dated.send_reminders() == 0, "not the same day"
    first = {mail.letter["path"] for mail in Mail.objects.for_system("test").filter(kind="surveys.asked").order_by("id")}
    days_pass(7)
    submit(told.invitations[0])
    assert dated.send_reminders() == 1
    reminded = Mail.objects.for_system("test").get(kind="surveys.reminded")
    assert (reminded.recipient, reminded.letter["path"] in first) == ("atelier1@essai.example", True)
    days_pass(7)
    assert dated.send_reminders() == 1
    days_pass(7)
    assert dated.send_reminders() == 0, "two, as it was said"


def test_a_reminder_by_hand_spares_who_was_written_to_today_and_who_answered(db: None) -> None:
    told = scene(2)
    dated.send_unsent()
    with pytest.raises(Refused) as refused:
        actions.remind(actor=told.ines.actor, campaign=told.campaign)
    assert refused.value.refusal.code == "nobody"
    days_pass(2)
    submit(told.invitations[1], LOW)
    assert actions.remind(actor=told.ines.actor, campaign=told.campaign) == 1
    assert Event.objects.for_system("test").filter(code="surveys.campaign.reminded", data__count=1).exists()
    with pytest.raises(Refused):
        actions.remind(actor=make.officer("62").actor, campaign=told.campaign)


def test_an_answer_that_arrives_before_the_letter_stops_it(db: None) -> None:
    told = scene(1)
    dated.send_unsent()
    days_pass(9)
    submit(told.invitations[0])
    assert actions.send_link(told.invitations[0].pk, reminder=True) is False


def test_without_address_no_letter_leaves_and_the_page_counts_it(db: None) -> None:
    told = scene(1)
    silent = make.organisation("Sans adresse")
    actions.invite(actor=told.ines.actor, campaign=told.campaign, organisations=[silent])
    dated.send_unsent()
    assert queries.rate_of(told.campaign) == queries.Rate(answered=0, invited=2, received=0, unsent=1)


def test_who_is_invited_twice_is_asked_once_and_who_was_withdrawn_comes_back(db: None) -> None:
    told = scene(2)
    token = actions.issue_link(actor=told.ines.actor, invitation=told.invitations[0])
    assert actions.invite(actor=told.ines.actor, campaign=told.campaign, organisations=told.structures) == 0
    actions.withdraw(actor=told.ines.actor, invitation=told.invitations[0])
    assert queries.opened_by(token) is None
    assert actions.invite(actor=told.ines.actor, campaign=told.campaign, organisations=told.structures) == 1
    submit(told.invitations[0])
    with pytest.raises(Refused) as refused:
        actions.withdraw(actor=told.ines.actor, invitation=told.invitations[0])
    assert refused.value.refusal.code == "answered"


# -- links ------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("token", ["", "forged", "a" * 43, "é", "x:y:z", "A" * 5000])
def test_a_forged_token_opens_nothing(db: None, token: str) -> None:
    scene(1)
    assert queries.opened_by(token) is None


def test_a_renewed_link_closes_the_former(db: None) -> None:
    told = scene(1)
    first = actions.issue_link(actor=told.ines.actor, invitation=told.invitations[0])
    assert actions.issue_link(actor=told.ines.actor, invitation=told.invitations[0]) == first
    second = actions.issue_link(actor=told.ines.actor, invitation=told.invitations[0], renew=True)
    assert second != first
    assert (queries.opened_by(first), queries.opened_by(second) is not None) == (None, True)


def test_the_base_does_not_hold_what_opens(db: None) -> None:
    told = scene(1)
    token = actions.issue_link(actor=told.ines.actor, invitation=told.invitations[0])
    told.invitations[0].refresh_from_db()
    assert token not in str(told.invitations[0].__dict__.values())


@pytest.mark.parametrize(
    ("state", "closed"), [("prepared", "not_yet"), ("open", ""), ("closed", "closed"), ("expired", "closed"), ("withdrawn", "withdrawn")]
)
def test_a_link_says_why_it_takes_nothing(db: None, state: str, closed: str) -> None:
    told = scene(1, opened=state != "prepared")
    token = actions.issue_link(actor=told.ines.actor, invitation=told.invitations[0])
    rows = Invitation.objects.for_system("test")
    if state == "closed":
        advance(told.campaign, "close", actor=told.ines.actor)
    elif state == "expired":
        day = timezone.localdate() - timedelta(days=3)
        Campaign.objects.for_system("test").update(opens_on=day, closes_at=timezone.now() - timedelta(minutes=1))
    elif state == "withdrawn":
        rows.update(withdrawn_at=timezone.now())
    opened = queries.opened_by(token)
    assert opened is not None
    assert opened.closed == closed


@pytest.mark.parametrize("by", ["campaign", "alone", "link"])
def test_a_sending_opens_what_the_page_opens_with_the_levels_of_the_day(db: None, by: str) -> None:
    told = scene(1)
    actor = told.ines.actor
    if by == "link":
        token = actions.give_open_link(actor=actor, campaign=campaign(told.ines, told.asked, target="anyone"))
    else:
        alone = actions.ask(actor=actor, asked=told.asked, organisation=told.structures[0])
        token = actions.issue_link(actor=actor, invitation=alone if by == "alone" else told.invitations[0])
    rule = {"levels": [{"code": "day", "label": "Du jour", "least": 0}]}
    for _ in range(2):
        page, sending = queries.opened_by(token), queries.opened_by(token, told=False)
        assert page is not None
        assert sending is not None
        assert sending == page
        for read, shown in ((sending.campaign, page.campaign), (sending.invitation, page.invitation)):
            names = [field.attname for field in read._meta.concrete_fields] if read else []
            assert [getattr(read, name) for name in names] == [getattr(shown, name) for name in names]
        assert sending.levels == page.levels
        actions.set_level_rule(actor=actor, questionnaire=told.asked.questionnaire, rule=rule, since=timezone.localdate())
    assert sending
    assert sending.levels.levels[0].label == "Du jour"
    assert queries.opened_by("forged", told=False) is None


def test_with_an_account_the_structure_opens_its_own_questionnaire_and_no_other(db: None) -> None:
    told = scene(2)
    director = make.director(told.structures[0])
    key = actions.entry_key(actor=director.actor, subject=told.invitations[0], channel="link")
    opened = queries.opened_by(key)
    assert opened is not None
    assert (opened.invitation, opened.channel) == (told.invitations[0], "link")
    assert opened.actor is not None
    assert opened.actor.organisation_id == told.structures[0].pk
    with pytest.raises(Refused):
        actions.entry_key(actor=director.actor, subject=told.invitations[1], channel="link")
    forged = key[:-3] + ("abc" if not key.endswith("abc") else "abd")
    assert queries.opened_by(forged) is None


def test_a_key_to_enter_answers_dies_with_the_membership(db: None) -> None:
    told = scene(1)
    key = actions.entry_key(actor=told.ines.actor, subject=told.invitations[0], channel="paper")
    assert queries.opened_by(key) is not None
    type(told.ines.membership).objects.for_system("test").filter(pk=told.ines.membership.pk).update(period=make.LONG_AGO)
    assert queries.opened_by(key) is None


# -- the calendar ------------------------------------------------------------------------------------------------------------
def test_campaigns_open_and_close_on_their_day_and_one_that_cannot_does_not_hold_the_others(db: None) -> None:
    ines = make.officer()
    asked = published(ines)
    _, ready, later = (campaign(ines, asked, name=name) for name in ("Personne", "Prête", "Plus tard"))
    for one in (ready, later):
        actions.invite(actor=ines.actor, campaign=one, organisations=[make.organisation()])
    Campaign.objects.for_system("test").filter(pk=later.pk).update(opens_on=timezone.localdate() + timedelta(days=3))
    assert (dated.open_due(), dated.open_due()) == (1, 0)
    states = {one.name: one.state for one in Campaign.objects.for_system("test").order_by("pk")}
    assert states == {"Personne": "prepared", "Prête": "open", "Plus tard": "prepared"}
    day = timezone.localdate() - timedelta(days=3)
    Campaign.objects.for_system("test").filter(pk=ready.pk).update(opens_on=day, closes_at=timezone.now() - timedelta(minutes=1))
    assert (dated.close_due(), dated.close_due()) == (1, 0)
    assert Event.objects.for_system("test").filter(code="surveys.campaign.close", actor_label="le calendrier des campagnes").exists()


def test_the_jobs_do_all_of_it_and_do_it_once(db: None) -> None:
    told = scene(2, opened=False, reminder_days=1)
    for _ in range(2):
        jobs.keep_dates(0)
        jobs.send_invitations(0)
    assert [kind for _, kind in letters()] == ["surveys.asked"] * 2
    days_pass(2)
    submit(told.invitations[0])
    for _ in range(2):
        jobs.send_reminders(0)
    assert [kind for _, kind in letters()][2:] == ["surveys.reminded"]
    jobs.sweep_progress(0)


def test_a_closed_campaign_opens_again_with_a_reason_and_an_end_to_come(db: None) -> None:
    from cordee.core.lifecycle import Incomplete

    told = scene(1)
    advance(told.campaign, "close", actor=told.ines.actor)
    for data in ({}, {"reason": "Trois structures manquent", "closes_at": "2020-01-01T10:00"}):
        with pytest.raises(Incomplete):
            advance(told.campaign, "reopen", actor=told.ines.actor, data=data)
    until = timezone.localtime(timezone.now() + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    advance(told.campaign, "reopen", actor=told.ines.actor, data={"reason": "Trois structures manquent", "closes_at": until})
    assert (told.campaign.state, told.campaign.closed_at) == ("open", None)
    submit(told.invitations[0])


def test_nobody_invited_or_an_end_that_passed_keeps_a_campaign_closed(db: None) -> None:
    ines = make.officer()
    made = campaign(ines, published(ines))
    with pytest.raises(Refused) as refused:
        advance(made, "open", actor=ines.actor)
    assert refused.value.refusal.code == "nobody"


# -- what was begun ------------------------------------------------------------------------------------------------------------
def test_a_progress_read_on_another_device_is_not_overwritten(db: None) -> None:
    import uuid

    told = scene(1)
    one = Invitation.objects.for_system("test").select_related("campaign").get()
    first = actions.keep_progress(submission=uuid.uuid4(), invitation=one, answers={"a1": {"v": "l1"}})
    assert not first.clash
    second = actions.keep_progress(submission=uuid.uuid4(), invitation=one, answers={"a1": {"v": "l2"}}, base=first.progress.revision)
    assert (second.clash, second.progress.revision) == (False, 2)
    stale = actions.keep_progress(submission=first.progress.submission, invitation=one, answers={}, base=1)
    assert (stale.clash, stale.progress.answers) == (True, {"a1": {"v": "l2"}})
    assert told.invitations


def test_six_letters_find_it_again_a_new_code_closes_the_former_and_the_night_forgets(db: None) -> None:
    import uuid

    told, number = scene(1), uuid.uuid4()
    one = Invitation.objects.for_system("test").select_related("campaign").get()
    with pytest.raises(Refused):
        actions.give_code(submission=number)
    actions.keep_progress(submission=number, invitation=one, answers={"a1": {"v": "l1"}})
    former, code = actions.give_code(submission=number), actions.give_code(submission=number)
    assert actions.resume_by_code(former) is None
    found = actions.resume_by_code(code.lower())
    assert found is not None
    token = actions.issue_link(actor=told.ines.actor, invitation=one)
    found.invitation.refresh_from_db()
    assert actions.token_to(found) == token
    assert code not in str(Progress.objects.for_system("test").values().get())
    assert actions.sweep_progress() == 0
    Progress.objects.for_system("test").update(kept_on=timezone.localdate() - timedelta(days=PROGRESS_DAYS.default + 1))
    assert actions.sweep_progress() == 1


def test_what_was_changed_of_an_open_campaign_is_its_end_and_its_reminders_only(db: None) -> None:
    told = scene(1)
    until = timezone.now() + timedelta(days=90)
    made = actions.edit_campaign(actor=told.ines.actor, campaign=told.campaign, values={"closes_at": until}, version=told.campaign.version)
    assert made.closes_at == until
    with pytest.raises(Refused):
        actions.edit_campaign(actor=told.ines.actor, campaign=made, values={"target": "persons"}, version=made.version)


def test_persons_are_asked_one_by_one(db: None) -> None:
    ines = make.officer()
    structure = make.organisation()
    post = make.position(structure)
    made = campaign(ines, published(ines), target="persons")
    people: list[Any] = [(post.person, structure)]
    assert actions.invite(actor=ines.actor, campaign=made, persons=people) == 1
    assert actions.invite(actor=ines.actor, campaign=made, persons=people) == 0
    advance(made, "open", actor=ines.actor)
    dated.send_unsent()
    assert letters() == [("boussole@essai.example", "surveys.asked")]
    one = invitation_of(made, structure)
    assert (one.person, one.department) == (post.person, "59")
