"""The life of a proposed change, transition by transition: who may, what it writes, what it refuses and in which words."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cordee.actors.directory.lifecycle import CHANGE
from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.core import outbox
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.corrections import correct, correction_refusal
from cordee.core.edits import Stale
from cordee.core.lifecycle import Correct, Incomplete, T, advance, consequences_added, form_of, guards_added, offers
from cordee.core.models import Event, Mail
from tests import factories as make
from tests.databases import OwnDatabase
from tests.factories import Someone

REASON = {"reason": "Le numéro ne répond pas."}
STATES = ["proposed", "accepted", "refused", "withdrawn"]
#: state, transition → profiles that may. Written by hand: everything else is refused.
MAY = {
    ("proposed", "accept"): {"officer", "head", "regional", "national", "admin"},
    ("proposed", "refuse"): {"officer", "head", "regional", "national", "admin"},
    ("proposed", "withdraw"): {"structure"},
}


class Town:
    """A structure of the Nord with a proposal, and one person of each profile."""

    def __init__(self) -> None:
        self.operator = make.operator("59", "DLA du Nord")
        self.structure = make.organisation("La Fabrique des Rives", phone="0320000001")
        self.people: dict[str, Someone] = {
            "structure": make.director(self.structure, name="Boussole"),
            "colleague": make.director(self.structure),
            "structure_elsewhere": make.director(make.organisation(zone="02")),
            "officer": make.officer(of=self.operator, name="Lanterne"),
            "head": make.head(of=self.operator),
            "officer_elsewhere": make.officer("02"),
            "regional": make.regional(),
            "national": make.national(),
            "provider": make.provider(),
            "network": make.network(),
            "funder": make.funder(),
            "admin": make.admin(),
        }

    def actor(self, name: str) -> Actor:
        return self.people[name].actor

    def change(self, state: str = "proposed", **values: Any) -> ChangeRequest:
        made = make.proposal(self.people["structure"], **values)
        if state == "accepted":
            advance(made, "accept", actor=self.actor("officer"))
        elif state == "refused":
            advance(made, "refuse", actor=self.actor("officer"), data=REASON)
        elif state == "withdrawn":
            advance(made, "withdraw", actor=self.actor("colleague"))
        return made


@pytest.fixture
def town(db: None) -> Town:
    return Town()


def fresh(change: ChangeRequest) -> ChangeRequest:
    return ChangeRequest.objects.for_system("test").get(pk=change.pk)


def events_of(change: ChangeRequest) -> list[Event]:
    return list(Event.objects.for_system("test").filter(subject_kind="directory.changerequest", subject_id=change.pk).order_by("id"))


def mails_of(change: ChangeRequest) -> list[Mail]:
    return list(Mail.objects.for_system("test").filter(event__in=events_of(change)).order_by("id"))


# -- the table, whole -------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-902", "ORG-904")
@pytest.mark.parametrize("state", STATES)
def test_each_transition_in_each_state_is_open_to_whom_the_table_says_and_to_no_one_else(town: Town, state: str) -> None:
    for t, (name, someone) in itertools.product([t for t in CHANGE.transitions if t.sources], town.people.items()):
        change = town.change(state, phone=f"03{uuid.uuid4().int % 10**8:08}")
        before = (fresh(change).__dict__.copy(), len(events_of(change)), len(mails_of(change)))
        profile = someone.membership.profile
        allowed = profile in MAY.get((state, t.name), set()) and not name.endswith("_elsewhere")
        data = REASON if t.form else None
        if allowed:
            event = advance(change, t.name, actor=someone.actor, data=data)
            assert (fresh(change).state, event.from_state, event.to_state) == (t.target, state, t.target)
            assert event.actor_label == someone.actor.label
            continue
        with pytest.raises(Refused) as refused:
            advance(change, t.name, actor=someone.actor, data=data)
        assert refused.value.refusal.sentence[0].isupper() or refused.value.refusal.sentence[0] == "«"
        assert refused.value.refusal.sentence.endswith(".")
        after = fresh(change).__dict__.copy()
        assert {k: v for k, v in after.items() if k != "_state"} == {k: v for k, v in before[0].items() if k != "_state"}
        assert (len(events_of(change)), len(mails_of(change))) == before[1:]


def test_what_the_page_offers_is_what_may_be_done(town: Town) -> None:
    change = town.change()
    assert {o.name for o in offers(change, town.actor("officer")) if o.refusal is None} == {"accept", "refuse"}
    assert {o.name for o in offers(change, town.actor("colleague")) if o.refusal is None} == {"withdraw"}
    elsewhere = offers(change, town.actor("officer_elsewhere"))
    assert [o.refusal.sentence for o in elsewhere if o.refusal] == ["Seul le DLA de ce territoire répond à cette proposition."] * 2


def test_no_one_answers_their_own_proposal(town: Town) -> None:
    both = make.person(town.structure, "structure")
    change = make.proposal(both)
    same_person = make.person(town.operator, "officer", user=both.user)
    with pytest.raises(Refused, match="une autre personne du DLA"):
        advance(change, "accept", actor=same_person.actor)


# -- what it writes ---------------------------------------------------------------------------------------------------
@pytest.mark.covers("ORG-904", "SYS-903", "SYS-904")
def test_accepting_writes_the_sheet_the_event_the_history_and_the_letter(town: Town) -> None:
    change = town.change(phone="0320112233")
    event = advance(change, "accept", actor=town.actor("officer"))
    sheet = Organisation.objects.for_system("test").get(pk=town.structure.pk)
    assert (sheet.phone, change.state, change.version) == ("0320112233", "accepted", 2)
    history = sheet.history.model.objects.filter(pgh_obj_id=sheet.pk).order_by("-pgh_id")[0]
    assert (history.phone, history.pgh_context_id) == ("0320112233", event.correlation)
    assert history.pgh_context.metadata["who"].endswith("Lanterne")
    [letter] = [m for m in mails_of(change) if m.kind == "directory.change_answered"]
    assert letter.recipient == town.people["structure"].user.email
    assert letter.not_before - event.at >= timedelta(minutes=9)


def test_a_form_is_cleaned_once_for_the_screen_the_batch_and_the_api(town: Town) -> None:
    change = town.change()
    with pytest.raises(Incomplete) as incomplete:
        advance(change, "refuse", actor=town.actor("officer"), data={"reason": "   "})
    assert incomplete.value.form.errors["reason"] == ["Indiquez le motif : la structure saura ce qui manque."]
    assert fresh(change).state == "proposed"
    event = advance(change, "refuse", actor=town.actor("officer"), data={"reason": "  Trop court.  ", "intrus": "x"})
    assert (fresh(change).reason, event.data) == ("Trop court.", {"reason": "Trop court."})


def test_the_date_of_the_fact_is_asked_never_in_the_future_and_both_dates_are_kept(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    dated = T("accept", "proposed → accepted", "Accepter", who=CHANGE["accept"].who, dated="Acceptée le")
    monkeypatch.setattr(type(CHANGE), "__getitem__", lambda self, name: dated)
    today = timezone.localdate()
    with pytest.raises(Incomplete, match="à venir"):
        advance(town.change(), "accept", actor=town.actor("officer"), data={"fact_on": today + timedelta(days=1)})
    event = advance(town.change(), "accept", actor=town.actor("officer"), data={"fact_on": "01/02/2026"})
    assert (str(event.fact_on), event.data) == ("2026-02-01", {})
    by_default = advance(town.change(), "accept", actor=town.actor("officer"))
    assert by_default.fact_on == today
    assert form_of(dated)().fields["fact_on"].label == "Acceptée le"


def test_a_stale_page_does_not_decide(town: Town) -> None:
    change = town.change()
    with pytest.raises(Stale):
        advance(change, "accept", actor=town.actor("officer"), version=change.version - 1)
    assert fresh(change).state == "proposed"


def test_a_sheet_that_moved_meanwhile_refuses_the_proposal_and_names_the_field(town: Town) -> None:
    change = town.change(phone="0320112233")
    make.proposal(town.people["structure"], phone="0320445566")
    second = ChangeRequest.objects.for_system("test").order_by("-id")[0]
    advance(change, "accept", actor=town.actor("officer"))
    with pytest.raises(Refused, match="téléphone"):
        advance(second, "accept", actor=town.actor("officer"))


# -- once -------------------------------------------------------------------------------------------------------------
def test_a_double_click_gets_the_first_event(town: Town) -> None:
    change, operation = town.change(), uuid.uuid4()
    first = advance(change, "accept", actor=town.actor("officer"), operation=operation)
    again = advance(change, "accept", actor=town.actor("officer"), operation=operation)
    assert first == again
    assert [e.code for e in events_of(change)] == ["directory.change_request.propose", "directory.change_request.accept"]


def test_a_key_does_not_do_two_different_acts(town: Town) -> None:
    change, operation = town.change("accepted"), uuid.uuid4()
    accepted = events_of(change)[-1]
    correct(change, accepted, actor=town.actor("officer"), reason="Mauvaise ligne")
    advance(change, "accept", actor=town.actor("officer"), operation=operation)
    with pytest.raises(Refused, match="rouvrez"):
        advance(change, "withdraw", actor=town.actor("colleague"), operation=operation)


def test_proposing_twice_with_one_key_proposes_once(town: Town) -> None:
    operation = uuid.uuid4()
    first = make.proposal(town.people["structure"], operation=operation)
    again = make.proposal(town.people["structure"], operation=operation)
    assert (first.pk, first.public_id) == (again.pk, again.public_id)
    assert ChangeRequest.objects.for_system("test").count() == 1


# -- races and crashes ------------------------------------------------------------------------------------------------
def test_two_officers_who_answer_at_the_same_second_one_wins_the_other_is_told(own_db: OwnDatabase) -> None:
    town = Town()
    change = town.change()
    head, officer = town.actor("head"), town.actor("officer")
    results = own_db.together(
        lambda: advance(fresh(change), "accept", actor=officer), lambda: advance(fresh(change), "refuse", actor=head, data=REASON)
    )
    refusals = [r for r in results if isinstance(r, Refused)]
    assert [type(r) for r in results if not isinstance(r, Refused)] == [Event]
    assert len(refusals) == 1
    assert refusals[0].refusal.code == "state"
    assert len(events_of(change)) == 2


def test_two_proposals_of_one_field_accepted_at_the_same_second_do_not_overwrite_each_other(own_db: OwnDatabase) -> None:
    town = Town()
    one, two = town.change(phone="0320111111"), town.change(phone="0320222222")
    head, officer = town.actor("head"), town.actor("officer")
    results = own_db.together(lambda: advance(one, "accept", actor=officer), lambda: advance(two, "accept", actor=head))
    assert sorted(type(r).__name__ for r in results) == ["Event", "Refused"]
    phone = Organisation.objects.for_system("test").get(pk=town.structure.pk).phone
    assert phone == ("0320111111" if isinstance(results[0], Event) else "0320222222")


def test_a_double_click_on_the_proposal_at_the_same_second_proposes_once(own_db: OwnDatabase) -> None:
    town, operation = Town(), uuid.uuid4()
    someone = town.people["structure"]
    results = own_db.together(*[lambda: make.proposal(someone, operation=operation).pk] * 2)
    assert results[0] == results[1]
    assert ChangeRequest.objects.for_system("test").count() == 1


def test_a_connection_lost_in_the_middle_leaves_nothing_half_done(own_db: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town()
    change = town.change()
    posted = outbox.post

    def post_then_die(*args: Any, **kwargs: Any) -> None:
        posted(*args, **kwargs)
        with own_db.connect(autocommit=True) as beside:
            beside.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])

    monkeypatch.setattr(outbox, "post", post_then_die)
    with pytest.raises(Exception, match=r"terminat|closed|connection"):
        advance(change, "accept", actor=town.actor("officer"))
    connection.close()
    assert fresh(change).state == "proposed"
    assert Organisation.objects.for_system("test").get(pk=town.structure.pk).phone == "0320000001"
    assert [e.code for e in events_of(change)] == ["directory.change_request.propose"]
    assert {m.kind for m in mails_of(change)} == {"directory.change_proposed"}


# -- what higher rooms add --------------------------------------------------------------------------------------------
@pytest.fixture
def higher(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Stands for a higher room that registers on this lifecycle."""

    def register(name: str, *, guard: Any = None, consequence: Any = None) -> None:
        key = ("directory.change_request", name)
        if guard:
            monkeypatch.setitem(guards_added, key, [guard])
        if consequence:
            monkeypatch.setitem(consequences_added, key, [consequence])

    return register


def test_a_higher_room_refuses_and_writes_in_the_same_transaction(town: Town, higher: Callable[..., None]) -> None:
    change = town.change()
    higher("accept", guard=lambda obj, data: Refusal("busy", "Une mission est en cours : elle se clôt d'abord."))
    with pytest.raises(Refused, match="mission"):
        advance(change, "accept", actor=town.actor("officer"))
    seen: list[Any] = []
    higher("refuse", consequence=lambda obj, event, actor: seen.append((obj.state, event.code, connection.in_atomic_block)))
    advance(change, "refuse", actor=town.actor("officer"), data=REASON)
    assert seen == [("refused", "directory.change_request.refuse", True)]


def test_a_consequence_that_fails_takes_everything_with_it(town: Town, higher: Callable[..., None]) -> None:
    def fail(obj: Any, event: Any, actor: Any) -> None:
        raise RuntimeError("the mission could not be opened")

    change = town.change()
    higher("accept", consequence=fail)
    with pytest.raises(RuntimeError):
        advance(change, "accept", actor=town.actor("officer"))
    assert (fresh(change).state, len(events_of(change))) == ("proposed", 1)


def test_a_higher_room_forbids_or_follows_a_correction(town: Town, higher: Callable[..., None]) -> None:
    change = town.change("accepted")
    accepted = events_of(change)[-1]
    higher("accept.correct", guard=lambda obj, data: Refusal("built", "Une mission en dépend : elle se clôt d'abord."))
    with pytest.raises(Refused, match="mission"):
        correct(change, accepted, actor=town.actor("officer"), reason="Erreur de ligne")
    undone: list[str] = []
    higher("accept.correct", guard=lambda obj, data: None, consequence=lambda obj, event, actor: undone.append(event.code))
    correct(change, accepted, actor=town.actor("officer"), reason="Erreur de ligne")
    assert undone == ["directory.change_request.corrected"]


# -- taking back ------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-903")
def test_a_correction_is_a_new_line_that_undoes_and_stops_what_waited(town: Town) -> None:
    change = town.change(phone="0320112233")
    accepted = advance(change, "accept", actor=town.actor("officer"))
    correction = correct(change, accepted, actor=town.actor("head"), reason="Mauvaise structure")
    assert (fresh(change).state, correction.corrects_id) == ("proposed", accepted.pk)
    assert (correction.from_state, correction.to_state, correction.data["reason"]) == ("accepted", "proposed", "Mauvaise structure")
    assert Organisation.objects.for_system("test").get(pk=town.structure.pk).phone == "0320000001"
    assert [m.status for m in mails_of(change) if m.kind == "directory.change_answered"] == ["stopped"]
    assert len(events_of(change)) == 3, "nothing is deleted"


def test_whoever_was_told_is_told_of_the_correction(town: Town, mailoutbox: list[Any]) -> None:
    change = town.change("accepted")
    [letter] = [m for m in mails_of(change) if m.kind == "directory.change_answered"]
    Mail.objects.for_system("test").filter(pk=letter.pk).update(not_before=timezone.now() - timedelta(hours=1))
    assert outbox.send(letter.pk)
    correct(change, events_of(change)[-1], actor=town.actor("officer"), reason="Mauvaise ligne")
    [rectification] = [m for m in mails_of(change) if m.subject.startswith("Rectification")]
    assert rectification.recipient == letter.recipient
    assert "Motif : Mauvaise ligne" in rectification.letter["lines"]


def test_an_act_is_corrected_once_in_order_and_in_time(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    change = town.change("accepted")
    accepted = events_of(change)[-1]
    correction = correct(change, accepted, actor=town.actor("officer"), reason="Erreur")
    for event, code in ((accepted, "corrected"), (correction, "final"), (events_of(change)[0], "final")):
        refusal = correction_refusal(change, event, town.actor("officer"))
        assert refusal
        assert refusal.code == code
    again = advance(change, "accept", actor=town.actor("officer"))
    with pytest.raises(Refused, match="déjà corrigé"):
        correct(change, accepted, actor=town.actor("officer"), reason="Encore")
    refusal = correction_refusal(change, again, town.actor("structure"))
    assert refusal
    assert refusal.code == "hidden"
    monkeypatch.setattr(
        type(CHANGE),
        "get",
        lambda self, name: T(
            "accept", "proposed → accepted", "x", who=lambda a, o: None, correct=Correct(lambda a, o: None, within=timedelta(0))
        ),
    )
    refusal = correction_refusal(change, again, town.actor("officer"))
    assert refusal
    assert refusal.code == "late"


def test_an_act_that_another_followed_is_not_corrected(town: Town) -> None:
    change = town.change("refused")
    first = events_of(change)[-1]
    correct(change, first, actor=town.actor("officer"), reason="Erreur")
    advance(change, "withdraw", actor=town.actor("colleague"))
    refusal = correction_refusal(change, events_of(change)[1], town.actor("officer"))
    assert refusal
    assert refusal.code == "corrected"
    final = correction_refusal(change, events_of(change)[-1], town.actor("colleague"))
    assert final
    assert final.sentence == "Cet acte ne se corrige pas : il a produit ses effets."


# -- nothing else writes a state --------------------------------------------------------------------------------------
def test_a_state_is_not_written_in_bulk(town: Town) -> None:
    change = town.change()
    with pytest.raises(RuntimeError, match="advance alone"):
        ChangeRequest.objects.for_system("test").update(state="accepted")
    change.state = "accepted"
    with pytest.raises(RuntimeError, match="advance alone"):
        ChangeRequest.objects.for_system("test").bulk_update([change], ["state"])
    assert fresh(change).state == "proposed"
