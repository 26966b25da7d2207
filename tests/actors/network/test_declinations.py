"""The objectives of a territory: written by its DLA, published once its actors were consulted, replaced, compared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cordee.actors.network.actions import declinations as verbs
from cordee.actors.network.models import Declination
from cordee.actors.network.queries.declinations import compare
from cordee.actors.territory.models import Zone
from cordee.core.access import Refused
from cordee.core.edits import Stale
from cordee.core.journal import fil
from cordee.core.lifecycle import advance
from tests import factories as make
from tests.factories import Someone

TODAY = timezone.localdate()


def draft(by: Someone, text: str = "Un point chaque trimestre.", code: str = "59") -> Declination:
    made = verbs.start_declination(actor=by.actor, zone=Zone.objects.get(code=code))
    return verbs.write_declination(actor=by.actor, declination=made, intro="", texts={"ancrage": text}, version=made.version)


def consulted(by: Someone, declination: Declination, name: str = "Commune", on: date = TODAY) -> Any:
    body = make.organisation(name, roles=("funder",))
    return verbs.add_consulted(actor=by.actor, declination=declination, organisation=body, on=on, form="meeting")


@pytest.mark.covers("GOV-904", "GOV-019")
def test_nothing_is_published_before_an_actor_was_consulted(db: None) -> None:
    ines = make.officer("59")
    made = draft(ines)
    with pytest.raises(Refused, match="La concertation avec les acteurs du territoire est indispensable"):
        advance(made, "publish", actor=ines.actor)
    page = ines.client.get(made.get_absolute_url()).content.decode()
    assert "est indispensable" in page, "the button says why it waits"
    consulted(ines, made)
    advance(made, "publish", actor=ines.actor)
    assert (made.state, made.published_on) == ("published", TODAY)
    lines, _ = fil(made.thread, ines.actor)
    assert [line.sentence for line in lines][:2] == ["Objectifs du territoire publiés", "Acteur consulté : Commune"]


def test_an_empty_version_is_not_published(db: None) -> None:
    ines = make.officer("59")
    made = verbs.start_declination(actor=ines.actor, zone=Zone.objects.get(code="59"))
    consulted(ines, made)
    with pytest.raises(Refused, match="Aucun objectif n'est encore décliné"):
        advance(made, "publish", actor=ines.actor)


@pytest.mark.covers("GOV-904")
def test_the_next_version_replaces_the_one_in_force_and_both_compare(db: None) -> None:
    ines = make.officer("59")
    first = draft(ines, "Un point chaque trimestre.")
    consulted(ines, first)
    advance(first, "publish", actor=ines.actor)
    second = draft(ines, "Un point chaque mois.")
    assert second.number == 2
    assert not second.consulted.exists(), "each version has its own consultation"
    consulted(ines, second, "Réseau")
    advance(second, "publish", actor=ines.actor)
    first.refresh_from_db()
    assert (first.state, first.replaced_on, second.state) == ("replaced", TODAY, "published")
    line = next(one for one in compare(first, second) if one.changed)
    assert str(line.before) == "Un point chaque <del>trimestre.</del>"
    assert str(line.after) == "Un point chaque <ins>mois.</ins>"
    html = make.director().client.get(f"{second.get_absolute_url()}comparer/?avec={first.public_id}").content.decode()
    assert "<del>trimestre.</del>" in html


def test_what_is_compared_is_escaped(db: None) -> None:
    ines = make.officer("59")
    one, two = Declination(zone="59", texts={"ancrage": "<b>a</b>"}), Declination(zone="59", texts={"ancrage": "<script>x</script>"})
    line = next(line for line in compare(one, two) if line.changed)
    assert (str(line.before), str(line.after)) == ("<del>&lt;b&gt;a&lt;/b&gt;</del>", "<ins>&lt;script&gt;x&lt;/script&gt;</ins>")
    assert ines


def test_a_published_version_changes_no_more(db: None) -> None:
    ines = make.officer("59")
    made = draft(ines)
    row = consulted(ines, made)
    advance(made, "publish", actor=ines.actor)
    for verb in (
        lambda: verbs.write_declination(actor=ines.actor, declination=made, intro="x", texts={}, version=made.version),
        lambda: consulted(ines, made, "Autre"),
        lambda: verbs.remove_consulted(actor=ines.actor, consulted=row),
    ):
        with pytest.raises(Refused, match="Cette version est publiée : elle ne change plus"):
            verb()
    assert ines.client.get(f"{made.get_absolute_url()}ecrire/").status_code == 302


def test_the_operator_writes_the_regional_reads_and_the_published_one_is_open_to_all(db: None) -> None:
    ines = make.officer("59")
    made, url = draft(ines), ""
    url = made.get_absolute_url()
    elsewhere, regional, salome, funder = make.officer("02"), make.regional(("59",)), make.director(), make.funder("59")
    seen = {who: one.client.get(url).status_code for who, one in {"e": elsewhere, "r": regional, "s": salome, "f": funder}.items()}
    assert seen == {"e": 404, "r": 200, "s": 404, "f": 404}
    for someone in (regional, make.national(), elsewhere, salome):
        with pytest.raises(Refused, match="écrite par le DLA du territoire"):
            verbs.start_declination(actor=someone.actor, zone=Zone.objects.get(code="59"))
    assert regional.client.get(f"{url}ecrire/").status_code == 404
    with pytest.raises(Refused):
        advance(made, "publish", actor=regional.actor)
    consulted(ines, made)
    advance(made, "publish", actor=ines.actor)
    assert {one.client.get(url).status_code for one in (elsewhere, regional, salome, funder)} == {200}


def test_two_colleagues_write_at_once_and_nothing_typed_is_lost(db: None) -> None:
    nord = make.operator("59")
    ines, marc = make.officer(of=nord), make.officer(of=nord)
    made = draft(ines, "Avant")
    old = made.version
    verbs.write_declination(actor=marc.actor, declination=made, intro="", texts={"ancrage": "Marc", "emploi": "Un poste."}, version=old)
    with pytest.raises(Stale) as caught:
        verbs.write_declination(actor=ines.actor, declination=made, intro="", texts={"ancrage": "Inès"}, version=old)
    told = {d.name: (d.before, d.theirs, d.mine) for d in caught.value.differences}
    assert told == {"objectif_ancrage": ("Avant", "Marc", "Inès"), "objectif_emploi": ("", "Un poste.", "")}
    url = f"{made.get_absolute_url()}ecrire/"
    answer = ines.client.post(url, {"version": old, "intro": "", "objectif_ancrage": "Inès", "objectif_emploi": ""})
    assert answer.status_code == 409
    assert "Marc" in answer.content.decode()
    sent = {"resolving": "1", "version": old + 1, "keep-objectif_ancrage": "mine", "mine-objectif_ancrage-objectif_ancrage": "Inès",
            "keep-objectif_emploi": "theirs", "theirs-objectif_emploi-objectif_emploi": "Un poste.", "intro": ""}  # fmt: skip
    assert ines.client.post(url, sent).status_code == 302
    made.refresh_from_db()
    assert made.texts == {"ancrage": "Inès", "emploi": "Un poste."}


def test_two_starts_at_the_same_second_open_one_version(own_db: Any) -> None:
    nord = make.operator("59")
    ines, marc = make.officer(of=nord).actor, make.officer(of=nord).actor
    zone = Zone.objects.get(code="59")
    made = own_db.together(*(lambda by=by: verbs.start_declination(actor=by, zone=zone).pk for by in (ines, marc)))
    assert made[0] == made[1]
    assert Declination.objects.for_system("test").count() == 1


def test_a_publication_and_the_removal_of_the_last_actor_at_the_same_second(own_db: Any) -> None:
    ines = make.officer("59")
    made = draft(ines)
    row = consulted(ines, made)

    def attempt(verb: Any) -> str:
        try:
            verb()
        except Refused as refused:
            return refused.refusal.code
        return "done"

    results = own_db.together(
        lambda: attempt(lambda: advance(Declination.objects.for_system("test").get(), "publish", actor=ines.actor)),
        lambda: attempt(lambda: verbs.remove_consulted(actor=ines.actor, consulted=row)),
    )
    kept = Declination.objects.for_system("test").get()
    assert results in (["done", "published"], ["consulted", "done"])
    assert (kept.state == "published") == kept.consulted.exists()


def test_the_screens_note_and_take_back_a_consultation(db: None) -> None:
    ines = make.officer("59")
    make.organisation("Conseil départemental", roles=("funder",))
    started = ines.client.post("/reseau/territoires/59/declinaison/", follow=True)
    assert "Écrire la déclinaison locale" in started.content.decode()
    made = Declination.objects.for_system("test").get()
    url = f"{made.get_absolute_url()}concertation/"
    body = {
        "organisation": "Conseil départemental",
        "on": (TODAY + timedelta(days=3)).isoformat(),
        "form": "meeting",
        "note": "Rien de neuf",
    }
    early = ines.client.post(url, body)
    assert "Cette date est à venir" in early.content.decode()
    assert "Rien de neuf" in early.content.decode()
    assert ines.client.post(url, body | {"on": TODAY.isoformat()}).status_code == 302
    twice = ines.client.post(url, body | {"on": TODAY.isoformat()})
    assert "déjà notée" in twice.content.decode()
    row = made.consulted.get()
    gone = ines.client.post(f"{url}{row.public_id}/retirer/", follow=True)
    assert "Personne pour l'instant" in gone.content.decode()
