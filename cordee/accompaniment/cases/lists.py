"""The dossiers that one may see: the portfolio of a DLA, the dossiers of a structure or of a network."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Q, Subquery, TextField
from django.urls import reverse

from cordee.accompaniment.cases import passings, policies
from cordee.accompaniment.cases.lifecycle import CASE
from cordee.accompaniment.cases.models import Assignment, Beneficiary, Case
from cordee.actors.directory.lists import departments_in_reach, in_department, zone_cell
from cordee.core.access import Actor
from cordee.core.lists import Act, Bulk, Choice, Column, List, Sort, Switch, date_cell, link_cell, tag_cell
from cordee.core.lists.declare import Rows
from cordee.core.models.bases import period_contains_today

TONES = {"requested": "warn", "received": "warn", "closed": "ok", "reoriented": "plain", "abandoned": "plain"}
PUBLIC_TONES = {CASE.public[state]: tone for state, tone in TONES.items()}


def conducts(actor: Actor) -> bool:
    return actor.capacity == "operator"


def is_party(actor: Actor) -> bool:
    return not conducts(actor)


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


def to_pass_on(cases: list[Case]) -> str:
    return f"{reverse('cases:pass')}?{urlencode([('dossier', case.public_id) for case in cases])}"


class CaseList(List):
    code = "cases.cases"
    model = Case
    title = "Dossiers"
    one, many = "dossier", "dossiers"
    empty = "Les demandes et les accompagnements que vous suivez, ou auxquels vous prenez part, viendront ici."
    lifecycle = CASE
    bulk = Bulk(acts=(Act("confier", "Confier ces dossiers", opens=to_pass_on, who=lambda actor: actor.profile in policies.CONDUCT),))
    columns = (
        Column("title", "Dossier", ("title", "public_id"), cell=link_cell("/dossiers/"), sort="intitule"),
        Column("structures", "Structures", ("structures",)),
        Column(
            "state", "Où en est-on", ("state",), cell=tag_cell(dict(Case.State.choices), TONES), who=conducts,
            export=lambda state: Case.State(state).label,
        ),
        Column(
            "public", "Où en est-on", ("state",), cell=tag_cell(dict(CASE.public), TONES), who=is_party,
            export=lambda state: CASE.public[state],
        ),
        Column("kind", "Nature", ("kind",), cell=tag_cell(dict(Case.Kind.choices)), export=lambda kind: Case.Kind(kind).label, card=False),
        Column(
            "origin", "Origine", ("origin",), cell=lambda origin, *rest: Case.Origin(origin).label,
            export=lambda origin: Case.Origin(origin).label, card=False,
        ),
        Column("day", "Demandé le", ("requested_on",), cell=date_cell, sort="jour"),
        Column("zone", "Territoire", ("zone",), cell=zone_cell, card=False),
    )  # fmt: skip
    sorts = (Sort("jour", "Jour de la demande", "requested_on", descending=True), Sort("intitule", "Intitulé", "title"))
    filters = (
        Choice("etat", "État", Case.State.choices, lambda rows, value: rows.filter(state=value), who=conducts),
        Choice("nature", "Nature", Case.Kind.choices, lambda rows, value: rows.filter(kind=value), all_label="Toutes"),
        Choice("origine", "Origine", Case.Origin.choices, lambda rows, value: rows.filter(origin=value), all_label="Toutes", who=conducts),
        Choice("suivi", "Suivi", [("oui", "Par quelqu'un"), ("non", "Par personne")], mine, who=conducts),
        Choice("personne", "Personne", colleagues, followed_by, all_label="Toutes", who=in_team),
        Choice("departement", "Département", departments_in_reach, in_department, who=conducts),
        Switch("finis", "Dossiers finis", lambda rows: rows.filter(state__in=Case.OVER)),
    )

    def rows(self, actor: Actor) -> Rows:
        return Case.objects.visible_to(actor)

    def annotated(self, rows: Rows) -> Rows:
        named = Beneficiary.objects.for_system("of dossiers already seen").filter(case=OuterRef("pk")).order_by().values("case")
        names = named.annotate(names=StringAgg("organisation__name", ", ", order_by="organisation__sort_key")).values("names")
        return rows.annotate(structures=Subquery(names, output_field=TextField()))

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        may = actor.profile in policies.CONDUCT | {"structure", "network"}
        return (("Demander un accompagnement", reverse("cases:open")),) if may else ()
