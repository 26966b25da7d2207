"""A dossier is found by the names of its structures, in its own list and in the box, and follows them when they change."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.urls import reverse

from cordee.accompaniment.cases import actions
from cordee.accompaniment.cases.lists import CaseList
from cordee.accompaniment.cases.models import Beneficiary, Case
from cordee.actors.directory.models import Alias, Organisation
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.factories import SYSTEM, Someone


def found(someone: Someone, text: str) -> list[str]:
    page = someone.client.get(reverse("cases:cases"), {"q": text})
    return sorted(row[3] for row in page.context["page"].rows)


def test_a_dossier_is_found_by_each_name_of_its_structure(db: None) -> None:
    nord = scene.Nord()
    officer, case = nord.people["officer"], nord.case("requested")
    scene.open_case(make.organisation("Le Verger"), title="Autre dossier")
    Organisation.objects.for_system("test").filter(pk=nord.structure.pk).update(acronym="FDR")
    Alias.objects.create(organisation=nord.structure, name="Atelier Saint-Sauveur")
    for text in ("fabrique", "Fabrique des Rives", "rives consolider", "FDR", "saint sauv"):
        assert found(officer, text) == [case.title], text
    assert found(nord.people["structure"], "fabrique") == [case.title]
    assert found(nord.people["officer_elsewhere"], "fabrique") == []
    assert "La Fabrique des Rives · Demande" in officer.client.get("/recherche/", {"q": "saint sauveur"}).content.decode()


def test_it_follows_its_structures_and_their_new_names(db: None) -> None:
    nord = scene.Nord()
    officer = nord.people["officer"]
    verger, moulin = make.organisation("Le Verger"), make.organisation("Le Moulin")
    case = scene.open_case(nord.structure, verger, title="À plusieurs")
    assert found(officer, "moulin") == []
    actions.add_structure(actor=officer.actor, case=case, organisation=moulin)
    assert found(officer, "moulin") == found(officer, "verger fabrique") == ["À plusieurs"]
    Organisation.objects.for_system("test").filter(pk=moulin.pk).update(name="La Minoterie")
    assert (found(officer, "moulin"), found(officer, "minoterie")) == ([], ["À plusieurs"])
    Beneficiary.objects.for_system("test").filter(organisation=moulin).update(organisation=make.organisation("Le Phare"))
    assert (found(officer, "minoterie"), found(officer, "phare")) == ([], ["À plusieurs"])


def test_whoever_writes_an_older_copy_of_the_dossier_does_not_undo_its_names(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("requested")
    Case(**{f.attname: getattr(case, f.attname) for f in Case._meta.concrete_fields if not f.generated} | {"structure_names": ""}).save()
    assert found(nord.people["officer"], "fabrique") == [case.title]
    assert Case.objects.visible_to(SYSTEM).get(pk=case.pk).structure_names == "La Fabrique des Rives"


def test_the_search_of_the_list_is_answered_by_its_index(db: None) -> None:
    nord = scene.Nord()
    nord.case("requested")

    def nodes(plan: dict[str, Any]) -> list[str]:
        return [plan.get("Index Name", ""), *(name for inner in plan.get("Plans", []) for name in nodes(inner))]

    sql, params = CaseList().search(Case.objects.visible_to(SYSTEM), "fabrique rives").values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (answer,) = cursor.fetchone()
    plan = answer if isinstance(answer, list) else json.loads(answer)
    assert "cases_case_search" in nodes(plan[0]["Plan"])
