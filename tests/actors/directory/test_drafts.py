"""A draft ends with what it became: neither a sheet created nor a proposal sent leaves its draft behind."""

from __future__ import annotations

import pytest

from cordee.core.models import Draft
from tests.factories import director, officer, organisation

pytestmark = pytest.mark.django_db


def drafts() -> int:
    return Draft.objects.for_system("test").count()


def test_a_sheet_created_forgets_its_draft() -> None:
    ines = officer("59")
    typed = {"name": "Les Jardins du Nord", "commune": "Lille (59000)", "commune_code": "59350", "role": "beneficiary"}
    assert ines.client.post("/brouillons/directory.organisation/", typed).status_code == 204
    assert 'value="Les Jardins du Nord"' in ines.client.get("/annuaire/ajouter/").content.decode()
    answer = ines.client.post("/annuaire/ajouter/", typed)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert drafts() == 0
    assert 'value="Les Jardins du Nord"' not in ines.client.get("/annuaire/ajouter/").content.decode()


def test_a_proposal_sent_forgets_its_draft() -> None:
    structure = organisation(zone="59")
    salome = director(of=structure)
    address, typed = f"/annuaire/{structure.public_id}/proposer/", {"phone": "03 20 99 88 77"}
    assert salome.client.post(f"/brouillons/directory.proposal/{structure.public_id}/", typed).status_code == 204
    assert "03 20 99 88 77" in salome.client.get(address).content.decode()
    answer = salome.client.post(address, typed)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert drafts() == 0
