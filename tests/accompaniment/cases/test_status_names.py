"""The two names of each state: a structure, a provider and a network never meet the internal one."""

from __future__ import annotations

import html
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.wording_of_states import PUBLIC
from cordee.actors.accounts.actions import take_part
from cordee.core.api.lifecycles import state_name
from cordee.core.lifecycle import advance
from cordee.core.views.acts import act_url
from tests.accompaniment.cases import scene
from tests.accompaniment.cases.test_case_pages import text
from tests.factories import SYSTEM, Someone

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
    "abandoned": "Arrêté",
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


def test_the_api_names_what_an_act_led_to_as_its_reader_knows_it(db: None) -> None:
    nord = scene.Nord()
    case = case_at(nord, "diagnosing")
    readers = {name: state_name(case, nord.people[name].actor) for name in ("officer", "structure", "network")}
    assert readers == {"officer": "Diagnostic", "structure": TABLE["diagnosing"], "network": TABLE["diagnosing"]}


def test_the_dla_reads_the_internal_name(db: None) -> None:
    nord = scene.Nord()
    assert "Plan élaboré" in text(nord.people["officer"], nord.case("planned").get_absolute_url())


# -- a dossier that stopped says at whose request ------------------------------------------------------------------------------
YOURS, ITS = "Arrêté à votre demande", "Arrêté à la demande de la structure"


def told_everywhere(reader: Someone, case: Case) -> dict[str, str]:
    """Each place that tells a party where the dossier stands."""
    return {
        "page": html.unescape(text(reader, case.get_absolute_url())),
        "list": html.unescape(text(reader, reverse("cases:cases") + "?finis=oui")),
        "search": html.unescape(text(reader, "/recherche/?q=Consolider")),
        "export": text(reader, reverse("cases:cases") + "export.csv?finis=oui"),
    }


@pytest.mark.parametrize("by", ["structure", "officer"])
def test_stopped_on_request_it_reads_yours_to_the_structure_and_the_structure_s_to_others(db: None, by: str) -> None:
    nord = scene.Nord()
    case = case_at(nord, "diagnosing")
    asked = {"reason": "Notre direction change."} | ({"on_request": "on"} if by == "officer" else {})
    assert nord.people[by].client.post(act_url(case, "abandon"), asked).status_code == 302
    for place, shown in told_everywhere(nord.people["structure"], case).items():
        assert YOURS in shown, place
    for name in ("network", "provider"):
        for place, shown in told_everywhere(nord.people[name], case).items():
            assert ITS in shown, (name, place)
            assert YOURS not in shown, (name, place)
    assert "Accompagnement arrêté à la demande de la structure" in html.unescape(text(nord.people["officer"], case.get_absolute_url()))


def test_stopped_by_its_dla_it_never_reads_at_your_request(db: None) -> None:
    nord = scene.Nord()
    case = case_at(nord, "diagnosing")
    assert nord.people["officer"].client.post(act_url(case, "abandon"), {"reason": "Sans nouvelles depuis un an."}).status_code == 302
    for name in ("structure", "network", "provider"):
        for place, shown in told_everywhere(nord.people[name], case).items():
            assert "Arrêté" in shown, (name, place)
            assert YOURS not in shown, (name, place)
            assert ITS not in shown, (name, place)


def test_a_structure_that_stops_is_not_asked_whether_it_asked(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("received")
    assert 'name="on_request"' not in text(nord.people["structure"], act_url(case, "abandon"))
    assert 'name="on_request"' in text(nord.people["officer"], act_url(case, "abandon"))
    refused = nord.people["officer"].client.post(act_url(case, "abandon"), {"reason": "", "on_request": "on"})
    assert refused.status_code == 422
    assert "checked" in refused.content.decode()


def test_only_a_stopped_dossier_says_that_it_was_asked(db: None) -> None:
    case = scene.Nord().case()
    with pytest.raises(IntegrityError, match="cases_case_stopped"), transaction.atomic():
        Case.objects.for_system("test").filter(pk=case.pk).update(stopped_on_request=True)
