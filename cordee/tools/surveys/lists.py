"""The list of questionnaires: those of one's territory, and the library."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from cordee.core.access import Actor
from cordee.core.lists import Choice, Column, List, Sort, Switch, date_cell, link_cell, tag_cell
from cordee.core.lists.declare import Rows
from cordee.core.search import prefix_query
from cordee.tools.surveys import policies
from cordee.tools.surveys.models import Questionnaire, Version

USES = dict(Questionnaire.Use.choices)
LIBRARY = "Bibliothèque commune"


def by_cell(organisation: str | None, *rest: Any) -> str:
    return escape(organisation) if organisation else f'<span class="quiet">{LIBRARY}</span>'


def version_cell(number: int | None, drafted: bool, *rest: Any) -> str:
    said = [
        f'<span class="text-nowrap">version {number}</span>' if number else "",
        '<span class="tag warn">en préparation</span>' if drafted else "",
    ]
    return " ".join(filter(None, said))


def version_text(number: int | None, drafted: bool) -> str:
    return ", ".join(filter(None, [f"version {number}" if number else "", "en préparation" if drafted else ""]))


def being_prepared(rows: Rows) -> Rows:
    drafts = Version.objects.for_system("of questionnaires already seen").filter(questionnaire=OuterRef("pk"), state=Version.State.DRAFT)
    return rows.filter(Exists(drafts.order_by()))


class QuestionnaireList(List):
    code = "surveys.questionnaires"
    model = Questionnaire
    title = "Questionnaires"
    one, many = "questionnaire", "questionnaires"
    empty = "Les questionnaires de la bibliothèque, ceux de votre territoire et les vôtres viendront ici."
    search_label = "Titre, ou ce à quoi il sert"
    columns = (
        Column("title", "Questionnaire", ("title", "public_id"), cell=link_cell("/questionnaires/"), sort="titre"),
        Column("use", "Usage", ("use",), cell=tag_cell(USES), export=lambda use: USES[use]),
        Column("by", "Conçu par", ("organisation__name",), cell=by_cell, export=lambda name: name or LIBRARY),
        Column("version", "Version", ("number", "drafted"), cell=version_cell, export=version_text),
        Column("published", "Publiée le", ("published_at",), cell=date_cell, card=False),
        Column("original", "Adapté de", ("original__title",), card=False),
    )
    sorts = (Sort("titre", "Titre", "sort_key"),)
    filters = (
        Choice("usage", "Usage", Questionnaire.Use.choices, lambda rows, value: rows.filter(use=value)),
        Choice(
            "origine",
            "Conçu par",
            (("bibliotheque", LIBRARY), ("autres", "Un DLA ou un réseau")),
            lambda rows, value: rows.filter(organisation__isnull=value == "bibliotheque"),
        ),
        Switch("preparation", "En préparation", being_prepared),
        Switch("retires", "Retirés", lambda rows: rows.filter(state=Questionnaire.State.RETIRED)),
    )

    def rows(self, actor: Actor) -> Rows:
        return Questionnaire.objects.visible_to(actor)

    def annotated(self, rows: Rows) -> Rows:
        versions = Version.objects.for_system("of questionnaires already seen").filter(questionnaire=OuterRef("pk"))
        published = versions.filter(state=Version.State.PUBLISHED).order_by("-number")
        drafts = versions.filter(state=Version.State.DRAFT)
        return rows.annotate(
            number=Subquery(published.values("number")[:1]),
            published_at=Subquery(published.values("published_at")[:1]),
            drafted=Exists(drafts.order_by()),
        )

    def search(self, rows: Rows, text: str) -> Rows:
        query = prefix_query(text)
        return rows if query is None else rows.filter(search=query)

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        if policies.may_design(actor):
            return ()
        return (
            ("Créer un questionnaire", reverse("surveys:questionnaire_create")),
            ("Importer un questionnaire", reverse("surveys:questionnaire_import")),
        )
