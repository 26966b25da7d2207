"""Inviting the directions of several organisations, from the directory or from their dossiers."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse

from cordee.actors.accounts.models import Invitation
from cordee.core.models import Mail
from tests import factories as make
from tests.accompaniment.cases import scene

DIRECTORY, DOSSIERS = reverse("directory:organisations_bulk"), reverse("cases:cases_bulk")


def pressed(by: make.Someone, url: str, *chosen: Any, operation: str = "", confirmed: bool = True) -> str:
    typed = {"acte": "inviter", "ligne": [str(one.public_id) for one in chosen], "operation": operation or str(uuid.uuid4())}
    answer = by.client.post(url, typed | ({"confirme": "1"} if confirmed else {}))
    assert answer.status_code == 200
    return str(answer.content.decode())


def invited() -> list[tuple[str, str, str]]:
    rows = Invitation.objects.for_system("test").order_by("organisation__sort_key", "email")
    return list(rows.values_list("organisation__name", "email", "profile"))


class Four:
    """Someone directs and has an address; nobody does; someone has access; another territory."""

    def __init__(self) -> None:
        self.ines = make.officer("59")
        self.directed, self.bare = make.organisation("Les Jardins"), make.organisation("Le Moulin")
        make.position(self.directed, "Tresse", title="president")
        make.position(self.directed, "Boussole")
        self.inside, self.away = make.director(make.organisation("La Fabrique")).organisation, make.organisation("Ailleurs", zone="02")
        make.position(self.inside, "Dedans")
        make.position(self.away, "Loin")

    @property
    def all(self) -> list[Any]:
        return [self.directed, self.bare, self.inside, self.away]


def test_directions_without_access_are_invited_once_and_the_others_are_said(db: None) -> None:
    four = Four()
    page = pressed(four.ines, DIRECTORY, *four.all, confirmed=False)
    assert "Salomé Boussole, direction" in page, "the direction before the presidency"
    assert "complétez le poste" in page
    assert "a déjà accès" in page
    assert invited() == []
    key = str(uuid.uuid4())
    for _ in range(2):
        done = pressed(four.ines, DIRECTORY, *four.all, operation=key)
        assert "1\xa0organisation" in done or "1 organisation" in done
        assert four.bare.get_absolute_url() in done
    assert invited() == [("Les Jardins", "boussole@essai.example", "structure")]
    assert Mail.objects.for_system("test").filter(recipient="boussole@essai.example").count() == 1, "pressed twice, one letter"
    again = pressed(make.officer(of=four.ines.organisation), DIRECTORY, four.directed)
    assert "déjà en attente" in again
    assert "déjà en attente" in pressed(four.ines, DIRECTORY, four.directed, confirmed=False)


def test_from_their_dossiers_the_structures_without_access_are_invited(db: None) -> None:
    four = Four()
    together = scene.open_case(four.directed, four.inside, title="À deux")
    make.operator("02")
    alone, away = scene.open_case(four.bare, title="Seul"), scene.open_case(four.away, title="Loin d'ici")
    page = pressed(four.ines, DOSSIERS, together, alone, away, confirmed=False)
    assert "La Fabrique : Quelqu&#x27;un y a déjà accès" in page
    assert "· Les Jardins : Salomé Boussole, direction" in page
    assert "Loin d&#x27;ici" not in page
    done = pressed(four.ines, DOSSIERS, together, alone, away)
    assert "La Fabrique : Quelqu&#x27;un y a déjà accès" in done
    assert alone.get_absolute_url() in done
    assert [name for name, _, _ in invited()] == ["Les Jardins"]


def test_who_keeps_no_sheet_invites_nobody(db: None) -> None:
    four = Four()
    typed = {"acte": "inviter", "ligne": [str(four.directed.public_id)], "confirme": "1"}
    for someone in (make.provider(), make.network(), make.director(four.bare)):
        for url in (DIRECTORY, DOSSIERS):
            assert someone.client.post(url, typed).status_code == 404
    assert invited() == []
