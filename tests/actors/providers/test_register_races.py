"""Two people on the register at the same second, on a base that commits: one act, one line of the fil, and the second is told."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cordee.actors.directory.models import Organisation
from cordee.actors.providers import actions
from cordee.actors.providers.models import BankDetails, Provider, Shortlist, ShortlistEntry, Suspension
from cordee.actors.providers.search import actions as search
from cordee.core.access import Refused
from cordee.core.edits import Stale
from cordee.core.lifecycle import advance
from cordee.core.models import Event, Mail
from tests import factories as make
from tests.actors.providers.search.making import provider as listed

NEED = {"need": "Revoir ses tarifs.", "theme": None, "shared": True}


def attempt(verb: Callable[[], Any]) -> Callable[[], str]:
    def run() -> str:
        try:
            verb()
        except Refused as refused:
            return refused.refusal.code
        except (Stale, ValidationError) as trouble:
            return type(trouble).__name__
        return "done"

    return run


def fresh(provider: Provider) -> Provider:
    found: Provider = Provider.objects.for_system("test").select_related("organisation__thread", "thread").get(pk=provider.pk)
    return found


def told(provider: Provider, code: str) -> int:
    return int(Event.objects.for_system("test").filter(thread_id=provider.thread_id, code=code).count())


def letters(kind: str = "providers.sheet") -> int:
    return int(Mail.objects.for_system("test").filter(kind=kind).count())


@pytest.fixture
def sheet(own_db: Any) -> Provider:
    """A full sheet still to be verified, whose provider has an account."""
    made = make.full_sheet(make.organisation("Conseil du Port", roles=("provider",)))
    make.provider(of=made.organisation)
    return made


def test_two_who_verify_the_same_sheet_verify_it_once(own_db: Any, sheet: Provider) -> None:
    one, other = make.regional().actor, make.national().actor
    acts = [attempt(lambda by=by: advance(fresh(sheet), "verify", actor=by)) for by in (one, other)]  # type: ignore[misc]
    assert sorted(own_db.together(*acts)) == ["done", "state"]
    assert (fresh(sheet).state, told(sheet, "providers.provider.verify"), letters()) == ("complete", 1, 1)


def test_two_who_suspend_the_same_provider_suspend_it_once(own_db: Any, sheet: Provider) -> None:
    today = timezone.localdate()

    def suspend(by: Any) -> Any:
        return attempt(lambda: actions.suspend(actor=by, provider=fresh(sheet), reason="Litige en cours.", since=today, until=None))

    assert sorted(own_db.together(suspend(make.regional().actor), suspend(make.national().actor))) == ["ValidationError", "done"]
    assert Suspension.objects.for_system("test").count() == 1
    assert (told(sheet, "providers.suspension.suspended"), letters()) == (1, 1)


def test_two_who_lift_the_same_suspension_lift_it_once(own_db: Any, sheet: Provider) -> None:
    regional, today = make.regional().actor, timezone.localdate()
    made = actions.suspend(actor=regional, provider=fresh(sheet), reason="Litige.", since=today - timedelta(days=9), until=None)

    def lift(by: Any) -> Any:
        found = Suspension.objects.for_system("test").select_related("provider").get(pk=made.pk)
        return attempt(lambda: actions.lift(actor=by, suspension=found, reason="Réglé."))

    assert sorted(own_db.together(lift(regional), lift(make.national().actor))) == ["done", "ended"]
    assert told(sheet, "providers.suspension.lifted") == 1


def test_two_who_confirm_the_same_sheet_say_it_once(own_db: Any, sheet: Provider) -> None:
    Provider.objects.for_system("test").filter(pk=sheet.pk).update(confirmed_on=timezone.localdate() - timedelta(days=400))
    own, regional = make.provider(of=sheet.organisation).actor, make.regional().actor
    acts = [attempt(lambda by=by: actions.confirm(actor=by, provider=fresh(sheet))) for by in (own, regional)]  # type: ignore[misc]
    assert own_db.together(*acts) == ["done", "done"]
    assert (fresh(sheet).confirmed_on, told(sheet, "providers.provider.confirmed")) == (timezone.localdate(), 1)


def test_a_verification_and_a_withdrawal_at_the_same_second_are_told_in_order(own_db: Any, sheet: Provider) -> None:
    one, other = make.regional().actor, make.national().actor
    answers = own_db.together(
        attempt(lambda: advance(fresh(sheet), "verify", actor=one)),
        attempt(lambda: advance(fresh(sheet), "withdraw", actor=other, data={"reason": "Cessation."})),
    )
    assert answers[1] == "done", "withdrawn whichever came first"
    assert fresh(sheet).state == "withdrawn"
    assert told(sheet, "providers.provider.verify") == (answers[0] == "done")


@pytest.mark.covers("PRO-903")
def test_two_who_add_a_sheet_for_the_same_siret_are_not_silently_two(own_db: Any) -> None:
    typed = {"name": "Conseil du Port", "known_for": "La vente", "zone": "59", "siret": make.SIRET}

    def spot(by: Any) -> Any:
        return attempt(lambda: actions.spot(actor=by, operation=uuid.uuid4(), **typed))

    assert sorted(own_db.together(spot(make.officer("59").actor), spot(make.officer("62").actor))) == ["done", "twin"]
    assert Provider.objects.for_system("test").count() == 1
    reasoned = actions.spot(actor=make.officer("02").actor, why_twice="Second lieu, à Laon", **typed | {"zone": "02"})
    assert Provider.objects.for_system("test").exclude(pk=reasoned.pk).count() == 1, "with a reason, both stand"


def test_two_who_enter_the_same_organisation_get_the_same_sheet(own_db: Any) -> None:
    known = make.organisation("Conseil du Port", roles=("provider",))

    def enter(by: Any) -> Any:
        found = Organisation.objects.for_system("test").select_related("thread").get(pk=known.pk)
        return attempt(lambda: actions.spot(actor=by, name=found.name, zone=found.zone, organisation=found))

    assert own_db.together(enter(make.officer("59").actor), enter(make.officer("62").actor)) == ["done", "done"]
    assert (
        Provider.objects.for_system("test").count(),
        Event.objects.for_system("test").filter(code="providers.provider.spot").count(),
    ) == (1, 1)


def test_two_accounts_typed_at_the_same_second_leave_one_in_force(own_db: Any, sheet: Provider) -> None:
    """Each is a real account: the second replaces the first, or is refused; never two on one day."""
    own, payer = make.provider(of=sheet.organisation), make.person(make.operator("59"), "accountant")
    ibans = ("FR7630006000011234567890189", "FR7610107001011234567890129")

    def post(someone: Any, iban: str) -> Any:
        proof = SimpleUploadedFile("rib.txt", b"RIB")
        data = {
            "holder": "Conseil",
            "iban": iban,
            "bic": "",
            "period_0": timezone.localdate().strftime("%d/%m/%Y"),
            "period_1": "",
            "proof": proof,
        }
        return lambda: someone.client.post(f"/annuaire/{sheet.organisation.public_id}/banque/ajouter/", data).status_code

    answers = own_db.together(post(own, ibans[0]), post(payer, ibans[1]))
    assert set(answers) <= {302, 422}, answers
    assert 302 in answers
    in_force = BankDetails.objects.for_system("test").filter(provider=sheet, period__contains=timezone.localdate())
    assert in_force.count() == 1


def test_what_a_provider_changes_while_it_is_verified_again_stays_to_be_looked_at(own_db: Any, sheet: Provider) -> None:
    """The DLA had the rates before its eyes; the account changed since."""
    regional, own = make.regional(), make.provider(of=sheet.organisation)
    advance(fresh(sheet), "verify", actor=regional.actor)
    Provider.objects.for_system("test").filter(pk=sheet.pk).update(to_check=["rates"])
    url = f"/annuaire/prestataires/{sheet.public_id}/"
    page = regional.client.get(url).content.decode()
    assert 'name="vu" value="rates"' in page
    actions.to_verify_again(fresh(sheet), own.actor, "iban")
    assert regional.client.post(f"{url}reverifier/", {"vu": ["rates"]}).status_code == 302
    assert fresh(sheet).to_check == ["iban"]


# -- shortlists -----------------------------------------------------------------------------------------------------------
def shortlist_of(by: Any, structure: Organisation, *ones: Provider) -> Shortlist:
    return search.open_shortlist(actor=by, structure=structure, values=dict(NEED), choices=[(one, "Connaît le bassin") for one in ones])


def test_two_colleagues_who_keep_the_same_provider_keep_it_once(own_db: Any) -> None:
    team, structure = make.operator("59"), make.organisation("La Fabrique des Rives")
    ines, paul = make.officer(of=team).actor, make.officer(of=team).actor
    one, other = listed("Premier"), listed("Second")
    kept = shortlist_of(ines, structure, one)

    def add(by: Any) -> Any:
        return attempt(lambda: search.add(actor=by, shortlist=kept, choices=[(fresh(other), "Très bon")]))

    assert sorted(own_db.together(add(ines), add(paul))) == ["done", "twice"]
    assert ShortlistEntry.objects.for_system("test").filter(shortlist=kept).count() == 2


def test_one_takes_off_and_one_adds_at_the_same_second(own_db: Any) -> None:
    team, structure = make.operator("59"), make.organisation("La Fabrique des Rives")
    ines, paul = make.officer(of=team).actor, make.officer(of=team).actor
    one, other = listed("Premier"), listed("Second")
    kept = shortlist_of(ines, structure, one)
    answers = own_db.together(
        attempt(lambda: search.drop(actor=ines, shortlist=kept, provider=fresh(one))),
        attempt(lambda: search.add(actor=paul, shortlist=kept, choices=[(fresh(other), "Très bon")])),
    )
    assert answers == ["done", "done"]
    assert [str(entry) for entry in kept.entries.select_related("provider")] == ["Second"]


def test_two_who_open_by_the_same_page_open_one_shortlist(own_db: Any) -> None:
    ines, structure, one = make.officer().actor, make.organisation("La Fabrique des Rives"), listed("Premier")
    operation = uuid.uuid4()

    def go() -> Any:
        choices = [(fresh(one), "Connaît le bassin")]
        return attempt(
            lambda: search.open_shortlist(actor=ines, structure=structure, values=dict(NEED), choices=choices, operation=operation)
        )

    assert own_db.together(go(), go()) == ["done", "done"]
    assert Shortlist.objects.for_system("test").count() == 1
