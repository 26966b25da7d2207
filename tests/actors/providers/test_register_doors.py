"""What each one reads of a sheet, and what no one else ever gets: page, forged address, API, search, export, file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts.actions import open_participation
from cordee.actors.accounts.models import ApiToken
from cordee.actors.providers import actions, policies, weekly
from cordee.actors.providers.document import D01
from cordee.actors.providers.models import EmergenceAction, Provider
from cordee.core import merging
from cordee.core.access import IN_PERSON, Refused
from cordee.core.api import fingerprint
from cordee.core.lifecycle import advance
from cordee.core.models import Mail
from cordee.core.produce import produce
from tests import factories as make
from tests.factories import Someone

TODAY = timezone.localdate()
pytestmark = pytest.mark.django_db
SECRETS = ("720,00", "864,00", "864.00", make.IBAN, "••••", "Très bon travail")


def told_api(someone: Someone, path: str) -> tuple[int, str]:
    secret = f"cordee_{someone.user.pk}"
    ApiToken(
        membership=someone.membership, name="x", sha256=fingerprint(secret), hint="x", scopes=["read"],
        expires_at=timezone.now() + timedelta(days=1),
    ).save()  # fmt: skip
    answer = Client().get(path, headers={"Authorization": f"Bearer {secret}"})
    return answer.status_code, answer.content.decode()


@pytest.fixture
def evaluated() -> Provider:
    provider = make.full_sheet(make.organisation("Trois-Ponts", roles=("provider",)))
    advance(provider, "verify", actor=make.regional().actor)
    advance(provider, "evaluate", actor=make.officer().actor, data={"summary": "Très bon travail", "fact_on": TODAY.isoformat()})
    return provider


# -- another provider -------------------------------------------------------------------------------------------------
@pytest.mark.covers("PRO-001")
def test_another_provider_never_gets_a_rate_nor_an_evaluation(evaluated: Provider) -> None:
    rival = make.provider()
    make.full_sheet(rival.organisation)
    key, of = evaluated.public_id, evaluated.organisation.public_id
    rate, paper = evaluated.rates.get(), evaluated.papers.get()
    forged = [
        evaluated.get_absolute_url(), f"/annuaire/prestataires/{key}/modifier/identity/", f"/annuaire/{of}/tarifs/ajouter/",
        f"/annuaire/{of}/tarifs/{rate.public_id}/modifier/", f"/annuaire/{of}/banque/ajouter/",
        f"/annuaire/prestataires/{key}/fichiers/{paper.file.public_id}/", f"/fichiers/{paper.file.public_id}/",
        f"/actes/providers.provider/{key}/withdraw/", "/annuaire/prestataires/emergence/",
    ]  # fmt: skip
    for url in forged:
        assert rival.client.get(url).status_code == 404, url
    assert told_api(rival, f"/api/v1/prestataires/{key}")[0] == 404
    for url in (f"/annuaire/{of}/", "/recherche/?q=Trois-Ponts", "/annuaire/export.csv"):
        _, page = make.read(rival.client, url)
        assert not [secret for secret in SECRETS if secret in page.decode()], url
    assert not Provider.objects.visible_to(rival.actor).exclude(organisation=rival.organisation).exists()


@pytest.mark.parametrize("who", ["director", "funder"])
def test_structures_and_funders_do_not_read_the_register(evaluated: Provider, who: str) -> None:
    someone: Someone = getattr(make, who)()
    assert someone.client.get(evaluated.get_absolute_url()).status_code == 404
    assert not policies.may_search(someone.actor)


# -- networks ---------------------------------------------------------------------------------------------------------
@pytest.mark.covers("PRO-010", "PRO-012")
def test_a_network_reads_a_public_card(evaluated: Provider) -> None:
    actions.edit_section(
        actor=make.SYSTEM, provider=evaluated, section="presentation", version=evaluated.version,
        values={"similar_experience": "Un parc de véhicules partagé", "national_networks": "Réseau d'échange national"},
    )  # fmt: skip
    network = make.network("31")
    page = network.client.get(evaluated.get_absolute_url()).content.decode()
    for said in ("Modèle économique", "Nord (59)", "Un atelier", "expérience semblable", "Un parc de véhicules", "Réseau d&#x27;échange"):
        assert said in page, said
    assert not [secret for secret in (*SECRETS, "Maud Chenal", "Assurance", "Évalué") if secret in page]
    status, told = told_api(network, f"/api/v1/prestataires/{evaluated.public_id}")
    assert status == 200
    assert '"rates": null' in told
    assert '"state": null' in told
    assert "Maud" not in told


# -- the scheme -------------------------------------------------------------------------------------------------------
def test_only_those_who_pay_read_the_account(evaluated: Provider) -> None:
    own = make.provider(of=evaluated.organisation)
    payer, officer, national = make.person(make.operator("59"), "accountant"), make.officer(), make.national()
    for someone, reads in ((own, True), (payer, True), (make.head(), True), (officer, False), (national, False), (make.admin(), False)):
        page = someone.client.get(evaluated.get_absolute_url()).content.decode()
        assert ("••••" in page) is reads, someone.membership.profile
        assert "720,00" in page
        assert make.IBAN not in page
    assert evaluated.bank_details.get().proof is None


def test_a_joined_paper_is_read_through_its_sheet_alone(evaluated: Provider) -> None:
    file = evaluated.papers.get().file
    door, core = f"{evaluated.get_absolute_url()}fichiers/{file.public_id}/", f"/fichiers/{file.public_id}/"
    assert make.read(make.officer("31").client, door) == (200, b"Attestation")
    assert make.read(make.network().client, door)[0] == 404
    for someone in (make.officer(), make.provider(of=evaluated.organisation), make.admin()):
        assert make.read(someone.client, core)[0] == 404


# -- document D01 -------------------------------------------------------------------------------------------------------
@pytest.mark.covers("PRO-005")
def test_the_sheet_is_produced_with_what_it_lacks(evaluated: Provider) -> None:
    document = produce(D01.code, evaluated, actor=make.regional().actor)
    assert document.missing == []
    assert sorted(file.kind for file in document.files.order_by("pk")) == ["docx", "pdf"]
    assert make.IBAN not in str(document.context)
    assert "age" not in document.context
    bare = make.register()
    missing = produce(D01.code, bare, actor=make.regional().actor).missing
    assert missing[:2] == ["l'adresse", "le SIRET"]
    assert "l'IBAN" in missing
    with pytest.raises(Refused):
        produce(D01.code, evaluated, actor=make.officer("31").actor)


# -- letters of the week --------------------------------------------------------------------------------------------------
@pytest.mark.covers("PRO-901", "PRO-004")
def test_each_week_the_region_and_the_providers_are_told_once() -> None:
    regional, elsewhere = make.regional(), make.regional(("31",))
    own = make.provider()
    bare = make.register(own.organisation)
    old = make.full_sheet(make.organisation("Ancien Conseil", roles=("provider",)))
    advance(old, "verify", actor=regional.actor)
    Provider.objects.for_system("test").filter(pk=old.pk).update(confirmed_on=TODAY - timedelta(days=400))
    assert weekly.tell_regional() == 1
    letter = Mail.objects.for_system("test").get(kind="providers.weekly")
    assert letter.recipient == regional.user.email
    assert letter.letter["lines"] == [f"1\u00a0fiche incomplète : {bare}.", "1\u00a0fiche de plus d'un an : Ancien Conseil."]
    assert elsewhere.user.email != letter.recipient
    assert weekly.tell_regional() == 0, "a job that runs twice tells once"
    assert weekly.tell_providers() == 1
    told = Mail.objects.for_system("test").get(kind="providers.gaps")
    assert told.recipient == own.user.email
    assert "le SIRET" in told.letter["lines"][0]
    assert weekly.tell_providers() == 0


# -- joint actions --------------------------------------------------------------------------------------------------------
@pytest.mark.covers("GOV-024")
def test_a_joint_action_is_shown_on_the_sheet_of_the_newcomers() -> None:
    ines, newcomer, network = make.officer(), make.register(), make.organisation("COORACE", roles=("network",))
    typed: dict[str, Any] = {
        "name": "Rencontre des nouveaux",
        "held_on": TODAY.isoformat(),
        "networks": [network.pk],
        "newcomers": [newcomer.pk],
    }
    assert ines.client.post("/annuaire/prestataires/emergence/enregistrer/", typed).status_code == 302
    action = EmergenceAction.objects.for_system("test").get()
    assert (action.organiser, list(action.networks.order_by("pk"))) == (ines.organisation, [network])
    own = make.provider(of=newcomer.organisation)
    assert "Rencontre des nouveaux" in own.client.get(newcomer.get_absolute_url()).content.decode()
    assert own.client.get(action.get_absolute_url()).status_code == 404
    page = make.network().client.get("/annuaire/prestataires/emergence/").content.decode()
    assert "COORACE" in page
    assert "1\u00a0nouveau prestataire" in page
    other = make.officer("02")
    with pytest.raises(Refused):
        actions.record_emergence(actor=other.actor, values={"name": "Autre"}, action=action, version=action.version)


# -- two sheets of one organisation -----------------------------------------------------------------------------------------
def test_a_merge_asks_which_sheet_stays_and_the_name_follows() -> None:
    kept, gone = (make.organisation(name, roles=("provider",)) for name in ("Conseil du Port", "Port Conseil"))
    winner, loser = make.full_sheet(kept), make.register(gone)
    national = make.national().actor
    for sheet in (kept, gone):
        sheet.refresh_from_db()
    plan = merging.plan_of(kept, gone, national)
    assert [c.rule.key for c in plan.collisions if c.rule.model is Provider] == ["providers.provider.organisation"]
    merging.merge(kept, gone, actor=national, digest=plan.digest, choices={c.name: "winner" for c in plan.collisions})
    for provider in (winner, loser):
        provider.refresh_from_db()
    assert (winner.organisation_id, loser.organisation_id) == (kept.pk, gone.pk)
    assert list(Provider.objects.visible_to(national).values_list("pk", flat=True).order_by("pk")) == [winner.pk]


def test_the_only_sheet_moves_with_its_organisation() -> None:
    kept, gone = make.organisation("Conseil du Port"), make.organisation("Port Conseil", roles=("provider",))
    provider, national = make.register(gone), make.national().actor
    plan = merging.plan_of(kept, gone, national)
    merging.merge(kept, gone, actor=national, digest=plan.digest, choices={})
    provider.refresh_from_db()
    assert (provider.organisation_id, provider.thread_id, provider.name) == (kept.pk, kept.thread_id, "Conseil du Port")


# -- the state of a sheet, where it is not read ------------------------------------------------------------------------
@pytest.mark.parametrize("act", ["verify", "keep", "withdraw", "restore"])
def test_a_network_learns_nothing_of_a_state_by_asking_for_acts(evaluated: Provider, act: str) -> None:
    network = make.network("31")
    status, told = told_api(network, f"/api/v1/prestataires/{evaluated.public_id}/transitions")
    assert (status, json.loads(told)["items"]) == (200, [])
    url = f"/actes/providers.provider/{evaluated.public_id}/{act}/"
    for method in ("GET", "POST"):
        assert "Évalué" not in make.read(network.client, url, method)[1].decode()
    advance(evaluated, "withdraw", actor=make.regional().actor, data={"reason": "Cessation."})
    pages = [make.read(network.client, url)[1].decode() for url in (url, evaluated.get_absolute_url())]
    assert not [page for page in pages if "Retiré" in page]


def test_only_a_sheet_that_works_as_a_provider_enters_the_register_by_its_address() -> None:
    officer = make.officer("31")
    structure = make.organisation("Atelier du Pévèle")
    merged = make.organisation("Ancien conseil", roles=("provider",))
    kept = make.organisation("Conseil gardé", roles=("provider",))
    type(merged).objects.for_system("test").filter(pk=merged.pk).update(merged_into=kept)
    for one in (structure, merged):
        assert officer.client.post(f"/annuaire/prestataires/depuis/{one.public_id}/").status_code == 404
        assert not Provider.objects.for_system("test").filter(organisation=one).exists()
    assert officer.client.post(f"/annuaire/prestataires/depuis/{kept.public_id}/").status_code == 302


def test_in_support_nobody_says_that_a_sheet_is_up_to_date(evaluated: Provider) -> None:
    own = make.provider(of=evaluated.organisation)
    helped = replace(own.actor, on_behalf_of=own.user.pk)
    assert policies.may_confirm(helped, evaluated) is IN_PERSON
    assert policies.may_confirm(own.actor, evaluated) is None


def test_a_provider_sheet_is_not_opened_to_another_provider(evaluated: Provider) -> None:
    officer, rival = make.officer(), make.provider()
    with pytest.raises(Refused, match="autre prestataire"):
        open_participation(actor=officer.actor, organisation=evaluated.organisation, whom=rival.organisation, capacity="provider")
    page = make.read(rival.client, evaluated.organisation.get_absolute_url())[1].decode()
    assert "Très bon travail" not in page
