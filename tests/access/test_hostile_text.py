"""Stored text that would be a program: shown as it was typed, on every page where it comes up, never run."""

from __future__ import annotations

import html
import io

import pytest
from pypdf import PdfReader

from cordee.actors.directory.models import DuplicateCandidate
from cordee.core import notices, produce
from cordee.core.files.store import open_stored
from cordee.core.models import SavedView
from cordee.core.recipients import addressee
from tests import factories as make
from tests.actors.directory.test_import_organisations import send, work
from tests.core.notices.test_notices import MANUAL

EVIL = "<script>alert(1)</script>"
BREAK = "\" autofocus onfocus='alert(2)' x=\""
TYPST = '#panic("x") #read("/etc/passwd") $1/0$ *gras* <etiquette> @ref \\ `code`'


@pytest.mark.covers("SYS-902")
def test_what_people_type_is_never_run_by_a_page(db: None) -> None:
    ines = make.officer("59", of=make.operator("59", f"DLA {EVIL}"))
    sheet = make.organisation(f"Atelier {EVIL}{BREAK}", vocation=EVIL, address=EVIL, acronym="<b>A", services=EVIL, phone="0320000000")
    twin = make.organisation(f"Ateliers {EVIL}{BREAK}", vocation=BREAK, address=BREAK)
    make.children(sheet)
    make.child("alias", sheet, name=EVIL, period=None)
    post = make.position(sheet, f"Boussole{EVIL}", title="president")
    reader = make.director(sheet)
    make.proposal(reader, vocation=f"{EVIL}{BREAK}", phone="0320112233")
    pair = DuplicateCandidate(first=sheet, second=twin, reasons=["near_name"])
    pair.save()
    SavedView(user_id=ines.user.pk, list="directory.organisations", name=f"{EVIL}{BREAK}", query="q=a").save()
    run = work(ines, send(ines, f"Nom;{EVIL};Ville;CP\n{EVIL};{BREAK};Laon;02000\n", f"{EVIL}.csv"), write=False)
    to = addressee(sheet.pk)
    assert to
    values = {"objet": EVIL, "texte": f"{EVIL}{BREAK}"}
    notice = notices.issue(MANUAL, actor=ines.actor, thread=sheet.thread, to=to, values=values, way="in_app")
    here = sheet.get_absolute_url()
    pages = [
        "/", "/annuaire/", f"/annuaire/?q={EVIL}", here, f"{here}modifier/", f"{here}succession/", f"{here}fusionner/?q=atelier",
        f"{here}fusionner/?avec={twin.public_id}", f"{here}acces/?poste={post.public_id}", f"{here}postes/{post.public_id}/depart/",
        pair.get_absolute_url(), "/annuaire/doublons/", "/annuaire/propositions/?etat=", run.get_absolute_url(), "/imports/", "/journal/",
        "/journal/avis/", notice.get_absolute_url(), "/recherche/?q=atelier&tous=1", "/recherche/propositions/?q=atelier",
        f"/recherche/?q={EVIL}{BREAK}", "/comptes/",
    ]  # fmt: skip
    seen = 0
    for who in (ines, reader):
        for page in pages:
            answer = who.client.get(page)
            shown = answer.content.decode()
            seen += html.escape(EVIL) in shown or "&lt;script" in shown
            assert "<script>alert" not in shown, page
            assert "onfocus='alert" not in shown, page
            assert "<b>A" not in shown, page
    assert seen > 15, "these pages do show it"


def test_what_people_type_is_never_a_program_of_a_document(db: None) -> None:
    ines = make.officer("59")
    sheet = make.organisation(f"Atelier {TYPST}"[:200], vocation=f"{TYPST}\n{EVIL}", address=TYPST)
    made = produce.produce("directory.sheet", sheet, actor=ines.actor)
    assert {file.kind for file in made.files.order_by("id")} >= {"pdf", "docx"}
    with open_stored(made.files.get(kind="pdf").sha256) as stored:
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(stored.read())).pages)
    flat = "".join(text.split())
    assert '#panic("x")#read("/etc/passwd")$1/0$*gras*<etiquette>@ref' in flat, "printed letter by letter"
