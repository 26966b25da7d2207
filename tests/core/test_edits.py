"""Two people on one sheet: no save is lost in silence, what each typed is kept, and both edits can live on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cordee.actors.directory.models import Organisation
from cordee.core.cleaning import sweep
from cordee.core.edits import Stale, draft_of, forget_draft, keep_draft, save_edit
from cordee.core.models import Draft
from tests import factories as make
from tests.databases import OwnDatabase

FORM = "directory.organisation"


def again(sheet: Organisation) -> Organisation:
    return Organisation.objects.for_system("test").get(pk=sheet.pk)


def filled(page: str, **more: str) -> dict[str, str]:
    """What a browser would send of the edit form, with some fields typed over."""
    tags = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input [^>]*>", page)]
    texts = [tag for tag in tags if tag.get("type") not in ("checkbox", "radio", "search") and "name" in tag]
    sent = {tag["name"]: tag.get("value", "") for tag in texts if tag["name"] not in ("q", "csrfmiddlewaretoken", "membership")}
    return sent | more


@pytest.fixture
def two(db: None) -> tuple[make.Someone, make.Someone, Organisation]:
    place = make.operator("59")
    sheet = make.organisation("La Fabrique", phone="0320000001", email="avant@rives.example")
    return make.officer(of=place, name="Lanterne"), make.officer(of=place, name="Boussole"), sheet


def test_a_stale_save_tells_the_three_values_and_who(two: Any) -> None:
    ines, marc, sheet = two
    mine, theirs = again(sheet), again(sheet)
    save_edit(theirs, {"phone": "0320000002"}, version=1, actor=marc.actor)
    with pytest.raises(Stale) as stale:
        save_edit(mine, {"phone": "0320000003", "email": "avant@rives.example"}, version=1, actor=ines.actor)
    [difference] = stale.value.differences
    assert (difference.before, difference.theirs, difference.mine) == ("0320000001", "0320000002", "0320000003")
    assert (difference.clash, difference.keep, stale.value.by) == (True, "mine", "Camille Boussole")
    assert again(sheet).phone == "0320000002"


def test_what_i_did_not_touch_is_proposed_as_they_left_it(two: Any) -> None:
    ines, marc, sheet = two
    mine = again(sheet)
    save_edit(again(sheet), {"phone": "0320000002"}, version=1, actor=marc.actor)
    with pytest.raises(Stale) as stale:
        save_edit(mine, {"phone": "0320000001", "email": "apres@rives.example"}, version=1, actor=ines.actor)
    assert {d.name: (d.clash, d.keep) for d in stale.value.differences} == {"phone": (False, "theirs"), "email": (False, "mine")}


def test_two_people_save_one_page_and_the_choices_proposed_keep_both(two: Any) -> None:
    ines, marc, sheet = two
    address = f"/annuaire/{sheet.public_id}/modifier/"
    hers, his = (someone.client.get(address).content.decode() for someone in (ines, marc))
    legal = {"legal_form": "association", "setting": "", "clients": "", "digital_level": "", "analytical_accounting": ""}
    assert marc.client.post(address, filled(his, phone="0320000002", **legal)).status_code == 302
    conflict = ines.client.post(address, filled(hers, email="apres@rives.example", **legal))
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Camille Boussole" in page
    chosen = dict(re.findall(r'name="(keep-\w+)" value="(\w+)" checked', page))
    assert (chosen["keep-phone"], chosen["keep-email"]) == ("theirs", "mine")
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    assert ines.client.post(address, hidden | chosen).status_code == 302
    both = again(sheet)
    assert (both.phone, both.email, both.version) == ("0320000002", "apres@rives.example", 3)


def test_two_saves_at_the_same_second_one_is_told(own_db: OwnDatabase) -> None:
    place, sheet = make.operator("59"), make.organisation()
    people = [make.officer(of=place).actor for _ in range(2)]
    results = own_db.together(
        lambda: save_edit(again(sheet), {"phone": "0320000002"}, version=1, actor=people[0]),
        lambda: save_edit(again(sheet), {"phone": "0320000003"}, version=1, actor=people[1]),
    )
    assert sorted(type(r).__name__ for r in results) == ["Organisation", "Stale"]
    assert again(sheet).version == 2


def test_a_save_that_changes_nothing_makes_no_version_and_one_that_does_makes_one(two: Any) -> None:
    ines, _, sheet = two
    save_edit(again(sheet), {"phone": "0320000001"}, version=1, actor=ines.actor)
    assert again(sheet).version == 1
    save_edit(again(sheet), {"phone": "0320000002", "email": "x@y.example"}, version=1, actor=ines.actor)
    assert again(sheet).version == 2


def test_no_form_writes_a_state(db: None) -> None:
    change = make.proposal(make.director())
    with pytest.raises(RuntimeError, match="advance alone"):
        save_edit(change, {"state": "accepted"}, version=1, actor=make.officer().actor)


# -- drafts -----------------------------------------------------------------------------------------------------------
def test_a_draft_is_kept_found_again_and_forgotten_by_the_save(two: Any) -> None:
    ines, marc, sheet = two
    address = f"/brouillons/{FORM}/{sheet.public_id}/"
    for phone in ("0", "03", "0399"):
        assert ines.client.post(address, {"phone": phone, "version": "1", "name": "La Fabrique"}).status_code == 204
    [draft] = Draft.objects.for_system("test").all()
    assert (draft.payload["phone"], draft.version) == (["0399"], 1)
    assert 'value="0399"' in ines.client.get(f"/annuaire/{sheet.public_id}/modifier/").content.decode()
    assert 'value="0399"' not in marc.client.get(f"/annuaire/{sheet.public_id}/modifier/").content.decode()
    save_edit(again(sheet), {"phone": "0399"}, version=1, actor=ines.actor, form=FORM)
    assert draft_of(user_id=ines.user.pk, form=FORM, object_key=sheet.public_id) is None


def test_a_draft_of_thirty_days_is_swept_and_not_one_of_twenty_nine(db: None) -> None:
    for user, days in ((1, 31), (2, 29)):
        keep_draft(user_id=user, form=FORM, payload={})
        Draft.objects.for_system("test").filter(user_id=user).update(saved_at=timezone.now() - timedelta(days=days))
    sweep()
    assert [draft.user_id for draft in Draft.objects.for_system("test").all()] == [2]
    forget_draft(user_id=2, form=FORM)
    assert not Draft.objects.for_system("test").exists()


def test_a_hostile_draft_is_kept_or_refused_never_a_breakdown(db: None) -> None:
    ines = make.officer()
    assert ines.client.post(f"/brouillons/{FORM}/", {"name": "a\x00b", "version": "²", "x\x00": "y"}).status_code == 204
    [draft] = Draft.objects.for_system("test").all()
    assert (draft.payload["name"], draft.version) == (["ab"], None)
    assert ines.client.post(f"/brouillons/{FORM}/", {"name": "a" * 200_001}).status_code == 413
    assert ines.client.post("/brouillons/NON%0A/", {"name": "a"}).status_code == 404
    away = ines.client.post(f"/brouillons/{FORM}/oublier/", {"retour": "/\\ailleurs.example"})
    assert away.headers["Location"] == "/"
