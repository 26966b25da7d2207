"""Somebody with a cheap phone and a bad network answers; the network goes and comes back; a second device; a closing."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from cordee.core.lifecycle import advance
from cordee.tools.surveys.models import Campaign, Progress, Response
from tests import factories as make
from tests.journeys.conftest import Someone
from tests.tools.surveys.trips import campaign, invited, open_link

PHONE = 360


@pytest.fixture
def phone(browser: Any, site: Any) -> Any:
    """Someone before a phone, without account."""
    present: list[Someone] = []

    def arrive(width: int = PHONE, **context: Any) -> Someone:
        person = Someone(browser, site.url, width, **context)
        present.append(person)
        return person

    yield arrive
    for person in present:
        person.leave()


Phone = Callable[..., Someone]


def asked(own_db: Any, target: str = "structures", **values: Any) -> str:
    """The address of an open questionnaire."""

    def build() -> str:
        made = campaign(target, **values)
        return open_link(made) if target == "anyone" else invited(made)[1]

    address: str = own_db.together(build)[0]
    return address


def opened(person: Someone, url: str) -> Any:
    person.open(url)
    page = person.page
    page.locator("#questionnaire[data-ready]").wait_for()
    return page


def onward(page: Any) -> None:
    page.locator("[data-go=next]:visible").click()


def fill_trips(page: Any) -> None:
    """Enough to be sent."""
    page.get_by_role("button", name="Commencer le questionnaire").click()
    page.get_by_label("Non", exact=True).first.check()
    page.get_by_label("Combien de minutes").fill("12,5".replace(",5", ""))
    onward(page)
    page.get_by_label("Quel est ce lieu").fill("Le dépôt")
    onward(page)
    page.get_by_label("Que voulez-vous ajouter").fill("Merci.")
    onward(page)


def responses() -> list[Response]:
    return list(Response.objects.for_system("test").order_by("pk"))


def told(own_db: Any, read: Callable[[], Any]) -> Any:
    return own_db.together(read)[0]


def until(page: Any, holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came true")


def test_the_network_is_cut_in_the_middle_and_nothing_is_lost(phone: Phone, own_db: Any) -> None:
    url = asked(own_db)
    person = phone()
    page = opened(person, url)
    person.judge()
    page.get_by_role("button", name="Commencer le questionnaire").click()
    page.get_by_label("Oui, le mien").check()
    page.locator("[data-item=insured]").get_by_label("Oui", exact=True).check()
    page.get_by_label("Combien de minutes").fill("45")
    person.judge()
    person.context.set_offline(True)
    onward(page)
    page.get_by_label("Un peu").check()
    person.sees("Pas de réseau. Continuez")
    page.reload()  # the phone fell in a pocket: the page opens again, without network
    page.locator("#questionnaire[data-scripted]").wait_for()
    assert page.get_by_label("Un peu").is_checked()
    onward(page)
    page.get_by_label("Quel est ce lieu").fill("Le dépôt")
    onward(page)
    onward(page)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    person.sees("partira seule au retour du réseau")
    person.judge()
    assert told(own_db, responses) == []
    person.context.set_offline(False)
    person.sees("C'est fait : vos réponses sont arrivées")
    kept = told(own_db, responses)
    assert [(one.answers["tired"], one.answers["sites"]) for one in kept] == [({"v": "l1"}, {"rows": [{"name": {"v": "Le dépôt"}}]})]
    person.open("/q/")
    person.sees("envoyé le")


def test_a_phone_that_dies_finds_its_answers_and_its_place_again(phone: Phone, own_db: Any) -> None:
    url = asked(own_db, anonymous=True)
    person = phone()
    page = opened(person, url)
    page.get_by_role("button", name="Commencer le questionnaire").click()
    page.get_by_label("Non", exact=True).first.check()
    page.get_by_label("Combien de minutes").fill("7")
    onward(page)
    page.get_by_label("Quel est ce lieu").fill("Le quai")
    page.wait_for_timeout(200)
    page.close()  # no goodbye
    assert told(own_db, Progress.objects.count) == 0, "anonymous: on the phone alone"
    person.page = person.context.new_page()
    again = opened(person, url)
    again.get_by_role("button", name="Reprendre le questionnaire").click()
    assert again.get_by_label("Quel est ce lieu").input_value() == "Le quai"


def test_two_devices_choose_between_two_answers(phone: Phone, own_db: Any) -> None:
    url = asked(own_db)
    first, second = phone(), phone(1280)
    one, other = opened(first, url), opened(second, url)
    for page, minutes in ((one, "10"), (other, "20")):
        page.get_by_role("button", name="Commencer le questionnaire").click()
        page.get_by_label("Combien de minutes").fill(minutes)
        if page is one:
            page.get_by_label("En bus").check()
            until(one, lambda: told(own_db, lambda: Progress.objects.filter(answers__has_keys=["minutes", "means"]).exists()))
    second.sees("Deux réponses à choisir")
    second.judge()
    other.get_by_label("Sur l'autre appareil").check()
    second.press("Garder ces réponses")
    until(other, lambda: other.get_by_label("Combien de minutes").input_value() == "10")
    assert other.get_by_label("En bus").is_checked(), "what one of them alone had answered came by itself"


def test_two_tabs_of_one_phone_lose_nothing_and_send_once(phone: Phone, own_db: Any) -> None:
    url = asked(own_db)
    person = phone()
    one = opened(person, url)
    fill_trips(one)
    other = person.context.new_page()
    other.goto(url)
    other.locator("#questionnaire[data-ready]").wait_for()
    other.goto(f"{url}?partie=5")
    other.locator("#questionnaire[data-scripted]").wait_for()
    one.get_by_role("button", name="Envoyer mes réponses").dblclick()
    other.get_by_role("button", name="Envoyer mes réponses").click()
    for page in (one, other):
        page.get_by_text("C'est fait : vos réponses sont arrivées").wait_for()
    assert len(told(own_db, responses)) == 1


def test_a_closing_leaves_the_answers_on_the_phone_to_be_copied(phone: Phone, own_db: Any) -> None:
    url = asked(own_db)
    person = phone()
    page = opened(person, url)
    fill_trips(page)
    own_db.together(lambda: advance(Campaign.objects.for_system("test").get(), "close", actor=make.SYSTEM))
    page.get_by_role("button", name="Envoyer mes réponses").click()
    person.sees("Ce questionnaire est clos depuis")
    person.judge()
    with page.expect_download() as copy:
        person.press("Télécharger mes réponses")
    with open(copy.value.path(), encoding="utf-8") as kept:
        assert "Que voulez-vous ajouter ?\n    Merci." in kept.read().replace("\u00a0", " ")


def test_a_heavy_photo_leaves_light_and_without_network_it_waits(phone: Phone, own_db: Any) -> None:
    url = asked(own_db)
    person = phone()
    page = opened(person, url)
    fill_trips(page)
    page.get_by_role("button", name="Revenir en arrière").locator("visible=true").click()
    person.context.set_offline(True)
    raw = io.BytesIO()
    Image.frombytes("RGB", (3500, 2600), os.urandom(3500 * 2600 * 3)).save(raw, "JPEG", quality=98)
    photo = raw.getvalue() + b"\0" * max(0, 30_000_000 - raw.tell())  # what a phone calls a photo: thirty megabytes
    page.locator("[data-upload]").set_input_files({"name": "abonnement.jpg", "mimeType": "image/jpeg", "buffer": photo})
    person.sees("Fichier gardé sur ce téléphone")
    onward(page)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    person.sees("partira seule")
    person.context.set_offline(False)
    person.sees("C'est fait : vos réponses sont arrivées")
    from cordee.core.models import File

    file = told(own_db, lambda: File.objects.for_system("test").get())
    assert told(own_db, responses)[0].answers["photo"] == {"v": [str(file.public_id)]}
    assert file.size < 6_000_000


def test_faults_are_told_beside_the_question_and_typing_is_kept(phone: Phone, own_db: Any) -> None:
    url = asked(own_db)
    person = phone()
    page = opened(person, url)
    page.get_by_role("button", name="Commencer le questionnaire").click()
    page.get_by_label("Combien de minutes").fill("douze")
    onward(page)
    person.sees("n'est pas un nombre")
    assert page.get_by_label("Combien de minutes").input_value() == "douze"
    page.get_by_label("Combien de minutes").fill("12")
    onward(page)
    onward(page)
    onward(page)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    person.sees("Cette question attend une réponse.")
    page.get_by_role("heading", name="Vos trajets").wait_for()
    page.get_by_label("Combien de minutes").fill("13")
    page.locator("#questionnaire:not([data-keeping])").wait_for()
    person.sees("Cette question attend une réponse.")


def test_the_code_leads_to_the_same_answers_on_another_phone(phone: Phone, own_db: Any) -> None:
    url = asked(own_db, "anyone")
    person = phone()
    page = opened(person, url)
    page.get_by_role("button", name="Commencer le questionnaire").click()
    page.get_by_label("Combien de minutes").fill("33")
    page.get_by_role("button", name="Finir plus tard").locator("visible=true").click()
    person.judge()
    person.press("Recevoir un code de six lettres")
    page.locator("[data-code]:visible").wait_for()
    letters = page.locator("[data-code]").inner_text()
    other = phone()
    other.open("/q/")
    other.page.get_by_label("Votre code").fill(letters)
    other.press("Reprendre mon questionnaire")
    other.page.get_by_role("button", name="Reprendre le questionnaire").click()
    assert other.page.get_by_label("Combien de minutes").input_value() == "33"


def test_by_the_keyboard_alone_with_larger_letters(phone: Phone, own_db: Any) -> None:
    url = asked(own_db, "anyone")
    person = phone()
    page = opened(person, url)
    page.get_by_role("button", name="Écrire plus gros").focus()
    page.keyboard.press("Enter")
    assert page.locator("body.larger").count() == 1
    person.judge()
    page.get_by_role("button", name="Commencer le questionnaire").focus()
    page.keyboard.press("Enter")
    page.locator("[data-item=vehicle] input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Oui, on me le prête").is_checked()
    page.locator("[data-item=insured]").wait_for()


def test_without_script_the_same_questionnaire_is_answered(phone: Phone, own_db: Any) -> None:
    url = asked(own_db, "anyone")
    person = phone(java_script_enabled=False)
    person.open(url)
    page = person.page
    page.get_by_role("button", name="Commencer le questionnaire").click()
    page.get_by_label("Non", exact=True).first.check()
    page.get_by_label("Combien de minutes").fill("12")
    page.get_by_role("button", name="Continuer").locator("visible=true").click()
    page.get_by_label("Quel est ce lieu").fill("Le quai")
    page.get_by_role("button", name="Continuer").locator("visible=true").click()
    page.get_by_role("button", name="Continuer").locator("visible=true").click()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    person.sees("C'est fait : vos réponses sont arrivées")
    assert told(own_db, responses)[0].answers["sites"] == {"rows": [{"name": {"v": "Le quai"}}]}
