"""The rows of a provider's sheet, declared as those of every sheet: same screens, same verbs, same conflicts, another page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from cordee.actors.directory.children.declare import ADD, CHANGE, WITHDRAW, Kind, Noun, declare
from cordee.actors.directory.children.queries import lasts_on
from cordee.actors.directory.models import Organisation
from cordee.actors.providers import part_forms as forms
from cordee.actors.providers import policies
from cordee.actors.providers.actions import PARTIES, locked, to_verify_again
from cordee.actors.providers.models import BankDetails, Consultant, Paper, Provider, Rate, Reference
from cordee.core.access import Actor, Refusal
from cordee.core.models.bases import period_contains_today

PAGE = "provider"
NO_SHEET = Refusal("hidden", "Cette organisation n'a pas de fiche de prestataire.")


def provider_of(organisation: Organisation) -> Provider | None:
    return getattr(organisation, "provider", None)


def kept_by(section: str) -> Callable[[Actor, Organisation], Refusal | None]:
    def keepers(actor: Actor, organisation: Organisation) -> Refusal | None:
        provider = provider_of(organisation)
        return NO_SHEET if provider is None else policies.may_write(actor, provider, section)

    return keepers


def home(organisation: Organisation) -> str:
    provider = provider_of(organisation)
    return provider.get_absolute_url() if provider else organisation.get_absolute_url()


def flags(what: str) -> Callable[[Actor, Organisation, str, Any], None]:
    """A change of this part by the provider is looked at again."""

    def after(actor: Actor, organisation: Organisation, act: str, child: Any) -> None:
        provider = provider_of(organisation)
        if provider:
            to_verify_again(locked(provider), actor, what)

    return after


def ends_former(model: Any, *same: str) -> Callable[[Actor, Organisation, dict[str, Any]], None]:
    """A new row takes over from the one in force: that one ends the day before; one that began today is replaced."""

    def before(actor: Actor, organisation: Organisation, values: dict[str, Any]) -> None:
        first = values["period"].lower or timezone.localdate()
        rows = model.objects.for_system("the sheet is locked").filter(
            provider=provider_of(organisation), period__upper_inf=True, **{name: values[name] for name in same}
        )
        for row in rows.order_by("pk"):
            if row.period.lower and row.period.lower >= first:
                if row.period.lower == first:
                    row.delete()
                continue
            row.period = DateRange(row.period.lower, first)
            row.version += 1
            row.save()

    return before


def age_of(organisation: Organisation, consultant: Consultant) -> list[tuple[str, str]]:
    provider = provider_of(organisation)
    if provider is None or not lasts_on(consultant):
        return []
    return [("Enregistrer l'âge, s'il est demandé", reverse("providers:age", args=[provider.public_id, consultant.public_id]))]


def _common(section: str) -> dict[str, Any]:
    return {
        "parent": "provider", "bearer": provider_of, "page": PAGE, "home": home, "section": "identity", "keepers": kept_by(section),
        "audience": PARTIES,
    }  # fmt: skip


CONSULTANT = declare(
    Kind(
        code="consultant",
        model=Consultant,
        path="profils",
        noun=Noun("profil"),
        form=forms.ConsultantForm,
        facts=lambda consultant: {"status": consultant.status},
        told=lambda data: str(Consultant.Status(data["status"]).label),
        files={"cv": "CV"},
        private=True,
        more=age_of,
        **_common("people"),
    )
)
REFERENCE = declare(
    Kind(
        code="reference",
        model=Reference,
        path="references",
        noun=Noun("référence", feminine=True),
        form=forms.ReferenceForm,
        facts=lambda reference: {"client": reference.client, "year": reference.year},
        told=lambda data: f"{data['client']}, {data['year']}",
        acts=(ADD, CHANGE, WITHDRAW),
        **_common("references"),
    )
)
RATE = declare(
    Kind(
        code="rate",
        model=Rate,
        path="tarifs",
        noun=Noun("tarif"),
        form=forms.RateForm,
        facts=lambda rate: {"label": rate.label},
        told=lambda data: str(data["label"]),
        before=ends_former(Rate, "label"),
        after=flags("rates"),
        **_common("rates"),
    )
)
BANK = declare(
    Kind(
        code="bank",
        model=BankDetails,
        path="banque",
        noun=Noun("compte bancaire"),
        form=forms.BankForm,
        facts=lambda bank: {},
        told=lambda data: "",
        acts=(ADD,),
        files={"proof": "RIB"},
        private=True,
        before=ends_former(BankDetails),
        after=flags("iban"),
        **_common("bank"),
    )
)
PAPER = declare(
    Kind(
        code="paper",
        model=Paper,
        path="pieces",
        noun=Noun("pièce", feminine=True),
        form=forms.PaperForm,
        facts=lambda paper: {"kind": paper.kind, "name": paper.name},
        told=lambda data: data["name"] or str(Paper.Kind(data["kind"]).label),
        acts=(ADD, CHANGE, WITHDRAW),
        files={"file": "Pièce du prestataire"},
        private=True,
        **_common("papers"),
    )
)


def current_account(provider: Provider) -> BankDetails | None:
    found: BankDetails | None = (
        BankDetails.objects.for_system("its section was opened to the reader").filter(period_contains_today(), provider=provider).first()
    )
    return found
