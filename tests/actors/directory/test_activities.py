"""Activity codes: two dated versions of the NAF, the table from one to the next, what a sheet says and proposes."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.utils import timezone

from cordee.actors.directory import activities
from cordee.actors.directory.imports.activity_codes import ActivityImport, MatchImport
from cordee.actors.directory.models import Activity2025, ActivityMatch, ActivityRev2, Organisation
from cordee.actors.directory.nomenclatures import NAF, NAF_2025, NAF_BECOMES
from cordee.core.access import Refused
from cordee.core.imports import actions as importing
from cordee.core.imports.declare import imports
from cordee.core.models import Event, ImportRun
from cordee.core.nomenclatures import actions, matching, uniting, vocabulary
from cordee.core.parameters import param
from tests import factories as make

WHY = "Réédition de la table par l'Insee"
pytestmark = pytest.mark.covers("SYS-906")


def sheet_page(by: Any, sheet: Organisation) -> str:
    page: str = by.client.get(sheet.get_absolute_url()).content.decode()
    return page


def test_the_two_versions_and_their_table_are_whole(db: None) -> None:
    """The counts that Insee publishes; every former code leads somewhere, one 2025 code alone comes from nowhere."""
    assert ActivityRev2.objects.count() == 732
    assert Activity2025.objects.count() == 747
    assert ActivityMatch.objects.count() == 1223
    assert not ActivityRev2.objects.filter(becomes=None).exists()
    assert list(Activity2025.objects.filter(comes_from=None).values_list("code", flat=True)) == ["46.89Y"]
    for nomenclature in (NAF, NAF_2025):
        codes = list(nomenclature.model.objects.order_by("position").values_list("code", flat=True))
        assert codes == sorted(codes)
        assert all(re.fullmatch(nomenclature.coded, code) for code in codes)


def test_a_sheet_says_the_label_the_version_and_the_code_to_come(db: None) -> None:
    ines, sheet = make.officer(), make.organisation(naf="94.99Z")
    page = sheet_page(ines, sheet)
    year = param(activities.NEXT_YEAR)
    before = timezone.localdate().year < year
    said = f"en vigueur jusqu&#x27;au 31/12/{year - 1}" if before else f"remplacée le 01/01/{year}"
    assert f"Activité, NAF rév. 2 ({said})" in page
    assert "94.99Z · Autres organisations fonctionnant par adhésion volontaire" in page
    assert "94.99Y · Activités des organisations associatives n.c.a. (d&#x27;après la table de correspondance, à confirmer)" in page
    assert "Choisir le code NAF 2025" in page


def test_an_officer_chooses_among_several_codes(db: None) -> None:
    ines, sheet = make.officer(), make.organisation(naf="8121Z")
    assert "à choisir parmi 3 codes" in sheet_page(ines, sheet)
    address = f"{sheet.get_absolute_url()}activite/"
    page = ines.client.get(address).content.decode()
    assert "81.10Y" in page
    assert "81.21Y" in page
    assert "96.91Y" in page
    empty = ines.client.post(address, {"version": sheet.version})
    assert empty.status_code == 422
    assert "Choisissez un code" in empty.content.decode()
    forged = ines.client.post(address, {"version": sheet.version, "naf25": "01.11Y"})
    assert forged.status_code == 422
    assert ines.client.post(address, {"version": 99, "naf25": "81.21Y"}).status_code == 422  # someone else saved meanwhile
    assert ines.client.post(address, {"version": sheet.version, "naf25": "81.21Y"}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.naf25 == "81.21Y"
    said = sheet_page(ines, sheet)
    assert "81.21Y · Nettoyage courant des bâtiments" in said
    assert "Choisir le code NAF 2025" not in said


@pytest.mark.parametrize(
    ("field", "typed", "kept", "sentence"),
    [
        ("naf", "9499z", "94.99Z", ""),
        ("naf25", " 94.99 y ", "94.99Y", ""),
        ("naf", "99.98Z", "", "n&#x27;est pas un code de la NAF rév. 2"),
        ("naf", "94.99Y", "", "C&#x27;est un code de la NAF 2025"),
        ("naf25", "94.99Z", "", "C&#x27;est un code de la NAF rév. 2"),
    ],
)
def test_a_code_is_read_as_it_is_typed_and_checked_in_its_own_version(
    db: None, field: str, typed: str, kept: str, sentence: str
) -> None:  # fmt: skip
    ines, sheet = make.officer(), make.organisation()
    answer = ines.client.post(f"{sheet.get_absolute_url()}modifier/", {"name": sheet.name, "version": sheet.version, field: typed})
    sheet.refresh_from_db()
    assert getattr(sheet, field) == kept
    if sentence:
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert typed in answer.content.decode()


def test_a_code_that_no_list_knows_does_not_stop_the_rest_of_the_sheet(db: None) -> None:
    ines, sheet = make.officer(), make.organisation(naf="853K")
    body = {"name": "Un autre nom", "version": sheet.version, "naf": "853K"}
    assert ines.client.post(f"{sheet.get_absolute_url()}modifier/", body).status_code == 302
    assert "853K" in sheet_page(ines, sheet)


def test_the_table_is_kept_line_by_line_and_forgets_nothing(db: None) -> None:
    denis = make.admin()
    sheet = make.organisation(naf="94.99Z")
    matching.match(correspondence=NAF_BECOMES, code="94.99Z", to="96.99H", actor=denis.actor, reason=WHY)
    assert [code for code, _ in activities.proposed(sheet, vocabulary())] == ["94.99Y", "96.99H"]
    with pytest.raises(Refused, match="déjà"):
        matching.match(correspondence=NAF_BECOMES, code="94.99Z", to="96.99H", actor=denis.actor, reason=WHY)
    with pytest.raises(Refused, match="n'est pas dans la liste"):
        matching.match(correspondence=NAF_BECOMES, code="94.99Z", to="94.98Y", actor=denis.actor, reason=WHY)
    matching.unmatch(correspondence=NAF_BECOMES, code="94.99Z", to="96.99H", actor=denis.actor, reason=WHY)
    assert [code for code, _ in activities.proposed(sheet, vocabulary())] == ["94.99Y"]
    assert ActivityMatch.objects.get(before__code="94.99Z", after__code="96.99H").ended_on
    told = Event.objects.for_system("test").filter(code__in=[matching.MATCHED, matching.UNMATCHED])
    assert {event.data["reason"] for event in told} == {WHY}
    with pytest.raises(Refused):
        matching.unmatch(correspondence=NAF_BECOMES, code="94.99Z", to="94.99Y", actor=make.regional().actor, reason=WHY)


def test_the_table_is_kept_on_the_page_of_a_code(db: None) -> None:
    denis = make.admin()
    address = "/reglages/nomenclatures/naf-rev2/94.99Z/"
    page = denis.client.get(address).content.decode()
    assert "94.99Y · Activités des organisations associatives n.c.a." in page
    wrong = denis.client.post(address, {"acte": "correspondre", "correspondre-to": "94.98Y", "correspondre-reason": WHY})
    assert wrong.status_code == 422
    assert "n&#x27;est pas dans la liste" in wrong.content.decode()
    body = {"acte": "correspondre", "correspondre-to": "96.99h", "correspondre-reason": WHY}
    assert denis.client.post(address, body).status_code == 302
    assert "96.99H" in denis.client.get(address).content.decode()
    assert "94.99Z" in denis.client.get("/reglages/nomenclatures/naf-2025/96.99H/").content.decode()
    body = {"acte": "decorrespondre", "decorrespondre-to": "96.99H", "decorrespondre-reason": WHY}
    assert denis.client.post(address, body).status_code == 302
    history = denis.client.get(address).content.decode()
    assert "correspondance retirée" in history


def test_a_long_list_is_searched_by_code_or_by_word(db: None) -> None:
    denis = make.admin()
    page = denis.client.get("/reglages/nomenclatures/naf-2025/?q=nettoyage courant").content.decode()
    assert "81.21Y" in page
    assert "activités d’agence de voyage" not in page.lower()
    assert "Rien ne répond" in denis.client.get("/reglages/nomenclatures/naf-2025/?q=zzz").content.decode()


def test_two_codes_united_carry_their_sheets_and_their_lines_and_come_apart(db: None) -> None:
    denis, sheet = make.admin(), make.organisation(naf="94.99Z")
    other = make.organisation(naf="94.92Z")
    version = sheet.version
    seen = uniting.preview(NAF, "94.99Z", "94.92Z")
    assert any("organisation" in line for line in seen.lines)
    uniting.unite(nomenclature=NAF, code="94.99Z", into="94.92Z", seen=seen.seen, actor=denis.actor, reason=WHY)
    sheet.refresh_from_db()
    assert (sheet.naf, sheet.version) == ("94.92Z", version + 1)
    assert [code for code, _ in activities.proposed(sheet, vocabulary())] == ["94.92Y", "94.99Y"]
    uniting.part(nomenclature=NAF, code="94.99Z", actor=denis.actor, reason=WHY)
    sheet.refresh_from_db()
    other.refresh_from_db()
    assert (sheet.naf, other.naf) == ("94.99Z", "94.92Z")
    assert [code for code, _ in activities.proposed(sheet, vocabulary())] == ["94.99Y"]


def test_an_official_code_is_typed_never_made(db: None) -> None:
    denis = make.admin()
    ask: dict[str, Any] = {"nomenclature": NAF_2025, "actor": denis.actor, "label": "Activité d'essai", "reason": WHY}
    ask["starts_on"] = timezone.localdate()
    with pytest.raises(Refused, match="quatre chiffres"):
        actions.add(code="9999", **ask)
    with pytest.raises(Refused, match="déjà"):
        actions.add(code="94.99Y", **ask)
    assert actions.add(code="99.98Y", **ask).code == "99.98Y"


def imported(by: make.Someone, declaration: type[ActivityImport] | type[MatchImport], text: str) -> ImportRun:
    stream = io.BytesIO(text.encode())
    run = importing.send_file(actor=by.actor, declaration=imports[declaration.code], stream=stream, name="naf.csv")
    for write in (False, True):
        run = importing.work(actor=by.actor, run=run, write=write, progress=lambda done: None)
    return run


def test_a_new_edition_is_imported_from_a_file(db: None) -> None:
    denis = make.admin()
    lines = (
        "Code NAF;Intitulé",
        "9499Z;Organisations par adhésion",
        "99.98Y;Activité d'essai",
        "94.92Z;Activités des organisations politiques",
    )
    text = "\n".join((*lines, "XX;rien", ""))
    run = imported(denis, ActivityImport, text)
    assert run.counts == {"create": 1, "change": 1, "same": 1, "refused": 1}
    assert "quatre chiffres" in run.report["refused"][0]["problems"][0]["sentence"]
    assert vocabulary().label("naf-rev2", "94.99Z") == "Organisations par adhésion"
    codes = list(Activity2025.objects.order_by("position").values_list("code", flat=True))
    assert codes == sorted(codes)
    assert "99.98Y" in codes

    matching.unmatch(correspondence=NAF_BECOMES, code="94.99Z", to="94.99Y", actor=denis.actor, reason=WHY)
    table = "naf-rev2;naf-2025\n94.99Z;94.99Y\n94.99Z;99.98Y\n94.92Z;94.92Y\n94.98Z;94.92Y\n94.99Z;99.98Y\n"
    run = imported(denis, MatchImport, table)
    assert run.counts == {"create": 1, "change": 1, "same": 1, "refused": 2}
    assert [code for code, _ in activities.proposed(make.organisation(naf="94.99Z"), vocabulary())] == ["94.99Y", "99.98Y"]


def test_only_the_administration_imports_codes(db: None) -> None:
    with pytest.raises(Refused):
        imported(make.officer(), ActivityImport, "Code;Libellé\n94.99Z;x\n")
    assert make.officer().client.get("/imports/envoyer/codes-naf/").status_code == 404
    assert make.admin().client.get("/imports/envoyer/correspondances-naf/").status_code == 200
