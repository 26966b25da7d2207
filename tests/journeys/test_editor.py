"""Somebody who read the guide, and nothing else, makes a grid of three axes with one condition; then by keyboard, then on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from cordee.tools.surveys import queries
from cordee.tools.surveys.definition import conditions, read
from cordee.tools.surveys.models import Questionnaire
from tests.journeys.world import INES, MARC

Arrive = Callable[..., Any]
AXES = (("Site", "50"), ("Réseaux", "30"), ("Suivi", "20"))
TITLE = "Visibilité numérique"


def saved(person: Any) -> None:
    person.page.get_by_text(re.compile("Enregistré à")).wait_for()


def fill(person: Any, name: str, text: str) -> None:
    field = person.page.locator(f"[name='{name}']")
    with person.page.expect_response(lambda answer: answer.request.method == "POST"):
        field.fill(text)
        field.blur()


def press(person: Any, label: str) -> None:
    """A button of the editor: the page stays, its middle changes."""
    with person.page.expect_response(lambda answer: answer.request.method == "GET" and "/brouillon/" in answer.url):
        person.page.get_by_role("button", name=label, exact=True).first.click()
    person.page.wait_for_timeout(150)


def open_piece(person: Any, label: str) -> None:
    person.page.locator("#plan").get_by_role("link", name=label).first.click()
    person.page.locator("#piece-titre", has_text=label.split(" (")[0]).wait_for()


def add_question(person: Any, section: str, question: str, axis: str) -> None:
    """As the guide says it: under the section, the question, its form, its points, its axis."""
    person.page.locator("#plan").get_by_role("link", name=f"Ajouter une question à « {section} »").click()
    person.page.locator("#piece-titre", has_text=section).wait_for()
    person.page.get_by_label("La question, telle qu'on la lira").fill(question)
    press(person, "Ajouter cette question")
    person.page.locator("#piece-titre", has_text=question).wait_for()
    for line, (label, points) in enumerate((("Oui", "1"), ("Non", "0"))):
        fill(person, f"options-{line}-label", label)
        fill(person, f"options-{line}-mark", points)
    with person.page.expect_response(lambda answer: answer.request.method == "POST"):
        person.page.get_by_label("Axe", exact=True).select_option(label=axis)
    saved(person)


def test_who_reads_only_the_guide_makes_a_grid(someone: Arrive, own_db: Any) -> None:
    ines = someone(INES)
    ines.open("/aide/questionnaires/")
    ines.sees("Construire un questionnaire")
    ines.judge()
    ines.open("/")
    ines.follow("Bibliothèque")
    ines.judge()
    ines.follow("Créer un questionnaire")
    ines.page.get_by_label("Titre", exact=True).fill(TITLE)
    ines.page.get_by_label("Usage").select_option(label="Diagnostic")
    ines.judge()
    ines.press("Créer ce questionnaire")
    ines.sees("C'est fait : le questionnaire est créé.")
    fill(ines, "why", "Pour choisir ensemble par où commencer.")
    fill(ines, "readers", "Votre chargée de mission et vous")
    fill(ines, "kept", "Vos réponses, trois ans")
    ines.judge()
    give_axes(ines)
    ask(ines)
    condition(ines)
    publish(ines)
    (made,) = own_db.together(lambda: Questionnaire.objects.for_system("test").get(title=TITLE))
    (version,) = own_db.together(lambda: queries.latest_of(made))
    definition = read(version.definition)
    assert [(axis.label, axis.weight) for axis in definition.axes] == [(label, float(weight)) for label, weight in AXES]
    assert [item.label for item in definition.items] == ["Avez-vous un site ?", "Est-il à jour ?", "Publiez-vous ?", "Mesurez-vous ?"]
    assert "est_il_a_jour" not in conditions.shown(definition, {"avez_vous_un_site": {"v": "non"}})
    assert "est_il_a_jour" in conditions.shown(definition, {"avez_vous_un_site": {"v": "oui"}})


def give_axes(ines: Any) -> None:
    open_piece(ines, "Axes et poids")
    for line, (label, weight) in enumerate(AXES):
        fill(ines, f"axes-{line}-label", label)
        fill(ines, f"axes-{line}-weight", weight if line < 2 else "10")
    ines.sees("Les poids des axes font 90 %")
    ines.judge()
    fill(ines, "axes-2-weight", "20")
    ines.page.get_by_text("Les poids des axes font").wait_for(state="detached")


def ask(ines: Any) -> None:
    for title in ("Le site", "Les réseaux"):
        details = ines.page.locator("#plan details")
        if details.get_attribute("open") is None:
            ines.page.get_by_text("Ajouter une section", exact=True).click()
        ines.page.get_by_label("Titre de la section").first.fill(title)
        press(ines, "Ajouter cette section")
        ines.page.locator("#piece-titre", has_text=title).wait_for()
    ines.judge()
    add_question(ines, "Le site", "Avez-vous un site ?", "Site")
    ines.judge()
    add_question(ines, "Le site", "Est-il à jour ?", "Site")
    add_question(ines, "Les réseaux", "Publiez-vous ?", "Réseaux")
    add_question(ines, "Les réseaux", "Mesurez-vous ?", "Suivi")


def condition(ines: Any) -> None:
    open_piece(ines, "Est-il à jour ?")
    ines.page.get_by_text("Quand poser cette question").first.click()
    press(ines, "Ajouter une condition")
    ines.page.locator("[name='conditions-0-item']").select_option(label="Avez-vous un site ?")
    with ines.page.expect_response(lambda answer: answer.request.method == "POST"):
        ines.page.locator("[name='conditions-0-choice']").select_option(label="Oui")
    saved(ines)
    ines.page.locator("#plan").get_by_text("(sous condition)").wait_for()
    ines.judge()


def publish(ines: Any) -> None:
    ines.follow("Voir sur téléphone")
    ines.sees("Seulement si : « Avez-vous un site ? » est « Oui ».")
    ines.judge()
    ines.follow("Revenir au brouillon")
    ines.follow("Relire et publier")
    ines.sees("Première version : 2 sections, 4 questions, 3 axes.")
    ines.judge()
    ines.press("Publier cette version")
    ines.sees("C'est fait : la version 1 est publiée.")
    ines.judge()
    ines.press("Préparer une nouvelle version")
    ines.sees("une nouvelle version est en préparation")


def test_by_keyboard_on_a_phone_and_two_at_once(someone: Arrive, own_db: Any) -> None:
    ines = someone(INES, 360)
    ines.open("/questionnaires/creer/")
    ines.page.get_by_label("Titre", exact=True).fill(TITLE)
    ines.page.get_by_label("Usage").select_option(label="Diagnostic")
    ines.judge()
    ines.press("Créer ce questionnaire")
    ines.judge()
    for title in ("Premier", "Second"):
        ines.page.get_by_role("link", name="Voir le plan du questionnaire").click()
        details = ines.page.locator("#plan details")
        if details.get_attribute("open") is None:
            ines.page.get_by_text("Ajouter une section", exact=True).click()
        ines.page.get_by_label("Titre de la section").first.fill(title)
        press(ines, "Ajouter cette section")
        ines.page.locator("#piece-titre", has_text=title).wait_for()
    ines.judge()
    address = ines.page.url
    marc = someone(MARC)
    marc.open(address)
    moved(marc)
    both(ines, marc, address)


def moved(marc: Any) -> None:
    """Alt and an arrow on a line of the plan; the keyboard stays on it."""
    link = marc.page.locator("#plan-section-second")
    link.focus()
    with marc.page.expect_response(lambda answer: answer.request.method == "GET" and "/brouillon/" in answer.url):
        marc.page.keyboard.press("Alt+ArrowUp")
    marc.page.wait_for_function("document.activeElement.id === 'plan-section-second'")
    assert marc.page.locator("#plan .edit-head a").all_inner_texts() == ["Second", "Premier"]


def both(ines: Any, marc: Any, address: str) -> None:
    """The same field at the same time: the second is shown both texts, in the page, and chooses."""
    marc.open(address)
    ines.open(address)
    fill(marc, "title", "Le second, par Marc")
    saved(marc)
    fill(ines, "title", "Le second, par Inès")
    ines.sees("Cette fiche a changé pendant votre saisie")
    ines.sees("Le second, par Marc")
    ines.judge()
    ines.page.get_by_label("Version enregistrée").check()
    ines.press("Enregistrer ces choix")
    ines.sees("C'est fait : le brouillon est enregistré.")
    assert ines.page.locator("[name='title']").input_value() == "Le second, par Marc"
