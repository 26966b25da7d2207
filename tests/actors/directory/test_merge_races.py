"""Two people at the same second, on a base that commits: one merge, one undo, and whoever was typing loses nothing."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import transaction

from cordee.actors.accounts import actions as accounts
from cordee.actors.directory import actions
from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.core import merging
from cordee.core.access import Refused
from cordee.core.lifecycle import advance
from cordee.core.merging.write import lock_both
from cordee.core.models import Merge
from tests import factories as make

pytestmark = pytest.mark.covers("ORG-901", "ORG-903")


def attempt(verb: Any) -> str:
    try:
        verb()
    except Refused as refused:
        return refused.refusal.code
    return "done"


def sheets() -> tuple[Organisation, Organisation]:
    rows = {o.name: o for o in Organisation.objects.for_system("test").filter(name__in=["Une", "Deux"])}
    return rows["Une"], rows["Deux"]


def test_two_merges_of_the_same_sheets_give_one_result(own_db: Any) -> None:
    make.organisation("Une")
    make.organisation("Deux")
    by = make.officer("59").actor
    one, two = sheets()
    digests = {True: merging.plan_of(one, two, by).digest, False: merging.plan_of(two, one, by).digest}

    def go(forth: bool) -> Any:
        kept, gone = (one, two) if forth else (two, one)
        return lambda: attempt(lambda: merging.merge(kept, gone, actor=by, digest=digests[forth], choices={}))

    results = own_db.together(go(True), go(False), go(True))
    assert sorted(results) == ["done", "merged", "merged"]
    assert Merge.objects.for_system("test").count() == 1
    one, two = sheets()
    assert bool(one.merged_into_id) != bool(two.merged_into_id)


def test_two_undos_give_one_result(own_db: Any) -> None:
    make.organisation("Une")
    make.organisation("Deux")
    by = make.officer("59").actor
    one, two = sheets()
    done = merging.merge(one, two, actor=by, digest=merging.plan_of(one, two, by).digest, choices={})
    results = own_db.together(*[lambda: attempt(lambda: merging.undo(done, actor=by))] * 2)
    assert sorted(results) == ["done", "undone"]
    assert sheets()[1].merged_into_id is None


def test_an_edit_and_a_merge_at_the_same_second_lose_nothing(own_db: Any) -> None:
    """Either the merge looks again (the sheet changed since its preview), or the editor gets both versions."""
    make.organisation("Une", vocation="Coudre")
    make.organisation("Deux", vocation="Filer")
    ines = make.officer("59")
    one, two = sheets()
    digest = merging.plan_of(one, two, ines.actor).digest
    form = {"name": "Deux", "vocation": "Tisser", "commune": "Lille (59000)", "commune_code": "59350", "version": str(two.version)}

    def edit() -> Any:
        return ines.client.post(f"{two.get_absolute_url()}modifier/", form)

    answer, merged = own_db.together(edit, lambda: attempt(lambda: merging.merge(one, two, actor=ines.actor, digest=digest, choices={})))
    if merged == "done":
        assert answer.status_code == 409
        assert "Cette fiche a été réunie à une autre pendant votre saisie" in answer.content.decode()
        assert "Tisser" in answer.content.decode()
        assert sheets()[1].vocation == "Filer"
    else:
        assert (merged, answer.status_code) == ("moved", 302)
        assert sheets()[1].vocation == "Tisser"


def test_whoever_was_typing_on_the_joined_sheet_finds_their_words(own_db: Any) -> None:
    make.organisation("Une")
    make.organisation("Deux")
    ines = make.officer("59")
    one, two = sheets()
    merging.merge(one, two, actor=ines.actor, digest=merging.plan_of(one, two, ines.actor).digest, choices={})
    answer = ines.client.post(f"{two.get_absolute_url()}modifier/", {"name": "Deux", "vocation": "Tisser", "version": str(two.version)})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Tisser" in page
    assert "par Camille Essai" in page
    came = ines.client.get(two.get_absolute_url(), follow=True)
    assert came.redirect_chain[0][0].startswith(one.get_absolute_url())
    assert "La fiche que vous cherchiez a été réunie à celle-ci" in came.content.decode()
    left = ines.client.get(f"{two.get_absolute_url()}?ancienne=oui").content.decode()
    assert "elle ne se modifie plus" in left


# -- what is written while a merge holds both sheets ------------------------------------------------------------------------------
def while_merging(own_db: Any, by: Any, verb: Any) -> list[str]:
    """A merge holds both sheets for a while before it rewrites what hangs on them: whoever writes meanwhile must wait, not cross."""
    held = threading.Event()

    def other() -> str:
        assert held.wait(10)
        return attempt(verb)

    found: list[str] = own_db.together(lambda: merge_slowly(by, held), other)
    return found


def merge_slowly(by: Any, held: threading.Event) -> str:
    one, two = sheets()
    digest = merging.plan_of(one, two, by).digest
    with transaction.atomic():
        lock_both(Organisation, one.pk, two.pk)
        held.set()
        time.sleep(0.5)
        return attempt(lambda: merging.merge(one, two, actor=by, digest=digest, choices={}))


@pytest.mark.parametrize("answer", ["accept", "refuse"])
def test_answering_a_proposal_while_its_sheet_is_joined_waits_and_never_locks_the_merge(own_db: Any, answer: str) -> None:
    make.organisation("Une")
    make.organisation("Deux")
    by = make.officer("59").actor
    change = make.proposal(make.director(sheets()[1]), vocation="Tisser")
    data = {"reason": "Déjà saisi."} if answer == "refuse" else None
    found = while_merging(own_db, by, lambda: advance(change, answer, actor=by, data=data))
    assert found == ["done", "moved"]
    change = ChangeRequest.objects.for_system("test").get(pk=change.pk)
    assert (change.state, change.organisation.name) == ("proposed", "Une")
    advance(change, answer, actor=by, data=data)


def test_answering_an_invitation_while_its_sheet_is_joined_waits_too(own_db: Any) -> None:
    make.organisation("Une")
    make.organisation("Deux")
    by = make.officer("59").actor
    invitation = accounts.invite(actor=by, organisation=sheets()[1], email="odile@exemple.fr", profile="structure")
    typed = {"first_name": "Odile", "last_name": "Passerelle", "password": "une phrase de passe bien longue"}
    found = while_merging(own_db, by, lambda: accounts.accept(invitation=invitation, values=typed))
    assert found == ["done", "moved"]
    assert accounts.accept(invitation=invitation, values=typed).organisation.name == "Une"


@pytest.mark.parametrize("what", ["year", "number", "invitation", "proposal", "participation"])
def test_nothing_lands_on_a_sheet_that_is_joined_at_the_same_second(own_db: Any, what: str) -> None:
    make.organisation("Une")
    make.organisation("Deux")
    reader = make.network("59").organisation
    by, two = make.officer("59").actor, sheets()[1]
    salome = make.director(two).actor
    verbs: dict[str, Any] = {
        "year": lambda: actions.save_year(actor=by, organisation=two, year=2024, values={"permanent": 10}),
        "number": lambda: actions.record_identifier(actor=by, organisation=two, kind="rna", value="W591234567"),
        "invitation": lambda: accounts.invite(actor=by, organisation=two, email="odile@exemple.fr", profile="structure"),
        "proposal": lambda: actions.propose_change(actor=salome, organisation=two, values={"vocation": "Tisser"}),
        "participation": lambda: accounts.open_participation(actor=by, organisation=two, whom=reader, capacity="network"),
    }
    assert while_merging(own_db, by, verbs[what]) == ["done", "merged"]
    left = sheets()[1]
    counts = [left.years.count(), left.identifiers.count(), left.invitations.count(), left.change_requests.count()]
    assert (counts, left.thread.participations.count()) == ([0, 0, 0, 0], 0)
