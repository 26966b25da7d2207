"""Accounts in a real browser, wide and on a phone: an invitation from its letter to the first page, and axe on every screen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from cordee.actors.accounts import mail_links
from tests import screens
from tests.actors.accounts.people import PASSWORD, People, letters

CHROMIUM = shutil.which("chromium") or ""
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine")]
WIDTHS = [1280, 360]


class Person:
    """Someone at a screen: opens, types, presses; each page that they see is judged."""

    def __init__(self, browser: Any, url: str, width: int) -> None:
        self.url = url
        self.page = browser.new_page(viewport={"width": width, "height": 800})
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda failure: self.complaints.append(str(failure)))
        self.page.on("console", lambda m: self.complaints.append(m.text) if "Content Security Policy" in m.text else None)

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)
        self.judge()

    def fill(self, **typed: str) -> None:
        for name, value in typed.items():
            self.page.locator(f"[name={name}]").fill(value)

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label).click()
        self.page.wait_for_load_state()
        self.judge()

    def follow(self, label: str, exact: bool = False) -> None:
        screens.follow(self.page, label, exact)
        self.judge()

    def judge(self) -> None:
        screens.judge(self.page)

    def heard_nothing(self) -> None:
        assert self.complaints == [], "the browser's console complained"

    def sign_in(self, email: str) -> None:
        self.open("/comptes/connexion/")
        self.fill(login=email, password=PASSWORD)
        self.press("Me connecter")


@pytest.fixture
def world(own_db: Any) -> Callable[[Callable[[], Any]], Any]:
    """What the base is asked is asked in a thread of its own: the browser's event loop holds this one."""
    cache.clear()

    def ask(work: Callable[[], Any]) -> Any:
        answer = own_db.together(work)[0]
        assert not isinstance(answer, Exception), answer
        return answer

    return ask


@pytest.mark.parametrize("width", WIDTHS)
def test_a_director_invites_the_president_who_joins(site: Any, world: Any, browser: Any, width: int) -> None:
    def fabrique() -> str:
        people = People()
        people.director()
        return f"/annuaire/{people.fabrique.public_id}/acces/"

    access = world(fabrique)
    salome = Person(browser, site.url, width)
    salome.sign_in("salome@fabrique.example")
    salome.open(access)
    salome.fill(email="odile@fabrique.example", title="Présidente")
    salome.press("Envoyer l'invitation")
    assert "Le courriel part à odile@fabrique.example" in salome.page.inner_text("main")

    odile = Person(browser, site.url, width)
    odile.open(world(lambda: letters("accounts.invited", "odile@fabrique.example")[0].letter["path"]))
    odile.fill(first_name="Odile", last_name="Passerelle", password="court", again="court")
    odile.press("Ouvrir mon compte")
    assert "12 caractères" in odile.page.inner_text("main")
    odile.fill(password="une poulie bien huilée", again="une poulie bien huilée")
    odile.press("Ouvrir mon compte")
    assert "vous agissez pour La Fabrique" in odile.page.inner_text("main")

    salome.open(access)
    assert "Odile Passerelle" in salome.page.inner_text("main")
    salome.follow("Retirer l'accès de odile@fabrique.example")
    salome.judge()
    salome.press("Retirer l'accès")
    assert "n'a plus accès" in salome.page.inner_text("main")
    odile.open("/comptes/")
    assert "Votre accès à La Fabrique s'est terminé" in odile.page.inner_text("main")
    salome.heard_nothing()
    odile.heard_nothing()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_accounts_passes_axe(site: Any, world: Any, browser: Any, width: int) -> None:
    def links() -> tuple[str, str]:
        people = People()
        director = people.director()
        people.member("salome@fabrique.example", people.conseil, "provider", title="Consultante")
        invitation = people.invited(director)
        return mail_links.stop_path(director.user_id or 0, "directory.change_proposed"), f"/invitation/{invitation.secret}/"

    visitor = Person(browser, site.url, width)
    for path in ("/comptes/mot-de-passe/nouveau/", "/comptes/compte-ferme/", *world(links)):
        visitor.open(path)
    visitor.heard_nothing()
    visitor.open("/invitation/forged/")
    salome = Person(browser, site.url, width)
    salome.sign_in("salome@fabrique.example")
    for path in ("/comptes/mot-de-passe/", "/comptes/deconnexion/", "/comptes/invitations/", "/comptes/"):
        salome.open(path)
    salome.page.get_by_text("Créer un jeton", exact=True).click()
    salome.fill(name="Tableau de bord")
    salome.press("Créer ce jeton")
    salome.open("/comptes/")
    assert "Tableau de bord" in salome.page.inner_text("main")
    salome.heard_nothing()
