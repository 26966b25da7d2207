"""Nomenclatures: named, placed, retired and brought back, each act told; named at home; fresh in every process at once."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from cordee.actors.directory.lists import sector_options
from cordee.actors.directory.models import Organisation, Sector, Service
from cordee.actors.directory.nomenclatures import SECTORS, SERVICES, offers_of, sectors_of
from cordee.core.access import Refused
from cordee.core.models import Event
from cordee.core.nomenclatures import Nomenclature, actions, vocabulary
from tests import factories as make
from tests.databases import OwnDatabase
from tests.factories import Someone

TODAY = timezone.localdate()
WHY = "Décision du comité de pilotage"
pytestmark = pytest.mark.covers("SYS-906")


def keep(by: Someone, act: Any, *, of: Nomenclature = SECTORS, **asked: Any) -> Any:
    return act(nomenclature=of, actor=by.actor, reason=WHY, **asked)


def rename(by: Someone, code: str, label: str, **more: Any) -> None:
    seen = more.pop("seen", Sector.objects.get(code=code).label)
    keep(by, actions.change, code=code, label=label, seen=seen, after=more.pop("after", actions.former_of(SECTORS, code)))


def labels() -> dict[str, str]:
    return dict(sector_options(make.national().actor))


def bearing(*codes: str, **more: Any) -> Organisation:
    sheet = make.organisation(**more)
    sheet.sectors.set(Sector.objects.filter(code__in=codes))
    return sheet


def test_a_new_name_is_read_at_once_on_sheets_filters_and_forms(db: None) -> None:
    denis, sheet = make.admin(), bearing("textile")
    assert labels()["textile"] == "Textile et couture"
    rename(denis, "textile", "Textile, couture et mode")
    assert labels()["textile"] == "Textile, couture et mode"
    assert sectors_of(sheet, vocabulary()) == ["Textile, couture et mode"]
    page = denis.client.get(f"{sheet.get_absolute_url()}modifier/").content.decode()
    assert "Textile, couture et mode" in page
    assert "Textile et couture" not in page
    told = Event.objects.for_system("test").get(code=actions.RENAMED)
    assert told.data["before"] == "Textile et couture"
    assert told.data["reason"] == WHY
    assert told.actor_label == denis.actor.label


def test_another_process_reads_the_change(own_db: OwnDatabase) -> None:
    """The other process holds the list in memory before the change, and answers the new label after it."""
    script = (
        "import sys, django; django.setup()\n"
        "from cordee.core.nomenclatures import vocabulary\n"
        "for _ in range(2):\n"
        "    sys.stdin.readline(); print(vocabulary().label('secteurs', 'textile'), flush=True)\n"
    )
    environment = own_db.environment | {"DJANGO_SETTINGS_MODULE": "cordee.config.settings_test"}
    other = subprocess.Popen([sys.executable, "-c", script], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdin
    assert other.stdout
    with other:
        answers = []
        for label in ("", "Fil et mode"):
            if label:
                rename(make.admin(), "textile", label)
            other.stdin.write("\n")
            other.stdin.flush()
            answers.append(other.stdout.readline().strip())
    assert answers == ["Textile et couture", "Fil et mode"]


def test_a_write_by_any_way_renews_the_stamp_and_a_change_rolled_back_is_forgotten(db: None) -> None:
    labels()
    before = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE directory_sector SET label = 'Autre' WHERE code = 'sport'")
    assert labels()["sport"] == "Autre"
    transaction.savepoint_rollback(before)
    assert labels()["sport"] == "Sport"


def test_a_filter_costs_one_small_query(db: None, django_assert_num_queries: Any) -> None:
    actor = make.officer().actor
    sector_options(actor)
    with django_assert_num_queries(1):
        sector_options(actor)


def test_a_retired_item_is_kept_by_those_who_bear_it_and_offered_to_no_one(db: None) -> None:
    denis, sheet, other = make.admin(), bearing("textile", zone="59"), make.organisation(zone="59")
    page = denis.client.get("/reglages/nomenclatures/secteurs/textile/").content.decode()
    assert "1\u00a0fiche : ce qui porte cet élément le garde." in page
    keep(denis, actions.retire, code="textile", on=TODAY)
    assert labels()["textile"] == "Textile et couture (retiré)"
    officer = make.officer(of=make.operator("59")).client
    assert "Textile et couture (retiré)" in officer.get(f"{sheet.get_absolute_url()}modifier/").content.decode()
    assert "Textile et couture" not in officer.get(f"{other.get_absolute_url()}modifier/").content.decode()
    assert officer.get("/annuaire/?secteur=textile").content.decode().count(f"/annuaire/{sheet.public_id}/") >= 1
    with pytest.raises(Refused, match="déjà retiré"):
        keep(denis, actions.retire, code="textile", on=TODAY)
    keep(denis, actions.bring_back, code="textile")
    assert labels()["textile"] == "Textile et couture"
    codes = Event.objects.for_system("test").filter(data__item="textile").order_by("id").values_list("code", flat=True)
    assert list(codes) == [actions.RETIRED, actions.BROUGHT_BACK]


def test_saving_a_sheet_does_not_drop_what_was_retired(db: None) -> None:
    sheet = bearing("textile", "sport", zone="59")
    keep(make.admin(), actions.retire, code="textile", on=TODAY)
    officer = make.officer(of=make.operator("59")).client
    kept = [str(pk) for pk in sheet.sectors.order_by("pk").values_list("pk", flat=True)]
    sent = {"name": sheet.name, "version": sheet.version, "commune": "Lille", "commune_code": "59350", "sectors": kept}
    answer = officer.post(f"{sheet.get_absolute_url()}modifier/", sent)
    assert answer.status_code == 302
    assert set(sheet.sectors.order_by("pk").values_list("code", flat=True)) == {"textile", "sport"}


def test_an_item_to_come_is_offered_from_its_day(db: None) -> None:
    denis = make.admin()
    made = keep(denis, actions.add, label="Récupération de chaleur", starts_on=TODAY + timedelta(days=3))
    assert made.code == "recuperation-de-chaleur"
    assert made.code not in labels()
    keep(denis, actions.add, label="Vélo", starts_on=TODAY)
    assert labels()["velo"] == "Vélo"


def test_one_label_once_whoever_writes_it(db: None) -> None:
    with pytest.raises(Refused, match="Un secteur porte déjà ce libellé"):
        keep(make.admin(), actions.add, label="textile ET couture", starts_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sector(code="x", label="SPORT").save()


def test_order_is_kept_within_a_family(db: None) -> None:
    denis, sheet = make.admin(), make.organisation()
    sheet.offers.set(Service.objects.all())
    before = dict(offers_of(sheet, vocabulary()))
    code = Service.objects.get(label="Repas et restauration").code
    keep(denis, actions.change, of=SERVICES, code=code, label="Repas et restauration", seen="Repas et restauration", after="")
    after = dict(offers_of(sheet, vocabulary()))
    assert after["Aux particuliers"] == ["Repas et restauration", *before["Aux particuliers"][:-1]]
    assert {family: said for family, said in after.items() if family != "Aux particuliers"} == {
        family: said for family, said in before.items() if family != "Aux particuliers"
    }


def test_a_place_names_an_item_and_reads_its_own_word(db: None) -> None:
    head = make.head(of=make.operator("59"))
    here, there = bearing("textile", zone="59"), bearing("textile", zone="02")
    keep(head, actions.name_at, code="textile", place="59", label="Filature et confection")
    words = vocabulary()
    assert sectors_of(here, words) == ["Filature et confection"]
    assert sectors_of(there, words) == ["Textile et couture"]
    assert dict(sector_options(head.actor))["textile"] == "Filature et confection"
    assert labels()["textile"] == "Textile et couture"
    assert "Filature et confection" in head.client.get(here.get_absolute_url()).content.decode()
    keep(head, actions.name_at, code="textile", place="59", label="")
    assert sectors_of(here, vocabulary()) == ["Textile et couture"]


def test_each_keeps_what_is_theirs(db: None) -> None:
    head = make.head(of=make.operator("59"))
    with pytest.raises(Refused, match="administration de la plateforme la change"):
        rename(head, "textile", "Fil")
    with pytest.raises(Refused, match="n'est pas dans vos réglages"):
        keep(head, actions.name_at, code="textile", place="02", label="Fil")
    page = head.client.get("/reglages/nomenclatures/secteurs/textile/").content.decode()
    assert "Enregistrer ce libellé local" in page
    assert "Enregistrer cet élément" not in page
    forged = head.client.post("/reglages/nomenclatures/secteurs/textile/", {"acte": "retirer", "retirer-reason": "x"})
    assert forged.status_code == 404


def test_a_past_day_and_a_missing_reason_are_refused_and_what_was_typed_is_kept(db: None) -> None:
    browser: Client = make.admin().client
    address = "/reglages/nomenclatures/secteurs/textile/"
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    answer = browser.post(address, {"acte": "retirer", "retirer-on": yesterday, "retirer-reason": "Plus employé"})
    assert answer.status_code == 422
    assert "Ce jour est passé" in answer.content.decode()
    assert "Plus employé" in answer.content.decode()
    sent = {
        "acte": "modifier",
        "modifier-label": "Fil",
        "modifier-seen": "Textile et couture",
        "modifier-after": "^",
        "modifier-reason": "",
    }
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    assert "Indiquez le motif" in answer.content.decode()
    assert 'value="Fil"' in answer.content.decode()


def test_two_people_rename_at_the_same_second(own_db: OwnDatabase) -> None:
    one, two = make.admin(), make.admin()

    def write(by: Someone, label: str) -> str:
        try:
            rename(by, "textile", label, seen="Textile et couture", after="espaces-verts")
        except Refused as refused:
            return refused.refusal.code
        return label

    said = own_db.together(lambda: write(one, "Fil un"), lambda: write(two, "Fil deux"))
    assert "stale" in said
    assert Sector.objects.get(code="textile").label in said
