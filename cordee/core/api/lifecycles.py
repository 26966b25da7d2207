"""The journal and the transitions of any object, for the API: a room mounts them by one line each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django import forms
from django.http import Http404
from ninja import Path, Schema
from pydantic import Field

from cordee.core.access import Actor, capacities_in
from cordee.core.api.auth import ApiRequest
from cordee.core.api.faults import field_fault
from cordee.core.api.paging import Page, read_cursor, write_cursor
from cordee.core.api.routers import ApiRouter, visible_or_404
from cordee.core.api.schemas import Cursor, Input, Text
from cordee.core.corrections import correct
from cordee.core.journal import Line, events_of, fil
from cordee.core.lifecycle import Offer, advance, form_of, offers
from cordee.core.models import Event

EventId = Annotated[int, Path(ge=1, le=2**63 - 1)]


class JournalLine(Schema):
    id: int = Field(description="Pour corriger l'acte, quand il se corrige.")
    at: datetime
    fact_on: date | None = Field(None, description="Date du fait, quand elle diffère de l'enregistrement.")
    code: str
    sentence: str
    detail: str
    by: str
    from_state: str
    to_state: str
    corrected: bool


class FormField(Schema):
    name: str
    label: str
    type: str = Field(description="text, integer, number, date, datetime, boolean, choice ou choices")
    required: bool
    help: str
    max_length: int | None = None
    choices: list[tuple[str, str]] = Field(default_factory=list)


class OfferedTransition(Schema):
    name: str
    label: str
    possible: bool
    refusal: str = Field("", description="Pourquoi c'est refusé maintenant.")
    warning: str
    form: list[FormField]


class TransitionInput(Input):
    data: dict[str, Any] = Field(default_factory=dict, description="Les champs que la transition demande.", max_length=50)
    version: int | None = Field(None, ge=0, le=10**9, description="La version lue : la transition est refusée si l'objet a changé.")


class CorrectionInput(Input):
    reason: Text = Field(min_length=1, max_length=500)


class Done(Schema):
    """L'acte est fait : où en est l'objet, et la ligne du journal qui le dit."""

    state: str
    state_label: str
    version: int
    event: int
    message: str


KINDS: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.MultipleChoiceField, "choices"),
    (forms.ModelMultipleChoiceField, "choices"),
    (forms.ChoiceField, "choice"),
    (forms.ModelChoiceField, "choice"),
    (forms.BooleanField, "boolean"),
    (forms.DecimalField, "number"),
    (forms.IntegerField, "integer"),
    (forms.DateTimeField, "datetime"),
    (forms.DateField, "date"),
)


def fields_of(form: forms.Form) -> list[FormField]:
    """A form as its reader must fill it: the same one as the screen's."""
    return [
        FormField(
            name=name,
            label=str(field.label or name),
            type=next((kind for cls, kind in KINDS if isinstance(field, cls)), "text"),
            required=field.required,
            help=str(field.help_text),
            max_length=getattr(field, "max_length", None),
            choices=[(str(value), str(label)) for value, label in getattr(field, "choices", ()) if value != ""],
        )
        for name, field in form.fields.items()
    ]


def told(offer: Offer, obj: Any, actor: Any) -> OfferedTransition:
    t = offer.transition
    return OfferedTransition(
        name=t.name,
        label=t.label,
        possible=offer.refusal is None,
        refusal=offer.refusal.sentence if offer.refusal else "",
        warning=t.warning,
        form=fields_of(form_of(t)(obj=obj, actor=actor)) if t.form or t.dated else [],
    )


def journal_line(line: Line) -> JournalLine:
    event = line.event
    return JournalLine(
        id=event.pk,
        at=event.at,
        fact_on=event.fact_on,
        code=event.code,
        sentence=line.sentence,
        detail=line.detail,
        by=event.actor_label,
        from_state=event.from_state,
        to_state=event.to_state,
        corrected=line.corrected,
    )


def done(obj: Any, event: Event, message: str, actor: Actor) -> Done:
    return Done(state=obj.state, state_label=state_name(obj, actor), version=obj.version, event=event.pk, message=message)


def state_name(obj: Any, actor: Actor) -> str:
    """The public name of a state, where it has one, to whoever does not conduct the object."""
    public = obj.lifecycle.public
    inside = not public or actor.is_system or "operator" in capacities_in(actor, obj.thread)
    return str(obj.get_state_display() if inside else public[obj.state])


def journal_route(router: ApiRouter, prefix: str, model: Any) -> None:
    """`GET prefix/{id}/journal`: the fil of the object's thread, as this actor may read it, thirty lines a page."""
    name = model._meta.model_name

    @router.get(f"{prefix}/{{public_id}}/journal", response=Page[JournalLine], operation_id=f"{name}_journal", summary="Lire le journal")
    def journal(request: ApiRequest, public_id: UUID, cursor: Cursor = "") -> Page[JournalLine]:
        obj = visible_or_404(model, request.actor, public_id, "thread")
        lines, following = fil(obj.thread, request.actor, before=read_cursor(f"journal.{name}", cursor))
        return Page(items=[journal_line(line) for line in lines], next=write_cursor(f"journal.{name}", following) if following else None)


def lifecycle_routes(router: ApiRouter, prefix: str, model: Any) -> None:
    """Transitions offered, transitions done, acts corrected: the same table as the screen's buttons. And the journal."""
    name = model._meta.model_name
    journal_route(router, prefix, model)
    correction_route(router, prefix, model)

    @router.get(
        f"{prefix}/{{public_id}}/transitions",
        response=Page[OfferedTransition],
        operation_id=f"{name}_transitions",
        summary="Lire les actes possibles",
    )
    def offered(request: ApiRequest, public_id: UUID) -> Page[OfferedTransition]:
        obj = visible_or_404(model, request.actor, public_id, "thread")
        return Page(items=[told(offer, obj, request.actor) for offer in offers(obj, request.actor)], next=None)

    @router.post(
        f"{prefix}/{{public_id}}/transitions/{{transition}}", response=Done, operation_id=f"{name}_advance", summary="Faire un acte"
    )
    def act(request: ApiRequest, public_id: UUID, transition: str, payload: TransitionInput) -> Done:
        obj = visible_or_404(model, request.actor, public_id, "thread")
        t = model.lifecycle.get(transition)
        if t is None or not t.sources:
            raise Http404
        event = advance(obj, transition, actor=request.actor, data=payload.data, version=payload.version)
        return done(obj, event, t.done or f"C'est fait : {t.label.lower()}.", request.actor)


def correction_route(router: ApiRouter, prefix: str, model: Any) -> None:
    name = model._meta.model_name

    @router.post(
        f"{prefix}/{{public_id}}/evenements/{{event_id}}/correction",
        response=Done,
        operation_id=f"{name}_correct",
        summary="Corriger un acte",
    )
    def take_back(request: ApiRequest, public_id: UUID, event_id: EventId, payload: CorrectionInput) -> Done:
        obj = visible_or_404(model, request.actor, public_id, "thread")
        if not payload.reason.strip():
            raise field_fault("reason", "Dites pourquoi : le journal garde les deux lignes.")
        event = events_of(obj, request.actor).filter(pk=event_id).first()
        if event is None:
            raise Http404
        correction = correct(obj, event, actor=request.actor, reason=payload.reason.strip())
        return done(obj, correction, "C'est fait : l'acte est corrigé, les personnes prévenues le sont de nouveau.", request.actor)
