"""The dossiers that one may see: the portfolio of a DLA, the dossiers of a structure or of a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.search import SearchRank
from django.db.models import F, OuterRef, Q, Subquery, TextField, Value
from django.urls import reverse

from cordee.accompaniment.cases import in_bulk, passings, policies
from cordee.accompaniment.cases.lifecycle import CASE
from cordee.accompaniment.cases.models import Assignment, Beneficiary, Case
from cordee.accompaniment.cases.queries import structures_named
from cordee.accompaniment.cases.wording_of_states import public_state
from cordee.actors.directory.lists import departments_in_reach, in_department, zone_cell
from cordee.actors.directory.models import Agreement, Organisation, YearFigures
from cordee.actors.network.models import Edition
from cordee.actors.network.queries.references import in_force, on_day
from cordee.core.access import Actor
from cordee.core.lists import Bulk, Choice, Column, List, Sort, Switch, date_cell, link_cell, tag_cell
from cordee.core.lists.cells import Cell
from cordee.core.lists.declare import Option, Rows
from cordee.core.models.bases import period_contains_today
from cordee.core.search import prefix_query

TONES = {"requested": "warn", "received": "warn", "closed": "ok", "reoriented": "plain", "abandoned": "plain"}


def conducts(actor: Actor) -> bool:
    return actor.capacity == "operator"


def is_structure(actor: Actor) -> bool:
    return actor.capacity == "structure"


def public_cell(*, own: bool) -> Cell:
    """Where each dossier stands, as those read it who do not conduct it."""

    def cell(state: str, on_request: bool, *rest: Any) -> str:
        return tag_cell({state: public_state(state, on_request=on_request, own=own).name}, TONES)(state)

    return cell


def mine(rows: Rows, value: str) -> Rows:
    """Dossiers by what one is to them: those that someone follows, those that nobody does."""
    held = Assignment.objects.for_system("of dossiers already seen").filter(period_contains_today(), role=Assignment.Role.HOLDER)
    follow = Q(pk__in=held.order_by().values("case"))
    return rows.filter(follow) if value == "oui" else rows.filter(~follow)


def colleagues(actor: Actor) -> list[tuple[str, str]]:
    """Those of one's own DLA who follow dossiers, or did."""
    return [(str(one.public_id), str(one.user.person or one)) for one in passings.team_of(actor)]


def followed_by(rows: Rows, value: str) -> Rows:
    held = Assignment.objects.for_system("of dossiers already seen").filter(period_contains_today(), membership__public_id=value)
    return rows.filter(pk__in=held.order_by().values("case"))


def in_team(actor: Actor) -> bool:
    return actor.profile in ("officer", "head", "accountant")


def entries(kind: str) -> Callable[[Actor], Sequence[Option]]:
    """The reference data of a kind, as it reads today."""
    return lambda actor: [(edition.entry.code, edition.title) for edition in in_force(kind)]


#: the priority targets of the scheme, read on the sheets of the structures
TARGETS = (
    ("associations", "Associations employeuses"), ("siae", "Structures d'insertion conventionnées"), ("esus", "Entreprises agréées ESUS"),
    ("cooperatives", "Coopératives"),
)  # fmt: skip


def of_target(rows: Rows, value: str) -> Rows:
    """Dossiers with at least one structure of this target today."""
    system = "of dossiers already seen"
    agreed = Agreement.objects.for_system(system).filter(period_contains_today()).order_by().values("organisation")
    employs = YearFigures.objects.for_system(system).filter(Q(permanent__gt=0) | Q(insertion__gt=0)).order_by().values("organisation")
    narrowed = {
        "associations": Q(legal_form="association", pk__in=employs),
        "siae": Q(pk__in=agreed),
        "esus": Q(esus=True),
        "cooperatives": Q(legal_form="cooperative"),
    }[value]
    structures = Organisation.objects.for_system(system).filter(narrowed).order_by().values("pk")
    inside = Beneficiary.objects.for_system(system).filter(organisation__in=structures)
    return rows.filter(pk__in=inside.order_by().values("case"))


def titles(name: str) -> Subquery:
    """The titles of what a dossier points at in the reference data, on one line."""
    through = getattr(Case, name).through.objects.filter(case=OuterRef("pk")).order_by().values("entry")
    told = on_day(Edition.objects.for_system("reference data is read by everybody signed in")).filter(entry__in=through)
    joined = told.order_by().values(one=Value(1)).annotate(names=StringAgg("title", " ; ", order_by="title"))
    return Subquery(joined.values("names"), output_field=TextField())


class CaseList(List):
    code = "cases.cases"
    model = Case
    title = "Dossiers"
    one, many = "dossier", "dossiers"
    rank_name = "relevance"
    search_label = "Intitulé, structure, numéro"
    empty = "Les demandes et les accompagnements que vous suivez, ou auxquels vous prenez part, viendront ici."
    lifecycle = CASE
    bulk = Bulk(acts=in_bulk.ACTS)
    bulk_help = "dossiers-en-lot"
    columns = (
        Column("title", "Dossier", ("title", "public_id"), cell=link_cell("/dossiers/"), sort="intitule"),
        Column("structures", "Structures", ("structures",)),
        Column(
            "state", "Où en est-on", ("state",), cell=tag_cell(dict(Case.State.choices), TONES), who=conducts,
            export=lambda state: Case.State(state).label,
        ),
        Column(
            "own_public", "Où en est-on", ("state", "stopped_on_request"), cell=public_cell(own=True), who=is_structure,
            export=lambda state, asked: public_state(state, on_request=asked, own=True).name,
        ),
        Column(
            "public", "Où en est-on", ("state", "stopped_on_request"), cell=public_cell(own=False),
            who=lambda actor: not (conducts(actor) or is_structure(actor)),
            export=lambda state, asked: public_state(state, on_request=asked, own=False).name,
        ),
        Column("kind", "Nature", ("kind",), cell=tag_cell(dict(Case.Kind.choices)), export=lambda kind: Case.Kind(kind).label, card=False),
        Column(
            "origin", "Origine", ("origin",), cell=lambda origin, *rest: Case.Origin(origin).label,
            export=lambda origin: Case.Origin(origin).label, on_screen=False,
        ),
        Column("day", "Demandé le", ("requested_on",), cell=date_cell, sort="jour"),
        Column("zone", "Territoire", ("zone",), cell=zone_cell, card=False),
        Column("own", "Numéro propre", ("own_number",), on_screen=False, who=conducts),
        Column("relay", "En relais de", ("relayed_from__name",), on_screen=False),
        Column("motives", "Motifs", ("motive_titles",), on_screen=False),
        Column("objectives", "Objectifs servis", ("objective_titles",), on_screen=False, who=conducts),
    )  # fmt: skip
    sorts = (Sort("jour", "Jour de la demande", "requested_on", descending=True), Sort("intitule", "Intitulé", "title"))
    filters = (
        Choice("etat", "État", Case.State.choices, lambda rows, value: rows.filter(state=value), who=conducts),
        Choice("nature", "Nature", Case.Kind.choices, lambda rows, value: rows.filter(kind=value), all_label="Toutes"),
        Choice("origine", "Origine", Case.Origin.choices, lambda rows, value: rows.filter(origin=value), all_label="Toutes", who=conducts),
        Choice("motif", "Motif", entries("motive"), lambda rows, value: rows.filter(motives__code=value, motives__kind="motive")),
        Choice(
            "objectif", "Objectif servi", entries("objective"),
            lambda rows, value: rows.filter(objectives__code=value, objectives__kind="objective"), who=conducts,
        ),
        Choice("cible", "Cible prioritaire", TARGETS, of_target, all_label="Toutes", who=conducts),
        Switch("relais", "En relais d'un partenaire", lambda rows: rows.filter(relayed_from__isnull=False), who=conducts),
        Choice("suivi", "Suivi", [("oui", "Par quelqu'un"), ("non", "Par personne")], mine, who=conducts),
        Choice("personne", "Personne", colleagues, followed_by, all_label="Toutes", who=in_team),
        Choice("departement", "Département", departments_in_reach, in_department, who=conducts),
        Switch("finis", "Dossiers finis", lambda rows: rows.filter(state__in=Case.OVER)),
    )  # fmt: skip

    def rows(self, actor: Actor) -> Rows:
        return Case.objects.visible_to(actor)

    def called(self, obj: Any) -> str:
        """Many dossiers bear the same title: their number tells them apart."""
        return f"{obj.title} ({obj.number})"

    def annotated(self, rows: Rows) -> Rows:
        return rows.annotate(structures=structures_named(), motive_titles=titles("motives"), objective_titles=titles("objectives"))

    def search(self, rows: Rows, text: str) -> Rows:
        query = prefix_query(text)
        return rows.filter(search=query) if query else rows.none()

    def rank(self, rows: Rows, text: str) -> Rows:
        query = prefix_query(text)
        return rows.annotate(relevance=SearchRank(F("search"), query)) if query else super().rank(rows, text)

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        may = actor.profile in policies.CONDUCT | {"structure", "network"}
        return (("Demander un accompagnement", reverse("cases:open")),) if may else ()
