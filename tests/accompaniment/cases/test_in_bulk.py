"""Acts on several dossiers at once: they announce what they will do, do what can be done, and say why not of the rest."""

from __future__ import annotations

import io
import uuid
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cordee.accompaniment.cases import actions, gathering
from cordee.accompaniment.cases.models import Adhesion, Case
from cordee.accompaniment.diagnoses import queries as diagnoses
from cordee.core.access import Refused
from cordee.core.clock import today
from cordee.core.files.actions import join_file
from cordee.core.journal import fil
from cordee.core.lists import bulk
from cordee.core.models import Event, Mail, Notice, Task
from cordee.core.produce import produce
from cordee.core.tasks import do_task
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.factories import Someone

URL = reverse("cases:cases_bulk")


def sent(kind: str) -> list[str]:
    return sorted(Mail.objects.for_system("test").filter(kind=kind).values_list("recipient", flat=True))


def asked(act: str, *cases: Case, **typed: Any) -> dict[str, Any]:
    return {"acte": act, "ligne": [str(case.public_id) for case in cases], "confirme": "1", "operation": str(uuid.uuid4()), **typed}


def announced(someone: Someone, act: str, *cases: Case) -> str:
    page = someone.client.post(URL, {"acte": act, "ligne": [str(case.public_id) for case in cases]})
    assert page.status_code == 200
    return str(page.content.decode())


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


class Three:
    """A dossier that waits for its structure, one that waits for nothing, one whose structure has no access; and one of elsewhere."""

    def __init__(self) -> None:
        self.nord = scene.Nord()
        self.ines, self.salome = self.nord.people["officer"], self.nord.people["structure"]
        self.waits = self.nord.case("diagnosing", title="Consolider l'atelier bois")
        self.quiet = self.nord.case("requested", title="Demande toute neuve")
        self.alone = scene.bring(scene.open_case(make.organisation("Les Jardins sans accès"), title="Reprendre les jardins"), "diagnosing")
        self.elsewhere = scene.bring(scene.open_case(make.organisation(zone="02"), title="Ailleurs"), "requested")

    @property
    def all(self) -> list[Case]:
        return [self.waits, self.quiet, self.alone, self.elsewhere]


# -- reminding ------------------------------------------------------------------------------------------------------------------
def test_a_reminder_says_before_whom_it_writes_to_and_after_whom_it_did_not(db: None) -> None:
    three = Three()
    page = announced(three.ines, "relancer", *three.all)
    assert "Relancer les structures\xa0: 1 dossier" in page.replace("&nbsp;", "\xa0"), "how many will be served"
    assert "2\xa0lignes choisies sont refusées" in page.replace("&nbsp;", "\xa0"), "one of another territory does not exist"
    assert "La Fabrique des Rives : Dire si la structure poursuit" in page
    assert "attend rien de la structure" in page
    assert "Personne n&#x27;a d&#x27;accès pour « Les Jardins sans accès »" in page
    assert sent("cases.reminded") == []
    typed = asked("relancer", *three.all, message="Je vous appelle jeudi.")
    pressed = [three.ines.client.post(URL, typed) for _ in range(2)]
    assert sent("cases.reminded") == [three.salome.user.email], "pressed twice, one letter"
    for answer in pressed:
        assert "1 dossier" in text_of(answer)
        assert three.quiet.get_absolute_url() in text_of(answer)
        assert three.alone.get_absolute_url() in text_of(answer)
        assert "Ailleurs" not in text_of(answer)
    letter = Mail.objects.for_system("test").get(kind="cases.reminded")
    said = " ".join(letter.letter["lines"])
    assert "Dire si la structure poursuit : étape «\xa0Diagnostic partagé\xa0»" in said
    assert "Je vous appelle jeudi." in said
    assert letter.letter["path"] == three.waits.get_absolute_url()


def test_a_structure_is_written_to_once_a_day_whoever_presses(db: None) -> None:
    three = Three()
    three.ines.client.post(URL, asked("relancer", three.waits))
    again = three.nord.people["head"].client.post(URL, asked("relancer", three.waits))
    assert "a déjà reçu aujourd&#x27;hui un courriel" in text_of(again)
    assert len(sent("cases.reminded")) == 1
    tomorrow = Event.objects.for_system("test").get(code="cases.case.reminded").at
    scene.at(f"{tomorrow.date().replace(year=tomorrow.year + 1)} 09:00")
    three.ines.client.post(URL, asked("relancer", three.waits))
    assert len(sent("cases.reminded")) == 2


def test_the_lateness_of_a_structure_is_told_to_the_dla_alone(db: None) -> None:
    three = Three()
    actions.remind(actor=three.ines.actor, case=three.waits)
    for reader, reads in ((three.ines, True), (three.salome, False)):
        lines = [line.sentence for line in fil(three.waits.thread, reader.actor)[0]]
        assert any(line.startswith("Relance : 1") for line in lines) is reads


def test_of_a_collective_dossier_who_cannot_be_written_to_is_said(db: None) -> None:
    nord = scene.Nord()
    case = scene.bring(scene.open_case(nord.structure, make.organisation("Le Moulin muet")), "diagnosing")
    done = text_of(nord.people["officer"].client.post(URL, asked("relancer", case)))
    assert "À savoir" in done
    assert "Personne n&#x27;a d&#x27;accès pour « Le Moulin muet »" in done
    assert sent("cases.reminded") == [nord.people["structure"].user.email]


def test_one_dossier_is_reminded_from_its_own_page(db: None) -> None:
    three = Three()
    address = reverse("cases:remind", args=[three.waits.public_id])
    assert address in text_of(three.ines.client.get(three.waits.get_absolute_url()))
    assert address not in text_of(three.salome.client.get(three.waits.get_absolute_url()))
    assert reverse("cases:remind", args=[three.quiet.public_id]) not in text_of(three.ines.client.get(three.quiet.get_absolute_url()))
    assert "Dire si la structure poursuit" in text_of(three.ines.client.get(address))
    typed = {"message": "", "operation": str(uuid.uuid4())}
    assert [three.ines.client.post(address, typed).status_code for _ in range(2)] == [302, 302]
    assert len(sent("cases.reminded")) == 1
    refused = three.ines.client.get(address, follow=True)
    assert refused.redirect_chain[-1][0] == three.waits.get_absolute_url()
    assert "un par jour suffit" in text_of(refused)
    assert three.salome.client.get(address).status_code == 404
    assert three.nord.people["officer_elsewhere"].client.get(address).status_code == 404


def test_where_nothing_can_be_done_no_button_is_offered(db: None) -> None:
    three = Three()
    page = announced(three.ines, "relancer", three.quiet)
    assert "Rien ne peut être fait de ces lignes" in page
    assert f"Demande toute neuve ({three.quiet.number})" in page, "many dossiers bear the same title"
    assert 'name="confirme"' not in page


@pytest.mark.parametrize("profile", ["structure", "network", "funder", "accountant", "controller"])
@pytest.mark.parametrize("act", ["relancer", "adhesion", "pieces"])
def test_who_does_not_conduct_dossiers_has_no_such_act(db: None, profile: str, act: str) -> None:
    nord = scene.Nord()
    case = nord.case("diagnosing")
    someone = nord.people[profile]
    assert someone.client.post(URL, asked(act, case)).status_code == 404
    assert f'value="{act}"' not in text_of(someone.client.get(reverse("cases:cases")))


# -- adhesions ------------------------------------------------------------------------------------------------------------------
HEARD = {"who": "Présidence", "capacity": "", "on": "", "channel": "phone"}


def heard() -> dict[str, str]:
    return HEARD | {"on": f"{today():%d/%m/%Y}"}


def test_adhesions_heard_in_a_meeting_are_noted_each_at_the_step_of_its_dossier(db: None) -> None:
    three = Three()
    chosen = [three.waits, three.quiet, three.alone, three.elsewhere]
    page = announced(three.ines, "adhesion", *chosen)
    assert "La Fabrique des Rives, à l&#x27;étape « Diagnostic partagé »" in page
    assert "pas encore demandée" in page
    assert 'value="platform"' not in page, "what is said on the platform is said by the structure"
    assert three.ines.client.post(URL, asked("adhesion", *chosen, **HEARD)).status_code == 422, "a day is asked"
    typed = asked("adhesion", *chosen, **heard())
    pressed = [text_of(three.ines.client.post(URL, typed)) for _ in range(2)]
    assert all("2 dossiers" in page for page in pressed)
    rows = Adhesion.objects.for_system("test").filter(step=2)
    assert {(one.case_id, one.channel, one.who, one.decision) for one in rows} == {
        (case.pk, "phone", "Présidence", "yes") for case in (three.waits, three.alone)
    }
    assert rows.count() == 2, "pressed twice, noted once"
    head = three.nord.people["head"]
    assert "déjà prononcée" in text_of(head.client.post(URL, asked("adhesion", three.waits, **heard())))
    assert rows.count() == 2


def test_who_declined_is_not_made_to_adhere(db: None) -> None:
    three = Three()
    scene.adhere(three.waits, 2, decision="no")
    with pytest.raises(Refused) as refused:
        actions.receive_adhesions(actor=three.ines.actor, case=three.waits, who="Direction", capacity="", on="2027-01-02", channel="mail")
    assert refused.value.refusal.code == "said"


# -- notices --------------------------------------------------------------------------------------------------------------------
WORDS = {"subject": "Réunion du 12 mars", "text": "Madame, Monsieur,\n\n" + "Nous vous attendons. " * 150, "way": ""}


def test_the_same_notice_goes_to_each_structure_once_by_the_way_that_reaches_it(db: None) -> None:
    three = Three()
    second = scene.open_case(three.nord.structure, title="Un second dossier")
    chosen = [three.waits, second, three.alone, three.elsewhere]
    page = announced(three.ines, "avis", *chosen)
    assert "La Fabrique des Rives : par courriel" in page
    assert "Les Jardins sans accès : en main propre" in page
    assert three.ines.client.post(URL, asked("avis", *chosen, **(WORDS | {"text": ""}))).status_code == 422
    typed = asked("avis", *chosen, **WORDS)
    for _ in range(2):
        done = text_of(three.ines.client.post(URL, typed))
        assert "3 dossiers" in done
        assert "attend d&#x27;être remis en main propre" in done
    sent_to = {notice.to_name: (notice.way, notice.body) for notice in Notice.objects.for_system("test").all()}
    assert {name: way for name, (way, _) in sent_to.items()} == {"La Fabrique des Rives": "email", "Les Jardins sans accès": "hand"}
    assert Notice.objects.for_system("test").count() == 2, "two dossiers of one structure, pressed twice: one notice"
    assert sent_to["La Fabrique des Rives"][1] == WORDS["text"].strip().replace("\r\n", "\n"), "a long text is whole"


def test_a_way_that_does_not_reach_a_structure_is_refused_for_that_one(db: None) -> None:
    three = Three()
    done = text_of(three.ines.client.post(URL, asked("avis", three.waits, three.alone, **(WORDS | {"way": "email"}))))
    assert "1 dossier" in done
    assert "Aucune adresse électronique" in done
    assert three.alone.get_absolute_url() in done
    assert Notice.objects.for_system("test").count() == 1


def test_the_directory_sends_the_same_notice_to_many(db: None) -> None:
    nord = scene.Nord()
    other, away = make.organisation("Les Jardins", email="jardins@essai.example"), make.organisation("Ailleurs", zone="02")
    address = reverse("directory:organisations_bulk")
    chosen = [str(one.public_id) for one in (nord.structure, other, away)]
    typed = {"acte": "avis", "ligne": chosen, "confirme": "1", "operation": str(uuid.uuid4()), **WORDS}
    officer = nord.people["officer"]
    assert "Par courriel" in text_of(officer.client.post(address, {"acte": "avis", "ligne": chosen}))
    for _ in range(2):
        officer.client.post(address, typed)
    assert sorted(Notice.objects.for_system("test").values_list("to_name", flat=True)) == ["La Fabrique des Rives", "Les Jardins"]
    assert nord.people["structure"].client.post(address, typed).status_code == 404


# -- documents ------------------------------------------------------------------------------------------------------------------
def join(case: Case, by: Someone, name: str, words: bytes = b"Compte rendu.", audience: tuple[str, ...] = ("structure",)) -> None:
    upload = SimpleUploadedFile(name, words, "text/plain")
    join_file(actor=by.actor, thread=case.thread, upload=upload, label=name, audience=audience)


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_documents_come_as_one_archive_a_folder_each_and_nothing_that_is_not_one_s_own(db: None) -> None:
    three = Three()
    join(three.waits, three.ines, "visite.txt")
    join(three.waits, three.ines, "visite.txt", b"Une autre visite.")
    join(three.waits, three.ines, "interne.txt", b"Entre nous.", audience=())
    join(three.elsewhere, three.nord.people["officer_elsewhere"], "secret.txt")
    whole = three.ines.client.post(URL, asked("documents", three.waits, three.elsewhere))
    folder = f"{three.waits.number} Consolider l'atelier bois"
    assert whole["Content-Disposition"] == 'attachment; filename="documents-des-dossiers.zip"'
    assert unzipped(whole.content) == {
        f"{folder}/visite.txt": b"Compte rendu.", f"{folder}/visite (2).txt": b"Une autre visite.", f"{folder}/interne.txt": b"Entre nous.",
    }  # fmt: skip
    own = three.salome.client.post(URL, asked("documents", three.waits, three.alone))
    assert set(unzipped(own.content)) == {f"{folder}/visite.txt", f"{folder}/visite (2).txt"}


def test_dossiers_without_a_document_are_said_beside_the_archive(db: None) -> None:
    three = Three()
    join(three.waits, three.ines, "visite.txt")
    page = announced(three.ines, "documents", three.waits, three.quiet)
    assert "1\xa0document, 13" in page.replace("&nbsp;", "\xa0")
    assert "Aucun document ne vous est ouvert" in page
    answer = three.ines.client.post(URL, asked("documents", three.waits, three.quiet))
    told = three.ines.client.get(answer["Location"])
    assert "Télécharger documents-des-dossiers.zip" in text_of(told)
    assert three.quiet.get_absolute_url() in text_of(told)
    status, content = make.read(three.ines.client, f"{answer['Location']}fichier/")
    assert (status, len(unzipped(content))) == (200, 1)
    assert make.read(three.nord.people["head"].client, f"{answer['Location']}fichier/")[0] == 404
    nothing = three.ines.client.post(URL, asked("documents", three.quiet))
    assert "Rien n'a pu être fait" in text_of(nothing)


def test_an_archive_has_a_limit_and_says_it(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    three = Three()
    join(three.waits, three.ines, "visite.txt")
    monkeypatch.setattr(gathering, "MOST", 12)
    heavy = three.ines.client.post(URL, asked("documents", three.waits))
    assert heavy.status_code == 422
    assert "choisissez moins de dossiers" in text_of(heavy)


def test_above_fifty_dossiers_a_job_does_it_and_its_page_tells_everything(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    three = Three()
    join(three.waits, three.ines, "visite.txt")
    for act, typed, says in (
        ("relancer", {"message": ""}, "C'est fait pour 1 dossier"), ("documents", {}, "Télécharger documents-des-dossiers.zip"),
        ("avis", WORDS, "en main propre"),
    ):  # fmt: skip
        answer = three.ines.client.post(URL, asked(act, three.waits, three.alone, **typed))
        do_task(Task.objects.for_system("test").latest("id").pk)
        page = text_of(three.ines.client.get(answer["Location"])).replace("&#x27;", "'").replace("&nbsp;", "\xa0").replace("\xa0", " ")
        assert says in page, act
        assert "Les Jardins sans accès" in page or three.alone.get_absolute_url() in page
    assert sent("cases.reminded") == [three.salome.user.email]


def test_of_a_document_that_the_house_makes_the_latest_version_is_given(db: None) -> None:
    nord = scene.Nord()
    case, ines = nord.case("shared"), nord.people["officer"]
    made = [produce("diagnoses.whole", diagnoses.of_case(case).get(), actor=ines.actor) for _ in range(2)]
    names = [name.split("/")[1] for name in unzipped(ines.client.post(URL, asked("documents", case)).content)]
    latest = sorted(file.name for file in made[1].files.order_by("id"))
    assert sorted(names) == latest != sorted(file.name for file in made[0].files.order_by("id"))
