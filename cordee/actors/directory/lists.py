"""The lists of the directory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any, ClassVar

from django.contrib.postgres.search import SearchRank
from django.db.models import F, Func, Q
from django.urls import reverse

from cordee.actors.directory import policies, queries, sheet, writing
from cordee.actors.directory.lifecycle import CHANGE
from cordee.actors.directory.models import Agreement, ChangeRequest, Organisation, Registration, Role
from cordee.actors.directory.nomenclatures import SECTORS
from cordee.actors.territory.queries import department_names, zone_name
from cordee.core.access import Actor
from cordee.core.lists import Act, Bulk, Choice, Column, List, Sort, date_cell, link_cell, tag_cell
from cordee.core.lists.cells import NOTHING
from cordee.core.lists.declare import Option, Rows
from cordee.core.nomenclatures import vocabulary
from cordee.core.notices.policies import sends
from cordee.core.search import prefix_query

ROLE_LABELS = dict(Role.Kind.choices)
TYPE_LABELS = dict(Agreement.Type.choices)


@lru_cache(maxsize=1)
def all_departments() -> list[tuple[str, str]]:
    return [(code, f"{code} · {name}") for code, name in department_names()]


def departments_in_reach(actor: Actor) -> Sequence[Option]:
    """The departments that an actor may filter by: those of its zones; all of them when it sees them all or reads open cards."""
    if actor.zones is None or actor.party_only:
        return all_departments()
    mine = {zone.split("-")[0] for zone in actor.zones}
    return [option for option in all_departments() if option[0] in mine]


def in_department(rows: Rows, code: str) -> Rows:
    return rows.filter(Q(zone=code) | Q(zone__startswith=f"{code}-"))


def sector_options(actor: Actor) -> Sequence[Option]:
    return vocabulary().options(actor, SECTORS.code)


@lru_cache(maxsize=512)
def kinds_cell(types: str | None, roles: str | None, *rest: Any) -> str:
    """« ACI AI » as tags for insertion structures, the roles as quiet words for the others."""
    if types:
        return " ".join(f'<span class="tag ok">{escape(TYPE_LABELS.get(t, t))}</span>' for t in types.split("|"))
    said = " · ".join(str(ROLE_LABELS.get(r, r)).replace(" ", "\u00a0") for r in (roles or "").split("|") if r)
    return f'<span class="quiet">{escape(said)}</span>' if said else NOTHING


def kinds_text(types: str | None, roles: str | None, *rest: Any) -> str:
    return ", ".join([TYPE_LABELS[t] for t in (types or "").split("|") if t] + [ROLE_LABELS[r] for r in (roles or "").split("|") if r])


def name_cell(name: str, public_id: Any, fictitious: bool, *rest: Any) -> str:
    invented = ' <span class="fictional">(fictif)</span>' if fictitious and not name.endswith("(fictif)") else ""
    return f'<a href="/annuaire/{public_id}/">{escape(name)}</a>{invented}'


def zone_cell(code: str, *rest: Any) -> str:
    return f'<span class="quiet">{escape(zone_name(code))}</span>'


def siret_cell(siret: str | None, *rest: Any) -> str:
    return f"{siret[:3]}\u202f{siret[3:6]}\u202f{siret[6:9]}\u202f{siret[9:]}" if siret else NOTHING


@lru_cache(maxsize=1)
def derived_columns() -> dict[str, Func]:
    """What the columns look up in the dated children. Made once: expressions are never changed by the queries that bear them."""
    return {
        "types": queries.codes_in_force("directory_agreement.type"),
        "role_kinds": queries.codes_in_force("directory_role.kind"),
        "siret": queries.current_identifier("siret"),
    }


class OrganisationList(List):
    code = "directory.organisations"
    model = Organisation
    title = "Annuaire"
    one, many = "organisation", "organisations"
    search_label = "Nom, sigle, ville, SIRET"
    empty = "Les structures de votre territoire viendront ici dès qu'une fiche sera créée ou importée."
    columns = (
        Column("name", "Nom", ("name", "public_id", "fictitious"), cell=name_cell, sort="nom"),
        Column("kind", "Type et rôle", ("types", "role_kinds"), cell=kinds_cell, export=kinds_text),
        Column("city", "Ville", ("city",), sort="ville"),
        Column("zone", "Territoire", ("zone",), cell=zone_cell),
        Column("founded", "Créée en", ("founded_in",), numeric=True, card=False),
        Column("siret", "SIRET", ("siret",), cell=siret_cell, numeric=True, card=False),
    )
    sorts = (
        Sort("nom", "Nom", "sort_key"),
        Sort("ville", "Ville", "city"),
        Sort("recent", "Création de la fiche", "created_at", descending=True),
    )
    filters = (
        Choice(
            "type",
            "Conventionnement",
            Agreement.Type.choices,
            lambda rows, value: rows.filter(queries.with_agreement(value)),
        ),
        Choice("role", "Rôle", Role.Kind.choices, lambda rows, value: rows.filter(queries.with_role(value))),
        Choice("departement", "Département", departments_in_reach, in_department),
        Choice(
            "plateforme",
            "Référencée sur",
            Registration.Platform.choices,
            lambda rows, value: rows.filter(queries.listed_on(value)),
        ),
        Choice("secteur", "Secteur", sector_options, lambda rows, value: rows.filter(sectors__code=value)),
    )
    bulk = Bulk(
        acts=(
            Act("fiches", "Télécharger les fiches (ZIP)", do=sheet.check_reader, collect=sheet.zip_of_sheets),
            Act(
                "avis", "Envoyer un avis", do=writing.write_to, form=writing.WriteForm, foresee=writing.foreseen, keyed=True,
                who=sends, warning=writing.WARNING,
            ),
        )
    )  # fmt: skip

    def rows(self, actor: Actor) -> Rows:
        return Organisation.objects.visible_to(actor).filter(merged_into=None)

    def annotated(self, rows: Rows) -> Rows:
        return rows.annotate(**derived_columns())

    def search(self, rows: Rows, text: str) -> Rows:
        return queries.matching(rows, text)

    def rank(self, rows: Rows, text: str) -> Rows:
        query = prefix_query(text)
        return rows.annotate(rank=SearchRank(F("search"), query)) if query else super().rank(rows, text)

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        if policies.may_create(actor):
            return ()
        return (
            ("Ajouter une organisation", reverse("directory:create")),
            ("Importer des organisations", reverse("core:import_send", args=["organisations"])),
        )


STATE_TONES = {"proposed": "warn", "accepted": "ok", "refused": "plain", "withdrawn": "plain"}


class ChangeList(List):
    code = "directory.changes"
    model = ChangeRequest
    title = "Modifications proposées"
    one, many = "proposition", "propositions"
    search_label = ""
    empty = "Quand une structure proposera de modifier sa fiche, sa proposition viendra ici. Rien à faire d'ici là."
    lifecycle = CHANGE
    default_query = "etat=proposed"
    columns = (
        Column("organisation", "Structure", ("organisation__name", "public_id"), cell=link_cell("/annuaire/propositions/")),
        Column("by", "Proposée par", ("proposed_by_label",)),
        Column("at", "Le", ("proposed_at",), cell=date_cell, sort="date"),
        Column(
            "state",
            "Où en est-on",
            ("state",),
            cell=tag_cell(dict(ChangeRequest.State.choices), STATE_TONES),
            export=lambda s: ChangeRequest.State(s).label,
        ),
        Column("zone", "Territoire", ("zone",), cell=zone_cell, card=False),
    )
    sorts = (Sort("date", "Date", "proposed_at", descending=True),)
    filters: ClassVar = (Choice("etat", "État", ChangeRequest.State.choices, lambda rows, value: rows.filter(state=value)),)
    bulk = Bulk(transitions=("accept", "refuse"))

    def rows(self, actor: Actor) -> Rows:
        return ChangeRequest.objects.visible_to(actor).select_related("organisation")

    def may_open(self, actor: Actor) -> bool:
        return actor.profile in policies.KEEPERS or actor.profile == "structure"

    def bulk_acts(self, actor: Actor) -> list[Option]:
        return super().bulk_acts(actor) if actor.profile in policies.KEEPERS else []
