"""The eight invented organisations, the people of the demonstration, and the quiet structures around them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cordee.actors.accounts.actions import take_part
from cordee.actors.directory.actions import save_year, set_identifier
from cordee.actors.directory.workshops import Line
from cordee.demo.examples.stage import SYSTEM, Stage, period
from cordee.demo.examples.when import told_at
from cordee.demo.personas import PERSONAS
from cordee.demo.volume.load import generate

SEED = 2002
NORD, REST_OF_REGION = ("59",), ("02", "60", "62", "80")
QUIET_NORD, QUIET_REGION = 38, 150
NEW, OLD = 24, 400  # days since the latest provider was listed, and since the first were, whose sheets nobody read again
#: people besides the personas: key of the organisation, first name, surname, post, title
OTHERS = (
    ("linge-et-compagnie", "Yann", "Margelle", "director", "Directeur"),
    ("verger-du-canal", "Rose", "Treille", "director", "Directrice"),
    ("recycl-aisne", "Lise", "Charpente", "director", "Directrice"),
)
#: colleagues of the officer of the Nord; one leaves in twenty days
COLLEAGUES = (("Basile", "Jalon", None), ("Iris", "Amarre", 20))
#: providers of the region whose sheets grew old: key, name, commune
OLD_PROVIDERS = (
    ("quatre-vents", "Cabinet des Quatre Vents", "62041"), ("possibles", "Atelier des Possibles Conseil", "80021"),
    ("grand-large", "Coopérative Grand Large", "62193"), ("cap-methode", "Cap Méthode", "60057"),
)  # fmt: skip
#: what each activity brought last year
WORKSHOPS = {
    "fabrique-des-rives": [Line("Vente en boutique", Decimal(45), "regular"), Line("Collecte pour la collectivité", Decimal(35), "regular"),
                           Line("Atelier couture", Decimal(20), "one_off")],
    "verger-du-canal": [Line("Paniers de légumes", Decimal(60), "regular"), Line("Traiteur", Decimal(40), "mixed")],
}  # fmt: skip
POSTS = {"Directrice": "director", "Présidente": "president"}


def tell(stage: Stage) -> None:
    structures(stage)
    providers(stage)
    people(stage)
    generate(QUIET_NORD, seed=SEED, today=stage.day, departments=NORD)
    generate(QUIET_REGION, seed=SEED, today=stage.day, departments=REST_OF_REGION)


def structures(stage: Stage) -> None:
    stage.invented("fabrique-des-rives", "La Fabrique des Rives", commune="59512", since=2014, founded_in=2009,
        legal_form="association", setting="urban",
                   sectors=("iae", "economie-circulaire", "textile"), offers=("vente", "collecte", "sous-traitance", "appui-social"),
                   digital_level=1, digital_level_on=stage.ago(700), analytical_accounting=False, accounting_level=2,
                   accounting_on=stage.ago(300), accounting_required_by="Le comité de la DDETS (fictif)", clients="both",
                   federated=True, business_networks="Club des entreprises des Rives (fictif)",
                   impact_employer="Trente-deux postes dans un quartier où l'industrie textile a fermé.",
                   impact_activities="La collecte dessert les six communes riveraines.",
                   vocation="Donner du travail et une seconde vie aux objets, dans un ancien atelier textile.",
                   services="Collecte, tri et vente d'objets ; atelier couture.")  # fmt: skip
    stage.invented("linge-et-compagnie", "Linge et Compagnie", commune="59178", since=2016, founded_in=1998, legal_form="association",
                   sectors=("iae", "blanchisserie", "services-personne"), digital_level=3, clients="both")  # fmt: skip
    stage.invented("verger-du-canal", "Le Verger du Canal", commune="59122", since=2018, founded_in=2012, legal_form="cooperative",
        esus=True,
                   sectors=("iae", "maraichage", "restauration"), digital_level=3, clients="b2b")  # fmt: skip
    stage.invented("recycl-aisne", "Recycl'Aisne", commune="02691", since=2017, founded_in=2015, legal_form="association",
                   sectors=("iae", "economie-circulaire"), digital_level=2, clients="both")  # fmt: skip
    for key, type_, start, aim in (("fabrique-des-rives", "aci", 2010, 45), ("linge-et-compagnie", "ai", 1999, 50),
                                   ("verger-du-canal", "ei", 2013, 60), ("recycl-aisne", "aci", 2016, 45)):  # fmt: skip
        stage.agreement(key, type_, period(start), exit_objective=aim)
    twin(stage)
    figures(stage)
    for key, name, department in (("fabrique-des-rives", "Communes riveraines de Lys (fictif)", "59"),
                                  ("verger-du-canal", "Wormhout", "59"), ("recycl-aisne", "Saint-Quentin", "02")):  # fmt: skip
        stage.cover(key, "other" if "(fictif)" in name else "canton", name, department, 2018)
    stage.tie("linge-et-compagnie", "member", "coorace", date(2016, 1, 1))
    stage.tie("fabrique-des-rives", "member", "chantier-ecole", date(2014, 1, 1))
    thread = stage["linge-et-compagnie"].thread
    take_part(actor=SYSTEM, thread=thread, organisation=stage["coorace"], capacity="network", since=date(2016, 1, 1))


def twin(stage: Stage) -> None:
    """The same association, opened a second time by someone who did not look: what « Fiches proches » is for."""
    stage.invented("linge-et-compagnie-bis", "Association Linge et Compagnie", siret=False, commune="59178", since=2022,
        address="4, rue des Teinturiers", vocation="Blanchir, repasser, livrer.")  # fmt: skip
    known = stage["linge-et-compagnie"].identifiers.get(kind="siret")
    set_identifier(stage["linge-et-compagnie-bis"], kind="siret", value=known.value, actor=SYSTEM, day=date(2022, 1, 1))


def figures(stage: Stage) -> None:
    """Two closed years of each structure: permanent, in insertion, full time, budget, then the mix of resources."""
    told = {
        "fabrique-des-rives": (9, 32, "27.40", 1_120_000, (28, 54, 18)),
        "linge-et-compagnie": (7, 140, "41.10", 1_310_000, (88, 8, 4)),
        "verger-du-canal": (6, 14, "15.80", 690_000, (74, 22, 4)),
        "recycl-aisne": (8, 24, "22.50", 840_000, (24, 58, 18)),
    }
    for key, (permanent, insertion, fte, budget, (sales, services, grants)) in told.items():
        for back, more in ((2, 0), (1, 1)):
            values = {
                "permanent": permanent + more, "insertion": insertion + 2 * more, "fte": fte, "budget": budget + 25_000 * more,
                "sales_share": sales, "services_share": services, "grants_share": grants, "source": "Valeurs inventées (fictif)",
            }  # fmt: skip
            lines = WORKSHOPS.get(key) if back == 1 else None
            save_year(actor=SYSTEM, organisation=stage[key], year=stage.day.year - back, values=values, workshops=lines)


def providers(stage: Stage) -> None:
    provider: dict[str, Any] = {"roles": ("provider",), "sectors": ("conseil",)}
    stage.invented("trois-ponts", "Trois-Ponts Conseil", commune="59350", since=2015, founded_in=2011, legal_form="company",
                   services="Modèle économique, développement commercial, organisation.", **provider)  # fmt: skip
    stage.invented(
        "beffroi", "Cabinet du Beffroi", commune="62041", since=2020, founded_in=2019, legal_form="company", siret=False, **provider
    )
    with told_at(stage.ago(OLD)):
        for key, name, commune in OLD_PROVIDERS:
            stage.invented(key, name, mark="", commune=commune, since=2018, founded_in=2016, legal_form="cooperative", **provider)
    with told_at(stage.ago(NEW)):  # newly listed: the regional DLA has not verified it yet
        stage.invented("eclaireur", "Coopérative Éclaireur", commune="80021", since=stage.day.year, founded_in=stage.day.year - 1,
                       legal_form="cooperative", **provider)  # fmt: skip
    for key in ("trois-ponts", "beffroi", "eclaireur"):
        take_part(actor=SYSTEM, thread=stage[key].thread, organisation=stage[key], capacity="provider", since=date(2020, 1, 1))


def people(stage: Stage) -> None:
    """The personas, then those who write to them. Each one is invented; no account has a password."""
    keys = {organisation.name.removesuffix(" (fictif)"): key for key, organisation in stage.cast.items()}
    for persona in PERSONAS:
        key = keys.get(persona.organisation)
        if key is None:  # a persona of a room whose organisations are not told yet
            continue
        person = stage.person(persona.first_name, persona.last_name, persona.email)
        stage.account(key, person, profile=persona.profile, title=persona.title)
        stage.post(key, POSTS.get(persona.title, "staff"), persona.title, person, period(stage.ago(900)))
    for first, last, leaves_in in COLLEAGUES:
        person = stage.person(first, last, f"{first.lower()}.{last.lower()}@nord-actif.example")
        stage.account("nord-actif", person, profile="officer", title="Chargé·e de mission DLA", leaves_in=leaves_in)
    for key, first, last, post, title in OTHERS:
        person = stage.person(first, last, f"{post}@{key}.example")
        stage.account(key, person, profile="structure", title=title)
        stage.post(key, post, title, person, period(stage.ago(1200)))
