"""The provider register: entering it, its completeness, its life, its suspension."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.directory.actions import edit_organisation
from cordee.actors.directory.models import Competence, Organisation
from cordee.actors.providers import actions, ages, queries
from cordee.actors.providers.completeness import Completeness, can_be_paid, missing, payable
from cordee.actors.providers.models import BankDetails, ConsultantAge, Provider, ProviderArea, ProviderCompetence
from cordee.actors.territory.models import Region
from cordee.core.access import Refused
from cordee.core.corrections import correct
from cordee.core.edits import Stale
from cordee.core.lifecycle import advance, offers
from cordee.core.models import Event, Mail
from tests import factories as make
from tests.actors.accounts.people import text

TODAY = timezone.localdate()
pytestmark = pytest.mark.django_db


# -- the worked example: a provider without SIRET ------------------------------------------------------------------------
@pytest.mark.covers("PRO-901")
def test_a_provider_without_siret_may_be_proposed_and_not_paid() -> None:
    """Catalogue, provider without SIRET: selected with a warning, never paid."""
    provider = make.full_sheet()
    assert can_be_paid(provider) == []
    assert Provider.objects.for_system("test").filter(pk=provider.pk).count() == payable(Provider.objects.for_system("test")).count() == 1
    organisation = provider.organisation
    organisation.identifiers.all().delete()
    assert can_be_paid(provider) == ["le SIRET"]
    complete = Completeness(missing(provider))
    assert complete.sentence == "92\u00a0%\u00a0: il manque le SIRET"
    assert complete.unpaid == "Vous pouvez être retenu, pas encore payé : il manque le SIRET."
    assert not payable(Provider.objects.for_system("test")).exists()
    assert Provider.objects.for_system("test").proposable().filter(pk=provider.pk).exists()


def test_each_gap_is_named_in_words() -> None:
    provider = make.register()
    assert [item.said for item in missing(provider)] == [
        "l'adresse", "le SIRET", "la nature du prestataire", "la situation de TVA", "un courriel ou un téléphone", "une compétence",
        "un secteur", "un territoire d'intervention", "un profil d'intervention", "une référence", "un tarif", "l'attestation d'assurance",
        "l'IBAN",
    ]  # fmt: skip
    assert can_be_paid(provider) == ["l'adresse", "le SIRET", "la nature du prestataire", "la situation de TVA", "l'IBAN"]


# -- entering ---------------------------------------------------------------------------------------------------------
@pytest.mark.covers("PRO-002", "PRO-007")
@pytest.mark.parametrize("profile", ["officer", "head", "accountant", "regional", "national", "resource"])
def test_every_actor_of_the_scheme_spots_a_provider_anywhere(profile: str) -> None:
    someone = make.person(make.operator("59"), profile)
    made = actions.spot(actor=someone.actor, name="Cap Sud Conseil", zone="31", known_for="Les coopératives de service")
    assert (made.state, made.zone, made.spotted_by) == ("spotted", "31", someone.organisation)
    assert made.organisation.roles.filter(kind="provider").exists()
    assert Provider.objects.visible_to(make.officer("02").actor).filter(pk=made.pk).exists()


def test_others_do_not_spot() -> None:
    for someone in (make.director(), make.provider(), make.network(), make.funder()):
        with pytest.raises(Refused):
            actions.spot(actor=someone.actor, name="Cap Sud", zone="31")


@pytest.mark.covers("PRO-011")
def test_an_association_that_runs_a_similar_service_is_a_provider_too() -> None:
    peer = make.organisation("Mobilités 46", roles=("beneficiary",), zone="59")
    made = actions.spot(actor=make.officer().actor, name=peer.name, zone=peer.zone, organisation=peer)
    made = actions.edit_section(actor=make.SYSTEM, provider=made, section="identity", values={"kind": "peer"}, version=made.version)
    assert made.get_kind_display() == "Association qui mène elle-même un service semblable"
    assert set(peer.roles.values_list("kind", flat=True)) == {"beneficiary", "provider"}
    again = actions.spot(actor=make.officer().actor, name=peer.name, zone=peer.zone, organisation=peer)
    assert again.pk == made.pk, "one sheet an organisation"


@pytest.mark.covers("PRO-903")
def test_a_siret_known_already_is_shown_and_kept_with_a_reason() -> None:
    known = make.organisation("Conseil du Port", roles=("provider",), siret=make.SIRET)
    ines = make.officer()
    typed = {"name": "Conseil du Port, Roubaix", "known_for": "La vente", "department": "", "siret": "732 829 320 00074"}
    typed["department"] = str(Region.objects.get(code="32").departments.get(code="59").pk)
    page = ines.client.post("/annuaire/prestataires/reperer/", typed)
    assert page.status_code == 422
    assert f"Ce SIRET est déjà celui de {known.name}." in page.content.decode()
    assert not Provider.objects.for_system("test").exists()
    assert ines.client.post("/annuaire/prestataires/reperer/", typed | {"why_twice": "Second lieu, à Roubaix"}).status_code == 302
    made = Provider.objects.for_system("test").get()
    told = Event.objects.for_system("test").get(code="providers.provider.spot", subject_id=made.pk)
    assert told.data == {"why_twice": "Second lieu, à Roubaix"}


@pytest.mark.covers("PRO-903")
@pytest.mark.parametrize(("siret", "sentence"), [("7328293200007", "compte 13 chiffres"), ("73282932000075", "La clé de ce SIRET")])
def test_a_wrong_siret_says_what_is_wrong_and_keeps_what_was_typed(siret: str, sentence: str) -> None:
    page = make.officer().client.post("/annuaire/prestataires/reperer/", {"name": "Cap", "known_for": "x", "siret": siret})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert siret in page.content.decode()


def test_a_double_click_lists_one_provider() -> None:
    ines, operation = make.officer().actor, "0b0f6c0a-7a5f-4b2e-9d39-0f1f0a3c9a11"
    first, second = (actions.spot(actor=ines, name="Cap", zone="59", operation=uuid.UUID(operation)) for _ in range(2))
    assert first.pk == second.pk


# -- its life ---------------------------------------------------------------------------------------------------------
@pytest.mark.covers("PRO-001", "PRO-004")
def test_the_regional_level_verifies_the_sheets_of_its_region() -> None:
    provider, regional = make.full_sheet(), make.regional()
    own = make.provider(of=provider.organisation)
    for someone in (make.officer(), make.regional(("31",)), own, make.officer("02")):
        with pytest.raises(Refused):
            advance(provider, "verify", actor=someone.actor)
    advance(provider, "verify", actor=regional.actor)
    assert (provider.state, provider.verified_by, provider.verified_on) == ("complete", regional.organisation, TODAY)
    letter = Mail.objects.for_system("test").get(kind="providers.sheet")
    assert (letter.recipient, letter.subject) == (own.user.email, "Votre fiche de prestataire est référencée")


def test_an_incomplete_sheet_is_not_listed_and_the_refusal_says_what_is_missing() -> None:
    provider = make.register()
    with pytest.raises(Refused, match="Il manque l'adresse, le SIRET, la nature du prestataire"):
        advance(provider, "verify", actor=make.regional().actor)


def test_the_register_evolves_with_needs_and_evaluations() -> None:
    """PRO-006: evaluated, then kept, modified or withdrawn, each with its reason; a withdrawn sheet can come back."""
    provider, regional, ines = make.full_sheet(), make.regional().actor, make.officer().actor
    advance(provider, "verify", actor=regional)
    advance(provider, "evaluate", actor=ines, data={"summary": "Très bon travail", "fact_on": TODAY.isoformat()})
    advance(provider, "keep", actor=ines, data={"reason": "Besoin constant"})
    advance(provider, "modify", actor=ines, data={"reason": "Ne fait plus de formation"})
    with pytest.raises(Refused):
        advance(provider, "withdraw", actor=ines, data={"reason": "Fermé"})
    advance(provider, "withdraw", actor=regional, data={"reason": "Activité arrêtée"})
    assert not Provider.objects.for_system("test").proposable().filter(pk=provider.pk).exists()
    with pytest.raises(Refused, match="retirée du registre"):
        actions.edit_section(
            actor=make.provider(of=provider.organisation).actor, provider=provider, section="presentation", values={"presentation": "x"},
            version=provider.version,
        )  # fmt: skip
    advance(provider, "restore", actor=regional, data={"reason": "Reprise"})
    assert provider.state == "spotted"
    assert {o.name for o in offers(provider, regional) if not o.refusal} == {"verify", "withdraw"}


def test_a_withdrawal_made_by_mistake_is_taken_back() -> None:
    provider, regional = make.full_sheet(), make.regional().actor
    advance(provider, "verify", actor=regional)
    event = advance(provider, "withdraw", actor=regional, data={"reason": "Erreur"})
    correct(provider, event, actor=regional, reason="Mauvaise fiche")
    assert provider.state == "complete"


# -- suspension -------------------------------------------------------------------------------------------------------
def test_a_suspended_provider_is_not_proposed_and_reads_why() -> None:
    provider, regional = make.full_sheet(), make.regional()
    own = make.provider(of=provider.organisation)
    with pytest.raises(Refused):
        actions.suspend(actor=make.officer().actor, provider=provider, reason="Litige", since=TODAY, until=None)
    made = actions.suspend(actor=regional.actor, provider=provider, reason="Litige en cours", since=TODAY - timedelta(days=1), until=None)
    assert not Provider.objects.for_system("test").proposable().exists()
    page = own.client.get(provider.get_absolute_url()).content.decode()
    assert "votre fiche n'est pas proposée" in page.replace("&#x27;", "'")
    assert "Litige en cours" in page
    actions.lift(actor=regional.actor, suspension=made, reason="Litige réglé")
    assert Provider.objects.for_system("test").proposable().exists()
    with pytest.raises(Refused, match="déjà pris fin"):
        actions.lift(actor=regional.actor, suspension=made, reason="Encore")


def test_two_suspensions_do_not_cover_the_same_days() -> None:
    provider, regional = make.full_sheet(), make.regional().actor
    actions.suspend(actor=regional, provider=provider, reason="Un", since=TODAY, until=None)
    with pytest.raises(ValidationError, match="couvre déjà"):
        actions.suspend(actor=regional, provider=provider, reason="Deux", since=TODAY + timedelta(days=9), until=None)


# -- self-service -----------------------------------------------------------------------------------------------------
@pytest.mark.covers("PRO-901")
def test_a_sensitive_change_goes_live_and_is_looked_at_again() -> None:
    provider, regional = make.full_sheet(), make.regional()
    advance(provider, "verify", actor=regional.actor)
    own = make.provider(of=provider.organisation)
    make.verbs.add(
        actor=own.actor, kind=make.kinds["bank"], organisation=own.organisation,
        values={"holder": "Conseil", "iban": "FR1420041010050500013M02606", "bic": "", "period": DateRange(TODAY, None)},
    )  # fmt: skip
    provider.refresh_from_db()
    actions.edit_section(actor=own.actor, provider=provider, section="identity", values={"vat": "exempt"}, version=provider.version)
    provider.refresh_from_db()
    assert (provider.vat, sorted(provider.to_check)) == ("exempt", ["iban", "vat"])
    assert "À revérifier" in regional.client.get(provider.get_absolute_url()).content.decode()
    actions.verify_again(actor=regional.actor, provider=provider, seen=provider.to_check)
    provider.refresh_from_db()
    assert provider.to_check == []


def test_two_who_write_at_once_are_shown_both_texts() -> None:
    provider = make.full_sheet()
    own = make.provider(of=provider.organisation)
    url = f"{provider.get_absolute_url()}modifier/presentation/"
    opened = provider.version
    actions.edit_section(
        actor=make.SYSTEM, provider=provider, section="presentation", values={"presentation": "Leur texte"}, version=opened
    )
    page = own.client.post(url, {"presentation": "Mon texte", "version": opened})
    assert page.status_code == 409
    assert all(text in page.content.decode() for text in ("Leur texte", "Mon texte"))
    with pytest.raises(Stale):
        actions.edit_section(actor=own.actor, provider=provider, section="presentation", values={"presentation": "Moi"}, version=opened)


def test_the_address_changed_elsewhere_is_not_overwritten() -> None:
    provider = make.full_sheet()
    organisation = Organisation.objects.for_system("test").get(pk=provider.organisation_id)
    opened = organisation.version
    edit_organisation(actor=make.SYSTEM, organisation=organisation, values={"address": "9, rue du DLA"}, version=opened)
    with pytest.raises(Refused, match="a changé depuis"):
        actions.edit_identity(
            actor=make.SYSTEM, provider=provider, values={}, of_organisation={"address": "1, rue ancienne"}, siret=make.SIRET,
            version=provider.version, seen=opened,
        )  # fmt: skip
    organisation.refresh_from_db()
    assert organisation.address == "9, rue du DLA"


def test_a_departmental_officer_corrects_what_the_rule_opens() -> None:
    provider, ines = make.full_sheet(), make.officer()
    assert ines.client.get(f"{provider.get_absolute_url()}modifier/offer/").status_code == 200
    assert ines.client.get(f"{provider.get_absolute_url()}modifier/identity/").status_code == 404
    with pytest.raises(Refused, match="DLA régional"):
        actions.edit_section(
            actor=ines.actor, provider=provider, section="presentation", values={"presentation": "x"}, version=provider.version
        )


# -- what the search reads ----------------------------------------------------------------------------------------------
def test_what_the_search_reads_follows_the_links() -> None:
    provider = make.full_sheet()
    wanted = Competence.objects.for_system("test").get(code="modele-economique").pk
    assert (provider.competence_ids, provider.departments, provider.everywhere) == ([wanted], ["59"], False)
    provider = actions.edit_offer(
        actor=make.SYSTEM, provider=provider, section="areas", version=provider.version, everywhere=False,
        regions=Region.objects.filter(code="32"), departments=[],
    )  # fmt: skip
    provider.refresh_from_db()
    assert provider.departments == ["02", "59", "60", "62", "80"]
    organisation = provider.organisation
    Organisation.objects.for_system("test").filter(pk=organisation.pk).update(name="Cap Nouveau")
    provider.refresh_from_db()
    assert provider.name == "Cap Nouveau"


def test_the_night_mends_what_drifted() -> None:
    provider = make.full_sheet()
    assert queries.mend_facets() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE providers_provider SET departments = '{99}', competence_ids = '{}' WHERE id = %s", [provider.pk])
    assert queries.mend_facets() == 1
    provider.refresh_from_db()
    assert provider.departments == ["59"]
    ProviderCompetence.objects.for_system("test").update(period=DateRange(date(2020, 1, 1), TODAY))
    ProviderArea.objects.for_system("test").update(period=DateRange(TODAY + timedelta(days=9), None))
    assert queries.mend_facets() == 1
    provider.refresh_from_db()
    assert (provider.competence_ids, provider.departments) == ([], [])


# -- people and money ---------------------------------------------------------------------------------------------------
@pytest.mark.covers("PRO-013")
def test_the_profile_of_a_consultant_is_on_the_sheet() -> None:
    provider = make.full_sheet()
    page = make.officer("31").client.get(provider.get_absolute_url()).content.decode()
    assert all(said in page for said in ("Maud Chenal", "Direction ou association au capital", "Tarifs", "exerce depuis 2009"))


@pytest.mark.covers("PRO-904")
def test_an_age_needs_a_reason_is_read_nowhere_else_and_leaves_with_the_person() -> None:
    provider = make.full_sheet()
    consultant, own = provider.consultants.get(), make.provider(of=provider.organisation)
    url = f"{provider.get_absolute_url()}consultants/{consultant.public_id}/age/"
    assert own.client.post(url, {"birth_year": 1975, "reason": ""}).status_code == 422
    assert own.client.post(url, {"birth_year": 1975, "reason": "Demandé par l'appel de la région"}).status_code == 302
    assert "1975" not in text(own.client.get(provider.get_absolute_url()))  # a moment to the millionth may bear these figures
    assert make.officer().client.get(url).status_code == 404
    assert ages.forget_departed() == 0
    consultant.period = DateRange(date(2020, 1, 1), TODAY)
    consultant.save()
    assert ages.forget_departed() == 1
    assert not ConsultantAge.objects.for_system("test").exists()


@pytest.mark.parametrize(
    ("iban", "sentence"),
    [
        ("FR76 3000 6000 0112 3456 7890 188", "La clé de cet IBAN"),
        ("FR76 3000 6000 0112 3456 7890 18", "compte 26 caractères, il en faut 27"),
    ],
)
def test_a_wrong_iban_says_what_is_wrong(iban: str, sentence: str) -> None:
    own = make.provider()
    make.register(own.organisation)
    page = own.client.post(f"/annuaire/{own.organisation.public_id}/banque/ajouter/", {"holder": "Conseil", "iban": iban})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert iban in page.content.decode()


def test_a_new_account_ends_the_former_and_is_said() -> None:
    provider = make.full_sheet()
    own = make.provider(of=provider.organisation)
    url = f"/annuaire/{provider.organisation.public_id}/banque/ajouter/"
    assert "data-draft-url" not in own.client.get(url).content.decode(), "an account number is not left in a draft"
    assert own.client.post(url, {"holder": "Conseil", "iban": "FR14 2004 1010 0505 0001 3M02 606"}).status_code == 302
    former, current = BankDetails.objects.for_system("test").order_by("pk")
    assert (former.period.upper, current.period.lower) == (TODAY, TODAY)
    page = own.client.get(provider.get_absolute_url()).content.decode()
    assert "FR14\u00a0••••\u00a0••••\u00a02606" in page
    assert "aujourd" in page
    assert current.iban not in page
    assert Event.objects.for_system("test").filter(code="directory.bank.added", thread_id=provider.thread_id).count() == 2
