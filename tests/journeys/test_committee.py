"""A support committee in a browser: planned and convened by its animator, answered on a phone, its minutes published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cordee.actors.accounts.models import Membership, User
from cordee.actors.accounts.queries import load_actor
from cordee.actors.directory.models import Organisation
from cordee.actors.partners.actions import create_committee
from cordee.actors.partners.models import Meeting, Opinion
from tests import factories as make
from tests.actors.accounts.people import PASSWORD
from tests.journeys.world import INES

Arrive = Callable[..., Any]
MATHILDE = "mathilde@ecluses.example"
COMMITTEE = "Comité d'appui du Nord"


def build() -> str:
    """A committee without members, and a foundation whose officer has an account."""
    foundation = make.organisation("Fondation des Écluses", roles=("foundation",))
    user = User.objects.create_user(MATHILDE, PASSWORD)
    Membership(user=user, organisation=foundation, profile="funder", period=make.EVER).save()
    ines = load_actor(User.objects.get(email=INES).pk)
    assert ines
    own = Organisation.objects.for_system("test").get(pk=ines.organisation_id)
    values = {"kind": "support", "name": COMMITTEE, "purpose": "", "period": make.EVER, "quorum": 1, "region": None}
    return create_committee(actor=ines, organisation=own, zone="59", values=values).get_absolute_url()


def hold(url: str) -> None:
    """The day comes."""
    Meeting.objects.for_system("test").update(starts_at=timezone.now() - timedelta(hours=2))


def test_from_the_plan_to_the_minutes(someone: Arrive, own_db: Any) -> None:
    (committee,) = own_db.together(build)
    ines = someone(INES)
    plan(ines, committee)
    meeting = ines.page.url
    mathilde = someone(MATHILDE, 360)
    answer(mathilde)
    own_db.together(lambda: hold(meeting))
    publish(ines, meeting)
    mathilde.open(meeting)
    mathilde.sees("Le comité a examiné deux parcours.")
    mathilde.judge()
    (given,) = own_db.together(lambda: Opinion.objects.for_system("test").get())
    assert (given.value, given.item.title) == ("reserved", "Second parcours")


def plan(ines: Any, committee: str) -> None:
    ines.open(committee)
    ines.judge()
    ines.follow("Ajouter un membre")
    ines.page.get_by_label("Organisation", exact=True).fill("Fondation des Écluses")
    ines.page.get_by_label("Siège").fill("Fondations")
    ines.page.locator("[name=period_debut]").fill("2026-01-01")
    ines.judge()
    ines.press("Ajouter ce membre")
    ines.sees("C'est fait : le siège est enregistré.")
    ines.follow("Planifier une réunion")
    when = timezone.localtime() + timedelta(days=6)
    ines.page.locator("[name=starts_at]").fill(f"{when:%Y-%m-%dT%H:%M}")
    ines.page.get_by_label("Lieu").fill("12 rue des Ponts, Lille")
    ines.judge()
    ines.press("Planifier cette réunion")
    for title in ("Premier parcours", "Second parcours"):
        ines.follow("Ajouter un point")
        ines.page.get_by_label("Intitulé").fill(title)
        ines.page.get_by_label("Un avis est demandé aux membres").check()
        ines.judge()
        ines.press("Ajouter ce point")
        ines.sees("C'est fait : le point est à l'ordre du jour.")
    ines.judge()
    ines.follow("Envoyer la convocation")
    ines.judge()
    ines.press("Envoyer la convocation")
    ines.sees("C'est fait : la convocation est envoyée aux membres.")
    ines.open(ines.page.url.split("#")[0])


def answer(mathilde: Any) -> None:
    mathilde.open("/comites/")
    mathilde.judge()
    mathilde.follow(COMMITTEE)
    mathilde.judge()
    mathilde.page.locator("a[href*='/comites/reunions/']").first.click()
    mathilde.sees("Ordre du jour")
    mathilde.judge()
    mathilde.follow("Déclarer un lien d'intérêt : Premier parcours")
    mathilde.judge()
    mathilde.page.get_by_label("Nature du lien").fill("Nous finançons cette structure.")
    mathilde.press("Déclarer ce lien")
    mathilde.sees("Excusé·e, lien d'intérêt déclaré")
    mathilde.judge()
    mathilde.follow("Donner votre avis : Second parcours")
    mathilde.page.get_by_label("Favorable avec réserve").check()
    mathilde.press("Donner cet avis")
    mathilde.sees("dites pourquoi")
    mathilde.judge()
    mathilde.page.get_by_label("Motif ou remarque").fill("Le plan de trésorerie manque.")
    mathilde.press("Donner cet avis")
    mathilde.sees("C'est fait : l'avis est enregistré.")
    mathilde.judge()


def publish(ines: Any, meeting: str) -> None:
    ines.open(meeting)
    ines.sees("Le plan de trésorerie manque.")
    ines.press("Noter que la réunion s'est tenue")
    ines.sees("C'est fait : la réunion est notée tenue.")
    ines.follow("Écrire le compte rendu")
    ines.page.locator("select[name^=presence]").first.select_option("present")
    ines.page.get_by_label("Compte rendu", exact=True).fill("Le comité a examiné deux parcours.")
    ines.judge()
    ines.press("Enregistrer le compte rendu")
    ines.sees("C'est fait : le compte rendu est enregistré.")
    ines.judge()
    ines.follow("Publier le compte rendu")
    ines.judge()
    ines.press("Publier le compte rendu")
    ines.sees("C'est fait : le compte rendu est publié")
    ines.judge()
