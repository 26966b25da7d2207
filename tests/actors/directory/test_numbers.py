"""A SIRET is never required; when it is given, its key holds, by La Poste's own rule for its establishments."""

from __future__ import annotations

from typing import Any

import pytest

from cordee.actors.directory.models import Identifier, Organisation
from tests import factories as make

NEW = {"name": "Essai de la clé", "role": "beneficiary", "commune": "Lille (59000)", "commune_code": "59350"}


def created(siret: str) -> tuple[Any, Organisation | None]:
    answer = make.officer("59").client.post("/annuaire/ajouter/", NEW | {"siret": siret})
    return answer, Organisation.objects.for_system("test").filter(name=NEW["name"]).first()


@pytest.mark.covers("ORG-901")
@pytest.mark.parametrize(
    "siret",
    ["", "552 081 317 66522", "356 000 000 00048", "356 000 000 49832"],
    ids=["none", "by its key", "head office of La Poste", "another one, whose digits add up to a multiple of five"],
)
def test_a_number_that_holds_is_kept_and_none_is_asked(db: None, siret: str) -> None:
    answer, sheet = created(siret)
    assert answer.status_code == 302
    assert sheet
    kept = Identifier.objects.for_system("test").filter(organisation=sheet, kind="siret").values_list("value", flat=True)
    assert list(kept) == ([siret.replace(" ", "")] if siret else [])


@pytest.mark.covers("ORG-901")
@pytest.mark.parametrize(
    ("siret", "sentence"),
    [
        ("552 081 317 66523", "La clé de ce SIRET ne correspond pas"),
        ("356 000 000 49838", "La clé de ce SIRET ne correspond pas"),
        ("552 081 317 6652", "Le SIRET compte 13 chiffres, il en faut 14"),
        ("552 081 317 6652O", "Le SIRET ne comporte que des chiffres"),
    ],
)
def test_a_number_that_does_not_says_why_and_what_was_typed_stays(db: None, siret: str, sentence: str) -> None:
    answer, sheet = created(siret)
    page = answer.content.decode()
    assert (answer.status_code, sheet) == (422, None)
    assert sentence in page
    assert siret in page
    assert NEW["name"] in page
