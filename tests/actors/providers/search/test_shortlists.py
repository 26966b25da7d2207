"""Shortlists: opened with reasons, refused when they must, changed by two people at once, seen by operators alone."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from cordee.actors.directory.models import Theme
from cordee.actors.providers.models import Shortlist
from cordee.actors.providers.search import actions
from cordee.core.access import Refused
from cordee.core.edits import Stale
from cordee.core.journal import events_of
from tests import factories as make
from tests.actors.providers.search.making import provider, suspended

NEED = "Revoir le modèle économique avant l'été."


def fields(*ones: Any, operation: uuid.UUID | None = None, **more: Any) -> dict[str, Any]:
    reasons = {f"raison_{one.public_id.hex}": f"Connaît bien {one}" for one in ones}
    return {"p": [str(one.public_id) for one in ones], "need": NEED, "operation": str(operation or uuid.uuid4()), **reasons, **more}


@pytest.fixture
def story(db: None) -> Any:
    class Story:
        rives = make.organisation("La Fabrique des Rives")
        ines = make.officer(of=make.operator("59", "DLA du Nord"))
        one, other = provider("Premier"), provider("Second")
        keep = f"/annuaire/prestataires/pour/{rives.public_id}/garder/"

        def opened(self, **values: Any) -> Shortlist:
            values = {"need": NEED, "theme": None, "shared": False} | values
            choices = [(self.one, "Connaît le territoire")]
            return actions.open_shortlist(actor=self.ines.actor, structure=self.rives, values=values, choices=choices)

    return Story()


def names(shortlist: Shortlist) -> list[str]:
    return [str(entry) for entry in shortlist.entries.select_related("provider").order_by("id")]


@pytest.mark.covers("PRO-003", "PRO-007")
def test_some_providers_are_kept_each_with_its_reason(story: Any) -> None:
    asked = story.ines.client.get(story.keep, {"p": [str(story.one.public_id)], "theme": "ECO"}).content.decode()
    assert "Pourquoi Premier" in asked
    assert '<option value="ECO" selected>' in asked
    answer = story.ines.client.post(story.keep, fields(story.one, story.other, theme="ECO", shared="on"))
    shortlist = Shortlist.objects.for_system("test").get()
    assert answer.headers["Location"] == shortlist.get_absolute_url()
    assert names(shortlist) == ["Premier", "Second"]
    assert shortlist.theme == Theme.objects.for_system("test").get(code="ECO")
    html = story.ines.client.get(shortlist.get_absolute_url()).content.decode()
    assert "Connaît bien Premier" in html
    assert NEED.split("'")[0] in html
    assert "En général, deux à quatre" not in html


def test_one_alone_is_kept_with_a_word_of_advice(story: Any) -> None:
    html = story.ines.client.get(story.opened().get_absolute_url()).content.decode()
    assert "En général, deux à quatre prestataires sont consultés." in html


def test_without_a_reason_nothing_is_kept_and_what_was_typed_stays(story: Any) -> None:
    answer = story.ines.client.post(story.keep, fields(story.one) | {f"raison_{story.one.public_id.hex}": ""})
    assert answer.status_code == 422
    assert "Indiquez «\u00a0Pourquoi Premier\u00a0»." in answer.content.decode()
    assert NEED.split("'")[0] in answer.content.decode()
    assert not Shortlist.objects.for_system("test").exists()


@pytest.mark.parametrize(("case", "sentence"), [
    ("suspended", "est suspendu ou retiré du registre"), ("tied", "lien déclaré avec la structure"),
])  # fmt: skip
def test_who_may_not_be_chosen_is_refused_with_the_reason_and_nothing_is_kept(story: Any, case: str, sentence: str) -> None:
    if case == "suspended":
        suspended(story.other)
    else:
        make.child("tie", story.rives, kind="member", target=story.other.organisation, period=make.EVER)
    answer = story.ines.client.post(story.keep, fields(story.one, story.other))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Votre saisie est conservée." in answer.content.decode()
    assert not Shortlist.objects.for_system("test").exists(), "all or nothing"


def test_the_same_provider_twice_is_refused(story: Any) -> None:
    shortlist = story.opened()
    with pytest.raises(Refused, match="déjà dans la présélection"):
        actions.add(actor=story.ines.actor, shortlist=shortlist, choices=[(story.other, "Oui"), (story.one, "Encore")])
    assert names(shortlist) == ["Premier"]


def test_a_double_click_opens_one(story: Any) -> None:
    posted = fields(story.one, operation=uuid.uuid4())
    first, second = (story.ines.client.post(story.keep, posted).headers["Location"] for _ in range(2))
    assert first == second
    assert Shortlist.objects.for_system("test").count() == 1


def test_another_person_s_operation_key_does_not_open_theirs(story: Any) -> None:
    mine = story.opened()
    marc = make.officer("59")
    assert marc.client.get(mine.get_absolute_url()).status_code == 404
    with pytest.raises(Refused, match="déjà servi"):
        actions.open_shortlist(actor=marc.actor, structure=story.rives, values={"need": "x"}, choices=[], operation=mine.public_id)


def test_providers_are_added_to_an_open_one_and_taken_out(story: Any) -> None:
    shortlist = story.opened(shared=True)
    story.ines.client.post(story.keep, fields(story.other, shortlist=str(shortlist.public_id), need=""))
    assert names(shortlist) == ["Premier", "Second"]
    drop = f"{shortlist.get_absolute_url()}retirer/{story.one.public_id}/"
    assert "n&#x27;est plus dans la présélection" in story.ines.client.post(drop, follow=True).content.decode()
    assert "vient de le retirer" in story.ines.client.post(drop, follow=True).content.decode(), "someone else was first"
    assert names(shortlist) == ["Second"]
    told = [event.code for event in events_of(shortlist, story.ines.actor)]
    assert told == ["providers.shortlist.dropped", "providers.shortlist.added", "providers.shortlist.shared"]


def test_who_was_suspended_since_is_said_on_the_page(story: Any) -> None:
    shortlist = story.opened()
    suspended(story.one)
    assert "Suspendu ou retiré depuis" in story.ines.client.get(shortlist.get_absolute_url()).content.decode()


def test_two_who_edit_at_once_lose_nothing(story: Any) -> None:
    shortlist = story.opened(shared=True)
    values = {"need": "Autre besoin", "theme": None, "shared": True}
    actions.edit(actor=story.ines.actor, shortlist=Shortlist.objects.for_system("test").get(), values=values, version=1)
    with pytest.raises(Stale):
        actions.edit(actor=story.ines.actor, shortlist=shortlist, values=values | {"need": "Le mien"}, version=1)
    posted = {"need": "Le mien", "theme": "", "shared": "on", "version": "1"}
    answer = story.ines.client.post(f"{shortlist.get_absolute_url()}modifier/", posted)
    assert answer.status_code == 409
    assert "Le mien" in answer.content.decode()
    assert "Autre besoin" in answer.content.decode()


# -- who sees it ------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-902")
def test_a_shortlist_is_its_author_s_until_shared_and_never_a_provider_s(story: Any) -> None:
    shortlist = story.opened()
    marc = make.officer("59")
    colleagues = [marc, make.regional(), make.national()]
    outside = [make.officer("02"), make.provider(of=story.one.organisation), make.director(story.rives), make.network(), make.funder("59")]
    url = shortlist.get_absolute_url()
    assert [someone.client.get(url).status_code for someone in colleagues + outside] == [404] * 8
    html = story.ines.client.post(f"{url}modifier/", {"need": NEED, "shared": "on", "version": "1"}, follow=True).content.decode()
    assert "partagée avec les collègues du territoire" in html
    assert [someone.client.get(url).status_code for someone in colleagues] == [200] * 3
    assert [someone.client.get(url).status_code for someone in outside] == [404] * 5
    fil = [make.read(someone.client, story.rives.get_absolute_url())[1].decode() for someone in outside[1:3]]
    assert not [page for page in fil if "résélection" in page], "neither on the sheet nor in its fil"


def test_the_sheet_of_a_structure_offers_to_look_for_providers(story: Any) -> None:
    shortlist = story.opened()
    html = story.ines.client.get(story.rives.get_absolute_url()).content.decode()
    assert f"/annuaire/prestataires/pour/{story.rives.public_id}/" in html
    assert shortlist.get_absolute_url() in html
    assert "Chercher des prestataires" not in make.director(story.rives).client.get(story.rives.get_absolute_url()).content.decode()


def test_shortlists_are_found_back_in_their_list(story: Any) -> None:
    story.opened()
    assert NEED.split("'")[0] in story.ines.client.get("/annuaire/prestataires/preselections/").content.decode()
    assert NEED.split("'")[0] not in make.officer("59").client.get("/annuaire/prestataires/preselections/").content.decode()


@pytest.mark.parametrize("table", ["providers_shortlistevent", "providers_shortlistentryevent"])
def test_the_history_of_a_shortlist_cannot_be_rewritten(story: Any, table: str) -> None:
    story.opened()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


# -- at the same second -----------------------------------------------------------------------------------------------
def test_two_colleagues_who_keep_the_same_provider_at_once_keep_it_once(own_db: Any) -> None:
    def build() -> tuple[Any, Any, Any]:
        ines, structure, one = make.officer("59"), make.organisation("La Fabrique des Rives"), provider("Premier")
        values = {"need": NEED, "theme": None, "shared": True}
        return actions.open_shortlist(actor=ines.actor, structure=structure, values=values, choices=[]), one, ines.actor

    ((shortlist, one, actor),) = own_db.together(build)

    def keep() -> None:
        actions.add(actor=actor, shortlist=shortlist, choices=[(one, "Oui")])

    results = own_db.together(keep, keep)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Refused"]
    assert own_db.together(lambda: names(shortlist)) == [["Premier"]]
