"""What the list of dossiers acts on: five structures of Basile's shelf that owe an adhesion or pieces, a report in each of their dossiers,
and three directions of Inès's shelf that nobody has invited yet."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.queries import accompanied
from cordee.accompaniment.followup import actions
from cordee.accompaniment.followup.models import PieceKind
from cordee.actors.accounts.actions import open_access
from cordee.actors.accounts.models import User
from cordee.actors.directory.children import actions as children
from cordee.actors.directory.children import kinds
from cordee.core.files.actions import join_file
from cordee.demo.examples.followup import photo
from cordee.demo.examples.shelf import SILENT
from cordee.demo.examples.stage import SYSTEM, Stage, period, public_id
from cordee.demo.examples.when import told_at

BASILE = "basile.jalon@nord-actif.example"
DIRECTIONS = (("Colette", "Margelle"), ("Yanis", "Passerelle"), ("Rose", "Tonnelle"), ("Émile", "Bastingage"), ("Nour", "Lanterne"))
#: what each was asked, with the days until (or since) its date; none for the others
ASKED: dict[int, tuple[tuple[str, ...], int]] = {0: (("statuts", "organigramme"), -6), 3: (("organigramme",), 5), 4: (("statuts",), -2)}
GIVEN = (0, "statuts")
REPORT = "Compte rendu de visite (document inventé).\n\nLa structure décrit son activité ; le prochain rendez-vous porte sur ses comptes.\n"
#: places, in Inès's shelf, of those whose direction is known and has no access
UNINVITED = {4: ("Léonie", "Drisse"), 5: ("Oscar", "Taquet"), 6: ("Maya", "Hauban")}


def tell(stage: Stage) -> None:
    for place, rank in enumerate(SILENT):
        case = quiet(rank)
        welcomed(stage, place, case)
        if place in ASKED:
            asked(stage, case, *ASKED[place])
    sent(stage, quiet(SILENT[GIVEN[0]]))
    for rank in SILENT:
        reported(stage, quiet(rank))
    for rank, names in UNINVITED.items():
        directed(stage, quiet(rank), *names)


def quiet(rank: int) -> Case:
    found: Case = (
        Case.objects.for_system("the shelf of the story").select_related("thread").get(public_id=public_id(f"dossier:quiet-{rank + 1}"))
    )
    return found


def welcomed(stage: Stage, place: int, case: Case) -> None:
    """Its direction has an access: a letter has a reader."""
    first, last = DIRECTIONS[place]
    with told_at(stage.ago(30), 9):
        person = stage.person(first, last, f"direction@structure-{place + 1}.example")
        user = User.objects.create_user(person.email, None, person=person)
        structure = accompanied(case)[0].organisation
        open_access(actor=SYSTEM, user=user, organisation=structure, profile="structure", title="Direction", since=stage.ago(30))


def asked(stage: Stage, case: Case, codes: tuple[str, ...], days: int) -> None:
    pieces = list(PieceKind.objects.for_system("the model list").filter(code__in=codes).order_by("position"))
    with told_at(stage.ago(21), 14):
        actions.ask(
            actor=stage.acting(BASILE), case=case, organisation=accompanied(case)[0].organisation, kinds=pieces,
            due=stage.day + timedelta(days),
        )  # fmt: skip


def sent(stage: Stage, case: Case) -> None:
    """One paper came, from a telephone: the archive of the dossier holds it."""
    piece = case.pieces.get(kind__code=GIVEN[1])
    with told_at(stage.ago(15), 18):
        person = stage.acting(f"direction@structure-{GIVEN[0] + 1}.example")
        actions.give(actor=person, piece=piece, uploads=[ContentFile(photo(piece.label), name="statuts.jpg")])


def reported(stage: Stage, case: Case) -> None:
    with told_at(stage.ago(12), 11):
        upload = ContentFile(REPORT.encode(), name="compte-rendu-de-visite.txt")
        join_file(actor=stage.acting(BASILE), thread=case.thread, upload=upload, label="Compte rendu de visite", audience=["structure"])


def directed(stage: Stage, case: Case, first: str, last: str) -> None:
    with told_at(stage.ago(30), 10):
        person = stage.person(first, last, f"{last.lower()}@{case.number}.example")
        post = {"title": "director", "label": "Direction", "person": person, "period": period(stage.ago(900)), "signs": True}
        children.add(actor=SYSTEM, kind=kinds["position"], organisation=accompanied(case)[0].organisation, values=post)
