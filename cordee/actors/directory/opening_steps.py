"""The steps of a platform's opening that the directory holds."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from cordee.actors.directory import opening
from cordee.actors.directory.models import Organisation
from cordee.core import logos
from cordee.core.access import Actor
from cordee.core.opening import Step, declare


def named(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().annotate(what=F("name"))


def structures(actor: Actor) -> QuerySet[Any]:
    """Cheap on a full base too: the engine reads four of them by the index of names."""
    return Organisation.objects.visible_to(actor).filter(roles__kind="beneficiary", merged_into=None).annotate(what=F("name"))


declare(Step(
    "operator", "L'opérateur", "C'est l'organisme qui accompagne les structures : son nom, son SIRET, son siège.",
    "Créer la fiche de l'opérateur", "opening:operator", lambda actor: named(opening.operators()), 10,
))  # fmt: skip
declare(Step(
    "territory", "Le territoire", "Les départements ou bassins confiés au DLA : ils disent qui voit quelles structures.",
    "Choisir le territoire", "opening:territory", lambda actor: named(opening.mandated_zones()).distinct(), 20,
))  # fmt: skip
declare(Step(
    "host", "L'organisme porteur", "Il emploie l'équipe et signe les conventions : l'opérateur lui-même, ou un autre organisme.",
    "Dire qui porte le DLA", "opening:host", lambda actor: named(opening.bodies("host")), 30,
))  # fmt: skip
declare(Step(
    "sites", "Les lieux d'accueil", "Le siège, les antennes et les permanences où l'on reçoit les structures.",
    "Ajouter un lieu", "opening:sites", lambda actor: named(opening.sites()), 40,
))  # fmt: skip
declare(Step(
    "funders", "Les financeurs", "L'État, les collectivités, la Banque des Territoires : ils suivent les territoires qu'ils soutiennent.",
    "Ajouter un financeur", "opening:funders", lambda actor: named(opening.bodies("funder")), 50,
))  # fmt: skip
declare(Step(
    "logos", "Les logos", "Ceux de l'opérateur et de ses financeurs, pour les documents produits.",
    "Joindre un logo", "opening:logos", lambda actor: named(logos.rows().filter(replaced_by=None)), 60,
))  # fmt: skip
declare(Step(
    "structures", "Les structures", "Celles que vous accompagnez déjà, depuis votre tableur : rien n'est écrit avant que vous ayez relu.",
    "Importer des structures", "core:imports", structures, 80,
))  # fmt: skip
