"""Help says what is true: every page opens without an account, every link and anchor of the house leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.text import slugify

from cordee.actors.accounts.models import Profile
from cordee.core.help import gestures, glossary, roles
from cordee.core.help.guides import guides

CORDEE = Path(__file__).parents[3] / "cordee"
TEMPLATES = sorted(path for path in CORDEE.rglob("templates/**/*.html"))
PAGES = [
    "/aide/",
    "/aide/gestes/",
    "/aide/glossaire/",
    "/aide/clavier/",
    "/accessibilite/",
    "/donnees-personnelles/",
    *(f"/aide/{role.code}/" for role in roles.ROLES),
    *(f"/aide/{guide.code}/" for guide in guides),
]
BANNED = re.compile(r"\b(veuillez|invalides?|erreurs?|bénéficiaires?|soumettre|l'utilisateur)\b|!|seed|\bTODO\b", re.IGNORECASE)


def text_of(html: str) -> str:
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert main
    return re.sub(r"<[^>]+>", " ", main[0])


def ids_of(html: str) -> set[str]:
    return set(re.findall(r'\sid="([^"]+)"', html))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.covers("SYS-901")
def test_a_page_of_help_is_open_to_all_and_speaks_as_the_house_does(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert html.count("<h1") == 1
    assert not BANNED.search(text_of(html)), BANNED.search(text_of(html))
    found = re.findall(r'\sid="([^"]+)"', html)
    assert len(found) == len(set(found)), "two elements bear the same id"


def test_links_between_pages_of_help_lead_somewhere(client: Client) -> None:
    pages = {path: client.get(path).content.decode() for path in PAGES}
    for path, html in pages.items():
        for href in re.findall(r'href="((?:/aide/|#)[^"]*)"', html):
            page, _, anchor = href.partition("#")
            assert (page or path) in pages, f"{path}: {href}"
            assert not anchor or anchor in ids_of(pages[page or path]), f"{path}: {href}"


def test_every_help_link_of_the_screens_has_its_page() -> None:
    anchors = {"gestes": gestures.ANCHORS, "glossaire": {word.anchor for word in glossary.WORDS}, "clavier": set()}
    anchors |= {guide.code: guide.anchors for guide in guides}
    anchors |= {role.code: {"premier-geste", "voir", "gestes", "ne-pas-voir"} for role in roles.ROLES}
    for path in TEMPLATES:
        source = path.read_text()
        targets = re.findall(r'{% help_link "([^"]+)"|{% block help %}([^{]+){% endblock %}', source)
        for page, _, anchor in ((tag or block.replace("/", "")).partition("#") for tag, block in targets):
            assert page in anchors, path
            assert not anchor or anchor in anchors[page], f"{path}: #{anchor}"
        for letters in re.findall(r'{% sigle "([^"]+)"', source):
            assert slugify(letters) in anchors["glossaire"], f"{path}: {letters}"


def test_an_unknown_role_has_no_page(client: Client, db: Any) -> None:
    assert client.get("/aide/capitaine/").status_code == 404


def test_each_profile_has_its_page() -> None:
    assert {str(profile) for profile in Profile} == {profile for role in roles.ROLES for profile in role.profiles}
    assert roles.page_of("officer") == "/aide/charge-mission/"
    assert roles.page_of("system") == "/aide/"


def test_each_gesture_that_a_role_names_exists() -> None:
    named = {act.more for role in roles.ROLES for act in (role.first, *role.acts)}
    assert named <= gestures.ANCHORS | {""}


def test_the_glossary_holds_each_word_once() -> None:
    anchors = [word.anchor for word in glossary.WORDS]
    assert len(anchors) == len(set(anchors))
    assert all(word.meaning.endswith(".") for word in glossary.WORDS)
    assert all(re.fullmatch(r"[A-Z0-9 ]+", term) for term in glossary.ACRONYMS.split("|")), "a script reads them as they are"
    assert [word.term for _, words in glossary.by_letter() for word in words][:3] == ["ACI", "AI", "AMI"]


#: what the statement of the platform unfolds (its §0.4): each has its line here, under this name
OWED = [
    "DLA", "Chargé·e de mission DLA", "Structure porteuse", "C2RA", "DLA régional", "CNAR IAE", "CR DLA IAE", "Avise", "ESS",
    "IAE", "SIAE", "AI", "ACI", "EI", "ETTI", "ESUS", "AUS", "Personnel permanent", "Personne en insertion", "CIP",
    "Cahier des charges", "CDC", "Appel à compétence", "AMI", "Prestataire", "Avenant", "Restitution", "Préconisations",
    "Essaimage", "Comité d'appui", "Comité de pilotage", "CTA", "CDIAE", "CLI", "DDTEFP", "Direccte", "DGEFP", "CIE",
    "Banque des Territoires", "FSE", "PLIE", "MSA", "CAF", "EPCI", "ANRU", "CIVIS", "UREI", "UDAIM", "Clause sociale",
    "Droit de tirage", "Mise à disposition", "Donneur d'ordre", "Reconventionnement",
]  # fmt: skip


def test_the_glossary_holds_every_word_that_is_owed() -> None:
    assert set(OWED) <= {word.term for word in glossary.WORDS}


def test_an_acronym_opens_the_glossary_once_and_text_stays_text() -> None:
    html = glossary.linked("Le DLA et <b>la DREETS</b> : un DLA, une SIAElle.")
    assert html == (
        'Le <a class="sigle" href="/aide/glossaire/#dla"><abbr>DLA</abbr></a> et &lt;b&gt;la '
        '<a class="sigle" href="/aide/glossaire/#dreets"><abbr>DREETS</abbr></a>&lt;/b&gt;\N{NO-BREAK SPACE}: un DLA, une SIAElle.'
    )
    assert 'href="/aide/glossaire/#cr-dla-iae"' in glossary.linked("Le CR DLA IAE outille.")


def test_who_answers_is_a_setting(client: Client, settings: Any) -> None:
    nobody = client.get("/donnees-personnelles/").content.decode()
    assert "l&#x27;organisme qui exploite cette installation" in nobody
    assert "à la personne qui vous a ouvert votre accès" in nobody
    settings.OPERATOR_NAME, settings.OPERATOR_CONTACT = "Sentier Commun", "donnees@sentier.example"
    for path in ("/donnees-personnelles/", "/accessibilite/"):
        html = client.get(path).content.decode()
        assert "Sentier Commun" in html
        assert 'href="mailto:donnees@sentier.example"' in html


def test_help_costs_no_query(client: Client, django_assert_num_queries: Any, db: Any) -> None:
    client.get("/aide/")
    with django_assert_num_queries(0):
        client.get("/aide/structure/")
