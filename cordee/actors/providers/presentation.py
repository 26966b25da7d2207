"""What the sheet shows, section by section: what is not the reader's is not even read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cordee.actors.directory.children.queries import rights_on
from cordee.actors.directory.presentation import documents
from cordee.actors.directory.queries import current_identifier
from cordee.actors.providers import policies
from cordee.actors.providers.actions import SENSITIVE
from cordee.actors.providers.completeness import Completeness, Item, missing
from cordee.actors.providers.document import D01
from cordee.actors.providers.kinds import PAGE, current_account
from cordee.actors.providers.models import Provider
from cordee.actors.territory.queries import zone_name
from cordee.core import formats
from cordee.core.access import Actor, capacities_in
from cordee.core.journal import fil
from cordee.core.lifecycle import offers
from cordee.core.models import Event
from cordee.core.models.bases import period_contains_today
from cordee.core.produce import may_produce
from cordee.core.views.acts import offer_links

FRESH = timedelta(days=365)
ENDS_SOON = timedelta(days=30)
#: the parts that have a form of their own; the others have one screen a row
SECTION_FORMS = ("identity", "presentation", "offer", "areas")
ROW_KINDS = {"people": "consultant", "references": "reference", "rates": "rate", "papers": "paper", "bank": "bank"}


def is_old(provider: Provider) -> bool:
    return provider.confirmed_on < timezone.localdate() - FRESH


def page(provider: Provider, actor: Actor) -> dict[str, Any]:
    """The context of the sheet for this reader."""
    readable = policies.sections_of(actor, provider)
    organisation = provider.organisation
    followed = "follow_up" in readable
    context: dict[str, Any] = {
        "provider": provider,
        "organisation": organisation,
        "readable": readable,
        "own": policies.is_own(actor, provider),
        "nav_current": "own_provider" if policies.is_own(actor, provider) else "directory",
        "place": " · ".join(filter(None, [organisation.city, zone_name(provider.zone)])),
        "child_rights": rights_on(actor, organisation, PAGE),
        "may_edit": {section: policies.may_write(actor, provider, section) is None for section in SECTION_FORMS},
        **offer_of(provider),
        "references": list(provider.references.select_related("sector").order_by("-year", "-id")),
        "emergence": list(provider.emergence_actions.order_by("-held_on", "id")),
    }
    if followed:
        context |= follow_up(provider, actor)
    if "people" in readable:
        people = provider.consultants.filter(period_contains_today()).select_related("person", "cv").order_by("person__sort_key")
        context["consultants"] = list(people)
    if "rates" in readable:
        context["rates"] = list(provider.rates.order_by("-period", "label"))
    if "papers" in readable:
        context["papers"] = [paper_line(paper) for paper in provider.papers.select_related("file").order_by("kind", "-ends_on")]
    if "bank" in readable:
        context["account"] = current_account(provider)
    return context


def offer_of(provider: Provider) -> dict[str, Any]:
    """Competences under their theme, sectors, areas: what is in force today."""
    themes: dict[str, list[str]] = {}
    rows = provider.competences.filter(period_contains_today()).select_related("competence__theme")
    for row in rows.order_by("competence__theme__position", "competence__position", "competence__label"):
        themes.setdefault(row.competence.theme.label if row.competence.theme else "", []).append(row.competence.label)
    sectors = provider.sectors.filter(period_contains_today()).select_related("sector").order_by("sector__label")
    areas = provider.areas.filter(period_contains_today()).select_related("region", "department")
    return {
        "themes": list(themes.items()),
        "sectors": [row.sector.label for row in sectors],
        "areas": [str(area) for area in areas.order_by("kind", "region__name", "department__code")],
    }


def follow_up(provider: Provider, actor: Actor) -> dict[str, Any]:
    """Its life in the register: what it lacks, who verified it, whether it is suspended, what one may do with it."""
    complete = Completeness(missing(provider))
    capacities = frozenset(capacities_in(actor, provider.thread))
    own = policies.is_own(actor, provider)
    holds = own or actor.covers(provider.zone)
    lines, following = fil(provider.thread, actor) if capacities else ([], None)
    siret = type(provider.organisation).objects.for_system("the sheet was fetched through visible_to").filter(pk=provider.organisation_id)
    return {
        "complete": complete,
        "gaps": [(item.said, section_url(provider, item, actor)) for item in complete.missing],
        "old": is_old(provider),
        "to_check": formats.joined([SENSITIVE[what] for what in provider.to_check]) if provider.to_check else "",
        "suspension": provider.suspensions.filter(period_contains_today()).select_related("by").first(),
        "to_come": provider.suspensions.filter(period__startswith__gt=timezone.localdate()).first(),
        "reason": last_reason(provider) if provider.state in ("withdrawn", "modified", "kept") else "",
        "offers": offer_links(provider, offers(provider, actor)) if holds else [],
        "may_confirm": policies.may_confirm(actor, provider) is None,
        "may_verify": policies.may_verify(actor, provider) is None,
        "may_suspend": policies.may_suspend(actor, provider) is None,
        "may_produce": may_produce(D01.code, provider, actor) is None,
        "documents": [line for line in documents(provider.organisation, capacities) if line["document"].type == D01.code],
        "siret": siret.annotate(siret=current_identifier("siret")).values_list("siret", flat=True).get(),
        "lines": lines,
        "following": following,
    }


def last_reason(provider: Provider) -> str:
    """Why the register holds it as it does."""
    acts = Event.objects.for_system("the sheet was fetched through visible_to").filter(
        thread_id=provider.thread_id, subject_kind="providers.provider", subject_id=provider.pk, to_state=provider.state
    )
    last = acts.order_by("-id").first()
    return str(last.data.get("reason", "")) if last else ""


def section_url(provider: Provider, item: Item, actor: Actor) -> str:
    """Where one writes what is missing; nothing for whoever may not."""
    if policies.may_write(actor, provider, item.section):
        return ""
    if item.section in SECTION_FORMS:
        field = {"reach": "email", "competence": "competences", "sector": "sectors"}.get(item.code, item.code)
        return f"{reverse('providers:section', args=[provider.public_id, item.section])}#id_{field}"
    return reverse(f"directory:{ROW_KINDS[item.section]}_add", args=[provider.organisation.public_id])


def paper_line(paper: Any) -> dict[str, Any]:
    """A paper and how long it still holds."""
    today = timezone.localdate()
    level = ""
    if paper.ends_on:
        level = "late" if paper.ends_on < today else "warn" if paper.ends_on - today <= ENDS_SOON else "ok"
    return {"paper": paper, "level": level, "until": formats.until(paper.ends_on) if level in ("late", "warn") else ""}
