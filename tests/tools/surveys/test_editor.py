"""The editor as an officer uses it: pages, autosave, gestures, two people at once, publication, copies, files, dated levels."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cordee.core.ui.templatetags.icons import lucide
from cordee.tools.surveys import actions, queries
from cordee.tools.surveys.definition import read
from cordee.tools.surveys.editing import parts
from cordee.tools.surveys.editing.parts import Part
from cordee.tools.surveys.editing.pictograms import PICTOGRAMS
from cordee.tools.surveys.editing.plan import KIND_ICONS, url_of
from cordee.tools.surveys.editing.posting import posted_by
from cordee.tools.surveys.forms import FORMS
from cordee.tools.surveys.models import Questionnaire
from tests import factories as make
from tests.factories import Someone
from tests.tools.surveys.scene import published, questionnaire

pytestmark = pytest.mark.usefixtures("db")
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ines() -> Someone:
    return make.officer()


@pytest.fixture
def made(ines: Someone) -> Questionnaire:
    return questionnaire(ines)


def data_of(one: Questionnaire) -> dict[str, Any]:
    draft = queries.draft_of(one)
    assert draft
    return dict(draft.definition)


def sent(one: Questionnaire, part: Part, **change: str) -> dict[str, Any]:
    """What a browser that opened this piece now would send."""
    data = data_of(one)
    piece = parts.piece(data, part) or {}
    pairs: dict[str, list[str]] = {}
    for name, value in posted_by(FORMS[part.kind](piece, data)):
        pairs.setdefault(name, []).append(value)
    return {**pairs, "base": json.dumps(piece), **change}


ITEM = Part("item", "a1")


# -- one piece ----------------------------------------------------------------------------------------------------------------
def test_each_piece_has_its_page(ines: Someone, made: Questionnaire) -> None:
    data = data_of(made)
    every = [Part("presentation"), Part("axes"), Part("levels"), *(Part("section", s["code"]) for s in parts.sections(data))]
    every += [Part("item", item["code"]) for item in parts.items(data)]
    for part in every:
        answer = ines.client.get(url_of(made, part))
        assert answer.status_code == 200, part
        assert 'name="base"' in answer.content.decode()


def test_a_field_that_is_left_is_kept_and_only_fragments_come_back(ines: Someone, made: Questionnaire) -> None:
    answer = ines.client.post(url_of(made, ITEM), sent(made, ITEM, label="Une question mieux dite"), **HTMX)
    html = answer.content.decode()
    assert (answer.status_code, answer.headers["HX-Reswap"]) == (200, "none")
    assert 'id="plan"' in html
    assert "Enregistré à" in html
    assert "<form" not in html.split('id="plan"')[0]
    assert parts.piece(data_of(made), ITEM)["label"] == "Une question mieux dite"  # type: ignore[index]


def test_without_javascript_the_button_saves_and_says_so(ines: Someone, made: Questionnaire) -> None:
    answer = ines.client.post(url_of(made, ITEM), sent(made, ITEM, label="Autre", geste="enregistrer"), follow=True)
    assert "C&#x27;est fait : le brouillon est enregistré." in answer.content.decode().replace("\u00a0", " ")


def test_another_kind_draws_another_form(ines: Someone, made: Questionnaire) -> None:
    answer = ines.client.post(url_of(made, ITEM), sent(made, ITEM, kind="number"), **HTMX)
    assert answer.status_code == 302
    assert 'name="unit"' in ines.client.get(answer.headers["Location"]).content.decode()


def test_a_new_code_leads_to_the_new_address(ines: Someone, made: Questionnaire) -> None:
    answer = ines.client.post(url_of(made, ITEM), sent(made, ITEM, code="premiere"), **HTMX)
    assert answer.headers["Location"] == url_of(made, Part("item", "premiere"))


def test_what_cannot_be_kept_stays_on_the_page(ines: Someone, made: Questionnaire) -> None:
    bad = sent(made, ITEM, weight="beaucoup", label="Ce que je tapais")
    page = ines.client.post(url_of(made, ITEM), bad)
    assert page.status_code == 422
    assert "Ce que je tapais" in page.content.decode()
    fragment = ines.client.post(url_of(made, ITEM), bad, **HTMX).content.decode()
    assert "Pas encore enregistré" in fragment
    assert "Écrivez un nombre" in fragment
    assert parts.piece(data_of(made), ITEM)["label"] != "Ce que je tapais"  # type: ignore[index]


def test_weights_that_do_not_total_100_are_kept_told_and_stop_the_publication(ines: Someone, made: Questionnaire) -> None:
    axes = Part("axes")
    change = {"axes-0-weight": "40", "axes-1-weight": "30", "axes-2-weight": "20"}
    html = ines.client.post(url_of(made, axes), sent(made, axes, **change), **HTMX).content.decode()
    said = "Les poids des axes font 90 % : ils doivent faire 100 %, ou être tous égaux."
    assert said in html
    publish = ines.client.get(f"{made.get_absolute_url()}publier/").content.decode()
    assert said in publish
    assert "Publier cette version" not in publish
    refused = ines.client.post(f"{made.get_absolute_url()}publier/", {"version": "2"})
    assert refused.status_code == 409


def test_a_loop_of_conditions_is_told_beside_the_condition(ines: Someone, made: Questionnaire) -> None:
    other = Part("item", "a2")
    waits = {"conditions-0-item": "a2", "conditions-0-how": "answered"}
    ines.client.post(url_of(made, ITEM), sent(made, ITEM, **waits), **HTMX)
    html = ines.client.post(url_of(made, other), sent(made, other, **(waits | {"conditions-0-item": "a1"})), **HTMX).content.decode()
    assert "Cette condition dépend d&#x27;elle-même" in html + ines.client.get(url_of(made, ITEM)).content.decode()
    assert "Cette condition dépend d&#x27;elle-même" in ines.client.get(f"{made.get_absolute_url()}publier/").content.decode()


def test_lines_are_added_moved_and_taken_away_by_buttons(ines: Someone, made: Questionnaire) -> None:
    before = [one["code"] for one in parts.piece(data_of(made), ITEM)["options"]]  # type: ignore[index]
    answer = ines.client.post(url_of(made, ITEM), sent(made, ITEM, geste="descendre:options:0"))
    assert answer.headers["Location"].endswith("#lignes-options")
    after = [one["code"] for one in parts.piece(data_of(made), ITEM)["options"]]  # type: ignore[index]
    assert after == [before[1], before[0], *before[2:]]
    answer = ines.client.post(url_of(made, ITEM), sent(made, ITEM, geste="ajouter:options"), follow=True)
    assert f'name="options-{len(before)}-label"' in answer.content.decode()


# -- two people -----------------------------------------------------------------------------------------------------------------
def test_two_people_on_two_questions_both_keep_their_words(ines: Someone, made: Questionnaire) -> None:
    other = Part("item", "b1")
    first, second = sent(made, ITEM, label="Par Inès"), sent(made, other, label="Par Marc")
    assert ines.client.post(url_of(made, ITEM), first, **HTMX).status_code == 200
    assert ines.client.post(url_of(made, other), second, **HTMX).status_code == 200
    labels = {item["code"]: item["label"] for item in parts.items(data_of(made))}
    assert (labels["a1"], labels["b1"]) == ("Par Inès", "Par Marc")


@pytest.mark.parametrize(("keep", "kept"), [("mine", "Par Marc"), ("theirs", "Par Inès")])
def test_two_people_on_one_field_choose(ines: Someone, made: Questionnaire, keep: str, kept: str) -> None:
    first, second = sent(made, ITEM, label="Par Inès", help="D'Inès"), sent(made, ITEM, label="Par Marc")
    ines.client.post(url_of(made, ITEM), first, **HTMX)
    page = ines.client.post(url_of(made, ITEM), second, **HTMX)
    html = page.content.decode()
    assert (page.status_code, page.headers["HX-Retarget"]) == (409, "#contenu")
    assert "Par Inès" in html
    assert "Par Marc" in html
    assert re.search(rf"modifiée par {re.escape(ines.actor.label)}\s+le \d", unescape(html)), "who, and when"
    fields = {name: value for name, value in posted_of(html) if name != "csrfmiddlewaretoken"}
    ines.client.post(url_of(made, ITEM), fields | {"keep-label": keep})
    piece = parts.piece(data_of(made), ITEM)
    assert piece
    assert (piece["label"], piece["help"]) == (kept, "D'Inès")


def posted_of(html: str) -> list[tuple[str, str]]:
    form = html[html.index('name="resolving"') - 600 :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return [(unescape(name), unescape(value)) for name, value in found]


def test_a_question_taken_away_meanwhile_says_so(ines: Someone, made: Questionnaire) -> None:
    typed = sent(made, ITEM, label="Trop tard")
    ines.client.post(f"{url_of(made, ITEM)}retirer/")
    answer = ines.client.post(url_of(made, ITEM), typed, follow=True)
    assert "a été retiré du brouillon entre-temps" in answer.content.decode()


# -- gestures -------------------------------------------------------------------------------------------------------------------
def gesture(by: Someone, one: Questionnaire, **said: str) -> Any:
    return by.client.post(f"{one.get_absolute_url()}brouillon/gestes/", said)


def test_gestures_on_the_plan(ines: Someone, made: Questionnaire) -> None:
    added = gesture(ines, made, geste="section", titre="Moyens")
    assert added.headers["Location"] == url_of(made, Part("section", "moyens"))
    asked = gesture(ines, made, geste="question", partie="section:moyens", titre="Un budget ?", forme="money")
    assert asked.headers["Location"] == url_of(made, Part("item", "un_budget"))
    assert gesture(ines, made, geste="dupliquer", partie="item:un_budget").headers["Location"] == url_of(made, Part("item", "un_budget_2"))
    gesture(ines, made, geste="monter", partie="item:un_budget_2")
    assert [item["code"] for item in data_of(made)["sections"][-1]["items"]] == ["un_budget_2", "un_budget"]
    read(data_of(made))


FORGED = [{"geste": "rien"}, {"geste": "monter", "partie": "item:absente"}, {"geste": "question", "partie": "x"}, {}]


@pytest.mark.parametrize("said", FORGED)
def test_a_forged_gesture_changes_nothing(ines: Someone, made: Questionnaire, said: dict[str, str]) -> None:
    before = data_of(made)
    assert gesture(ines, made, **said).status_code == 302
    assert data_of(made) == before


def test_a_question_that_others_look_at_stays(ines: Someone, made: Questionnaire) -> None:
    other = Part("item", "a2")
    waits = {"conditions-0-item": "a1", "conditions-0-how": "answered"}
    ines.client.post(url_of(made, other), sent(made, other, **waits), **HTMX)
    page = ines.client.post(f"{url_of(made, ITEM)}retirer/")
    assert page.status_code == 409
    assert "Changez d&#x27;abord ces conditions" in page.content.decode()
    assert parts.find(data_of(made), ITEM)


def test_every_icon_of_the_editor_is_drawn() -> None:
    assert all("<svg" in lucide(name) for name in {*PICTOGRAMS, *KIND_ICONS.values()})


def test_the_preview_shows_what_is_asked_only_sometimes(ines: Someone, made: Questionnaire) -> None:
    other = Part("item", "a2")
    waits = {"conditions-0-item": "a1", "conditions-0-how": "answered"}
    ines.client.post(url_of(made, other), sent(made, other, label="Parfois", **waits), **HTMX)
    html = ines.client.get(f"{made.get_absolute_url()}brouillon/apercu/").content.decode()
    assert "Parfois" in html
    assert "Seulement si" in html
    assert 'data-item="a2" data-kind="level" data-name="a2" hidden' not in html


# -- versions -------------------------------------------------------------------------------------------------------------------
def test_the_changes_are_read_before_they_are_published(ines: Someone) -> None:
    one = published(ines).questionnaire
    url = one.get_absolute_url()
    assert ines.client.get(f"{url}brouillon/").headers["Location"] == url
    ines.client.post(f"{url}preparer/")
    ines.client.post(url_of(one, ITEM), sent(one, ITEM, label="Une question récrite"), **HTMX)
    page = ines.client.get(f"{url}publier/").content.decode()
    assert "devient « Une question récrite »" in page
    draft = queries.draft_of(one)
    assert draft
    stale = ines.client.post(f"{url}publier/", {"version": str(draft.version - 1)})
    assert stale.status_code == 409
    ines.client.post(f"{url}publier/", {"version": str(draft.version)})
    shown = ines.client.get(url).content.decode()
    assert "Version 2" in shown
    assert "devient « Une question récrite »" in shown


def test_a_version_given_up_leaves_the_one_in_service(ines: Someone) -> None:
    one = published(ines).questionnaire
    ines.client.post(f"{one.get_absolute_url()}preparer/")
    ines.client.post(f"{one.get_absolute_url()}abandonner/")
    assert queries.draft_of(one) is None
    assert queries.latest_of(one)


@pytest.mark.covers("EVA-904")
def test_the_lineage_names_each_generation(ines: Someone) -> None:
    original = published(ines, title="Grille d'origine", shared=True).questionnaire
    network = make.network("59")
    url = f"{original.get_absolute_url()}dupliquer/"
    answer = network.client.post(url, {"title": "Grille du réseau"}, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:500]
    adapted = Questionnaire.objects.for_system("test").get(title="Grille du réseau")
    assert adapted.organisation == network.organisation
    page = network.client.get(adapted.get_absolute_url()).content.decode()
    assert page.index("Grille d&#x27;origine") < page.index("Grille du réseau <span")
    assert original.organisation.name in page  # type: ignore[union-attr]
    actions.publish(actor=network.actor, questionnaire=adapted)
    actions.edit_questionnaire(actor=network.actor, questionnaire=adapted, values={"shared": True}, version=adapted.version)
    assert "Grille du réseau" in ines.client.get(original.get_absolute_url()).content.decode()


def test_a_generation_that_the_reader_may_not_open_is_named_without_a_link(ines: Someone) -> None:
    original = published(ines, title="Grille privée").questionnaire
    copy = actions.adapt(actor=make.SYSTEM, questionnaire=original, organisation=None, zone="00", title="Copie")
    actions.edit_questionnaire(actor=make.SYSTEM, questionnaire=copy, values={"shared": True}, version=copy.version)
    html = make.officer("02").client.get(copy.get_absolute_url()).content.decode()
    assert "Grille privée" in html
    assert original.get_absolute_url() not in html


def test_a_file_comes_out_and_in_again(ines: Someone) -> None:
    version = published(ines)
    url = f"{version.questionnaire.get_absolute_url()}versions/{version.public_id}/export.json"
    answer = ines.client.get(url)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert json.loads(answer.content) == version.definition
    upload = SimpleUploadedFile("grille.json", answer.content)
    ines.client.post("/questionnaires/importer/", {"upload": upload, "use": "diagnosis"})
    imported = Questionnaire.objects.for_system("test").exclude(pk=version.questionnaire_id).get()
    assert {**data_of(imported), "title": ""} == {**version.definition, "title": ""}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"pas du JSON", "Ce fichier ne se lit pas"),
        (b"\xff\xfe", "Ce fichier ne se lit pas"),
        (b"[" * 5000, "Ce fichier ne se lit pas"),
        (b"[]", "pas la définition d&#x27;un questionnaire"),
        (b'{"format": 9, "title": "x"}', "cette plateforme lit le format 1"),
        (b'{"title": "x", "sections": [{"code": "a", "title": "A", "items": 3}]}', "Une liste est attendue ici."),
    ],
)
def test_a_file_that_holds_no_questionnaire_says_why(ines: Someone, content: bytes, sentence: str) -> None:
    upload = SimpleUploadedFile("grille.json", content)
    answer = ines.client.post("/questionnaires/importer/", {"upload": upload, "use": "diagnosis"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("\u00a0", " ")


def test_levels_change_from_a_day_on(ines: Someone) -> None:
    one = published(ines).questionnaire
    url = f"{one.get_absolute_url()}niveaux/"
    since = timezone.localdate() + timedelta(days=10)
    lines = {"levels-0-label": "Fragile", "levels-0-least": "0", "levels-1-label": "Solide", "levels-1-least": "60", "least_answers": "2"}
    faulty = ines.client.post(url, {"since": since.isoformat(), "reason": "Bilan", **lines, "levels-0-least": "20"})
    assert faulty.status_code == 422
    assert "Le premier niveau commence à 0" in faulty.content.decode()
    added = ines.client.post(url, {**lines, "geste": "ajouter:levels"}).content.decode()
    assert "Fragile" in added
    assert 'name="levels-2-label"' in added
    assert ines.client.post(url, {"since": since.isoformat(), "reason": "Bilan", **lines}).status_code == 302
    page = ines.client.get(one.get_absolute_url()).content.decode()
    assert "Solide à partir de 60 %" in page
    version = queries.latest_of(one)
    assert version
    assert [level.label for level in queries.levels_of(version, on=since).levels] == ["Fragile", "Solide"]
    today = [level.label for level in queries.levels_of(version).levels]
    assert today != ["Fragile", "Solide"]
    shown = ines.client.get(url).content.decode()
    assert all(f'value="{label}"' in shown for label in today)
    assert "Fragile" not in shown


# -- the list, and who -------------------------------------------------------------------------------------------------------------
def test_the_list_and_its_export_say_the_same(ines: Someone) -> None:
    published(ines, title="Grille d'Inès")
    html = ines.client.get("/questionnaires/?q=grille").content.decode()
    assert "Grille d&#x27;Inès" in html
    assert "version 1" in html
    text = b"".join(ines.client.get("/questionnaires/export.csv?q=grille").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Grille d'Inès" in text


def test_who_may_not_edit_finds_no_editor(ines: Someone, made: Questionnaire) -> None:
    made_by_ines = published(ines, title="Partagée", shared=True).questionnaire
    other = make.officer("02")
    assert other.client.get(made_by_ines.get_absolute_url()).status_code == 200
    for path in ("brouillon/", "publier/", "niveaux/", "modifier/", "brouillon/questions/a1/"):
        assert other.client.get(f"{made_by_ines.get_absolute_url()}{path}").status_code == 404, path
    draft = queries.draft_of(made)
    assert draft
    assert other.client.get(f"{made.get_absolute_url()}versions/{draft.public_id}/").status_code == 404


def test_a_questionnaire_is_created_and_its_editor_opens(ines: Someone) -> None:
    answer = ines.client.post("/questionnaires/creer/", {"title": "Mobilité", "use": "mobility", "purpose": "", "place": "59"}, follow=True)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Présentation" in html
    again = ines.client.post("/questionnaires/creer/", {"title": "", "use": "mobility", "place": "59"})
    assert again.status_code == 422
