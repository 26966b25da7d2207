"""How French says where a department is."""

from __future__ import annotations

import pytest

from cordee.actors.territory.geometry import drawing
from cordee.actors.territory.places import in_department


@pytest.mark.parametrize(("code", "said"), [
    ("59", "dans le Nord"), ("02", "dans l'Aisne"), ("80", "dans la Somme"), ("78", "dans les Yvelines"), ("93", "en Seine-Saint-Denis"),
    ("2A", "en Corse-du-Sud"), ("75", "à Paris"), ("974", "à La Réunion"), ("973", "en Guyane"), ("zz", "en zz"),
])  # fmt: skip
def test_each_department_has_its_preposition(code: str, said: str) -> None:
    assert in_department(code) == said


def test_no_vowel_follows_an_article_that_is_not_cut() -> None:
    said = [in_department(department.code) for department in drawing().departments]
    assert not [one for one in said if one.startswith(("dans le ", "dans la ")) and one.split(" ")[2][0] in "AEIOUYÉ"]
