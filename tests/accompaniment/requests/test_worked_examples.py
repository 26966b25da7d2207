"""WE-05.1, the basin of Thionville: the DLA suggests a collective action to ten structures; they file a clear request all the same."""

from __future__ import annotations

import pytest

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.requests.actions import Named
from cordee.actors.territory.models import Commune
from cordee.core.access import Refused
from cordee.core.lifecycle import advance
from tests import factories as make
from tests.accompaniment.requests import scene


@pytest.mark.covers("DLA-002")
def test_a_suggestion_of_the_dla_is_an_origin_and_needs_a_clear_request_all_the_same(db: None) -> None:
    officer = make.officer(of=make.operator("57", "DLA de Moselle (COJEP)"))
    thionville = Commune.objects.get(code="57672")
    others = [Named(f"Structure d'insertion {number}", commune=thionville) for number in range(2, 11)]
    first = Named("Structure d'insertion 1", commune=thionville)
    assert Case.objects.visible_to(officer.actor).count() == 0, "nothing came before the suggestion"
    suggested = scene.request(*others, first=first, origin="dla", motives=[], need="Monter ensemble une plateforme de clauses.")
    assert suggested.zone == "57"
    chosen = {"title": "Plateforme de clauses", **{f"fiche_{rank}": "creer" for rank in range(10)}}
    with pytest.raises(Refused, match="n'a pas de motif"):
        advance(suggested, "accept", actor=officer.actor, data=chosen)
    assert Case.objects.visible_to(officer.actor).count() == 0, "an unclear request starts nothing"
    suggested.motives.set([scene.motive()])
    advance(suggested, "accept", actor=officer.actor, data=chosen)
    case = Case.objects.visible_to(officer.actor).get()
    assert (case.origin, case.kind, case.beneficiaries.count()) == ("dla", "collective", 10)
