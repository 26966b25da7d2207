"""What partners bring: six forms, their amounts and earmarks, their life; what networks give; ties with local authorities."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.directory.models import Organisation, Sector, Tie
from cordee.actors.partners import actions
from cordee.actors.partners.models import Contribution, Gift, Partnership
from cordee.actors.partners.queries import earmark_refusal, totals
from cordee.actors.territory.models import Department, Epci
from cordee.core.access import Refused
from cordee.core.lifecycle import advance
from tests import factories as make
from tests.actors.accounts.people import text
from tests.actors.partners.scene import TARGET, YEAR, contribution
from tests.factories import Someone


def body(name: str = "Communauté de communes") -> Organisation:
    return make.organisation(name, roles=("authority",))


@pytest.mark.covers("GOV-033", "WE-11.3")
def test_the_six_forms_are_offered_and_each_is_kept_as_it_is(db: None) -> None:
    ines, partner = make.officer(), body()
    page = ines.client.get("/partenaires/contributions/proposer/").content.decode()
    for code, label in Contribution.Form.choices:
        assert f'value="{code}"' in page
        assert label.replace("'", "&#x27;") in page
        money = code not in Contribution.UNPAID
        more = {"policy": "Contrats aidés"} if code == "earmarked" else {}
        contribution(ines, partner, code, "100.00" if money else None, description="" if money else "Deux journées par an.", **more)
    assert Contribution.objects.visible_to(ines.actor).count() == 6


@pytest.mark.covers("GOV-033")
@pytest.mark.parametrize(
    ("form", "amount", "more", "sentence"),
    [
        ("earmarked", "100", {}, "dit sa cible"),
        ("earmarked", None, {"policy": "Contrats aidés", "description": "x"}, "indiquez son montant"),
        ("budget", None, {"description": "x"}, "indiquez son montant"),
        ("budget", "100", {"policy": "Contrats aidés"}, "Seul un soutien fléché"),
        ("expertise", "100", {}, "n'a pas de montant"),
        ("positioning", "100", {}, "n'a pas de montant"),
        ("programme", None, {}, "décrivez ce que le partenaire apporte"),
        ("budget", "-5", {}, "supérieur à zéro"),
    ],
)
def test_what_contradicts_its_form_is_refused_in_french(db: None, form: str, amount: Any, more: Any, sentence: str) -> None:
    ines, partner = make.officer(), body()
    with pytest.raises(ValidationError, match=sentence):
        contribution(ines, partner, form, amount, **more)
    typed = {"contributor": partner.name, "form": form, "amount": amount or "", "period_debut": "2026-01-01", "description": "", **more}
    answer = ines.client.post("/partenaires/contributions/proposer/", typed)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert partner.name in answer.content.decode()


def test_an_earmark_is_compared_with_the_structure(db: None) -> None:
    ines, partner = make.officer(), body()
    lille, arras = make.organisation(), make.organisation(zone="62")
    metropole = Epci.objects.get(code="200093201")
    there = contribution(ines, partner, "earmarked", epci=metropole)
    assert earmark_refusal(there, lille) is None
    refusal = earmark_refusal(there, arras)
    assert refusal
    assert arras.name in refusal.sentence
    nord = contribution(ines, partner, "earmarked", department=Department.objects.get(code="59"))
    assert earmark_refusal(nord, lille) is None
    assert earmark_refusal(nord, arras)
    textile = Sector.objects.get(code="textile")
    sector = contribution(ines, partner, "earmarked", sector=textile)
    assert earmark_refusal(sector, lille)
    lille.sectors.add(textile)
    assert earmark_refusal(sector, lille) is None
    assert earmark_refusal(contribution(ines, partner), arras) is None


def test_a_contribution_is_agreed_then_closed_with_a_reason_and_frees_what_follows(db: None) -> None:
    ines, partner = make.officer(), body()
    first = contribution(ines, partner)
    advance(first, "agree", actor=ines.actor, data={"fact_on": "2026-01-10"})
    assert (first.state, first.agreed_on) == ("active", date(2026, 1, 10))
    with pytest.raises(Refused, match="ne se modifie plus"):
        actions.edit_contribution(actor=ines.actor, contribution=first, values=TARGET, version=first.version)
    same = contribution(ines, partner)
    with pytest.raises(Refused, match="couvre déjà une partie"):
        advance(same, "agree", actor=ines.actor)
    advance(first, "close", actor=ines.actor, data={"reason": "Budget réorienté.", "fact_on": "2026-03-31"})
    assert first.period == DateRange(date(2026, 1, 1), date(2026, 4, 1))
    with pytest.raises(Refused, match="active ou close"):
        advance(same, "agree", actor=ines.actor)
    values = {
        "period": DateRange(date(2026, 4, 1), date(2027, 1, 1)),
        "form": "budget",
        "amount": Decimal(5000),
        "description": "",
        **TARGET,
    }
    actions.edit_contribution(actor=ines.actor, contribution=same, values=values, version=same.version)
    advance(same, "agree", actor=ines.actor)
    assert same.state == "active"


def test_who_proposes_who_agrees_and_who_reads(db: None) -> None:
    """The partner proposes and reads its own; another funder of the territory reads none of the amounts."""
    ines, partner, other = make.officer(), make.funder(), make.funder()
    typed = {"operator": ines.organisation.pk, "form": "budget", "amount": "9 500,50 €", "period_debut": "2026-01-01"}
    assert partner.client.post("/partenaires/contributions/proposer/", typed).status_code == 302
    made = Contribution.objects.visible_to(partner.actor).get()
    assert (made.amount, made.contributor, made.operator) == (Decimal("9500.50"), partner.organisation, ines.organisation)
    assert not Contribution.objects.visible_to(other.actor).exists()
    assert not Contribution.objects.visible_to(make.officer("02").actor).exists()
    assert other.client.get(made.get_absolute_url()).status_code == 404
    with pytest.raises(Refused):
        advance(made, "agree", actor=partner.actor)
    advance(made, "agree", actor=ines.actor)
    values = {"contributor": partner.organisation, "form": "host", "amount": Decimal(1), "description": "", "period": YEAR} | TARGET
    with pytest.raises(Refused):
        actions.propose_contribution(actor=other.actor, operator=ines.organisation, values=values)
    with pytest.raises(ValidationError, match="ne contribue pas à lui-même"):
        contribution(ines, ines.organisation)


def test_totals_count_what_was_agreed(db: None) -> None:
    ines, partner = make.officer(), body()
    agreed = contribution(ines, partner, amount="1000.00")
    advance(agreed, "agree", actor=ines.actor)
    contribution(ines, body("Autre"), amount="500.00")
    rows = {row["code"]: row for row in totals(Contribution.objects.visible_to(ines.actor))}
    assert list(rows) == Contribution.Form.values
    assert (rows["budget"]["number"], rows["budget"]["agreed"], rows["budget"]["total"]) == (2, 1, Decimal(1000))
    page = text(ines.client.get("/partenaires/contributions/totaux/"))
    assert "1 000,00" in page.replace("\u202f", " ")
    assert "500,00" not in page


def test_two_officers_agree_on_the_same_days_at_the_same_second(own_db: Any) -> None:
    def build() -> tuple[Someone, list[int]]:
        ines = make.officer()
        partner = body()
        return ines, [contribution(ines, partner).pk for _ in range(2)]

    (ines, keys), *_ = own_db.together(build)
    said: list[str] = []

    def agree(key: int) -> None:
        try:
            advance(Contribution.objects.for_system("test").get(pk=key), "agree", actor=ines.actor)
            said.append("active")
        except Refused as refused:
            said.append(refused.refusal.code)

    own_db.together(lambda: agree(keys[0]), lambda: agree(keys[1]))
    assert sorted(said) == ["active", "constraint"]


# -- what networks give -----------------------------------------------------------------------------------------------------
@pytest.mark.covers("GOV-020")
def test_a_dla_ticks_what_each_network_gives_and_what_stops_stays_readable(db: None) -> None:
    ines, network = make.officer(), make.network().organisation
    make.network()
    url, key = "/partenaires/reseaux/noter/", network.pk
    page = ines.client.get(url).content.decode()
    assert all(f'value="{code}"' in page for code in Gift.Kind.values)
    assert len(Gift.Kind.values) == 7
    typed = {f"apports-{key}": ["information", "diagnosis"], f"note-{key}": "Convention du 3 mai"}
    assert ines.client.post(url, typed).status_code == 302
    partnership = Partnership.objects.visible_to(ines.actor).get()
    Gift.objects.for_system("test").update(period=DateRange(date(2026, 1, 1), None))
    assert ines.client.post(url, typed | {f"apports-{key}": ["diagnosis", "follow_up"]}).status_code == 302
    today = timezone.localdate()
    periods = {gift.kind: gift.period for gift in partnership.gifts.order_by("id")}
    assert periods["information"] == DateRange(date(2026, 1, 1), today)
    assert periods["follow_up"].lower == today
    shown = text(ines.client.get("/partenaires/reseaux/"))
    assert "Convention du 3 mai" in shown
    assert "Avant : Information" in shown


def test_the_table_of_a_dla_is_kept_by_its_team_and_read_by_the_network_itself(db: None) -> None:
    ines, network, other = make.officer(), make.network(), make.network()
    table = {network.organisation: ({"information"}, "")}
    assert actions.keep_gifts(actor=ines.actor, operator=ines.organisation, table=table) == 1
    assert actions.keep_gifts(actor=ines.actor, operator=ines.organisation, table=table) == 0, "nothing changed"
    with pytest.raises(Refused, match="son équipe seule"):
        actions.keep_gifts(actor=make.officer("02").actor, operator=ines.organisation, table=table)
    assert Partnership.objects.visible_to(network.actor).count() == 1
    assert Partnership.objects.visible_to(other.actor).count() == 0
    assert network.client.get("/partenaires/reseaux/noter/").status_code == 404
    actions.keep_gifts(actor=ines.actor, operator=ines.organisation, table={network.organisation: (set(), "")})
    assert not Gift.objects.for_system("test").exists(), "ticked by mistake, today"


# -- local authorities and other partners ---------------------------------------------------------------------------------------
@pytest.mark.covers("GOV-027")
@pytest.mark.parametrize("kind", Tie.LOCAL)
def test_the_four_links_of_a_local_authority_are_shown_on_both_sheets(db: None, kind: str) -> None:
    ines, structure, authority = make.officer(), make.organisation("La Fabrique"), body()
    make.child("tie", structure, kind=kind, target=authority, period=YEAR)
    label = str(Tie.Kind(kind).label)
    assert label in text(ines.client.get(structure.get_absolute_url()))
    other = text(ines.client.get(authority.get_absolute_url()))
    assert "La Fabrique" in other
    assert label in other
    assert "La Fabrique" not in text(make.officer("02").client.get(authority.get_absolute_url())), "a structure is not shown around"


@pytest.mark.covers("GOV-027")
def test_such_a_link_with_anything_but_a_local_authority_is_refused(db: None) -> None:
    structure, network = make.organisation(), make.organisation("Un réseau", roles=("network",))
    with pytest.raises(ValidationError, match="unit une structure à une collectivité"):
        make.child("tie", structure, kind="supported", target=network, period=YEAR)


@pytest.mark.covers("GOV-028")
@pytest.mark.parametrize("role", ["businesses", "foundation", "network_head", "federation"])
def test_partners_of_a_territory_are_listed_with_what_they_do(db: None, role: str) -> None:
    ines = make.officer()
    partner = make.organisation("Partenaire du Nord", roles=(role,), zone="02")
    nord = Department.objects.get(code="59")
    for kind in ("members", "sectors", "studies"):
        make.child("partner_work", partner, kind=kind, department=nord, detail="", period=DateRange(date(2025, 1, 1), None))
    listed = text(ines.client.get("/partenaires/?departement=59"))
    assert "Partenaire du Nord" in listed
    assert "Appuie ses membres, Développe des secteurs, Étudie les besoins et les enjeux" in listed
    sheet = text(make.national().client.get(partner.get_absolute_url()))
    assert "Ce que fait ce partenaire" in sheet
    assert "Nord (59)" in sheet
    assert "Partenaire du Nord" not in text(make.national().client.get("/partenaires/?departement=62"))


def test_what_a_partner_does_is_dated_and_not_said_twice(db: None) -> None:
    partner = make.organisation(roles=("foundation",))
    period = DateRange(timezone.localdate() - timedelta(days=9), None)
    make.child("partner_work", partner, kind="members", department=None, detail="", period=period)
    with pytest.raises(ValidationError, match="déjà enregistrée"):
        make.child("partner_work", partner, kind="members", department=None, detail="", period=period)
