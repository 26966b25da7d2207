"""Questionnaires of the story: those of the action of 2020, told as its document tells them; a roll-out under way, a diagnosis,
a grid filled twice, an adaptation by a network.

Source: call for competence « marketing digital » of the SIAE in Hauts-de-France (2021): 30 answers between 23/09 and 06/10/2020, 26 of them
interested and ready to free time; 96 % of the answers after the webinar at 4 or 5 of 5. All other answers are invented.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor
from cordee.core.lifecycle import advance
from cordee.demo.examples.stage import NATIONAL, SYSTEM, Stage, public_id
from cordee.demo.examples.when import told_at
from cordee.demo.personas import address
from cordee.tools.surveys import queries
from cordee.tools.surveys.actions.campaigns import create_campaign, give_open_link
from cordee.tools.surveys.actions.editing import adapt, publish, save_draft
from cordee.tools.surveys.actions.inviting import ask, invite
from cordee.tools.surveys.actions.submitting import submit
from cordee.tools.surveys.library.loading import load as load_library
from cordee.tools.surveys.models import Campaign, Invitation, Response

KEPT_SINCE = date(2020, 9, 1)
ANSWERED, INTERESTED = 30, 26
#: the document gives the share only (96 %): the smallest number of answers that makes it
AFTER_WEBINAR = ("five",) * 13 + ("four",) * 11 + ("three",)
INVITED, ALREADY = 30, 18
#: the satisfaction of a region, department by department: two of them are small
BY_DEPARTMENT = {"59": 12, "60": 9, "02": 5, "80": 2}
SEED = 2020


def library(stage: Stage) -> None:
    """The ready grids were there before what they were used for."""
    with told_at(KEPT_SINCE):
        load_library()


def history(stage: Stage) -> None:
    flash(stage)
    webinar(stage)
    digital_marketing(stage, ENTRY, BEFORE, "entry")


def agreed_with_a_structure(stage: Stage) -> None:
    """The shared diagnosis, then the review of the digital-marketing grid: at their place in the fil of La Fabrique des Rives."""
    diagnosis(stage)
    digital_marketing(stage, REVIEW, AFTER, "review")


def tell(stage: Stage) -> None:
    satisfaction(stage)
    adapted(stage)
    roll_out(stage)


# -- the action of 2020 -----------------------------------------------------------------------------------------------------
def flash(stage: Stage) -> None:
    """Anonymous here: the document names none of the thirty."""
    why = (
        "Mesurer l'intérêt des SIAE de la région pour un accompagnement collectif sur le marketing digital. Le document de 2021 dit "
        "l'aisance numérique « de très faible à bonne », sans la détailler : elle n'est pas reprise ici."
    )
    interested = {"interested": "yes", "ready": "yes"}
    answers = [plain(interested)] * INTERESTED + [plain({"interested": "no"})] * (ANSWERED - INTERESTED)
    past(stage, "flash-needs", "Questionnaire flash : marketing digital", why, date(2020, 9, 23), date(2020, 10, 6), answers)


def webinar(stage: Stage) -> None:
    why = (
        "Satisfaction après le webinaire de novembre 2020. Le document ne donne que la part de 4 et de 5 (96 %) : "
        "les réponses sont reconstituées."
    )
    answers = [plain({"overall": code}) for code in AFTER_WEBINAR]
    past(stage, "webinar-satisfaction", "Webinaire sur le marketing digital", why, date(2020, 11, 17), date(2020, 11, 30), answers)


def past(stage: Stage, code: str, name: str, why: str, first: date, last: date, answers: Iterable[Mapping[str, Any]]) -> None:
    values = {"name": name, "why": why, "target": Campaign.Target.ANYONE, "anonymous": True, "opens_on": first, "closes_at": evening(last)}
    with told_at(first - timedelta(days=2)):
        made = create_campaign(actor=SYSTEM, asker=stage["lma-hdf"], asked=queries.library(code), zone=NATIONAL, values=values)
    with told_at(first):
        advance(made, "open", actor=SYSTEM)
        give_open_link(actor=SYSTEM, campaign=made)
    with told_at(last, 17):
        for place, one in enumerate(answers):
            submit(submission=key(name, place), answers=one, channel=Invitation.Channel.LINK, campaign=made)
    with told_at(last, 18, 5):
        advance(made, "close", actor=SYSTEM)


# -- invented ---------------------------------------------------------------------------------------------------------------
def satisfaction(stage: Stage) -> None:
    """Closed; a department of two answers, masked with the one that would give it away."""
    helene = stage.acting(address("dla-regional-hdf"))
    values = {
        "name": "Satisfaction des structures accompagnées, premier semestre (fictif)", "target": Campaign.Target.STRUCTURES,
        "anonymous": True, "opens_on": stage.ago(45), "closes_at": evening(stage.ago(20)), "why": "",
    }  # fmt: skip
    asked = [one for code, count in BY_DEPARTMENT.items() for one in crowd(stage, code, count)]
    made = campaign(stage, "satisfaction", values, asked, by=helene)
    draw = random.Random(SEED)  # noqa: S311  a story, not a secret
    items = [item for item in queries.definition_of(made.asked_id).items if item.required]
    with told_at(stage.ago(30), 15):
        for place, one in enumerate(invited(made)):
            marks = draw.choices(["two", "three", "four", "five"], weights=[1, 3, 8, 6], k=len(items))
            answers = plain(dict(zip((item.code for item in items), marks, strict=True)))
            if answers["overall"]["v"] == "two":
                answers["unsatisfied_why"] = {"v": "Il nous a manqué du temps entre deux rendez-vous (fictif)."}
            submit(submission=key(made.name, place), answers=answers, channel=Invitation.Channel.LINK, invitation=one)
    with told_at(stage.ago(20), 18, 5):
        advance(made, "close", actor=helene)


def roll_out(stage: Stage) -> None:
    """Eighteen answers of thirty: the other twelve find the questionnaire at home."""
    helene = stage.acting(address("dla-regional-hdf"))
    values = {
        "name": "Questionnaire flash : essaimage du marketing digital (fictif)", "target": Campaign.Target.STRUCTURES,
        "opens_on": stage.ago(12), "closes_at": evening(stage.ago(-6)), "why": "", "reminders": 1,
    }  # fmt: skip
    named = [stage[code] for code in ("verger-du-canal", "recycl-aisne", "fabrique-des-rives")]
    others = [one for code in ("59", "62", "80") for one in crowd(stage, code, 9)]
    made = campaign(stage, "flash-needs", values, [*named[:2], *others, named[2]][:INVITED], by=helene)
    draw = random.Random(SEED)  # noqa: S311  a story, not a secret
    with told_at(stage.ago(5), 16):
        for place, one in enumerate(invited(made)[:ALREADY]):
            ease = {"appropriation": draw.choice(["very_weak", "weak", "fair", "good"])}
            answers = plain(
                {"interested": "yes", "ready": draw.choice(["yes", "yes", "depends"]), **ease}
                if place % 5
                else {"interested": "no", **ease}
            )
            submit(submission=key(made.name, place), answers=answers, channel=Invitation.Channel.LINK, invitation=one)


def campaign(stage: Stage, code: str, values: Mapping[str, Any], asked: Sequence[Organisation], *, by: Actor) -> Campaign:
    """Prepared the day before, open the first day; its links are handed over."""
    opens: date = values["opens_on"]
    with told_at(opens - timedelta(days=1), 15):
        made = create_campaign(actor=by, asker=stage["lma-hdf"], asked=queries.library(code), zone=NATIONAL, values=values)
        Campaign.objects.for_system("the story says so").filter(pk=made.pk).update(fictitious=True)
        invite(actor=by, campaign=made, organisations=asked, channel=Invitation.Channel.LINK)
    with told_at(opens):
        made.refresh_from_db()
        advance(made, "open", actor=by)
    return made


#: level of each axis of the digital-marketing grid, at the entry and at the review: so many days ago
ENTRY, REVIEW = 88, 22
BEFORE = {"strategy": 1, "targets": 1, "website": 2, "visibility": 1, "networks": 1, "mailing": 0, "contents": 2, "sales": 1, "markets": 0,
          "measure": 0, "skills": 1, "means": 1}  # fmt: skip
AFTER = {**BEFORE, "strategy": 3, "targets": 2, "visibility": 2, "networks": 3, "mailing": 2, "sales": 2, "measure": 1, "skills": 3}
AIMED = {"website": (3, 3), "sales": (3, 2), "markets": (2, 2), "measure": (3, 1)}  # axis → level wanted, how feasible


def digital_marketing(stage: Stage, days: int, levels: Mapping[str, int], moment: str) -> None:
    """La Fabrique des Rives, at the entry of an accompaniment and at its review, agreed in a meeting."""
    said = {"respondents": {"v": "Direction et encadrement"}, "clients": {"v": ["individuals", "public"]}}
    answers: dict[str, Any] = {f"{axis}_level": {"v": f"level_{level}"} for axis, level in levels.items()}
    for axis, (level, feasibility) in AIMED.items():
        answers[f"{axis}_level"] |= {"target": f"level_{level}", "feasibility": feasibility}
    with told_at(stage.ago(days), 11):
        agreed(stage, "digital-marketing", answers | said | plain({"moment": moment}))


def diagnosis(stage: Stage) -> None:
    """The shared diagnosis that the board adopted."""
    levels = {
        "project_written": 2, "project_need": 2, "project_strategy": 1, "governance_boards": 2, "governance_roles": 2,
        "governance_renewal": 1, "activities_offer": 1, "activities_clients": 1, "activities_quality": 1, "team_employer": 2,
        "team_wellbeing": 2, "team_organisation": 2,
        "team_support": 3, "economy_steering": 1, "economy_balance": 1, "partners_network": 2, "partners_public": 3,
        "partners_companies": 1,
    }  # fmt: skip
    words = {
        "request_words": "Vendre mieux sans perdre notre projet : la boutique marche, la collecte coûte plus qu'elle ne rapporte.",
        "met": "Direction, présidence, encadrement technique, deux personnes en insertion.",
        "strengths": "Une équipe stable, un ancrage reconnu par les six communes, une boutique fréquentée.",
        "weaknesses": "Des prix fixés par habitude, une comptabilité sans détail par activité, une seule personne à la vente.",
        "accounts_year": str(stage.day.year - 1), "income": "1145000", "net_result": "-12400", "equity": "96000",
        "working_capital": "58000", "working_capital_need": "41000", "validated": "yes", "validated_on": stage.ago(25).isoformat(),
    }  # fmt: skip
    with told_at(stage.ago(24), 15):
        agreed(stage, "shared-diagnosis", plain({code: f"level_{level}" for code, level in levels.items()} | words))


def agreed(stage: Stage, code: str, answers: Mapping[str, Any]) -> None:
    """In a meeting with Inès: what both keep."""
    ines = stage.acting(address("charge-mission-nord"))
    asked = ask(actor=ines, asked=queries.library(code), organisation=stage["fabrique-des-rives"])
    submit(
        submission=uuid.uuid4(), answers=answers, channel=Invitation.Channel.MEETING, invitation=asked, actor=ines,
        voice=Response.Voice.AGREED,
    )  # fmt: skip


def adapted(stage: Stage) -> None:
    """A network makes the grid its own: one question more."""
    bruno = stage.acting(address("reseau-coorace"))
    original = queries.library("digital-marketing").questionnaire
    title = "Pratiques de marketing digital des associations intermédiaires (fictif)"
    with told_at(stage.ago(16), 10):
        made = adapt(actor=bruno, questionnaire=original, organisation=stage["coorace"], zone=NATIONAL, title=title)
        draft = queries.draft_of(made)
        definition = dict(draft.definition) if draft else {}
        more = {
            "code": "missions_online",
            "kind": "three",
            "label": "Les clients peuvent-ils demander une mission en ligne ?",
            "unknown": True,
        }
        first, *others = definition["sections"]
        definition["sections"] = [{**first, "items": [*first["items"], more]}, *others]
        save_draft(actor=bruno, questionnaire=made, definition=definition)
    with told_at(stage.ago(15), 17):
        publish(actor=bruno, questionnaire=made)


# -- how it is said ---------------------------------------------------------------------------------------------------------
def plain(values: Mapping[str, str]) -> dict[str, Any]:
    return {code: {"v": value} for code, value in values.items()}


def evening(day: date) -> datetime:
    return datetime.combine(day, time(18), timezone.get_current_timezone())


def key(name: str, place: int) -> uuid.UUID:
    return public_id(f"{name} {place}")


def crowd(stage: Stage, department: str, count: int) -> list[Organisation]:
    """Quiet structures of a department, always the same."""
    rows = Organisation.objects.for_system("the quiet structures").filter(fictitious=True, commune__department__code=department)
    rows = rows.filter(roles__kind="beneficiary", merged_into=None).exclude(pk__in=[one.pk for one in stage.cast.values()])
    return list(rows.order_by("name", "id").distinct()[:count])


def invited(made: Campaign) -> list[Invitation]:
    rows = Invitation.objects.for_system("the story").filter(campaign=made).select_related("campaign", "organisation", "thread")
    return list(rows.order_by("pk"))
