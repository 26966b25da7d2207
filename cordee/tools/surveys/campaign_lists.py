"""The list of campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from cordee.actors.directory.lists import zone_cell
from cordee.core.access import Actor
from cordee.core.lists import Choice, Column, List, Sort, Switch, date_cell, link_cell, tag_cell
from cordee.core.lists.declare import Rows
from cordee.core.search import prefix_query
from cordee.tools.surveys import policies
from cordee.tools.surveys.lifecycle import CAMPAIGN
from cordee.tools.surveys.models import Campaign, Invitation, Response

STATES = dict(Campaign.State.choices)
STATE_TONES = {"prepared": "warn", "open": "ok", "closed": "plain"}


def rate_cell(answered: int, invited: int, received: int, *rest: Any) -> str:
    """Of those invited; of an open link, how many came."""
    return f"{answered} sur {invited}" if invited else str(received)


class CampaignList(List):
    code = "surveys.campaigns"
    model = Campaign
    title = "Campagnes"
    one, many = "campagne", "campagnes"
    search_label = "Nom de la campagne"
    empty = "Les questionnaires que vous faites remplir viendront ici, avec leurs réponses. Préparez une campagne pour commencer."
    lifecycle = CAMPAIGN
    columns = (
        Column("name", "Campagne", ("name", "public_id"), cell=link_cell("/campagnes/")),
        Column("what", "Questionnaire", ("asked__questionnaire__title",), card=False),
        Column("state", "Où en est-on", ("state",), cell=tag_cell(STATES, STATE_TONES), export=lambda state: STATES[state]),
        Column("rate", "Réponses", ("answered", "invited", "received"), cell=rate_cell, export=lambda *row: rate_cell(*row), numeric=True),
        Column("closes", "Clôture", ("closes_at",), cell=date_cell, sort="cloture"),
        Column("zone", "Territoire", ("zone",), cell=zone_cell, card=False),
    )
    sorts = (Sort("cloture", "Clôture", "closes_at", descending=True), Sort("nom", "Nom", "sort_key"))
    filters = (
        Choice("etat", "État", Campaign.State.choices, lambda rows, value: rows.filter(state=value)),
        Switch("anonymes", "Réponses anonymes", lambda rows: rows.filter(anonymous=True)),
    )

    def rows(self, actor: Actor) -> Rows:
        return Campaign.objects.visible_to(actor)

    def annotated(self, rows: Rows) -> Rows:
        invited = _of(Invitation, withdrawn_at=None)
        return rows.annotate(
            invited=_count(invited), answered=_count(invited.filter(answered=True)), received=_count(_of(Response, latest=True))
        )

    def search(self, rows: Rows, text: str) -> Rows:
        query = prefix_query(text)
        return rows.filter(search=query) if query else rows

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        return () if policies.may_ask(actor) else (("Préparer une campagne", reverse("surveys:campaign_create")),)


def _of(model: Any, **more: Any) -> Any:
    return model.objects.for_system("of campaigns already seen").filter(campaign=OuterRef("pk"), **more)


def _count(rows: Any) -> Any:
    return Coalesce(Subquery(rows.order_by().values("campaign").annotate(n=Count("pk")).values("n")), 0)
