"""Two people at the same second, on a base that commits: one merge, one undo, and whoever was typing loses nothing."""

from __future__ import annotations

from typing import Any

import pytest

from cordee.actors.directory.models import Organisation
from cordee.core import merging
from cordee.core.access import Refused
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
