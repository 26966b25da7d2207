"""Missions to put out to consultation, and the effects of accompaniments."""

from __future__ import annotations

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, F, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from cordee.accompaniment.cases.models import Beneficiary
from cordee.accompaniment.plans import queries
from cordee.accompaniment.plans.lifecycle import ACTION
from cordee.accompaniment.plans.models import Effect, PlanAction
from cordee.actors.directory.lists import departments_in_reach, in_department, zone_cell
from cordee.core.access import Actor
from cordee.core.lists import Choice, Column, List, Sort, date_cell, link_cell, money_cell, number_cell, tag_cell
from cordee.core.lists.declare import Rows

ENGINEERING = [(kind.value, str(kind.label)) for kind in PlanAction.ENGINEERING]


#: those who prepare a consultation, and who read them above
CONSULTS = frozenset({"officer", "head", "regional", "national", "admin"})


def conducts(actor: Actor) -> bool:
    return actor.capacity == "operator"


class MissionList(List):
    code = "plans.missions"
    model = PlanAction
    title = "Missions à consulter"
    one, many = "mission à consulter", "missions à consulter"
    empty = (
        "Une action d'ingénierie vient ici quand elle dit tout ce que demandera son cahier des charges et que la structure et le DLA "
        "ont validé le parcours. Rien d'autre n'alimente cette liste."
    )
    lifecycle = ACTION
    columns = (
        Column("title", "Mission", ("title", "public_id"), cell=link_cell("/parcours/actions/"), sort="intitule"),
        Column("structures", "Structures", ("structures",)),
        Column("kind", "Type", ("kind",), cell=tag_cell(dict(ENGINEERING)), export=lambda kind: PlanAction.Kind(kind).label),
        Column("theme", "Thème", ("theme__label",), on_screen=False),
        Column("days", "Jours", ("days",), cell=number_cell, numeric=True),
        Column("cost", "Budget TTC", ("cost",), cell=money_cell, numeric=True),
        Column("starts", "Début", ("starts_on",), cell=date_cell, sort="debut"),
        Column("due", "Échéance", ("due_on",), cell=date_cell, card=False),
        Column("zone", "Territoire", ("zone",), cell=zone_cell, on_screen=False),
    )
    sorts = (Sort("debut", "Début", "starts_on"), Sort("intitule", "Intitulé", "title"))
    filters = (
        Choice("type", "Type", ENGINEERING, lambda rows, value: rows.filter(kind=value)),
        Choice("departement", "Département", departments_in_reach, in_department),
    )

    def may_open(self, actor: Actor) -> bool:
        return actor.profile in CONSULTS

    def rows(self, actor: Actor) -> Rows:
        rows: Rows = queries.to_consult(PlanAction.objects.visible_to(actor))
        return rows

    def annotated(self, rows: Rows) -> Rows:
        named = Beneficiary.objects.for_system("of dossiers already seen").filter(case=OuterRef("plan__case"), state="in")
        names = named.order_by().values("case").annotate(names=StringAgg("organisation__name", ", ", order_by="organisation__sort_key"))
        return rows.annotate(structures=Subquery(names.values("names"), output_field=TextField()))


def of_family(rows: Rows, value: str) -> Rows:
    return rows.filter(kind__in=Effect.LEVERAGE if value == "leverage" else Effect.EXPECTED)


class EffectList(List):
    code = "plans.effects"
    model = Effect
    title = "Effets des accompagnements"
    one, many = "effet", "effets"
    empty = (
        "Les effets de levier (partenariats, subventions, prêts, échanges) et les effets attendus se notent sur la page d'un dossier. "
        "Ils viendront ici."
    )
    columns = (
        Column("structure", "Structure", ("organisation__name", "case__public_id"), cell=link_cell("/dossiers/")),
        Column("kind", "Effet", ("kind",), cell=tag_cell(dict(Effect.Kind.choices)), export=lambda kind: Effect.Kind(kind).label),
        Column(
            "family", "Famille", ("kind",), on_screen=False,
            export=lambda kind: dict(Effect.FAMILIES)["leverage" if kind in Effect.LEVERAGE else "expected"],
        ),
        Column("partner", "Partenaire", ("partner_said",)),
        Column("amount", "Montant", ("amount",), cell=money_cell, numeric=True),
        Column("on", "Constaté le", ("on",), cell=date_cell, sort="jour"),
        Column("note", "Ce qui a été constaté", ("note",), card=False),
        Column("case", "Dossier", ("case__title",), card=False),
        Column("zone", "Territoire", ("zone",), cell=zone_cell, on_screen=False),
    )  # fmt: skip
    sorts = (Sort("jour", "Jour", "on", descending=True),)
    filters = (
        Choice("famille", "Famille", Effect.FAMILIES, of_family, all_label="Toutes"),
        Choice("effet", "Effet", Effect.Kind.choices, lambda rows, value: rows.filter(kind=value)),
        Choice("departement", "Département", departments_in_reach, in_department, who=conducts),
    )

    def rows(self, actor: Actor) -> Rows:
        return Effect.objects.visible_to(actor)

    def annotated(self, rows: Rows) -> Rows:
        named = Coalesce(F("partner__name"), NullIf(F("partner_name"), Value("")), Value(""), output_field=CharField())
        return rows.annotate(partner_said=named)
