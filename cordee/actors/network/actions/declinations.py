"""Writing the objectives of a territory: a draft, its text, those who were consulted, its publication."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from cordee.actors.directory.models import Organisation
from cordee.actors.network import policies
from cordee.actors.network.models import Consulted, Declination
from cordee.actors.territory.models import Zone
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.clock import today
from cordee.core.edits import Stale, save_edit
from cordee.core.journal import history, record
from cordee.core.lifecycle import advance, start
from cordee.core.threads import open_thread

WRITTEN, CONSULTED, UNCONSULTED = "network.declination.written", "network.declination.consulted", "network.declination.unconsulted"
READERS = ["operator"]
FORM = "network.declination"
NAMESPACE = uuid.UUID("3d5b8c3e-8d0e-4d3b-9f43-6d2f2f0c2a02")


def start_declination(*, actor: Actor, zone: Zone, operation: uuid.UUID | None = None) -> Declination:
    """A new version of a territory's objectives, from the text in force. One at a time is being written."""
    if refusal := policies.may_write(actor, zone.code):
        raise Refused(refusal)
    operator = Organisation.objects.for_system("who writes is of an operator").get(pk=actor.organisation_id)
    with transaction.atomic(), history(actor, act="network.declination.start"):
        Zone.objects.select_for_update(no_key=True).get(pk=zone.pk)  # numbers are dealt one by one
        versions = Declination.objects.for_system("the versions of a territory that the actor writes").filter(zone=zone.code)
        last: Declination | None = versions.order_by("-number").first()
        if last and last.state == Declination.State.DRAFT:
            return last  # a second click, or a colleague at the same second: the same page to write on
        thread = open_thread(kind="declination", zone=zone.code, operation=uuid.uuid5(NAMESPACE, zone.code))[0]
        made = Declination(
            thread=thread,
            zone=zone.code,
            number=last.number + 1 if last else 1,
            organisation=operator,
            intro=last.intro if last else "",
            texts=dict(last.texts) if last else {},
        )
        start(made, actor=actor, operation=operation)
    return made


@contextmanager
def _editing(actor: Actor, declination: Declination, act: str) -> Iterator[Declination]:
    """The version is locked and still a draft: nothing is added to what others read already."""
    with transaction.atomic(), history(actor, act=act):
        locked = Declination.objects.for_system("locked, then judged").select_for_update(of=("self",), no_key=True).get(pk=declination.pk)
        if refusal := policies.may_edit(actor, locked):
            raise Refused(refusal)
        yield locked


def write_declination(*, actor: Actor, declination: Declination, intro: str, texts: dict[str, str], version: int) -> Declination:
    """Saves the text, or raises `Stale` with one difference an objective."""
    kept = {code: text for code, text in texts.items() if text}
    with _editing(actor, declination, "network.declination.edit") as locked:
        before = {"intro": locked.intro, "texts": locked.texts}
        try:
            save_edit(locked, {"intro": intro, "texts": kept}, version=version, actor=actor, form=FORM)
        except Stale as stale:
            raise by_objective(stale) from stale
        fields = [code for code in sorted({*before["texts"], *kept}) if before["texts"].get(code, "") != kept.get(code, "")]
        if fields or before["intro"] != intro:
            record(locked, WRITTEN, actor=actor, audience=READERS, data={"number": locked.number, "fields": fields})
    return locked


def by_objective(stale: Stale) -> Stale:
    """The texts are one column and several boxes: who wrote what is told box by box."""
    told = []
    for difference in stale.differences:
        if difference.name != "texts":
            told.append(difference)
            continue
        sides = [difference.before or {}, difference.theirs or {}, difference.mine or {}]
        for code in sorted({code for side in sides for code in side}):
            before, theirs, mine = (side.get(code, "") for side in sides)
            if theirs != mine or theirs != before:
                told.append(replace(difference, name=f"objectif_{code}", before=before, theirs=theirs, mine=mine))
                setattr(stale.obj, f"objectif_{code}", theirs)  # where the page of conflict reads the other person's text
    return Stale(stale.obj, told, by=stale.by, at=stale.at, act=stale.act)


def add_consulted(
    *, actor: Actor, declination: Declination, organisation: Organisation, on: date, form: str, note: str = ""
) -> Consulted:  # fmt: skip
    with _editing(actor, declination, CONSULTED) as locked:
        if on > today():
            raise Refused(
                Refusal("future", "Cette date est à venir : notez la consultation une fois qu'elle a eu lieu. Votre saisie est conservée.")
            )
        made = Consulted(declination=locked, organisation=organisation, on=on, form=form, note=note)
        try:
            made.full_clean()
        except ValidationError as wrong:
            raise Refused(Refusal("constraint", " ".join(wrong.messages))) from wrong
        made.save(force_insert=True)
        data = {"number": locked.number, "organisation": organisation.name, "on": on.isoformat(), "form": made.get_form_display()}
        record(locked, CONSULTED, actor=actor, audience=READERS, data=data, fact_on=on)
    return made


def remove_consulted(*, actor: Actor, consulted: Consulted) -> None:
    """Noted by mistake. The fil keeps both acts."""
    with _editing(actor, consulted.declination, UNCONSULTED) as locked:
        rows = Consulted.objects.for_system("once the version is locked").filter(pk=consulted.pk)
        if not rows.exists():
            raise Refused(Refusal("gone", "Cette consultation n'est plus dans la liste : quelqu'un l'a retirée entre-temps."))
        rows.delete()
        record(
            locked, UNCONSULTED, actor=actor, audience=READERS, data={"number": locked.number, "organisation": consulted.organisation.name}
        )


# -- what the lifecycle does -------------------------------------------------------------------------------------------------
def publish(declination: Declination, *, actor: Actor) -> None:
    """The version in force gives way. The territory is locked: two publications follow each other."""
    Zone.objects.select_for_update(no_key=True).get(code=declination.zone)
    versions = Declination.objects.for_system("the version that is replaced").filter(zone=declination.zone, state="published")
    for former in versions.order_by("pk"):
        advance(former, "replace", actor=Actor.system(actor.label))
    declination.published_on = today()


def replace_version(declination: Declination, *, actor: Actor) -> None:
    declination.replaced_on = today()
