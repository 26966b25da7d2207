"""What accounts answer to the directory: who signs in for an organisation, where one invites, who an account is."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import CharField, DateTimeField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Trim
from django.urls import reverse

from cordee.actors.accounts import actions, policies, queries
from cordee.actors.accounts.models import Membership, User
from cordee.actors.directory.models import Organisation, Position
from cordee.actors.directory.people.sources import Access, Standing
from cordee.actors.directory.policies import KEEPERS
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.models.bases import TODAY, period_contains_today
from cordee.core.together import Reads, read_of


class AccountsOfSheets:
    def standing(self, actor: Actor, organisation: Organisation) -> Standing:
        """What this actor may open and close here is asked once; the act itself asks again."""
        profiles = policies.invitable(actor, organisation)
        invite_url = reverse("accounts:access", args=[organisation.public_id]) if profiles else ""
        if policies.may_see_access(actor, organisation):
            return Standing([], invite_url)
        accesses = [
            Access(
                person_id=m.user.person_id,
                name=str(m.user.person or m.user.email),
                title=str(m),
                since=m.since,
                key=m.public_id,
                end_url=_end_url(organisation, m.public_id) if m.profile in profiles and m.user_id != actor.user_id else "",
            )
            for m in read_of(organisation, "accesses", in_force)["accesses"]
        ]
        return Standing(accesses, invite_url)

    def end_access(self, actor: Actor, organisation: Organisation, key: uuid.UUID) -> None:
        membership = queries.memberships_of_organisation(organisation).filter(public_id=key, in_force=True).first()
        if membership is None:
            raise Refused(Refusal("ended", "Cet accès a déjà pris fin."))
        actions.end_access(actor=actor, membership=membership)

    def person_of(self, user_id: int) -> int | None:
        return User.objects.filter(pk=user_id).order_by("pk").values_list("person_id", flat=True).first()


def in_force(organisation: Organisation) -> Reads:
    return {"accesses": queries.memberships_of_organisation(organisation).filter(in_force=True)}


def _end_url(organisation: Organisation, key: uuid.UUID) -> str:
    return reverse("accounts:access_end", args=[organisation.public_id, key])


def accesses_of_leavers(actor: Actor) -> Any:
    """Accounts still open in an organisation where their person's post has ended, where this actor keeps the sheet or belongs."""
    here = Q(organisation_id=actor.organisation_id)
    if actor.profile in KEEPERS:
        sheets = Organisation.objects.for_system("the actor's own reach, open cards apart").within(actor, capacities=actor.itself)
        here |= Q(organisation__in=sheets.order_by().values("pk"))
    posts = Position.objects.for_system("posts of these people").filter(
        organisation_id=OuterRef("organisation_id"), person_id=OuterRef("user__person_id")
    )
    held, ended = posts.filter(period_contains_today()), posts.filter(period__endswith__lte=TODAY)
    rows = Membership.objects.for_system("to do of whoever may end them").filter(here, period_contains_today())
    left = rows.filter(Exists(ended.order_by()), ~Exists(held.order_by())).exclude(user_id=actor.user_id)
    users: Any = User.objects.filter(pk__in=left.order_by().values("user_id"))
    mine = left.filter(user_id=OuterRef("pk")).order_by("id")
    name = Trim(Concat("person__first_name", Value(" "), "person__last_name"))
    return users.annotate(
        due=Value(None, output_field=DateTimeField()),
        since=F("joined_at"),
        title=Concat(name, Value(" garde un accès après son départ"), output_field=CharField()),
        detail=Subquery(mine.values("organisation__name")[:1]),
        key=Subquery(mine.values("organisation__public_id")[:1]),
    )
