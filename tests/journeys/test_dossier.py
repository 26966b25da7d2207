"""From an open request to the shared diagnosis, by three people: the officer, the director on her phone, the president on hers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cordee.accompaniment.cases.models import Case, Criterion
from cordee.actors.accounts.models import Membership, User
from tests import factories as make
from tests.actors.accounts.people import PASSWORD
from tests.journeys.world import INES, SALOME

Arrive = Callable[..., Any]
ODILE = "odile@fabrique.example"
TITLE = "Un modèle économique plus solide"


def president() -> list[str]:
    """The structure's president has an account too. Answers the codes of the criteria that the officer judges."""
    director = Membership.objects.for_system("test").get(user__email=SALOME)
    user = User.objects.create_user(ODILE, PASSWORD)
    Membership(user=user, organisation=director.organisation, profile="structure", title="Présidente", period=make.EVER).save()
    return list(Criterion.objects.for_system("test").order_by("id").values_list("code", flat=True))


def test_from_the_request_to_the_diagnosis_validated_by_both(someone: Arrive, own_db: Any) -> None:
    (criteria,) = own_db.together(president)
    salome, ines, odile = someone(SALOME, 360), someone(INES), someone(ODILE, 360)
    page = ask(salome)
    receive(ines, page, criteria)
    adhere(salome, page, "Accueil")
    ines.open(page)
    act(ines, "Ouvrir le diagnostic partagé", "Ouvrir le diagnostic partagé")
    validate(odile, page, "Conseil d'administration")
    validate(ines, page, "", side="DLA")
    adhere(salome, page, "Diagnostic partagé")
    ines.open(page)
    act(ines, "Noter le diagnostic validé ensemble", "Noter le diagnostic validé ensemble")
    odile.open(page)
    odile.sees("Diagnostic validé ensemble")
    odile.judge()
    (case,) = own_db.together(lambda: Case.objects.for_system("test").get())
    assert (case.state, case.title) == ("shared", TITLE)


def ask(salome: Any) -> str:
    """On her phone, from the list: what is missing is said, what was typed is kept."""
    salome.open("/dossiers/")
    salome.follow("Demander un accompagnement")
    salome.judge()
    page = salome.page
    page.get_by_label("Intitulé").fill(TITLE)
    page.get_by_text("La structure, d'elle-même").click()
    salome.press("Déposer cette demande")
    salome.sees("Décrivez le besoin en quelques phrases.")
    assert page.get_by_label("Intitulé").input_value() == TITLE
    page.get_by_label("Besoin").fill("La vente progresse, la collecte coûte trop : nous voulons choisir.")
    page.locator("[name=motives]").first.check()
    salome.press("Déposer cette demande")
    salome.sees("la demande est déposée")
    salome.sees("À faire par le DLA")
    salome.judge()
    return str(page.url)


def receive(ines: Any, page: str, criteria: list[str]) -> None:
    ines.open(page)
    ines.judge()
    act(ines, "Accueillir la structure", "Accueillir la structure")
    ines.follow("Juger l'éligibilité")
    for code in criteria:
        ines.page.locator(f"[name=jugement-{code}]").select_option("favourable")
    ines.page.locator("[name=proposal][value=favourable]").check()
    ines.judge()
    ines.press("Enregistrer cette proposition")
    ines.follow("Décider de l'accompagnement")
    ines.page.locator("[name=accepted][value=oui]").check()
    ines.press("Noter cette décision")
    ines.sees("la décision est notée")
    ines.sees("La Fabrique")


def act(person: Any, link: str, button: str) -> None:
    """The page of a transition, then its button."""
    person.follow(link)
    person.press(button)
    person.sees("C'est fait")


def adhere(salome: Any, page: str, step: str) -> None:
    """She finds it as her next step."""
    salome.open(page)
    salome.sees("À faire par vous")
    salome.follow("Noter l'adhésion à une étape")
    salome.page.get_by_label("Étape").select_option(label=step)
    salome.page.get_by_label("Qui s'engage").fill("Direction")
    salome.judge()
    salome.press("Noter cette adhésion")
    salome.sees(f"{step} : adhésion")


def validate(person: Any, page: str, body: str, side: str = "") -> None:
    person.open(page)
    person.follow("Noter une validation")
    person.page.locator("[name=what][value=diagnosis]").check()
    if side:
        person.page.locator("[name=side][value=operator]").check()
    if body:
        person.page.get_by_label("Instance").fill(body)
    person.press("Noter cette validation")
    person.sees("la validation est notée")
