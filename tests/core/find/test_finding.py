"""The search box: what it finds, for whom, and what it never tells."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from cordee.actors.directory.models import Alias, Person, Position
from cordee.core.files.kinds import KINDS
from cordee.core.files.reader import text_of
from cordee.core.files.store import open_stored, store_bytes
from cordee.core.files.texts import read_text, unread
from cordee.core.find import Found, find
from cordee.core.find.near import corrected, likeness, refresh_vocabulary
from cordee.core.find.sought import seek
from cordee.core.models import File, FileText, Thread, Word
from tests import factories as make
from tests.factories import Someone

SIRET = "55208131766522"


def labels(found: Found, kind: str = "") -> list[str]:
    return [hit.label for group in found.groups if kind in ("", group.source.code) for hit in group.hits]


def by(someone: Someone, text: str, kind: str = "") -> list[str]:
    return labels(find(someone.actor, text), kind)


def post(of: Any, last: str, title: str = "president", **person: Any) -> Position:
    who = Person(first_name="Odile", last_name=last, **person)
    who.save()
    made = Position(organisation=of, person=who, title=title, period=make.EVER)
    made.save()
    return made


def a_file(thread: Thread, body: str = "Bonjour", label: str = "Note", audience: tuple[str, ...] = ("operator",), **more: Any) -> File:
    stored = store_bytes(body.encode(), kind=KINDS["txt"], name="note.txt")
    file = File(
        thread=thread, audience=list(audience), sha256=stored.sha256, size=stored.size, kind="txt", name="note.txt", label=label, **more
    )
    file.save()
    return file


def read_all() -> None:
    for pk in unread():
        read_text(pk)


class Nord:
    """A structure of the Nord with its people, and who looks at it."""

    def __init__(self) -> None:
        self.fabrique = make.organisation("La Fabrique des Rives", siret=SIRET, phone="03 20 11 22 33", email="contact@rives.example")
        self.post = post(self.fabrique, "Béranger", phone="06.12.34.56.78", email="odile.b@rives.example")
        self.keeper, self.elsewhere = make.officer("59"), make.officer("02")


@pytest.fixture
def nord(db: None) -> Nord:
    return Nord()


# -- what is found --------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-910")
@pytest.mark.parametrize(
    "text",
    ["fabrique rives", "RIVES fabriqué", "fab riv", "la fabrique des rives", "552 081 317 66522", "55208131766522", "552081317", "5520813",
     "03 20 11 22 33", "+33 3 20 11 22 33", "0033320112233", "03.20.11", "contact@rives.example", "CONTACT@riv"],
)  # fmt: skip
def test_an_organisation_is_found_however_one_types_it(nord: Nord, text: str) -> None:
    assert by(nord.keeper, text, "organisations") == ["La Fabrique des Rives"]


@pytest.mark.covers("SYS-910")
@pytest.mark.parametrize(
    "text",
    ["beranger", "Odile BÉRANGER", "béranger od", "béranger fabrique", "présidente beranger", "présidente rives", "odile.b@rives.example",
     "06 12 34 56 78", "0612345678", "+33 (0)6 12 34 56 78", "33612345678", "06-12-34"],
)  # fmt: skip
def test_a_person_is_found_by_name_post_telephone_or_address(nord: Nord, text: str) -> None:
    assert by(nord.keeper, text, "personnes") == ["Odile Béranger"]


def test_the_result_says_why_and_repeats_neither_telephone_nor_address(nord: Nord) -> None:
    for text in ("061234", "odile.b@"):
        (hit,) = [hit for group in find(nord.keeper.actor, text).groups for hit in group.hits]
        assert hit.url == f"{nord.fabrique.get_absolute_url()}#personnes"
        assert "La Fabrique des Rives · par son" in hit.why
        assert "78" not in hit.why
        assert "example" not in hit.why


def test_the_name_that_begins_so_comes_first(db: None) -> None:
    for name in ("Association du Chantier École", "Chantier", "École du Chantier naval"):
        make.organisation(name)
    assert by(make.officer(), "chantier")[0] == "Chantier"


def test_another_name_finds_and_is_not_repeated(nord: Nord) -> None:
    Alias(organisation=nord.fabrique, name="Ancienne Filature").save()
    (hit,) = [hit for group in find(nord.keeper.actor, "filature").groups for hit in group.hits]
    assert (hit.label, "par un autre nom" in hit.why, "Filature" in hit.why) == ("La Fabrique des Rives", True, False)


def test_a_person_who_left_is_not_found(nord: Nord) -> None:
    Position.objects.for_system("test").filter(pk=nord.post.pk).update(period=make.LONG_AGO)
    assert by(nord.keeper, "beranger") == []


# -- rights ---------------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-910", "SYS-902")
@pytest.mark.parametrize(
    "text", ["fabrique", "beranger", "présidente rives", "0612345678", "0320112233", SIRET, "552081317", "odile.b@rives.example",
             "contact@rives.example", "beranjer", "fabrice"],
)  # fmt: skip
def test_the_officer_of_the_aisne_finds_nothing_of_the_nord(nord: Nord, text: str) -> None:
    """Nor a count, nor a suggestion: word for word what an unknown word answers."""
    refresh_vocabulary()
    found, nothing = (find(nord.elsewhere.actor, asked) for asked in (text, "zyxwvut"))
    assert (list(found.groups), found.meant, found.total) == (list(nothing.groups), nothing.meant, nothing.total) == ([], None, 0)
    pages = [nord.elsewhere.client.get(f"/recherche/?q={asked}").content.decode().replace(asked, "") for asked in (text, "zyxwvut")]
    assert "Béranger" not in pages[0]
    assert re.sub(r"<input[^>]*>", "", pages[0]).count("Rien ne répond") == pages[1].count("Rien ne répond")


@pytest.mark.covers("SYS-910")
def test_the_president_s_telephone_is_found_by_those_who_read_the_sheet_s_people(nord: Nord) -> None:
    network, funder = make.network("02"), make.funder("59")
    make.takes_part(network.organisation, nord.fabrique.thread, "network")
    provider, director = make.provider("59"), make.director(nord.fabrique)
    reads = {"keeper": nord.keeper, "network that takes part": network, "its own director": director, "national": make.national()}
    not_open = {"officer elsewhere": nord.elsewhere, "funder of the territory": funder, "provider of no mission": provider}
    assert {who: by(someone, "0612345678") for who, someone in reads.items()} == {who: ["Odile Béranger"] for who in reads}
    assert {who: by(someone, "0612345678") for who, someone in not_open.items()} == {who: [] for who in not_open}
    assert {who: by(someone, "beranger") for who, someone in not_open.items()} == {who: [] for who in not_open}


def test_one_who_takes_part_as_a_funder_finds_nobody(nord: Nord) -> None:
    """The capacity decides, not the participation alone."""
    funder = make.funder("02")
    make.takes_part(funder.organisation, nord.fabrique.thread, "funder")
    assert by(funder, "beranger") == []
    assert by(funder, "fabrique") == ["La Fabrique des Rives"]


def test_an_open_card_is_found_by_its_name_and_siret_but_not_by_its_telephone_nor_its_people(db: None) -> None:
    card = make.organisation(
        "Conseil des Dunes", zone="62", roles=("provider",), siret=SIRET, phone="0321000000", email="info@opale.example"
    )
    post(card, "Escaut")
    stranger = make.officer("02")
    assert by(stranger, "dunes") == by(stranger, SIRET) == ["Conseil des Dunes"]
    assert by(stranger, "0321000000") == by(stranger, "info@opale") == by(stranger, "escaut") == []


# -- typing faults --------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-910")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [("fabrike rives", "fabrique rives"), ("fabriqe des rivse", "fabrique rives"), ("beranjer", "beranger")],
)
def test_a_typing_fault_is_answered_by_what_was_meant(nord: Nord, typed: str, meant: str) -> None:
    refresh_vocabulary()
    found = find(nord.keeper.actor, typed)
    assert found.meant is not None
    assert found.meant.text == meant
    assert found.total == 1


def test_what_answers_is_never_corrected(nord: Nord) -> None:
    refresh_vocabulary()
    assert find(nord.keeper.actor, "riv").meant is None


@pytest.mark.covers("SYS-910")
def test_a_word_of_a_hidden_sheet_is_not_suggested_even_when_a_visible_one_shares_its_stem_or_begins_so(db: None) -> None:
    """« martin » exists only in the Aisne; Martine and Martinique are of the Nord. The index confuses them, the suggestion must not."""
    hidden = make.organisation("Menuiserie Martin", zone="02")
    make.organisation("Chez Martine", zone="59")
    make.organisation("Rhum Martinique", zone="59")
    refresh_vocabulary()
    assert Word.objects.for_system("test").filter(word="martin").exists()
    officer, keeper = make.officer("59"), make.officer("02")
    meant = corrected(officer.actor, seek("martyn"))
    assert meant is None or meant.text != "martin"
    assert find(keeper.actor, "martyn").meant == seek("martin")
    assert by(keeper, "martyn") == [hidden.name]


def test_the_same_fault_gets_the_same_answer_with_or_without_the_hidden_sheet(db: None) -> None:
    make.organisation("Recyclerie des Tilleuls", zone="59")
    officer = make.officer("59")
    refresh_vocabulary()
    before = [corrected(officer.actor, seek(text)) for text in ("tileuls", "tilleu", "tylleul")]
    for name in ("Tilleul", "Tilleule", "Tylleul", "Tileuls", "Tilleurs"):
        make.organisation(name, zone="02")
    refresh_vocabulary()
    assert [corrected(officer.actor, seek(text)) for text in ("tileuls", "tilleu", "tylleul")] == before
    assert before[0] == seek("tilleuls")


def test_the_vocabulary_forgets_what_no_row_bears(nord: Nord) -> None:
    refresh_vocabulary()
    assert Word.objects.for_system("test").filter(word="beranger").exists()
    Person.objects.for_system("test").filter(pk=nord.post.person_id).update(last_name="Anonyme")
    refresh_vocabulary()
    assert not Word.objects.for_system("test").filter(word="beranger").exists()


def test_likeness_is_that_of_the_database(db: None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT fr_trigrams('maraichage')")
        stored = set(cursor.fetchone()[0])
    from cordee.core.find.near import trigrams

    assert trigrams("maraichage") == stored
    assert likeness("maraichaje", "maraichage") > 0.45 > likeness("maraichage", "menuiserie")


# -- documents ------------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-910")
def test_a_document_is_found_by_its_title_at_once_and_by_its_words_once_read(nord: Nord) -> None:
    a_file(nord.fabrique.thread, "Le comité de pilotage retient l'atelier de maraîchage bio.", "Compte rendu de mai")
    assert by(nord.keeper, "compte rendu", "documents") == ["Compte rendu de mai"]
    assert by(nord.keeper, "maraichage") == []
    read_all()
    (hit,) = [hit for group in find(nord.keeper.actor, "maraichage pilotage").groups for hit in group.hits]
    assert (hit.label, hit.what) == ("Compte rendu de mai", "texte simple")
    assert hit.why == "La Fabrique des Rives · Le comité de pilotage retient l'atelier de maraîchage bio."


@pytest.mark.covers("SYS-910", "SYS-902")
def test_a_document_is_found_by_its_audience_alone(nord: Nord) -> None:
    """In the query, exactly what the door of files says one by one."""
    network, funder, director = make.network("02"), make.funder("59"), make.director(nord.fabrique)
    make.takes_part(network.organisation, nord.fabrique.thread, "network")
    for audience in (("operator",), ("structure",), ("network", "funder"), ("provider",), ()):
        a_file(nord.fabrique.thread, label=f"Mandat {'-'.join(audience)}", audience=audience)
    a_file(nord.fabrique.thread, label="Mandat scellé", audience=("operator", "structure"), sealed=True)
    from cordee.core.files.policies import may_open

    expected = {"keeper": 1, "elsewhere": 0, "network": 1, "funder": 1, "director": 1, "national": 1}
    people = {"keeper": nord.keeper, "elsewhere": nord.elsewhere, "network": network, "funder": funder, "director": director,
              "national": make.national()}  # fmt: skip
    for who, someone in people.items():
        one_by_one = {
            file.label for file in File.objects.visible_to(someone.actor).select_related("thread") if may_open(someone.actor, file)
        }
        assert set(by(someone, "mandat")) == one_by_one - {"Mandat scellé"}, who
        assert len(by(someone, "mandat")) == expected[who], who


def test_a_word_of_a_hidden_document_is_not_suggested(nord: Nord) -> None:
    a_file(nord.fabrique.thread, "Licenciement envisagé", "Note", audience=("operator",))
    read_all()
    refresh_vocabulary()
    director = make.director(nord.fabrique)
    assert find(nord.keeper.actor, "licensiement").meant == seek("licenciement")
    assert find(director.actor, "licensiement").meant is None


def test_a_new_version_replaces_the_former_in_the_results(nord: Nord) -> None:
    first = a_file(nord.fabrique.thread, label="Budget prévisionnel")
    second = a_file(nord.fabrique.thread, label="Budget prévisionnel corrigé", replaces=first)
    found = find(nord.keeper.actor, "budget")
    assert [hit.url for group in found.groups for hit in group.hits] == [f"/fichiers/{second.public_id}/"]


def test_a_produced_document_is_one_line_its_last_version(nord: Nord) -> None:
    from cordee.core.produce import produce

    for _ in range(2):
        document = produce("directory.sheet", nord.fabrique, actor=nord.keeper.actor)
    assert by(nord.keeper, "fiche identification") == ["Fiche d'identification, version 2"]
    assert FileText.objects.for_system("test").count() == 1
    for file in document.files.order_by("id"):
        with open_stored(file.sha256) as stored:
            assert "Coordonnées" in text_of(file.kind, stored.read()), file.kind


def test_a_file_that_cannot_be_read_is_found_by_its_title_and_left_alone(nord: Nord) -> None:
    file = a_file(nord.fabrique.thread, label="Photo de l'atelier")
    File.objects.for_system("test").filter(pk=file.pk).update(kind="pdf")  # its bytes are no PDF
    assert read_text(file.pk) is False
    row = FileText.objects.for_system("test").get(pk=file.pk)
    assert (row.readable, row.attempts, row.body) == (False, 1, "")
    assert unread() == []
    assert by(nord.keeper, "photo") == ["Photo de l'atelier"]


# -- the page -------------------------------------------------------------------------------------------------------------------
BAD = [
    "x" * 300, "!?;:" * 75, "\x00", "a\x00b", "%_\\", "'", '"', "«»", "a", "é", "(", "a & !b | c:*", "<script>alert(1)</script>", "--",
    "😀", "0", "+", "@", "a@", "06", "W", "\u202e", "ﬁ", "½", "_", " ".join("abcdefghijklmnopqrstuvwxyz"), "1" * 200, "W12345678901234",
]  # fmt: skip


@pytest.mark.covers("SYS-910")
@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_whatever_is_typed_the_page_answers_in_words(nord: Nord, text: str) -> None:
    for path in ("/recherche/", "/recherche/propositions/"):
        answer = nord.keeper.client.get(path, {"q": text})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert re.search(
            r"Rien ne répond|ni lettre ni chiffre|au moins deux|Que cherchez-vous|class=\"chip on\"|live-title", answer.content.decode()
        ) or (path.endswith("propositions/") and not text.strip("\x00 "))


def test_a_whole_siret_opens_the_sheet_with_the_way_back(nord: Nord) -> None:
    client: Client = nord.keeper.client
    answer = client.get("/recherche/", {"q": "552 081 317 66522"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "La Fabrique des Rives" in page
    back = re.search(r'href="(/recherche/[?]q=552[^"]+)"', page)
    assert back is not None
    results = client.get(back[1].replace("&amp;", "&"))
    assert results.status_code == 200
    assert "La Fabrique des Rives" in results.content.decode()


def test_a_siret_that_two_sheets_bear_shows_both(nord: Nord) -> None:
    make.organisation("L'Antenne des Rives", siret="")
    from cordee.actors.directory.models import Identifier

    antenna = make.organisation("Antenne")
    Identifier(organisation=antenna, kind="siret", value=SIRET, period=make.EVER).save()
    answer = nord.keeper.client.get("/recherche/", {"q": SIRET})
    assert answer.status_code == 200
    assert by(nord.keeper, SIRET) == ["Antenne", "La Fabrique des Rives"]


def test_another_department_s_siret_is_not_opened(nord: Nord) -> None:
    assert nord.elsewhere.client.get("/recherche/", {"q": SIRET}).status_code == 200


def test_a_tab_shows_its_kind_and_counts_the_others(nord: Nord) -> None:
    a_file(nord.fabrique.thread, label="Plan des rives")
    page = nord.keeper.client.get("/recherche/", {"q": "rives", "type": "documents"}).content.decode()
    assert "Plan des" in page
    assert "La Fabrique des" not in page.split("data-found")[1].split("</main>")[0]
    assert re.search(r'Organisations <span class="count">1</span>', page)


def test_counts_stop_at_a_hundred(db: None) -> None:
    for number in range(103):
        make.organisation(f"Peuplier {number}")
    found = find(make.officer().actor, "peuplier")
    assert (found.groups[0].counted, found.counted, len(found.groups[0].hits)) == ("plus de 100", "plus de 100 résultats", 8)


@pytest.mark.covers("SYS-910")
def test_the_page_costs_the_same_for_one_result_and_for_many(nord: Nord, django_assert_num_queries: Any) -> None:
    a_file(nord.fabrique.thread, label="Plan des rives")
    post(nord.fabrique, "Rives")
    client = nord.keeper.client
    client.get("/recherche/", {"q": "rives"})  # what a process keeps
    with django_assert_num_queries(15):  # session, actor, two for each of three kinds, the names of dossiers, one for each of six others
        client.get("/recherche/", {"q": "rives"})
    for number in range(20):
        a_file(make.organisation(f"Les Rives {number}").thread, label=f"Plan des rives {number}")
        post(nord.fabrique, f"Rives {number}")
    for path in ("/recherche/", "/recherche/propositions/"):
        with django_assert_num_queries(15):
            client.get(path, {"q": "rives"})
