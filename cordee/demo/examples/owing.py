"""What five structures of Basile's shelf still owe: an adhesion, pieces. From the list of dossiers, one act reminds them all."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.queries import accompanied
from cordee.accompaniment.followup import actions
from cordee.accompaniment.followup.models import PieceKind
from cordee.actors.accounts.actions import open_access
from cordee.actors.accounts.models import User
from cordee.demo.examples.followup import photo
from cordee.demo.examples.shelf import SILENT
from cordee.demo.examples.stage import SYSTEM, Stage, public_id
from cordee.demo.examples.when import told_at

BASILE = "basile.jalon@nord-actif.example"
DIRECTIONS = (("Colette", "Margelle"), ("Yanis", "Passerelle"), ("Rose", "Tonnelle"), ("Émile", "Bastingage"), ("Nour", "Lanterne"))
#: what each was asked, with the days until (or since) its date; none for the others
ASKED: dict[int, tuple[tuple[str, ...], int]] = {0: (("statuts", "organigramme"), -6), 3: (("organigramme",), 5), 4: (("statuts",), -2)}
GIVEN = (0, "statuts")


def tell(stage: Stage) -> None:
    rows = Case.objects.for_system("the shelf of the story").filter(public_id__in=[public_id(f"dossier:quiet-{n + 1}") for n in SILENT])
    cases = {case.public_id: case for case in rows.select_related("thread")}
    for place, rank in enumerate(SILENT):
        case = cases[public_id(f"dossier:quiet-{rank + 1}")]
        welcomed(stage, place, case)
        if place in ASKED:
            asked(stage, case, *ASKED[place])
    sent(stage, cases[public_id(f"dossier:quiet-{SILENT[GIVEN[0]] + 1}")])


def welcomed(stage: Stage, place: int, case: Case) -> None:
    """Its direction has an access: a letter has a reader."""
    first, last = DIRECTIONS[place]
    with told_at(stage.ago(30), 9):
        person = stage.person(first, last, f"direction@structure-{place + 1}.example")
        user = User.objects.create_user(person.email, None, person=person)
        structure = accompanied(case)[0].organisation
        open_access(actor=SYSTEM, user=user, organisation=structure, profile="structure", title="Direction", since=stage.ago(30))


def asked(stage: Stage, case: Case, codes: tuple[str, ...], days: int) -> None:
    kinds = list(PieceKind.objects.for_system("the model list").filter(code__in=codes).order_by("position"))
    with told_at(stage.ago(21), 14):
        actions.ask(
            actor=stage.acting(BASILE), case=case, organisation=accompanied(case)[0].organisation, kinds=kinds,
            due=stage.day + timedelta(days),
        )  # fmt: skip


def sent(stage: Stage, case: Case) -> None:
    """One paper came, from a telephone: the archive of the dossier holds it."""
    piece = case.pieces.get(kind__code=GIVEN[1])
    with told_at(stage.ago(15), 18):
        person = stage.acting(f"direction@structure-{GIVEN[0] + 1}.example")
        actions.give(actor=person, piece=piece, uploads=[ContentFile(photo(piece.label), name="statuts.jpg")])
