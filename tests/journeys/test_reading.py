"""An officer reads: a synthesis, one answer with its radar, two answers side by side; on a wide screen and on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories as make
from tests.journeys.conftest import Someone
from tests.tools.surveys import scene
from tests.tools.surveys.reading import world


def build() -> tuple[str, dict[str, str]]:
    """The session of an officer, and the addresses of what is read."""
    ines = make.officer()
    rives = make.organisation("Atelier des Rives")
    asked = scene.published(ines)
    before = world.diagnosis(rives, asked, scene.LOW)
    after = world.diagnosis(rives, asked, {**scene.HIGH, "a1": {"v": "l1", "target": "l3", "feasibility": 2}})
    full, bare = world.campaign(ines.organisation, name="Satisfaction : premier semestre"), world.campaign(ines.organisation, name="Vide")
    for department, marks in world.S8.items():
        world.opinions(full, department, marks, kind="aci")
    said = {"v": "Un mot assez long pour passer à la ligne sur un téléphone : merci, et à l'année prochaine."}
    given = {"conduct": {"v": "5"}, "results": {"v": "4"}, "again": {"v": "average"}, "needs": {"v": ["money"]}, "budget": {"v": "9500.5"}}
    world.answer(full, given | {"split": {"v": {"sales": "60", "grants": "40"}}, "say": said}, of=rives, department="59", kind="aci")
    return ines.client.cookies["sessionid"].value, {
        "synthesis": f"/campagnes/{full.public_id}/synthese/",
        "crossing": f"/campagnes/{full.public_id}/synthese/?par=department&question=needs",
        "empty": f"/campagnes/{bare.public_id}/synthese/",
        "answer": f"/reponses/{after.public_id}/",
        "both": f"/reponses/{after.public_id}/avant-apres/",
        "first": f"/reponses/{before.public_id}/avant-apres/",
    }


@pytest.mark.parametrize("width", [1280, 360])
def test_the_screens_of_reading(browser: Any, site: Any, own_db: Any, width: int) -> None:
    session, urls = own_db.together(build)[0]
    ines = Someone(browser, site.url, width)
    ines.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
    for name, url in urls.items():
        assert ines.open(url).status == 200, name
        ines.judge()
    ines.open(urls["answer"])
    assert ines.page.locator(".radar svg .shape").count() == 1
    assert ines.page.locator(".bars tbody tr").count() == 3, "every drawing has its table: one line an axis"
    ines.sees("Par quoi commencer")
    ines.follow("Comparer avec la fois d'avant")
    assert ines.page.locator(".radar svg .shape").count() == 2
    ines.open(urls["answer"])
    ines.follow("Questionnaires de la structure")
    ines.sees("Questionnaires remplis")
    ines.open(urls["synthesis"])
    ines.page.get_by_role("link", name="Par département").click()
    assert ines.page.locator("#croiser").is_visible()
    assert ines.page.get_by_text("masqué", exact=True).first.is_visible()
    ines.open(urls["empty"])
    ines.sees("Aucune réponse pour l'instant")
    ines.leave()
