"""Two people at the same second, a worker killed in the middle, the same file again, an export brought back: imports under bad luck."""

from __future__ import annotations

import csv
import html
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cordee.actors.directory.models import Identifier, Organisation
from cordee.core.imports import actions
from cordee.core.lists.declare import lists
from cordee.core.lists.export import csv_stream
from cordee.core.lists.run import ask
from cordee.core.models import Event, ImportRun, Task, Thread
from cordee.core.tasks import do_task
from cordee.demo.volume import numbers
from tests import factories as make
from tests.actors.directory.test_import_organisations import imported, named, reasons, send, work
from tests.factories import Someone

TABLE = "Nom;SIRET;CP;Ville;Budget 2024\n" + "".join(f"Structure {n};{numbers.siret(99200 + n)};59000;Lille;{n}000\n" for n in range(40))

#: a worker that dies by SIGKILL once everything is written and nothing is committed
KILLED = """
import os, signal, sys, django
django.setup()
from django.db import connections
connections.settings["default"]["NAME"] = os.environ["CORDEE_TEST_DATABASE"]
from cordee.core import tasks
from cordee.core.imports import actions
actions._settle_mended = lambda run, actor: os.kill(os.getpid(), signal.SIGKILL)
tasks.do_task(int(sys.argv[1]))
"""


def rows() -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in (Organisation, Identifier, Thread, Event)}


def test_two_people_import_the_same_file_at_the_same_second(own_db: Any) -> None:
    ines = make.officer("59")
    marc = make.officer(of=ines.organisation)
    both = [(who.actor, work(who, send(who, TABLE), write=False)) for who in (ines, marc)]
    writes = [lambda a=actor, r=run: actions.work(actor=a, run=r, write=True, progress=lambda done: None) for actor, run in both]
    results = own_db.together(*writes)
    assert sorted(run.counts["create"] for run in results) == [0, 40], results
    assert sorted(run.counts["same"] for run in results) == [0, 40]
    assert Organisation._base_manager.filter(name__startswith="Structure ").count() == 40
    assert {run.state for run in results} == {"done"}


@pytest.mark.covers("SYS-903")
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_finishes(own_db: Any) -> None:
    ines = make.officer("59")
    run = work(ines, send(ines, TABLE), write=False)
    task = actions.start_work(actor=ines.actor, run=run, write=True)
    before = rows()
    connection.close()
    done = subprocess.run([sys.executable, "-c", KILLED, str(task.pk)], env=own_db.environment, cwd=Path(__file__).parents[3], check=False)
    assert done.returncode == -9
    assert rows() == before, "nothing half-written"
    run.refresh_from_db()
    assert (run.state, run.written_at) == ("tried", None)

    do_task(task.pk)
    run.refresh_from_db()
    assert (run.state, run.counts["create"]) == ("done", 40)
    assert Event._base_manager.filter(code="directory.organisation.created", data__import="structures.csv").count() == 40
    after = rows()
    Task._base_manager.filter(pk=task.pk).update(ended_at=None)  # killed once more, just after the commit
    do_task(task.pk)
    assert rows() == after


def test_a_sheet_edited_while_it_is_imported_keeps_both(own_db: Any) -> None:
    ines = make.officer("59")
    sheet = make.organisation("Le Fil", siret=numbers.siret(99300), email="a@fil.example")
    run = work(ines, send(ines, f"Nom;SIRET;Téléphone\nLe Fil;{numbers.siret(99300)};0320000000\n"), write=False)
    from cordee.actors.directory.actions import edit_organisation

    edit = lambda: edit_organisation(actor=ines.actor, organisation=sheet, values={"email": "b@fil.example"}, version=1)  # noqa: E731
    results = own_db.together(lambda: actions.work(actor=ines.actor, run=run, write=True, progress=lambda done: None), edit)
    saved = named("Le Fil")
    assert saved.phone == "03 20 00 00 00"
    assert saved.email == ("b@fil.example" if not isinstance(results[1], Exception) else "a@fil.example")


@pytest.mark.covers("SYS-907")
def test_the_export_of_the_directory_comes_back_unchanged(db: None) -> None:
    who = make.national()
    for rank, (zone, more) in enumerate(
        [("59", {}), ("62", {"postcode": "62000"}), ("02", {"founded_in": 1998}), ("59", {"city": "Lieu-dit"})]
    ):
        make.organisation(f"=Retour {rank}", zone=zone, siret=numbers.siret(99310 + rank) if rank % 2 else "", **more)
    make.organisation("Conseil", roles=("provider", "operator"), siret=numbers.siret(99320))
    a_list = lists["directory.organisations"]
    from django.http import QueryDict

    text = "".join(csv_stream(a_list, ask(a_list, QueryDict(""), who.actor), who.actor))
    run = imported(who, text.encode())
    assert reasons(run) == {}
    assert (run.counts["create"], run.counts["change"]) == (0, 0), run.report["change"]
    assert run.counts["same"] == len(list(csv.reader(io.StringIO(text)))) - 1


# -- pages ------------------------------------------------------------------------------------------------------------------------
@pytest.fixture
def ines(db: None) -> Someone:
    return make.officer("59")


def page(who: Someone, run: ImportRun) -> str:
    return said(who.client.get(run.get_absolute_url()))


def said(answer: Any) -> str:
    """The page as one reads it."""
    return html.unescape(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def upload(who: Someone, text: str, **query: str) -> Any:
    file = io.BytesIO(text.encode())
    file.name = "structures.csv"
    return who.client.post("/imports/envoyer/organisations/", {"upload": file}, query_params=query)


def latest() -> ImportRun:
    run: ImportRun = ImportRun._base_manager.order_by("-id").first()
    return run


def finish(run: ImportRun) -> ImportRun:
    run.refresh_from_db()
    assert run.task_id
    do_task(run.task_id)
    run.refresh_from_db()
    return run


def post(who: Someone, run: ImportRun, **data: str) -> Any:
    form = {f"c{rank}": target.split("@")[0] for rank, target in run.mapping.items()} | {"year": "2024", "by_name": "on"}
    return who.client.post(run.get_absolute_url(), form | data)


def test_from_the_file_to_its_report_and_the_lines_mended_on_the_page(ines: Someone) -> None:
    assert (
        upload(
            ines, f"Nom;SIRET;CP;Ville\nJuste;{numbers.siret(99400)};59000;Lille\nFausse;{numbers.siret(99401)};59000;Lile\n"
        ).status_code
        == 302
    )
    run = latest()
    shown = page(ines, run)
    assert "Ce que Cordée a compris" in shown
    assert f"lu : {numbers.siret(99400)[:3]}" in shown
    post(ines, run, acte="essayer")
    assert "Essai de « structures.csv »" in page(ines, run)
    finish(run)
    assert not Organisation._base_manager.filter(name="Juste").exists(), "a trial writes nothing"
    assert "Importer 1 organisation" in page(ines, run)
    post(ines, run, acte="importer")
    assert finish(run).state == "partial"
    assert named("Juste").zone == "59"
    assert "Est-ce Lille ?" in page(ines, run)
    kept = b"".join(ines.client.get(f"{run.get_absolute_url()}a-reprendre/").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = list(csv.reader(io.StringIO(kept), delimiter=";"))
    assert lines[0] == ["Nom", "SIRET", "CP", "Ville", "Ligne d'origine", "Motif"]
    assert lines[1][4] == "3"

    answer = post(ines, run, acte="reprendre", l3c3="Lille")
    mending = latest()
    assert answer["Location"] == mending.get_absolute_url()
    finish(mending)
    post(ines, mending, acte="importer")
    assert finish(mending).state == "done"
    run.refresh_from_db()
    assert (run.state, named("Fausse").city) == ("done", "Lille")


def test_the_file_of_refused_lines_is_sent_again_alone(ines: Someone) -> None:
    run = imported(ines, f"Raison sociale;N° SIRET;CP;Ville;Budget 2024\nFausse;{numbers.siret(99410)};59000;Lile;1 234,50\n")
    assert run.state == "partial"
    from cordee.core.files.store import open_stored

    with open_stored(run.refused_file.sha256) as handle:
        mended = handle.read().decode("utf-8-sig").replace("Lile;", "Lille;")
    upload(ines, mended, reprend=str(run.public_id))
    again = latest()
    assert (again.mends_id, again.mapping) == (run.pk, {"0": "name", "1": "siret", "2": "postcode", "3": "city", "4": "budget@2024"})
    again = work(ines, work(ines, again, write=False), write=True)
    run.refresh_from_db()
    assert (again.counts["create"], again.state, run.state) == (1, "done", "done")


def test_a_mapping_is_remembered_for_the_next_file_of_this_shape(ines: Someone) -> None:
    upload(ines, "Machin;CP;Ville\nAtelier;59000;Lille\n")
    run = latest()
    assert "0" not in run.mapping
    refused = post(ines, run, acte="essayer")
    assert "Aucune colonne ne donne « Nom »" in said(ines.client.get(refused["Location"]))
    post(ines, run, acte="associer", c0="name")
    upload(ines, "Machin;CP;Ville\nAutre;59000;Lille\n")
    assert latest().mapping["0"] == "name"


def test_two_columns_cannot_fill_one_field_and_what_was_chosen_is_kept(ines: Someone) -> None:
    upload(ines, "Nom;Ville;Bourg\nAtelier;Lille;Lille\n")
    answer = post(ines, latest(), acte="associer", c2="city")
    assert answer.status_code == 422
    assert "« Ville » remplit déjà ce champ" in said(answer)


def test_what_is_not_a_table_is_said_where_it_was_sent(ines: Someone) -> None:
    answer = upload(ines, "<html>")
    assert answer.status_code == 422
    assert "n'est pas un tableau" in said(answer)


def test_no_bare_button_writes_an_import(ines: Someone) -> None:
    run = work(ines, send(ines, TABLE), write=False)
    answer = ines.client.post(f"/actes/core.import/{run.public_id}/finish/", {"operation": ""})
    run.refresh_from_db()
    assert (answer.status_code, run.state) == (409, "tried")
    assert ines.client.post(f"/actes/core.import/{run.public_id}/drop/").status_code == 302
    assert "Abandonné" in page(ines, run)


def test_the_lines_to_mend_are_owed_by_who_sent_them_until_they_are_settled(ines: Someone) -> None:
    run = imported(ines, "Nom;CP;Ville\nFausse;59000;Lile\nJuste;59000;Lille\n")
    marc = make.officer(of=ines.organisation)
    assert "Reprendre les lignes refusées de « structures.csv »" in said(ines.client.get("/"))
    assert "Reprendre les lignes refusées" not in said(marc.client.get("/"))
    ines.client.post(f"/actes/core.import/{run.public_id}/settle/")
    assert "Reprendre les lignes" not in said(ines.client.get("/"))


def test_the_list_of_imports_costs_the_same_for_two_and_twenty(ines: Someone, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        send(ines, TABLE, f"fichier {number}.csv")
    ines.client.get("/imports/")
    with django_assert_max_num_queries(6):
        shown = said(ines.client.get("/imports/"))
    assert "fichier 11.csv" in shown


def test_a_sheet_joined_to_another_while_its_line_waits_is_judged_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the judgement and the lock, the sheet is merged: its line goes to the one that stays."""
    ines = make.officer("59")
    lost, kept = make.organisation("Le Fil", siret=numbers.siret(99330)), make.organisation("Le Fil d'Or", siret=numbers.siret(99331))
    run = work(ines, send(ines, f"Nom;SIRET;CP;Ville;Téléphone\nLe Fil;{numbers.siret(99330)};59000;Lille;0320000000\n"), write=False)
    from cordee.core.imports.staging import Stage

    judge = Stage.judge

    def judged_then_merged(stage: Stage) -> None:
        judge(stage)
        if Organisation._base_manager.filter(pk=lost.pk, merged_into=None).update(merged_into=kept):
            Identifier._base_manager.filter(organisation=lost).update(organisation=kept)

    monkeypatch.setattr(Stage, "judge", judged_then_merged)
    run = work(ines, run, write=True)
    phones = dict(Organisation._base_manager.filter(pk__in=[lost.pk, kept.pk]).values_list("pk", "phone"))
    assert (run.counts["change"], phones) == (1, {lost.pk: "", kept.pk: "03 20 00 00 00"})
