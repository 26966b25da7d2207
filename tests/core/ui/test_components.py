"""What each component promises: words beside colours, one filled button, a refusal that says why."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from types import SimpleNamespace as Thing

import pytest
from django.template import engines
from django.test import Client, RequestFactory

from cordee.core.formats import PARIS
from cordee.core.ui import errors

NOW = datetime(2027, 4, 9, 10, 30, tzinfo=PARIS)
STATES = [("a", "Demande"), ("b", "Diagnostic"), ("c", "Suivi")]


def draw(code: str, **context: object) -> str:
    template = engines["django"].from_string("{% load ui fr %}" + code)
    return re.sub(r"\s+", " ", template.render(context, RequestFactory().get("/")))


def test_rope_says_each_state_in_words() -> None:
    html = draw('{% rope states "b" %}', states=STATES)
    assert re.findall(r'knot-word">([^<]+)', html) == ["fait", "en cours", "à venir"]
    assert html.count('aria-current="step"') == 1
    assert "Étape 2 sur 3 : <strong>Diagnostic</strong><span>ensuite, Suivi" in html


def test_at_its_last_knot_a_rope_is_done() -> None:
    html = draw('{% rope states "c" %}', states=STATES)
    assert re.findall(r'knot-word">([^<]+)', html) == ["fait", "fait", "fait"]
    assert html.count('aria-current="step"') == 1


def test_rope_stopped_promises_nothing_more() -> None:
    html = draw('{% rope states "b" stopped="Arrêté à votre demande." %}', states=STATES)
    assert re.findall(r'knot-word">([^<]+)', html) == ["fait", "arrêté ici", "non atteint"]
    assert "ensuite" not in html


def test_rope_refuses_a_state_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="not in list"):
        draw('{% rope states "z" %}', states=STATES)


def test_first_allowed_offer_alone_is_filled() -> None:
    items = [
        Thing(label="Clore", url="/clore/", refusal=Thing(code="open", sentence="Une mission est ouverte.")),
        Thing(label="Signer", url="/signer/", refusal=None, form=object()),
        Thing(label="Noter", url="/noter/", refusal=None),
    ]
    html = draw("{% offers items %}", items=items)
    assert html.count("btn-primary") == 1
    assert '<a class="btn btn-primary" href="/signer/">Signer</a>' in html
    assert 'aria-disabled="true" aria-describedby="offre-clore">Clore' in html
    assert '<p class="why" id="offre-clore">Une mission est ouverte.</p>' in html
    assert re.search(r'<form method="post" action="/noter/"> <input type="hidden" name="csrfmiddlewaretoken" value="\w{64}">', html)


def test_offers_may_all_be_quiet() -> None:
    assert "btn-primary" not in draw("{% offers items filled=False %}", items=[Thing(label="Noter", url="/noter/", refusal=None)])


def test_todo_gives_the_date_beside_the_delay() -> None:
    items = [
        Thing(title="Relancer", url="/1", verb="Relancer", due=date(2027, 4, 5)),
        Thing(title="Ouvrir", url="/2", verb="Ouvrir", due=NOW + timedelta(days=1)),
        Thing(title="Préparer", url="/3", verb="Préparer", due=date(2027, 4, 30)),
        Thing(title="Ranger", url="/4", verb="Ranger"),
    ]
    html = draw("{% todo items now=now %}", items=items, now=NOW)
    assert re.findall(r"<span(?: class=\"(tag \w+)\")?>(?:En|Demain|Dans)", html) == ["tag late", "tag warn", ""]
    assert re.findall(r'class="date[^"]*">([^<]+)', html) == ["05/04/2027", "10/04/2027", "30/04/2027", "Sans échéance"]
    assert re.findall(r'<a href="/(\d)">(\w+)</a>', html) == [("1", "Relancer"), ("2", "Ouvrir"), ("3", "Préparer"), ("4", "Ranger")]


def test_what_someone_else_owes_says_since_when_and_never_how_late() -> None:
    item = Thing(title="Voir", url="/1", awaited=True, due=date(2027, 1, 1), since=date(2026, 12, 1), detail="réponse de votre DLA")
    html = draw("{% todo items now=now %}", items=[item], now=NOW)
    assert "Depuis le 01/12/2026" in html
    assert "retard" not in html
    assert "tag" not in html


def test_lines_beyond_the_first_are_one_gesture_away() -> None:
    items = [Thing(title=f"Relire {n}", url=f"/{n}") for n in range(5)]
    shown, more = draw("{% todo items 3 %}", items=items).split("<details")
    assert (shown.count("<li>"), more.count("<li>")) == (3, 2)
    assert "Voir les 2 autres" in more


def test_text_of_people_is_escaped_everywhere() -> None:
    bad = "<b>x</b>"
    item = Thing(title=bad, url="#", verb=bad, detail=bad, at=NOW, actor=bad, label=bad, refusal=bad, name=bad, size=1, by=bad, kind=bad)
    html = draw(
        "{% todo items %}{% fil items %}{% offers items %}{% file_row item %}{% tag bad %}{% person bad %}{% facts pairs %}"
        '{% sigle bad bad %}{% notice "info" bad bad %}{% refusal bad bad bad %}{% empty_state bad bad %}{% bars rows bad bad %}'
        "{% meter 1 2 bad %}{% figure bad bad %}",
        items=[item],
        item=item,
        bad=bad,
        pairs=[(bad, bad)],
        rows=[(bad, 3)],
    )
    assert "<b>x" not in html
    assert html.count("&lt;b&gt;x") >= 25


def test_gauge_stays_in_its_frame() -> None:
    assert 'width="100.0"' in draw('{% meter 150 100 "trop" %}')
    assert 'class="meter over"' in draw('{% meter 150 100 "trop" %}')
    assert 'class="done" width="0.0"' in draw('{% meter 5 0 "rien" %}')


def test_bars_are_a_table_with_their_figures() -> None:
    html = draw('{% bars rows "Par type" unit="structures" %}', rows=[("ACI", 26), ("EI", 13)])
    assert re.findall(r'rect width="([\d.]+)"', html) == ["100.0", "50.0"]
    assert "<caption>Par type</caption>" in html
    assert "26\u00a0structures" in html or "26 structures" in html


def test_facts_never_leave_a_blank() -> None:
    assert "<dd>–</dd>" in draw("{% facts pairs %}", pairs=[("Banque", None)])


def test_counts_reach_the_rail_and_the_dock(client: Client) -> None:
    html = client.get("/navigation/compteurs/").content.decode()
    assert "hx-swap-oob=\"innerHTML:[data-count='todo']\"" in html


@pytest.mark.parametrize("status", sorted(errors.PAGES))
def test_each_status_has_its_page_and_a_way_back(status: int) -> None:
    answer = errors.error_page(RequestFactory().get("/x/"), status)
    html = answer.content.decode()
    assert answer.status_code == status
    assert 'href="/"' in html
    assert not [word for word in ("Veuillez", "invalide", "erreur", " !") if word in html]
