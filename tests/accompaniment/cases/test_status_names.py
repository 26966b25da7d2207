"""The two names of each state: a structure, a provider and a network never meet the internal one."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.wording_of_states import PUBLIC
from cordee.actors.accounts.actions import take_part
from cordee.core.lifecycle import advance
from tests.accompaniment.cases import scene
from tests.accompaniment.cases.test_case_pages import text
from tests.factories import SYSTEM

#: state → what a party reads, as the house's words have it
TABLE = {
    "requested": "Demande reçue",
    "received": "Premier échange",
    "reoriented": "Orientée vers un autre organisme",
    "diagnosing": "Diagnostic en cours",
    "shared": "Diagnostic validé ensemble",
    "planned": "Parcours proposé",
    "under_way": "Parcours en cours",
    "follow_up": "Suivi",
    "reviewed": "Bilan après l'accompagnement",
    "closed": "Terminé",
    "abandoned": "Arrêté à votre demande",
}
#: internal names that are in no public one
INTERNAL = ("Plan élaboré", "Plan en œuvre", "Diagnostic post-accompagnement", "Réorienté<", "Abandon", "Clos<")
USUAL = {"requested": "10", "received": "30", "diagnosing": "90", "shared": "45", "planned": "30"}


def case_at(nord: scene.Nord, state: str) -> Case:
    """The provider and the network take part from the start."""
    case = nord.case()
    for name in ("provider", "network"):
        take_part(actor=SYSTEM, thread=case.thread, organisation=nord.people[name].organisation, capacity=name)
    if state == "reoriented":
        advance(scene.bring(case, "received"), "reorient", actor=SYSTEM, data=scene.REFERRED)
    elif state == "abandoned":
        advance(scene.bring(case, "diagnosing"), "abandon", actor=SYSTEM, data={"reason": "Plus le temps."})
    else:
        scene.bring(case, state)
    return case


@pytest.mark.parametrize("state", Case.State.values)
def test_every_state_reads_as_the_table_says_for_a_structure_a_provider_and_a_network(db: None, state: str) -> None:
    nord = scene.Nord()
    case = case_at(nord, state)
    for name in ("structure", "provider", "network"):
        reader = nord.people[name]
        page = html.unescape(text(reader, case.get_absolute_url()))
        tag = re.search(r'<p class="under-title">\s*<span class="tag[^>]*>(?:<svg.*?</svg>)?\s*([^<]+)<', page, re.S)
        assert tag, name
        assert tag[1].strip() == TABLE[state], name
        assert PUBLIC[state].now in page, name
        assert ("jours au plus" in page) == (state in USUAL), name
        if state in USUAL:
            assert f"Comptez en général {USUAL[state]} jours au plus." in page
        listed = html.unescape(text(reader, reverse("cases:cases") + ("?finis=oui" if case.is_over else "")))
        assert TABLE[state] in listed
        for shown in (page, listed):
            assert not [word for word in INTERNAL if word in shown], name


def test_the_dla_reads_the_internal_name(db: None) -> None:
    nord = scene.Nord()
    assert "Plan élaboré" in text(nord.people["officer"], nord.case("planned").get_absolute_url())
