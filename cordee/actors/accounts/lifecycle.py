"""The life of an invitation: sent until a date; accepted, withdrawn, or expired by itself; renewed with a new link."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cordee.actors.accounts import actions, policies, queries, reactions
from cordee.actors.accounts.models import Invitation
from cordee.core.access import Refusal
from cordee.core.lifecycle import Lifecycle, T

PARTIES = ["operator", "structure"]


def not_merged(invitation: Invitation, data: Any) -> Refusal | None:
    return policies.JOINED if invitation.organisation.merged_into_id else None


def not_a_member(invitation: Invitation, data: Any) -> Refusal | None:
    if queries.is_member(invitation.organisation_id, invitation.email):
        return Refusal("member", "Cette adresse a déjà accès à cette organisation.")
    return None


def no_other_open(invitation: Invitation, data: Any) -> Refusal | None:
    others = Invitation.objects.for_system("one open invitation an address").filter(
        organisation_id=invitation.organisation_id, email=invitation.email, state=Invitation.State.SENT
    )
    if others.exclude(pk=invitation.pk).exists():
        return Refusal("open", "Une invitation est déjà en attente pour cette adresse : renvoyez-la ou retirez-la.")
    return None


def still_valid(invitation: Invitation, data: Any) -> Refusal | None:
    if invitation.expires_at <= timezone.now():
        return Refusal("expired", "Cette invitation a dépassé sa date.")
    return None


INVITATION = Lifecycle(
    "accounts.invitation",
    Invitation,
    Invitation.State,
    [
        T(
            "send",
            "→ sent",
            "Envoyer l'invitation",
            who=policies.may_invite,
            guards=[not_merged, not_a_member, no_other_open],
            mails=[reactions.invite],
            audience=PARTIES,
            done="C'est fait : l'invitation est partie. Prochaine étape : la réponse de la personne.",
        ),
        T(
            "accept",
            "sent → accepted",
            "Accepter l'invitation",
            who=policies.may_accept,
            guards=[still_valid, not_merged, not_a_member],
            do=actions.join,
            audience=PARTIES,
            done="C'est fait : votre accès est ouvert.",
        ),
        T(
            "renew",
            "sent | expired → sent",
            "Renvoyer l'invitation",
            who=policies.may_manage,
            guards=[not_merged, not_a_member, no_other_open],
            do=actions.new_link,
            mails=[reactions.invite],
            audience=PARTIES,
            warning="Un nouveau courriel part avec un nouveau lien ; l'ancien lien ne s'ouvrira plus.",
            done="C'est fait : l'invitation est repartie avec un nouveau lien.",
        ),
        T(
            "withdraw",
            "sent → withdrawn",
            "Retirer l'invitation",
            who=policies.may_manage,
            audience=PARTIES,
            warning="Le lien déjà envoyé ne s'ouvrira plus. La personne n'est pas prévenue ; vous pourrez l'inviter de nouveau.",
            done="C'est fait : l'invitation est retirée, son lien ne s'ouvre plus.",
        ),
        T("expire", "sent → expired", "Laisser expirer", who=policies.only_the_clock, audience=PARTIES),
    ],
    parent="organisation",
)
