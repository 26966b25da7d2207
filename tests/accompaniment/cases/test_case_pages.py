"""The pages of a dossier: what each reader meets there, what its forms refuse, what they keep."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from cordee.accompaniment.cases import actions
from cordee.accompaniment.cases.models import Case
from cordee.core import formats
from tests import factories as make
from tests.accompaniment.cases import scene


def url(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.public_id])


def text(someone: make.Someone, address: str) -> str:
    status, content = make.read(someone.client, address)
    assert status == 200, address
    return content.decode()


@pytest.mark.covers("DLA-002", "DLA-004", "GOV-015")
def test_a_structure_asks_for_itself(db: None) -> None:
    nord = scene.Nord()
    director = nord.people["structure"]
    page = director.client.get(reverse("cases:open"))
    motive = page.context["form"].fields["motives"].choices[0][0]
    typed = {"title": "Notre projet", "need": "Grandir sans perdre le sens.", "origin": "alone", "requested_on": "02/02/2026"}
    refused = director.client.post(reverse("cases:open"), typed | {"need": ""})
    assert refused.status_code == 422
    assert "Décrivez le besoin" in refused.content.decode()
    assert "Notre projet" in refused.content.decode()
    answer = director.client.post(reverse("cases:open"), typed | {"motives": [motive]})
    case = Case.objects.visible_to(director.actor).get()
    assert (answer.status_code, answer["Location"]) == (302, case.get_absolute_url())
    assert (case.requester, case.motives.count(), case.state) == (nord.structure, 1, "requested")
    assert Case.objects.visible_to(nord.people["officer"].actor).get() == case


@pytest.mark.covers("NET-901", "NET-020")
def test_a_network_finds_no_figure_of_the_accounts_anywhere(db: None) -> None:
    nord = scene.Nord()
    case, network = nord.case("diagnosing"), nord.people["network"]
    actions.open_to(actor=nord.people["officer"].actor, case=case, organisation=network.organisation)
    amounts: dict[str, Any] = {"net_result": Decimal("-12345.00")}
    actions.keep_accounts(actor=nord.people["structure"].actor, case=case, organisation=nord.structure, year=2025, amounts=amounts)
    for reader in ("structure", "officer"):
        assert formats.number(12345) in text(nord.people[reader], case.get_absolute_url()), reader
    places = [
        case.get_absolute_url(), reverse("cases:cases"), reverse("cases:cases") + "export.csv", reverse("core:journal"),
        "/recherche/?q=12345", nord.structure.get_absolute_url(),
    ]  # fmt: skip
    for place in places:
        status, content = make.read(network.client, place)
        assert status in (200, 404), place
        shown = content.decode(errors="replace").replace("q=12345", "").replace('value="12345"', "").replace("« 12345 »", "")
        assert not [figure for figure in (formats.number(12345), "12 345", "12345,", "12345.") if figure in shown], place
    assert make.read(network.client, url("accounts", case))[0] == 404


@pytest.mark.covers("GOV-018", "DLA-904", "DLA-902")
def test_an_officer_leads_a_dossier_to_the_shared_diagnosis_by_its_pages(db: None) -> None:
    nord = scene.Nord()
    case, ines, salome = nord.case("received"), nord.people["officer"], nord.people["structure"]
    judged = {f"jugement-{c.code}": "favourable" for c in ines.client.get(url("judge", case)).context["form"].criteria}
    code = next(iter(judged)).removeprefix("jugement-")
    refused = ines.client.post(url("judge", case), judged | {f"jugement-{code}": "reserved", "proposal": "favourable"})
    assert refused.status_code == 422
    assert "n&#x27;est pas favorable : dites ici pourquoi" in refused.content.decode()
    assert ines.client.post(url("judge", case), judged | {"proposal": "favourable"}).status_code == 302
    assert ines.client.post(url("decide", case), {"accepted": "non"}).status_code == 422
    assert ines.client.post(url("decide", case), {"accepted": "oui"}).status_code == 302
    said = {"decision": "yes", "who": "Direction", "on": "02/02/2026", "channel": "meeting"}
    assert salome.client.post(url("adhesion", case), said | {"step": "1"}).status_code == 302
    assert ines.client.post(reverse("core:act", args=["cases.case", case.public_id, "diagnose"]), {}).status_code == 302
    for someone in (salome, ines):
        assert someone.client.get(url("validation", case)).url == case.diagnoses.get().get_absolute_url(), "one reads what one validates"
        assert someone.client.post(url("validation", case), {"what": "diagnosis", "side": "operator"}).status_code == 405
    scene.agree(case)
    assert salome.client.post(url("adhesion", case), said | {"step": "2"}).status_code == 302
    assert ines.client.post(reverse("core:act", args=["cases.case", case.public_id, "share"]), {}).status_code == 302
    case.refresh_from_db()
    assert case.state == "shared"


@pytest.mark.covers("ORG-018")
def test_the_sheet_of_a_structure_tells_its_accompaniments_in_order(db: None) -> None:
    nord = scene.Nord()
    for day, title in (("2009-02-01", "Reconventionnement"), ("2008-03-01", "Démarche collective")):
        scene.open_case(nord.structure, title=title, requested_on=make.date.fromisoformat(day))
    page = text(nord.people["structure"], nord.structure.get_absolute_url())
    assert 0 < page.index("Démarche collective") < page.index("Reconventionnement")
