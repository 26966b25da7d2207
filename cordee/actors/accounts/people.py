"""What accounts answer to the directory: who signs in for an organisation, where one invites, who an account is."""

from __future__ import annotations

import uuid

from django.urls import reverse

from cordee.actors.accounts import actions, policies, queries
from cordee.actors.accounts.models import User
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.people.sources import Access
from cordee.core.access import Actor, Refusal, Refused


class AccountsOfSheets:
    def accesses(self, actor: Actor, organisation: Organisation) -> list[Access]:
        """What this actor may open and close here is asked once; the act itself asks again."""
        if policies.may_see_access(actor, organisation):
            return []
        profiles = policies.invitable(actor, organisation)
        return [
            Access(
                person_id=m.user.person_id,
                name=str(m.user.person or m.user.email),
                title=str(m),
                since=m.since,
                key=m.public_id,
                end_url=_end_url(organisation, m.public_id) if m.profile in profiles and m.user_id != actor.user_id else "",
            )
            for m in queries.memberships_of_organisation(organisation).filter(in_force=True)
        ]

    def invite_url(self, actor: Actor, organisation: Organisation) -> str:
        return reverse("accounts:access", args=[organisation.public_id]) if policies.invitable(actor, organisation) else ""

    def end_access(self, actor: Actor, organisation: Organisation, key: uuid.UUID) -> None:
        membership = queries.memberships_of_organisation(organisation).filter(public_id=key, in_force=True).first()
        if membership is None:
            raise Refused(Refusal("ended", "Cet accès a déjà pris fin."))
        actions.end_access(actor=actor, membership=membership)

    def person_of(self, user_id: int) -> int | None:
        return User.objects.filter(pk=user_id).order_by("pk").values_list("person_id", flat=True).first()


def _end_url(organisation: Organisation, key: uuid.UUID) -> str:
    return reverse("accounts:access_end", args=[organisation.public_id, key])
