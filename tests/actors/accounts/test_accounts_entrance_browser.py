"""The new doors in a real browser, wide and on a phone: a second factor from its drawing to the next sign-in, a link by mail."""

from __future__ import annotations

import re
import shutil
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.utils import timezone

from tests.actors.accounts.people import PASSWORD, People, letters
from tests.actors.accounts.test_accounts_browser import WIDTHS, Person, world

__all__ = ["world"]
CHROMIUM = shutil.which("chromium") or ""
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine")]
INES = "ines@nord.example"


def code_of(secret: str) -> str:
    cache.clear()
    return totp.format_hotp_value(totp.hotp_value(secret, int(timezone.now().timestamp()) // 30))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_second_factor_from_its_drawing_to_the_next_sign_in(site: Any, world: Any, browser: Any, width: int) -> None:
    world(lambda: People().officer() and None)
    ines = Person(browser, site.url, width)
    ines.sign_in(INES)
    ines.open("/comptes/second-facteur/")
    ines.follow("Mettre en place le second facteur")
    ines.fill(password=PASSWORD)
    ines.press("Confirmer que c'est moi")
    drawing = ines.page.locator("img.qr")
    assert drawing.evaluate("image => image.complete && image.naturalWidth > 0"), "the policy of pages lets the drawing in"
    ines.page.get_by_text("Vous lisez ceci sur ce même téléphone ?").click()
    secret = ines.page.locator("details code").inner_text().replace(" ", "")
    ines.fill(code=code_of(secret))
    ines.press("Mettre en place le second facteur")
    shown = ines.page.locator(".codes code").all_inner_texts()
    assert len(shown) == 10
    with ines.page.expect_download() as waiting:
        ines.page.get_by_role("link", name="Télécharger les codes").click()
    assert shown[0] in waiting.value.path().read_text()
    ines.heard_nothing()

    other = Person(browser, site.url, width)
    other.sign_in(INES)
    assert "Un code, pour finir" in other.page.inner_text("main")
    other.fill(code=shown[0])
    other.press("Finir de me connecter")
    other.open("/comptes/")
    assert re.search(r"9\scodes de secours restants", other.page.inner_text("main"))
    other.open("/comptes/second-facteur/")
    other.heard_nothing()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_link_asked_here_is_opened_there(site: Any, world: Any, browser: Any, width: int) -> None:
    world(lambda: People().officer() and None)
    desk, phone = Person(browser, site.url, 1280), Person(browser, site.url, width)
    desk.open("/comptes/connexion/")
    desk.follow("Recevoir un lien de connexion par courriel")
    desk.judge()
    desk.fill(email=INES)
    desk.press("Recevoir le lien")
    letter = world(lambda: letters("accounts.password", INES)[-1].letter)
    phone.open(letter["path"])
    phone.press("Me connecter")
    phone.open("/comptes/")
    assert "Celle-ci" in phone.page.inner_text("main")
    code = re.search(r"(\d{4} \d{4})", " ".join(letter["lines"]))
    assert code
    desk.fill(code=code[1])
    desk.press("Me connecter avec ce code")
    assert "a déjà servi" in desk.page.inner_text("main"), "link and code are one"
    phone.heard_nothing()


@pytest.mark.parametrize("width", WIDTHS)
def test_support_is_seen_on_each_page_until_it_ends(site: Any, world: Any, browser: Any, width: int) -> None:
    def doors() -> str:
        people = People()
        salome = people.director()
        people.member("maud@plateforme.example", people.team, "admin")
        return f"/annuaire/{people.fabrique.public_id}/acces/{salome.membership_public_id}/assister/"

    path = world(doors)
    maud = Person(browser, site.url, width)
    maud.sign_in("maud@plateforme.example")
    maud.open(path)
    maud.fill(reason="Elle n'arrive pas à envoyer sa proposition.")
    maud.press("Ouvrir l'accès d'assistance")
    for place in ("/", "/annuaire/", "/aide/"):
        maud.open(place)
        assert "Assistance :" in maud.page.inner_text("body")
    maud.press("Terminer l'assistance")
    assert "Assistance :" not in maud.page.inner_text("body")
    maud.heard_nothing()
