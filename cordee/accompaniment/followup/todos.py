"""What follow-up puts on people's day: contacts and steps that come, papers to send, to complete, to read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from cordee.accompaniment.cases.models import Beneficiary, Case
from cordee.accompaniment.cases.queries import moved_here, on_the_day_of
from cordee.accompaniment.followup.models import Piece, Step
from cordee.accompaniment.followup.parameters import CONTACT_SOON
from cordee.core.access import READERS, Actor
from cordee.core.models.bases import TODAY
from cordee.core.parameters import param
from cordee.core.todo import NO_DATE, TodoSource, declare, evening, line, words

DLA = frozenset({"officer", "head"})
STRUCTURE = frozenset({"structure"})


def _soon(rows: Any) -> Any:
    return rows.filter(state=Step.State.PLANNED, due__lte=TODAY + timedelta(days=param(CONTACT_SOON)))


def _structure(case: str) -> Any:
    """The name of the structure of a dossier; of the first that entered it when there are several."""
    rows = Beneficiary.objects.for_system("of dossiers on one's day").filter(case=OuterRef(case)).order_by("since", "id")
    return Coalesce(Subquery(rows.values("organisation__name")[:1]), Value(""), output_field=TextField())


def contacts(actor: Actor) -> Any:
    rows = _soon(Step.objects.visible_to(actor).filter(on_the_day_of(actor), contact=True))
    return line(
        rows.annotate(_name=_structure("case")),
        due=evening("due"),
        since=F("due"),
        title=words("Reprendre contact : ", F("_name")),
        detail=words(F("case__title")),
        key=F("case__public_id"),
    )


def steps(actor: Actor) -> Any:
    rows = _soon(Step.objects.visible_to(actor).filter(on_the_day_of(actor), contact=False, organisation=None))
    return line(
        rows.annotate(_name=_structure("case")),
        due=evening("due"),
        since=F("due"),
        title=words("Faire la prochaine étape : ", F("what")),
        detail=words(F("_name")),
        key=F("case__public_id"),
    )


def own_steps(actor: Actor) -> Any:
    """Owed by one's structure."""
    rows = Step.objects.visible_to(actor).filter(
        organisation_id=actor.organisation_id, state=Step.State.PLANNED, organisation__isnull=False
    )
    return line(
        _writer(rows, actor),
        due=evening("due"),
        since=F("due"),
        title=words("Faire la prochaine étape : ", F("what")),
        detail=words(F("case__title")),
        key=F("case__public_id"),
    )


def _writer(rows: Any, actor: Actor) -> Any:
    return rows.none() if actor.profile in READERS else rows


def undated(actor: Actor) -> Any:
    """In follow-up, and nobody knows when one speaks again."""
    dated = Step.objects.for_system("is the next contact dated?").filter(case=OuterRef("pk"), contact=True, state=Step.State.PLANNED)
    rows = Case.objects.visible_to(actor).filter(
        on_the_day_of(actor, "pk"), ~Exists(dated.order_by()), moved_here(), state=Case.State.FOLLOW_UP
    )
    return line(
        rows.annotate(_name=_structure("pk")),
        due=NO_DATE,
        since=F("requested_on"),
        title=words("Dater le prochain contact : ", F("_name")),
        detail=words(F("title")),
        key=F("public_id"),
    )


def _a_line_a_dossier(rows: Any) -> Any:
    """Whatever the number of its pieces."""
    dossiers = rows.order_by().values("case", "case__title", "case__public_id", "case__requested_on")
    return dossiers.annotate(_number=Count("pk"), _given=Max("given_on"), _due=Max("demand__due"))


def to_read(actor: Actor) -> Any:
    rows = Piece.objects.visible_to(actor).filter(on_the_day_of(actor), state=Piece.State.RECEIVED)
    return line(
        _a_line_a_dossier(rows).annotate(_name=_structure("case")),
        due=NO_DATE,
        since=F("_given"),
        title=words("Relire les pièces reçues : ", F("_name")),
        detail=words(F("_number"), " à relire"),
        key=F("case__public_id"),
    )


def _own_pieces(actor: Actor, state: str) -> Any:
    rows = Piece.objects.visible_to(actor).filter(organisation_id=actor.organisation_id, state=state).exclude(case__state__in=Case.OVER)
    return _writer(rows, actor)


def to_send(actor: Actor) -> Any:
    return line(
        _a_line_a_dossier(_own_pieces(actor, Piece.State.ASKED)),
        due=evening("_due"),
        since=F("case__requested_on"),
        title=words("Envoyer les pièces demandées : ", F("case__title")),
        detail=words(F("_number"), " à fournir"),
        key=F("case__public_id"),
    )


def to_complete(actor: Actor) -> Any:
    rows = _own_pieces(actor, Piece.State.TO_COMPLETE)
    return line(
        rows,
        due=NO_DATE,
        since=F("given_on"),
        title=words("Compléter une pièce : ", F("label")),
        detail=words(F("lacking")),
        key=F("case__public_id"),
    )


declare(TodoSource("followup.contact", "Reprendre contact", "/suivi/{key}/", contacts, DLA))
declare(TodoSource("followup.step", "Faire", "/suivi/{key}/", steps, DLA))
declare(TodoSource("followup.undated", "Dater", "/suivi/{key}/contact/", undated, DLA))
declare(TodoSource("followup.to_read", "Relire", "/suivi/{key}/pieces/", to_read, DLA))
declare(TodoSource("followup.own_step", "Faire", "/suivi/{key}/", own_steps, STRUCTURE))
declare(TodoSource("followup.to_send", "Envoyer", "/suivi/{key}/pieces/", to_send, STRUCTURE))
declare(TodoSource("followup.to_complete", "Compléter", "/suivi/{key}/pieces/", to_complete, STRUCTURE))
