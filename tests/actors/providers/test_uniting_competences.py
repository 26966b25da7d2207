"""Two competences united: the dated links of the register fold, what the search reads follows at once, and parting undoes it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.actors.directory.models import Competence
from cordee.actors.directory.nomenclatures import COMPETENCES
from cordee.actors.providers.models import Provider, ProviderCompetence
from cordee.actors.providers.queries import mend_facets
from cordee.core.nomenclatures import uniting
from tests import factories as make
from tests.actors.providers.search.making import provider

WHY = "Deux mots pour la même chose"
JANUARY = date(2026, 1, 1)

Links = set[tuple[str, str]]


def links(of: Provider) -> Links:
    rows = ProviderCompetence.objects.filter(provider=of).order_by("pk").values_list("competence__code", "period")
    return {(code, str(period)) for code, period in rows}


def facet(of: Provider) -> set[int]:
    return set(Provider.objects.for_system("test").get(pk=of.pk).competence_ids)


@pytest.mark.covers("SYS-906", "PRO-003")
def test_links_that_meet_fold_into_one_and_the_search_follows_both_ways(db: None) -> None:
    denis = make.admin()
    first, second = Competence.objects.order_by("pk")[:2]
    alone, both = provider("Cabinet Seul", competences=()), provider("Cabinet Double", competences=())
    stranger = provider("Cabinet Voisin", competences=())
    for one, competence, period in (
        (stranger, second, DateRange(JANUARY, None)),
        (alone, first, DateRange(JANUARY, None)),
        (both, first, DateRange(JANUARY, None)),
        (both, second, DateRange(date(2026, 3, 1), None)),
    ):
        ProviderCompetence(provider=one, competence=competence, period=period).save()
    mend_facets()
    before = links(alone), links(both)
    seen = uniting.preview(COMPETENCES, first.code, second.code).seen
    uniting.unite(nomenclature=COMPETENCES, code=first.code, into=second.code, seen=seen, actor=denis.actor, reason=WHY)
    assert links(alone) == links(both) == {(second.code, str(DateRange(JANUARY, None)))}
    assert facet(alone) == facet(both) == {second.pk}
    assert links(stranger) == {(second.code, str(DateRange(JANUARY, None)))}, "another sheet's link is its own"
    assert mend_facets() == 0, "nothing was left to the night"
    uniting.part(nomenclature=COMPETENCES, code=first.code, actor=denis.actor, reason=WHY)
    assert (links(alone), links(both)) == before
    assert (facet(alone), facet(both)) == ({first.pk}, {first.pk, second.pk})
    assert mend_facets() == 0
