"""Who keeps the reference data, gives a territory to an operator, writes a territory's objectives. None, or a refusal in French."""

from __future__ import annotations

from datetime import date
from typing import Any

from cordee.actors.directory.models import Mandate, Organisation
from cordee.core.access import Actor, Refusal, in_person

REFERENTS = frozenset({"national", "admin"})
ASSIGNERS = frozenset({"national", "admin", "regional"})
WRITERS = frozenset({"officer", "head"})
OPERATORS = frozenset({"officer", "head", "accountant", "regional", "national", "resource", "admin"})
FIRST_YEAR = 2002


def may_keep(actor: Actor) -> Refusal | None:
    if actor.is_system or actor.profile in REFERENTS:
        return None
    return Refusal("referents", "Les repères sont tenus par l'opérateur national : signalez-lui ce qui est à corriger.")


@in_person
def may_assign(actor: Actor, zone: str, level: str = "departmental") -> Refusal | None:
    """A mandate opens a territory: the national level gives it, the regional DLA records it for the departments of its region."""
    if actor.is_system or actor.profile in REFERENTS:
        return None
    if actor.profile == "regional" and level == Mandate.Level.DEPARTMENTAL and actor.covers(zone):
        return None
    return Refusal("assign", "Un territoire est confié à un opérateur par l'opérateur national, ou par le DLA régional de ce territoire.")


def may_receive(actor: Actor, organisation: Organisation) -> Refusal | None:
    """Of the sheets that an assignment writes on, once `may_assign` has answered."""
    if organisation.merged_into_id:
        return Refusal("merged", f"La fiche « {organisation.name} » a été fusionnée avec une autre : choisissez l'autre.")
    return None


def standing_on(organisation: Organisation, on: date) -> Refusal | None:
    if organisation.ended_on and organisation.ended_on <= on:
        return Refusal(
            "ended", f"« {organisation.name} » a cessé d'exister le {organisation.ended_on:%d/%m/%Y} : choisissez un autre opérateur."
        )
    return None


# -- local version of the objectives --------------------------------------------------------------------------------------------
def reads_drafts(actor: Actor) -> bool:
    return actor.is_system or (actor.profile in OPERATORS and not actor.party_only)


def may_write(actor: Actor, zone: str) -> Refusal | None:
    """The DLA of the territory writes; the regional and national levels read."""
    if actor.profile in WRITERS and actor.covers(zone):
        return None
    return Refusal("writer", "La déclinaison locale est écrite par le DLA du territoire : vous pouvez la lire.")


def may_edit(actor: Actor, declination: Any) -> Refusal | None:
    if declination.state != "draft":
        return Refusal("published", "Cette version est publiée : elle ne change plus. Préparez une nouvelle version.")
    return may_write(actor, declination.zone)


def may_start(actor: Actor, declination: Any) -> Refusal | None:
    return may_write(actor, declination.zone)


@in_person
def may_publish(actor: Actor, declination: Any) -> Refusal | None:
    return may_write(actor, declination.zone)


def by_the_house(actor: Actor, declination: Any) -> Refusal | None:
    return Refusal("hidden", "Une version est remplacée quand la suivante est publiée.")
