"""Two items united: what bears the first bears the second, nothing is lost, and it can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from cordee.actors.directory.models import Competence, Organisation, Sector
from cordee.actors.directory.nomenclatures import COMPETENCES, SECTORS, SERVICES, THEMES
from cordee.core.access import Refused
from cordee.core.models import Event, TermUnion
from cordee.core.nomenclatures import actions, uniting
from tests import factories as make
from tests.databases import OwnDatabase
from tests.factories import Someone

TODAY = timezone.localdate()
WHY = "Deux mots pour la même chose"
pytestmark = pytest.mark.covers("SYS-906")


def unite(by: Someone, code: str, into: str, of: Any = SECTORS, **more: Any) -> TermUnion:
    seen = more.pop("seen", uniting.preview(of, code, into).seen)
    return uniting.unite(nomenclature=of, code=code, into=into, seen=seen, actor=by.actor, reason=WHY)


def part(by: Someone, code: str, of: Any = SECTORS) -> int:
    return uniting.part(nomenclature=of, code=code, actor=by.actor, reason=WHY)


def bearing(*codes: str) -> Organisation:
    sheet = make.organisation()
    sheet.sectors.set(Sector.objects.filter(code__in=codes))
    return sheet


def codes(sheet: Organisation) -> set[str]:
    return set(sheet.sectors.order_by("pk").values_list("code", flat=True))


def test_what_bore_the_first_bears_the_second_once_and_parting_gives_each_its_own_back(db: None) -> None:
    denis, alone, both, other = make.admin(), bearing("textile"), bearing("textile", "blanchisserie"), bearing("sport")
    assert uniting.preview(SECTORS, "textile", "blanchisserie").lines == ["organisation : 2\u00a0lignes"]
    unite(denis, "textile", "blanchisserie")
    assert (codes(alone), codes(both), codes(other)) == ({"blanchisserie"}, {"blanchisserie"}, {"sport"})
    gone = Sector.objects.get(code="textile")
    assert (gone.retired_on, gone.replaced_by.code) == (TODAY, "blanchisserie")
    told = Event.objects.for_system("test").get(code=uniting.UNITED)
    assert told.data["moved"] == "2"
    assert part(denis, "textile") == 0
    assert (codes(alone), codes(both), codes(other)) == ({"textile"}, {"textile", "blanchisserie"}, {"sport"})
    gone.refresh_from_db()
    assert (gone.retired_on, gone.replaced_by) == (None, None)


def test_what_changed_since_is_left_as_it_is(db: None) -> None:
    denis, alone = make.admin(), bearing("textile")
    unite(denis, "textile", "blanchisserie")
    alone.sectors.set(Sector.objects.filter(code="sport"))
    assert part(denis, "textile") == 1
    assert codes(alone) == {"sport"}


def test_themes_united_take_their_competences_along(db: None) -> None:
    unite(make.admin(), "MUT", "PART", of=THEMES)
    assert Competence.objects.get(code="fusion").theme.code == "PART"


@pytest.mark.parametrize(
    ("of", "code", "into", "said"),
    [
        (SECTORS, "textile", "textile", "lui-même"),
        (SECTORS, "textile", "sport", "est retiré"),
        (SERVICES, "repas", "travaux", "mêmes personnes"),
        (SECTORS, "culture", "animation", "déjà été réuni"),
    ],
)
def test_unions_that_would_mean_nothing_are_refused(db: None, of: Any, code: str, into: str, said: str) -> None:
    denis = make.admin()
    actions.retire(nomenclature=SECTORS, code="sport", actor=denis.actor, on=TODAY, reason=WHY)
    unite(denis, "culture", "jeunesse")
    with pytest.raises(Refused, match=said):
        unite(denis, code, into, of=of)


def test_a_chain_is_undone_from_its_end_and_a_united_item_does_not_come_back_alone(db: None) -> None:
    denis = make.admin()
    unite(denis, "fusion", "mutualisation", of=COMPETENCES)
    unite(denis, "mutualisation", "cooperation-territoriale", of=COMPETENCES)
    with pytest.raises(Refused, match="séparez d'abord ces deux-là"):
        part(denis, "fusion", of=COMPETENCES)
    with pytest.raises(Refused, match="séparez-les d'abord"):
        actions.bring_back(nomenclature=COMPETENCES, code="mutualisation", actor=denis.actor, reason=WHY)
    part(denis, "mutualisation", of=COMPETENCES)
    part(denis, "fusion", of=COMPETENCES)
    assert Competence.objects.filter(retired_on__isnull=False).count() == 0


def test_the_page_shows_before_it_unites_and_says_what_replaces(db: None) -> None:
    denis, _sheet = make.admin(), bearing("textile")
    address = "/reglages/nomenclatures/secteurs/textile/"
    assert denis.client.get(f"{address}?vers=inconnu").status_code == 404
    page = denis.client.get(f"{address}?vers=blanchisserie").content.decode()
    assert "devient « Blanchisserie et repassage »" in page
    assert "organisation : 1\u00a0ligne" in page
    assert Sector.objects.get(code="textile").retired_on is None
    sent = {"acte": "reunir", "reunir-into": "blanchisserie", "reunir-seen": "autre chose", "reunir-reason": WHY}
    stale = denis.client.post(address, sent)
    assert stale.status_code == 422
    assert "vient de changer" in stale.content.decode()
    assert WHY in stale.content.decode()
    seen = uniting.preview(SECTORS, "textile", "blanchisserie").seen
    assert denis.client.post(address, sent | {"reunir-seen": seen}).status_code == 302
    assert "Réuni à « Blanchisserie et repassage »" in denis.client.get(address).content.decode()
    assert denis.client.post(address, {"acte": "separer", "separer-reason": WHY}).status_code == 302


def test_only_the_platform_unites(db: None) -> None:
    head = make.head(of=make.operator("59"))
    with pytest.raises(Refused, match="administration de la plateforme"):
        unite(head, "textile", "blanchisserie")
    sent = {"acte": "reunir", "reunir-into": "sport", "reunir-seen": "x", "reunir-reason": WHY}
    assert head.client.post("/reglages/nomenclatures/secteurs/textile/", sent).status_code == 404


def test_two_people_unite_the_same_item_at_the_same_second(own_db: OwnDatabase) -> None:
    one, two, sheet = make.admin(), make.admin(), bearing("textile")

    def write(by: Someone, into: str) -> str:
        try:
            unite(by, "textile", into)
        except Refused as refused:
            return refused.refusal.code
        return into

    said = own_db.together(lambda: write(one, "blanchisserie"), lambda: write(two, "industrie"))
    assert "united" in said
    assert codes(sheet) == {Sector.objects.get(code="textile").replaced_by.code}
    assert TermUnion.objects.for_system("test").count() == 1
