"""From a public request on a phone to the dossier, in a browser: self-check, deposit, receipt, question, answer, reception."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.requests.models import Request
from cordee.core.models import Mail
from tests.journeys.world import INES

Arrive = Callable[..., Any]
NEED = "Un seul client fait nos ventes : nous voulons en trouver d'autres."


def checked(visitor: Any) -> None:
    """Four answers, then the word that they give."""
    visitor.open("/demande/")
    visitor.judge()
    for answer in ("Une association", "Oui, au moins une personne salariée", "Depuis plus d'un an"):
        visitor.page.get_by_text(answer, exact=True).click()
    visitor.press("Voir la réponse")
    visitor.sees("Probablement oui")
    visitor.judge()
    visitor.follow("Déposer ma demande")
    visitor.page.wait_for_url("**/demande/deposer/**")


def written(visitor: Any) -> None:
    page = visitor.page
    for name, value in (("name", "Le Potager des Quais"), ("commune", "Lille (59000)"), ("need", NEED), ("last_name", "Filin"),
                        ("function", "Direction"), ("email", "odile@quais.example")):  # fmt: skip
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=motives]").first.check()


@pytest.mark.covers("DLA-002")
def test_from_a_phone_to_a_dossier(someone: Arrive, own_db: Any) -> None:
    visitor, ines = someone(width=360), someone(INES)
    checked(visitor)
    written(visitor)
    visitor.press("Déposer ma demande")
    visitor.sees("après avoir lu ce que deviennent vos informations")
    assert visitor.page.locator("[name=need]").input_value() == NEED, "what was typed is kept"
    visitor.judge()
    visitor.page.locator("[name=consent]").check()
    visitor.press("Déposer ma demande")
    visitor.sees("votre demande est déposée")
    visitor.judge()
    followed = visitor.page.url.split("?")[0]
    asks(ines)
    visitor.open(followed)
    visitor.sees("Depuis quand")
    visitor.page.locator("[name=answer]").fill("Depuis deux ans.")
    visitor.press("Envoyer ma réponse")
    visitor.sees("votre DLA est prévenu")
    receives(ines)
    visitor.open(followed)
    visitor.sees("Demande reçue")
    (case, kinds) = own_db.together(
        lambda: Case.objects.for_system("test").get(),
        lambda: sorted({mail.kind for mail in Mail.objects.for_system("test").order_by("id")}),
    )
    assert (case.title, case.need) == ("Trouver des clients", f"{NEED}\n\nDepuis deux ans.")
    assert "requests.followed" in kinds


def asks(ines: Any) -> None:
    ines.open("/")
    ines.follow("Recevoir la demande : Le Potager des Quais")
    ines.sees("Un seul client")
    ines.judge()
    ines.follow("Demander une précision")
    ines.page.locator("[name=question]").fill("Depuis quand dépendez-vous de ce client ?")
    ines.press("Demander une précision")
    ines.sees("la question est partie")


def receives(ines: Any) -> None:
    ines.open("/demande/recues/?attendues=oui")
    ines.judge()
    ines.follow("Le Potager des Quais")
    ines.follow("Recevoir la demande")
    ines.page.locator("[name=title]").fill("Trouver des clients")
    ines.judge()
    ines.press("Recevoir la demande")
    ines.sees("son dossier existe")
    ines.follow("Trouver des clients")
    ines.sees("Demande d'origine")


def test_what_was_typed_waits_for_the_network_and_leaves_this_phone_once_sent(someone: Arrive, own_db: Any) -> None:
    visitor = someone(width=360)
    visitor.open("/demande/deposer/")
    written(visitor)
    visitor.page.locator("[name=consent]").check()
    visitor.context.set_offline(True)
    visitor.page.get_by_role("button", name="Déposer ma demande", exact=True).click()
    visitor.sees("rien n'est parti")
    visitor.context.set_offline(False)
    visitor.sees("Réseau revenu")
    visitor.page.wait_for_function("localStorage.getItem('cordee.request') !== null")
    visitor.page.on("dialog", lambda dialog: dialog.accept())
    visitor.page.reload()
    visitor.sees("est revenue dans cette page")
    assert visitor.page.locator("[name=need]").input_value() == NEED
    visitor.page.locator("[name=consent]").check()
    visitor.press("Déposer ma demande")
    visitor.sees("votre demande est déposée")
    assert visitor.page.evaluate("localStorage.getItem('cordee.request')") is None
    (count,) = own_db.together(lambda: Request.objects.for_system("test").count())
    assert count == 1
