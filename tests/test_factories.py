"""The helpers of the suite do what their names say."""

from __future__ import annotations

import pytest

from tests import factories as make


@pytest.mark.django_db
def test_each_person_of_the_helpers_acts_and_opens_the_home() -> None:
    people = [make.officer(), make.head(), make.regional(), make.national(), make.admin()]
    people += [make.director(), make.provider(), make.network(), make.funder()]
    for someone in people:
        assert someone.actor.organisation_id == someone.organisation.pk
        assert someone.client.get("/").status_code == 200, someone.membership.profile
    assert people[0].actor.zones == {"59"}
    assert people[2].actor.zones == {"59", "62", "02"}
    assert people[3].actor.zones is None
    assert make.proposal(people[5]).state == "proposed"
