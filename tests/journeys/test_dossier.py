"""From an open request to the plan that both sides validated, by three people: the officer, the director on her phone, the president
on hers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cordee.accompaniment.cases.models import Case, Criterion
from cordee.actors.accounts.models import Membership, User
from tests import factories as make
from tests.actors.accounts.people import PASSWORD
from tests.journeys.world import INES, SALOME

Arrive = Callable[..., Any]
ODILE = "odile@fabrique.example"
TITLE = "Un modèle économique plus solide"
TEXTS = {
    "request": "Choisir entre deux ateliers.", "synthesis": "La vente progresse, la collecte coûte trop.",
    "stakes": "Garder les emplois.", "objectives": "Décider avec le conseil.",
}  # fmt: skip


def president() -> list[str]:
    """The structure's president has an account too. Answers the codes of the criteria that the officer judges."""
    director = Membership.objects.for_system("test").get(user__email=SALOME)
    user = User.objects.create_user(ODILE, PASSWORD)
    Membership(user=user, organisation=director.organisation, profile="structure", title="Présidente", period=make.EVER).save()
    return list(Criterion.objects.for_system("test").order_by("id").values_list("code", flat=True))


def test_from_the_request_to_the_plan_validated_by_both(someone: Arrive, own_db: Any) -> None:
    (criteria,) = own_db.together(president)
    salome, ines, odile = someone(SALOME, 360), someone(INES), someone(ODILE, 360)
    page = ask(salome)
    receive(ines, page, criteria)
    adhere(salome, page, "Accueil")
    ines.open(page)
    act(ines, "Ouvrir le diagnostic partagé", "Ouvrir le diagnostic partagé")
    write(ines, page)
    say_yes_to_the_diagnosis(odile, ines, page)
    adhere(salome, page, "Diagnostic partagé")
    ines.open(page)
    act(ines, "Noter le diagnostic validé ensemble", "Noter le diagnostic validé ensemble")
    odile.open(page)
    odile.sees("Diagnostic validé ensemble")
    odile.judge()
    draw(ines, page)
    say_yes_to_the_plan(odile, ines, page)
    (case,) = own_db.together(lambda: Case.objects.for_system("test").get())
    assert (case.state, case.title) == ("shared", TITLE)
    ines.open(page)
    act(ines, "Noter le parcours validé ensemble", "Noter le parcours validé ensemble")
    (case,) = own_db.together(lambda: Case.objects.for_system("test").get())
    assert case.state == "planned"


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


def write(ines: Any, page: str) -> None:
    """What is missing is said; a version that is proposed no longer changes."""
    ines.open(page)
    ines.follow("Ouvrir le diagnostic")
    ines.sees("Il manque")
    ines.judge()
    ines.follow("Écrire le diagnostic")
    for name, text in TEXTS.items():
        ines.page.locator(f"[name={name}]").fill(text)
    ines.press("Enregistrer ce texte")
    ines.sees("le texte est enregistré")
    ines.press("Proposer la version 1 à la validation")
    ines.sees("n'est pas encore validée par")
    ines.judge()


def say_yes_to_the_diagnosis(odile: Any, ines: Any, page: str) -> None:
    odile.open(page)
    odile.follow("Lire et valider")
    odile.judge()
    odile.follow("Valider la version 1")
    odile.page.locator("[name=by_bodies][value=oui]").check()
    odile.press("Valider la version 1")
    odile.sees("Indiquez l'instance qui a validé")
    odile.page.get_by_label("Instance").fill("Conseil d'administration")
    odile.press("Valider la version 1")
    odile.sees("la validation de la structure est notée")
    ines.open(page)
    ines.follow("Lire et valider")
    ines.follow("Valider au nom du DLA")
    ines.press("Valider la version 1")
    ines.sees("la validation du DLA est notée")


def draw(ines: Any, page: str) -> None:
    """Bounded in time: an end before the start is refused, and what was typed is kept."""
    ines.open(page)
    ines.follow("Élaborer le parcours")
    start = timezone.localdate()
    for name in ("objectives", "follow_up", "updating"):
        ines.page.locator(f"[name={name}]").fill("Un point par trimestre.")
    for end in (start - timedelta(days=1), start + timedelta(days=180)):
        ines.page.locator("[name=starts_on]").fill(start.isoformat())
        ines.page.locator("[name=ends_on]").fill(end.isoformat())
        ines.judge()
        ines.press("Élaborer ce parcours")
    ines.follow("Ajouter une action")
    ines.page.get_by_label("Intitulé").fill("Suivre les ventes chaque mois")
    ines.page.locator("[name=kind][value=own]").check()
    ines.page.get_by_label("Nature").select_option(index=1)
    ines.page.locator("[name=issue]").fill("Le modèle économique")
    ines.page.locator("[name=held_by][value=structure]").check()
    ines.page.locator("[name=owner]").fill("Direction")
    ines.page.locator("[name=starts_on]").fill(start.isoformat())
    ines.page.locator("[name=due_on]").fill((start + timedelta(days=60)).isoformat())
    ines.judge()
    ines.press("Ajouter cette action")
    ines.sees("l'action est dans le parcours")


def say_yes_to_the_plan(odile: Any, ines: Any, page: str) -> None:
    for person, side in ((odile, "structure"), (ines, "operator")):
        person.open(page)
        person.follow("Lire et valider")
        person.judge()
        person.follow("Valider cette version")
        if person.page.locator(f"[name=side][value={side}]").count():
            person.page.locator(f"[name=side][value={side}]").check()
        if side == "structure":
            person.page.get_by_label("Instance").fill("Conseil d'administration")
        person.press("Valider cette version")
        person.sees("la validation est notée")
