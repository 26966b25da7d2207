"""The four screens of every child of a sheet. Who keeps the sheet writes; the structure proposes by the same form."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from cordee.actors.directory.children import actions, proposals, queries
from cordee.actors.directory.children.declare import ADD, CHANGE, END, WITHDRAW, Kind, kinds
from cordee.actors.directory.children.forms import EndForm, WithdrawForm
from cordee.actors.directory.children.queries import KEEP
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.queries import sheet_of
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of, whole_number
from cordee.core.edits import Stale
from cordee.core.ui.conflicts import conflict_page, resolved
from cordee.core.ui.drafts import with_draft

PROPOSED = "C'est fait : votre DLA a reçu votre proposition. Prochaine étape : sa réponse."
LEAD = "Votre DLA tient la fiche : il reçoit votre proposition et vous répond. Rien ne change d'ici là."
WARNING = (
    "À faire seulement si cette saisie est une erreur de frappe ou de fiche : la ligne disparaît, le fil garde l'acte et votre motif. "
    "Si elle a été vraie puis a cessé de l'être, mettez-y fin plutôt."
)
PATHS = {ADD: "ajouter/", CHANGE: "<uuid:child>/modifier/", END: "<uuid:child>/terminer/", WITHDRAW: "<uuid:child>/retirer/"}


@dataclass(frozen=True)
class Place:
    """Where one stands: the sheet, the kind, the row if there is one, and whether one writes or proposes."""

    request: ActingRequest
    organisation: Organisation
    kind: Kind
    right: str
    child: Any = None

    @property
    def keeps(self) -> bool:
        return self.right == KEEP

    @property
    def key(self) -> uuid.UUID:
        """The object of a draft: the row, or the sheet that will have it."""
        found: uuid.UUID = self.child.public_id if self.child else self.organisation.public_id
        return found

    @property
    def subject(self) -> str:
        """What this page is about: the row as it is, and whose sheet."""
        return f"{self.child}, {self.organisation.name}" if self.child else self.organisation.name

    def url(self, act: str) -> str:
        return act_url(self.kind, self.organisation, act, self.child)

    def done(self, sentence: str) -> HttpResponse:
        messages.success(self.request, sentence)
        return redirect(self.kind.back(self.organisation))

    def proposed(self, act: str, values: dict[str, Any], note: str = "") -> HttpResponse:
        change = proposals.propose(
            actor=self.request.actor,
            kind=self.kind,
            organisation=self.organisation,
            act=act,
            values=values,
            child=self.child,
            note=note,
            operation=operation_of(self.request.POST),
        )
        messages.success(self.request, PROPOSED)
        return redirect(change)

    def page(self, form: Any, title: str, act: str, **more: Any) -> HttpResponse:
        context = {"form": form, "organisation": self.organisation, "title": title, "act": act, "back": self.kind.back(self.organisation)}
        context |= {"help": "personnes" if self.kind.anchor == "personnes" else "rubriques"}
        context |= {
            "subject": self.subject,
            "lead": "" if self.keeps else LEAD,
            "operation": operation_of(self.request.POST) or uuid.uuid4(),
        }
        return render(self.request, "directory/edit.html", context | more, status=422 if form.errors else 200)


def act_url(kind: Kind, organisation: Organisation, act: str, child: Any = None) -> str:
    keys = [organisation.public_id, child.public_id] if child and act != ADD else [organisation.public_id]
    return reverse(f"directory:{kind.code}_{act}", args=keys)


def place_of(request: ActingRequest, public_id: uuid.UUID, kind: str, act: str, child: uuid.UUID | None = None) -> Place:
    """The sheet, if the actor sees it and may act on it there; the row, if it is on that sheet. Otherwise nothing exists."""
    organisation, declared = sheet_of(request.actor, public_id), kinds[kind]
    if organisation is None:
        raise Http404
    right = queries.right_on(request.actor, declared, organisation)
    row = declared.rows(organisation).filter(public_id=child).first() if child else None
    if not right or (child and row is None) or (act == WITHDRAW and right != KEEP):
        raise Http404
    return Place(request, organisation, declared, right, row)


def _form(place: Place, data: Any = None) -> Any:
    instance = place.child or place.kind.model(**{place.kind.parent: place.kind.bearer(place.organisation)})
    return with_draft(
        place.request,
        place.kind.form,
        place.kind.form_code,
        data=data,
        files=place.request.FILES or None,
        key=place.key,
        instance=instance,
        actor=place.request.actor,
        organisation=place.organisation,
        proposing=not place.keeps,
    )


def add_trouble(form: Any, trouble: Refused | ValidationError) -> None:
    """A refusal of the base or of a rule, beside the fields that it concerns when it says which; what was typed stays."""
    if isinstance(trouble, Refused):
        form.add_error(None, trouble.refusal.sentence)
        return
    for name, sentences in trouble.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)


@require_http_methods(["GET", "POST"])
def add(request: ActingRequest, public_id: uuid.UUID, kind: str) -> HttpResponse:
    place = place_of(request, public_id, kind, ADD)
    noun, form = place.kind.noun, _form(place)
    if request.method == "POST" and form.is_valid():
        try:
            if not place.keeps:
                return place.proposed(ADD, form.values(), form.note)
            actions.add(
                actor=request.actor,
                kind=place.kind,
                organisation=place.organisation,
                values=form.values(),
                operation=operation_of(request.POST),
            )
        except (Refused, ValidationError) as trouble:
            add_trouble(form, trouble)
        else:
            return place.done(f"C'est fait : {noun.this} est ajouté{noun.e}.")
    title = f"Ajouter {noun.a}" if place.keeps else f"Proposer d'ajouter {noun.a}"
    act = f"Ajouter {noun.this}" if place.keeps else "Proposer cet ajout"
    return place.page(form, title, act, draft_url=_draft_url(place))


@require_http_methods(["GET", "POST"])
def change(request: ActingRequest, public_id: uuid.UUID, kind: str, child: uuid.UUID) -> HttpResponse:
    place = place_of(request, public_id, kind, CHANGE, child)
    noun, posted = place.kind.noun, resolved(request.POST) if request.method == "POST" else None
    form = _form(place, posted)
    version = whole_number(request.POST.get("version")) or 0
    if posted is not None and form.is_valid():
        fresh = place.kind.rows(place.organisation).get(pk=place.child.pk)  # the form has written what it read on its own instance
        try:
            if not place.keeps:
                return Place(request, place.organisation, place.kind, place.right, fresh).proposed(CHANGE, form.values(), form.note)
            actions.change(
                actor=request.actor,
                kind=place.kind,
                organisation=place.organisation,
                child=fresh,
                values=form.values(),
                version=version,
            )
        except Stale as stale:
            return conflict_page(request, stale, form, subject=f"{place.organisation} · {fresh}", back=place.kind.back(place.organisation))
        except (Refused, ValidationError) as trouble:
            add_trouble(form, trouble)
        else:
            return place.done(f"C'est fait : {noun.this} est enregistré{noun.e}.")
    title = f"Modifier {noun.this}" if place.keeps else f"Proposer une modification de {noun.this}"
    more = {"version": version or place.child.version, "draft_url": _draft_url(place), "others": _others(place)}
    return place.page(form, title, f"Enregistrer {noun.this}" if place.keeps else "Proposer cette modification", **more)


def _draft_url(place: Place) -> str:
    return reverse("core:draft_of", args=[place.kind.form_code, place.key])


def _others(place: Place) -> list[tuple[str, str]]:
    """What one may do with this row instead of changing it."""
    noun, child = place.kind.noun, place.child
    found = []
    if END in place.kind.acts and queries.lasts_on(child):
        found.append((f"Mettre fin à {noun.this}", place.url(END)))
    if place.keeps:
        found = [*place.kind.more(place.organisation, child), *found]
    if WITHDRAW in place.kind.acts and place.keeps:
        found.append((f"Retirer {noun.this}, saisi{noun.e} à tort", place.url(WITHDRAW)))
    return found


@require_http_methods(["GET", "POST"])
def end(request: ActingRequest, public_id: uuid.UUID, kind: str, child: uuid.UUID) -> HttpResponse:
    place = place_of(request, public_id, kind, END, child)
    noun, form = place.kind.noun, EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        try:
            if not place.keeps:
                return place.proposed(END, {"period": queries.ended_on(place.child, on)})
            actions.end(actor=request.actor, kind=place.kind, organisation=place.organisation, child=place.child, on=on)
        except (Refused, ValidationError) as trouble:
            add_trouble(form, trouble)
        else:
            return place.done(f"C'est fait : {noun.this} prend fin le {on:%d/%m/%Y}. La ligne reste lisible.")
    title = f"Mettre fin à {noun.this}" if place.keeps else f"Proposer de mettre fin à {noun.this}"
    return place.page(form, title, f"Mettre fin à {noun.this}" if place.keeps else "Proposer cette fin")


@require_http_methods(["GET", "POST"])
def withdraw(request: ActingRequest, public_id: uuid.UUID, kind: str, child: uuid.UUID) -> HttpResponse:
    place = place_of(request, public_id, kind, WITHDRAW, child)
    noun, form = place.kind.noun, WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.withdraw(actor=request.actor, kind=place.kind, organisation=place.organisation, child=place.child, reason=reason)
        except Refused as refused:
            add_trouble(form, refused)
        else:
            return place.done(f"C'est fait : {noun.this} est retiré{noun.e} de la fiche. Le fil en garde le motif.")
    title = f"Retirer {noun.this}, saisi{noun.e} à tort"
    return place.page(form, title, f"Retirer {noun.this}", lead=WARNING)


VIEWS: dict[str, Callable[..., HttpResponse]] = {ADD: add, CHANGE: change, END: end, WITHDRAW: withdraw}


def child_urls() -> list[URLPattern]:
    """Four addresses a kind, under their own names: `directory:site_add`, `directory:site_change`…"""
    return [
        path(f"<uuid:public_id>/{kind.path}/{PATHS[act]}", VIEWS[act], {"kind": kind.code}, name=f"{kind.code}_{act}")
        for kind in kinds
        for act in kind.acts
    ]
