"""What the answers of a campaign say together, from the base: figures, distributions, groups, masks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cordee.core.lifecycle import advance
from cordee.tools.surveys.models import Campaign, Synthesis
from cordee.tools.surveys.synthesis import shape, store
from tests import factories
from tests.factories import organisation
from tests.tools.surveys.reading import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    made = world.campaign(organisation("DLA Essai", roles=("operator",)))
    for department, marks in world.S8.items():
        world.opinions(made, department, marks, kind="aci" if department in ("59", "80") else "ei")
    return made


def measure(of: shape.Synthesis, code: str) -> shape.Measure:
    return next(one for one in of["items"] if one["code"] == code)


@pytest.mark.covers("EVA-903")
def test_small_departments_are_masked_everywhere(campaign: Campaign) -> None:
    said = store.computed(campaign)
    assert said["answers"] == 28
    cells = {cell["label"]: cell for cell in said["groups"]["department"]}
    assert {name: cell["masked"] for name, cell in cells.items()} == {"Aisne": True, "Nord": False, "Oise": False, "Somme": True}
    assert (cells["Nord"].get("n"), cells["Oise"].get("n")) == (12, 9)
    everything = [said["total"], *said["axes"], *said["items"]]
    for one in everything:
        assert one is not None
        for cell in one["groups"]["department"]:
            assert cell["masked"] == (cell["label"] in ("Aisne", "Somme")), one["label"]
            assert set(cell) == {"code", "label", "masked"} if cell["masked"] else {"n", "stats", "shares"} <= set(cell)


def test_figures_of_a_question(campaign: Campaign) -> None:
    """28 answers on five levels, of which « sans objet » is not one."""
    world.answer(campaign, {"conduct": {"s": "na"}, "again": {"v": "no"}}, department="59")
    said = measure(store.computed(campaign), "conduct")
    assert said["n"] == 28
    assert [(share["code"], share["count"]) for share in said["shares"]] == [("1", 1), ("2", 5), ("3", 5), ("4", 12), ("5", 5)]
    assert [(share["label"], share["count"]) for share in said["special"]] == [("Sans objet", 1)]
    assert said["stats"] is not None
    assert said["stats"]["median"] == pytest.approx(0.75)
    assert said["stats"]["mean"] == pytest.approx((5 * 1 + 5 * 2 + 12 * 3 + 5 * 4) / 28 / 4)
    assert said["top"] == {"code": "top", "label": "« 4 » ou « 5 »", "count": 17}


def test_no_mean_under_five_answers() -> None:
    few = world.campaign(organisation(roles=("operator",)))
    world.opinions(few, "59", [4, 4, 5, 5])
    said = measure(store.computed(few), "conduct")
    assert said["stats"] is None
    assert [share["count"] for share in said["shares"]] == [0, 0, 0, 2, 2]


def test_choices_numbers_and_blocks() -> None:
    made = world.campaign(organisation(roles=("operator",)))
    for rank in range(6):
        sites = [{"site_name": {"v": f"Site {n}"}, "staff": {"v": str(10 * n)}, "owned": {"v": "own"}} for n in range(rank)]
        world.answer(
            made,
            {
                "needs": {"v": ["money", "team"] if rank < 4 else ["team"]},
                "budget": {"v": f"{1000 * rank}.50"},
                "split": {"v": {"sales": "40", "grants": "60"}},
                "say": {"v": "=cmd()"},
                "sites": {"rows": sites},
            },
        )  # fmt: skip
    said = store.computed(made)
    needs, budget, split, say = (measure(said, code) for code in ("needs", "budget", "split", "say"))
    assert needs["n"] == 6
    assert [share["count"] for share in needs["shares"]] == [4, 6]
    assert (budget["n"], budget["stats"] and budget["stats"]["median"]) == (6, 2500.5)
    assert [(part["label"], part["stats"] and part["stats"]["mean"]) for part in split["parts"]] == [("Ventes", 40), ("Subventions", 60)]
    assert (split["n"], say["n"]) == (6, 6)
    staff, owned = measure(said, "staff"), measure(said, "owned")
    assert staff["n"] == 15
    assert (owned["n"], [share["count"] for share in owned["shares"]]) == (15, [15, 0])


def test_only_the_latest_revision_and_what_was_agreed_count() -> None:
    made = world.campaign(organisation(roles=("operator",)))
    for latest in (False, True):
        world.answer(made, {"again": {"v": "yes" if latest else "no"}}, latest=latest)
    world.answer(made, {"again": {"v": "no"}}, voice="officer")
    said = store.computed(made)
    assert said["answers"] == 1
    assert [share["count"] for share in measure(said, "again")["shares"]] == [1, 0, 0]


def test_a_campaign_without_answers() -> None:
    said = store.computed(world.campaign(organisation(roles=("operator",))))
    assert said["answers"] == 0
    assert said["total"] is None
    assert {one["n"] for one in said["items"]} == {0}


# -- where it comes from ----------------------------------------------------------------------------------------------------
def test_an_open_campaign_is_counted_again_at_most_every_minute(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(store.time, "monotonic", lambda: now)
    assert store.of_campaign(campaign)["answers"] == 28
    world.opinions(campaign, "59", [3])
    now += 59
    assert store.of_campaign(campaign)["answers"] == 28
    now += 2
    assert store.of_campaign(campaign)["answers"] == 29


def test_a_closed_campaign_is_kept_by_a_job_and_counted_again_once_reopened(campaign: Campaign) -> None:
    ines = factories.officer("59", of=campaign.asker)
    factories.mandate(campaign.asker, "59")
    advance(campaign, "close", actor=ines.actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name LIKE %s", ["%keep_synthesis"])
        assert [args for (args,) in cursor.fetchall()] in ([{"campaign_id": campaign.pk}], [f'{{"campaign_id": {campaign.pk}}}'])
    store.keep(campaign.pk)
    kept = Synthesis.objects.for_system("test").get(campaign=campaign)
    assert (kept.answers, kept.data == store.computed(campaign)) == (28, True)
    Synthesis.objects.for_system("told from what is kept").filter(pk=kept.pk).update(data={**kept.data, "answers": 7})
    assert store.of_campaign(campaign)["answers"] == 7
    advance(
        campaign, "reopen", actor=ines.actor, data={"reason": "Deux structures en retard", "closes_at": timezone.now() + timedelta(days=9)}
    )
    store.forget(campaign)
    assert store.of_campaign(campaign)["answers"] == 28


def test_a_job_that_comes_after_the_reopening_keeps_nothing(campaign: Campaign) -> None:
    store.keep(campaign.pk)
    assert not Synthesis.objects.for_system("test").exists()
