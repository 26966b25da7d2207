"""Who may do what in the directory. Each answer is None, or a refusal that says the rule and who can act."""

from __future__ import annotations

from datetime import date
from typing import Any

from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.core.access import Actor, Refusal, in_person
from cordee.core.files.policies import may_join
from cordee.core.models.bases import period_contains_today
from cordee.core.notices.policies import sends

#: those who hold the sheets of their zone
KEEPERS = frozenset({"officer", "head", "regional", "national", "admin"})


def refuse_joined(organisation: Organisation) -> Refusal | None:
    """Nothing more is written on a sheet that became another."""
    if organisation.merged_into_id:
        return Refusal("merged", "Cette fiche a été fusionnée avec une autre : c'est l'autre qui se modifie.")
    return None


def may_edit(actor: Actor, organisation: Organisation) -> Refusal | None:
    """The DLA of the zone keeps the sheet. The structure proposes; everyone else reads."""
    if refusal := refuse_joined(organisation):
        return refusal
    if actor.is_system or (actor.profile in KEEPERS and actor.covers(organisation.zone)):
        return None
    if actor.organisation_id == organisation.pk:
        return Refusal("propose", "Votre DLA tient cette fiche : proposez-lui la modification, il la valide.")
    return Refusal("zone", "Seul le DLA de ce territoire modifie cette fiche.")


def may_mandate(actor: Actor, organisation: Organisation) -> Refusal | None:
    """A mandate opens a territory to its holder's whole team: the national level gives it."""
    if refusal := refuse_joined(organisation):
        return refusal
    if actor.is_system or actor.profile in ("national", "admin"):
        return None
    return Refusal("mandate", "Un mandat ouvre un territoire : l'opérateur national ou l'administration de la plateforme l'enregistre.")


def may_create(actor: Actor) -> Refusal | None:
    if actor.is_system or actor.profile in KEEPERS:
        return None
    return Refusal("profile", "Les fiches sont créées par le DLA : demandez-le à votre chargé·e de mission.")


def may_merge(winner: Organisation, loser: Organisation, actor: Actor) -> Refusal | None:
    """Whoever keeps both sheets may say that they are one; where a mandate gives rights, the national level decides."""
    if actor.is_system:
        return None
    if actor.profile not in KEEPERS:
        return Refusal("profile", "Deux fiches sont réunies par le DLA qui les tient : signalez-lui le doublon.")
    if not (actor.covers(winner.zone) and actor.covers(loser.zone)):
        return Refusal("zone", "L'une des deux fiches est tenue par un autre DLA : le niveau régional ou national peut les réunir.")
    if actor.zones is not None and any(sheet.mandates.filter(period_contains_today()).exists() for sheet in (winner, loser)):
        return Refusal(
            "mandate", "Une organisation qui porte un mandat se réunit à une autre au niveau national : ses droits en dépendent."
        )
    return None


def may_undo_merge(winner: Organisation, loser: Organisation, actor: Actor) -> Refusal | None:
    """The same people take it back."""
    return may_merge(winner, loser, actor)


def may_tell_apart(actor: Actor, pair: Any) -> Refusal | None:
    """Whoever could merge them may say that they are two."""
    return may_merge(pair.first, pair.second, actor)


def may_compare(actor: Actor, organisation: Organisation) -> Refusal | None:
    """The page where one looks for the other sheet, or tells a succession."""
    return may_edit(actor, organisation)


def may_create_in(actor: Actor, zone: str) -> Refusal | None:
    """A new sheet belongs to a territory, and the DLA of that territory creates it."""
    if not zone:
        return Refusal("zone", "Choisissez la commune : c'est elle qui rattache la structure à un DLA.")
    if not actor.covers(zone):
        return Refusal("zone", "Cette commune n'est pas sur votre territoire : le DLA voisin peut créer la fiche.")
    return may_create(actor)


def may_move_to(actor: Actor, zone: str) -> Refusal | None:
    """A structure that moves to another territory: its keeper holds both, or the two DLA agree."""
    if actor.covers(zone):
        return None
    return Refusal("zone", "Cette commune n'est pas sur votre territoire : convenez du changement avec le DLA voisin.")


def may_propose(actor: Actor, change: Any) -> Refusal | None:
    """People of the organisation propose changes of their own sheet."""
    if isinstance(change, ChangeRequest) and change.is_recorded:
        return may_record(actor, change)
    organisation_id = change.pk if isinstance(change, Organisation) else change.organisation_id
    if actor.organisation_id == organisation_id:
        return None
    return Refusal("hidden", "Seule la structure propose une modification de sa fiche.")


def may_record(actor: Actor, sheet: Any) -> Refusal | None:
    """The DLA records for the structure what it asked by post, by telephone or in person."""
    if actor.profile in KEEPERS and actor.covers(sheet.zone):
        return None
    return Refusal("hidden", "Seul le DLA de ce territoire enregistre ce qu'une structure demande par courrier ou par téléphone.")


@in_person
def may_review(actor: Actor, change: ChangeRequest) -> Refusal | None:
    """The keepers of the zone answer; never to their own proposal."""
    if actor.organisation_id == change.organisation_id and actor.capacity != "operator":
        return Refusal("hidden", "Votre DLA répondra à cette proposition.")
    if actor.profile in KEEPERS and actor.covers(change.zone):
        if change.proposed_by is not None and change.proposed_by == actor.user_id:
            return Refusal("own", "Vous avez proposé cette modification : une autre personne du DLA y répond.")
        return None
    return Refusal("zone", "Seul le DLA de ce territoire répond à cette proposition.")


def may_apply(change: ChangeRequest, organisation: Organisation) -> Refusal | None:
    """The fields still hold what they held when the change was proposed. Asked again once the sheet is locked."""
    moved = [name for name, (before, proposed) in change.changes.items() if organisation.said(name) not in (before, proposed)]
    if not moved:
        return None
    labels = ", ".join(str(getattr(organisation._meta.get_field(name), "verbose_name", name)) for name in moved)
    return Refusal("moved", f"La fiche a changé depuis la proposition ({labels}) : demandez à la structure de la reprendre.")


def may_withdraw(actor: Actor, change: ChangeRequest) -> Refusal | None:
    if actor.organisation_id == change.organisation_id:
        return None
    return Refusal("hidden", "Seule la structure peut retirer sa proposition.")


def may_add_file(actor: Actor, organisation: Organisation) -> Refusal | None:
    """The documents of a sheet are joined by the structure and its DLA; others read those that name them."""
    return may_join(actor, organisation.thread, capacities=["operator", "structure"])


def may_sign(actor: Actor, organisation: Organisation, *, on: date | None = None) -> Refusal | None:
    """Whoever holds a post that signs, on the day of the act: a right that is read then, never kept."""
    from cordee.actors.directory.people.queries import signs_for

    if signs_for(actor, organisation, on=on):
        return None
    day = f" le {on:%d/%m/%Y}" if on else ""
    return Refusal("sign", f"Seule une personne qui signe pour {organisation.name}{day} peut le faire : sa direction ou sa présidence.")


def may_send_notice(actor: Actor, organisation: Organisation) -> Refusal | None:
    """The DLA of the zone writes officially to the organisations of its sheets."""
    if sends(actor) and actor.covers(organisation.zone):
        return None
    return Refusal("zone", "Seul le DLA de ce territoire envoie un avis à cette organisation.")


# -- sections of a sheet ---------------------------------------------------------------------------------------------------
#: section → capacities that read it. A network gets neither the figures nor how the accounts are kept.
SECTIONS: dict[str, frozenset[str]] = {
    "identity": frozenset({"operator", "structure", "provider", "network", "funder", "prescriber"}),
    "contacts": frozenset({"operator", "structure", "provider", "network"}),
    "governance": frozenset({"operator", "structure", "provider", "network"}),
    "years": frozenset({"operator", "structure", "funder"}),
}


def may_read(section: str, capacities: frozenset[str]) -> bool:
    return bool(SECTIONS[section] & capacities)
