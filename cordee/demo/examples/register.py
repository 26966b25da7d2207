"""The provider register of the story: a complete sheet, one without SIRET, one to verify, four that grew old, and a peer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from stdnum.iban import calc_check_digits

from cordee.actors.directory.children import kinds
from cordee.actors.directory.children.actions import add
from cordee.actors.directory.models import Competence, Person, Sector
from cordee.actors.providers import actions
from cordee.actors.providers.models import Provider
from cordee.actors.providers.queries import mend_facets
from cordee.actors.territory.models import Department, Region
from cordee.core.lifecycle import advance
from cordee.demo.examples.invented import NEW, OLD, OLD_PROVIDERS
from cordee.demo.examples.stage import SYSTEM, Stage, period
from cordee.demo.examples.when import told_at
from cordee.demo.personas import address

LONG_KNOWN, BEFFROI_SINCE, VERIFIED = 700, 75, 78
INSURED_FOR = 12  # days left to the insurance of Trois-Ponts
REGIONAL = "dla-regional-hdf"


def tell(stage: Stage) -> None:
    """Each sheet on its day, after what its organisation's thread tells already."""
    for days, told in ((VERIFIED, trois_ponts), (VERIFIED, ail_46), (BEFFROI_SINCE, beffroi), (OLD, old_sheets), (NEW, eclaireur)):
        with told_at(stage.ago(days), 10):
            told(stage)
    mend_facets()


def sheet(
    stage: Stage,
    key: str,
    *,
    known_for: str,
    competences: tuple[str, ...],
    since: int,
    areas: tuple[str, ...] = (),
    region: str = "",
    **values: Any,
) -> Provider:
    """A sheet by the register's own verbs; its days are those of the story."""
    organisation = stage[key]
    provider = actions.spot(actor=SYSTEM, name=organisation.name, zone=organisation.zone, organisation=organisation, known_for=known_for)
    chosen = Competence.objects.for_system("the nomenclature").filter(code__in=competences)
    sectors = Sector.objects.for_system("the nomenclature").filter(code__in=("conseil", "iae"))
    provider = actions.edit_offer(
        actor=SYSTEM, provider=provider, section="offer", version=provider.version, competences=chosen.order_by("pk"),
        sectors=sectors.order_by("pk"),
    )  # fmt: skip
    provider = actions.edit_offer(
        actor=SYSTEM, provider=provider, section="areas", version=provider.version, everywhere=False,
        regions=Region.objects.filter(code=region), departments=Department.objects.filter(code__in=areas),
    )  # fmt: skip
    actions.edit_section(actor=SYSTEM, provider=provider, section="identity", values=values, version=provider.version)
    date_back(provider, stage, since)
    provider.refresh_from_db()
    return provider


def date_back(provider: Provider, stage: Stage, days: int, confirmed: int | None = None) -> None:
    rows = Provider.objects.for_system("the days of the story").filter(pk=provider.pk)
    rows.update(
        spotted_on=stage.ago(days), confirmed_on=stage.ago(days if confirmed is None else confirmed), spotted_by=stage["nord-actif"]
    )
    for links in (provider.competences, provider.sectors, provider.areas):
        links.update(period=period(stage.ago(days)))


def verify(provider: Provider, stage: Stage, days: int) -> None:
    """By the regional DLA, some time ago."""
    advance(provider, "verify", actor=stage.acting(address(REGIONAL)))
    rows = Provider.objects.for_system("the days of the story").filter(pk=provider.pk)
    rows.update(verified_on=stage.ago(days), confirmed_on=stage.ago(days))


def consultant(stage: Stage, key: str, person: Person, *, field: str, since_year: int, **more: Any) -> None:
    add(
        actor=SYSTEM, kind=kinds["consultant"], organisation=stage[key],
        values={"person": person, "field": field, "since_year": since_year, "period": period(stage.ago(900)), **more},
    )  # fmt: skip


def part(stage: Stage, code: str, key: str, **values: Any) -> None:
    add(actor=SYSTEM, kind=kinds[code], organisation=stage[key], values=values)


def invented_iban(rank: int) -> str:
    """A right key, a bank that no one has (99999)."""
    account = f"9999999999{rank:011d}00"
    return f"FR{calc_check_digits(f'FR00{account}')}{account}"


def trois_ponts(stage: Stage) -> None:
    stage["trois-ponts"].address = "12, quai des Trois Ponts"
    stage["trois-ponts"].save()
    provider = sheet(
        stage, "trois-ponts", since=LONG_KNOWN, areas=("59", "62"), kind="firm", vat="liable",
        known_for="Le modèle économique des ateliers d'insertion, chiffres en main avec l'équipe.",
        competences=("modele-economique", "strategie-commerciale", "organisation-interne"),
        presentation="Deux consultants, une méthode : partir des chiffres de l'atelier et des personnes qui y travaillent.",
        similar_experience="Six ateliers chantiers accompagnés dans la relance de leurs ventes (fictif).",
        national_networks="Communauté de pratique des consultants de l'insertion (fictif)",
    )  # fmt: skip
    thomas = Person.objects.get(email=address("prestataire"))
    consultant(
        stage, "trois-ponts", thomas, status="head", field="Modèle économique, tarifs", since_year=2009, training="Master de gestion"
    )
    other = stage.person("Maud", "Chenal", "maud.chenal@trois-ponts.example")
    consultant(
        stage, "trois-ponts", other, status="employee", field="Développement commercial", since_year=2016, training="École de commerce"
    )
    for client, year, subject in (
        ("Un atelier chantier du Nord (fictif)", 2024, "Relance commerciale de la collecte"),
        ("Une entreprise d'insertion du Pas-de-Calais (fictif)", 2023, "Plan d'affaires sur trois ans"),
    ):
        part(stage, "reference", "trois-ponts", client=client, year=year, subject=subject, amount="medium", similar=True, may_contact=True)
    part(stage, "rate", "trois-ponts", label="Journée de conseil", day_ht=Decimal(720), day_ttc=Decimal(864), period=period(stage.ago(400)))
    part(stage, "bank", "trois-ponts", holder="Trois-Ponts Conseil", iban=invented_iban(1), bic="FICTFRPP", period=period(stage.ago(500)))
    paper = SimpleUploadedFile("assurance.txt", b"Attestation d'assurance (fictive)")
    part(stage, "paper", "trois-ponts", kind="insurance", name="", ends_on=stage.ago(-INSURED_FOR), file=paper)
    verify(provider, stage, VERIFIED)


def beffroi(stage: Stage) -> None:
    """Everything but a SIRET: it could be chosen, and not paid."""
    stage["beffroi"].address = "3, place du Beffroi"
    stage["beffroi"].save()
    sheet(
        stage, "beffroi", since=BEFFROI_SINCE, areas=("62",), kind="self_employed", vat="franchise",
        known_for="La gouvernance des petites associations.", competences=("gouvernance", "projet-associatif"),
    )  # fmt: skip
    nadia = Person.objects.get(email=address("prestataire-concurrent"))
    consultant(stage, "beffroi", nadia, status="self_employed", field="Gouvernance associative", since_year=2019)
    part(stage, "rate", "beffroi", label="Journée de conseil", day_ht=Decimal(560), day_ttc=Decimal(560), period=period(stage.ago(75)))
    part(stage, "bank", "beffroi", holder="Cabinet du Beffroi", iban=invented_iban(2), bic="", period=period(stage.ago(75)))


def old_sheets(stage: Stage) -> None:
    """Verified when they were listed, and read again by nobody since."""
    for key, name, _ in OLD_PROVIDERS:
        stage[key].address = "1, rue de la Région"
        stage[key].save()
        provider = sheet(
            stage, key, since=OLD, region="32", kind="cooperative", vat="liable", known_for=f"{name} accompagne les équipes dans la durée.",
            competences=("fonction-employeur", "management-qvt"),
        )  # fmt: skip
        verify(provider, stage, OLD)


def eclaireur(stage: Stage) -> None:
    """Newly listed, ready to be verified; it took part in a joint action for newcomers."""
    stage["eclaireur"].address = "8, rue du Phare"
    stage["eclaireur"].save()
    provider = sheet(
        stage, "eclaireur", since=NEW, region="32", kind="cooperative", vat="liable",
        known_for="Le numérique utile : outils simples, équipes formées sur place.",
        competences=("outils-numeriques", "communication", "animation-collective"),
    )  # fmt: skip
    values = {
        "name": "Rencontre des nouveaux prestataires (fictif)",
        "held_on": stage.ago(18),
        "purpose": "Une journée pour présenter le dispositif à des prestataires qui débutent, avec un réseau et deux DLA.",
        "networks": [stage["coorace"]],
        "newcomers": [provider],
    }
    actions.record_emergence(actor=stage.acting(address(REGIONAL)), values=values)


def ail_46(stage: Stage) -> None:
    """An association that runs a similar service itself, as the seeds tell it (mobility service since 1995)."""
    sheet(
        stage, "ail-46", since=LONG_KNOWN, areas=("46",), kind="peer", vat="",
        known_for="Un service d'aide à la mobilité mené depuis 1995 sur un territoire comparable.",
        competences=("mutualisation", "cooperation-territoriale"),
        similar_experience="Service d'utilité sociale d'aide à la mobilité depuis 1995.",
    )  # fmt: skip
