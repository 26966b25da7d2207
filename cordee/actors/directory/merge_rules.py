"""What a merge of two organisations does to each row of the directory, and what it refuses. Read by `room.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Q

from cordee.actors.directory import fields, policies
from cordee.actors.directory.models import (
    Agreement,
    Alias,
    ChangeRequest,
    Coverage,
    DuplicateCandidate,
    Identifier,
    Mandate,
    Organisation,
    Position,
    Role,
    Site,
    Succession,
    Tie,
    YearFigures,
)
from cordee.core import merging
from cordee.core.models import Draft, ImportRun
from cordee.core.models.bases import period_contains_today
from cordee.core.text import fr_normalize

PLACE = ("address", "postcode", "city", "commune")
SEATS = Q(title__in=["director", "president", "treasurer"])  # one holder at a time


def fields_in_question(winner: Organisation, loser: Organisation) -> Sequence[str]:
    """What is chosen field by field. The place stays the winner's when the other is on another territory: the zone goes with it."""
    apart = PLACE if winner.zone != loser.zone else ()
    several = {column.name for column in Organisation._meta.many_to_many}
    return [name for name in (*fields.EDITABLE, "ended_on") if name not in several and name not in apart]


def former_name(winner: Organisation, loser: Organisation) -> list[Model]:
    """The name that disappears is still found: it becomes another name of the sheet that stays."""
    known = [winner.name, *winner.aliases.order_by("id").values_list("name", flat=True)]
    if fr_normalize(loser.name) in {fr_normalize(name) for name in known}:
        return []
    return [Alias(organisation=winner, name=loser.name)]


def stale_draft(winner: Any, loser: Any) -> dict[str, Any]:
    """A text typed for the other sheet comes back as one that someone overtook: its author compares before saving."""
    return {"version": winner.version}


merging.mergeable(
    merging.Target(
        Organisation,
        fields=fields_in_question,
        adds=former_name,
        refusals=policies.may_merge,
        may_undo=policies.may_undo_merge,
        audience=("operator", "structure"),
    )
)
merging.move(Organisation, "merged_into", "fiche déjà réunie", "fiches déjà réunies")
merging.stay(Organisation, "thread", "Chaque fiche garde son fil ; celui de la fiche réunie passe sous celui de la fiche gardée.")
merging.absorb(Organisation.sectors.through, "organisation", "secteur", "secteurs", same=("sector",), passing=True)
merging.absorb(Organisation.offers.through, "organisation", "service offert", "services offerts", same=("service",), passing=True)
merging.absorb(
    Coverage,
    "organisation",
    "territoire couvert",
    "territoires couverts",
    same=("kind", "department", "commune", "name"),
    period="period",
)
merging.move(Identifier, "organisation", "numéro", "numéros", same=("kind",), period="period")
merging.move(Role, "organisation", "rôle", "rôles", same=("kind",), period="period")
merging.move(Agreement, "organisation", "conventionnement", "conventionnements", same=("type",), period="period")
merging.move(Agreement, "carried_by", "conventionnement porté", "conventionnements portés")
merging.absorb(Alias, "organisation", "autre nom", "autres noms", same=("name",))
merging.absorb(Tie, "source", "lien", "liens", same=("kind", "target"), period="period")
merging.absorb(Tie, "target", "lien vers elle", "liens vers elle", same=("kind", "source"), period="period")
merging.move(Site, "organisation", "lieu", "lieux")
merging.move(YearFigures, "organisation", "année de chiffres", "années de chiffres", same=("year",))
merging.move(Position, "organisation", "poste", "postes", same=("title",), apart=("person", "title"), period="period", only=SEATS)
merging.move(ImportRun, "sent_for", "import de son équipe", "imports de son équipe", to="directory.organisation")
merging.move(ChangeRequest, "organisation", "modification proposée", "modifications proposées")
merging.move(ChangeRequest, "thread", "modification à traiter", "modifications à traiter", with_it=merging.zone_with_thread)
merging.refuse(
    Mandate,
    "organisation",
    "La fiche à réunir porte un mandat en cours, dont dépendent les droits de son équipe : gardez-la plutôt, ou mettez fin au mandat.",
    only=period_contains_today(),
)
merging.absorb(Succession, "predecessor", "succession", "successions", same=("successor",))
merging.absorb(Succession, "successor", "origine", "origines", same=("predecessor",))
merging.stay(DuplicateCandidate, "first", "La paire repérée reste dite telle quelle.")
merging.stay(DuplicateCandidate, "second", "La paire repérée reste dite telle quelle.")
merging.absorb(
    Draft,
    "object_key",
    "saisie en cours",
    "saisies en cours",
    same=("user_id", "form"),
    to="directory.organisation",
    by="public_id",
    with_it=stale_draft,
    passing=True,
)
