"""Verbs of the second factor: the person sets it up and removes it; the platform's team resets it when the telephone is lost."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, transaction

from cordee.actors.accounts import policies, reactions
from cordee.actors.accounts.actions.entrance import end_other_sessions
from cordee.actors.accounts.models import Membership, User
from cordee.core import outbox
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history, record

ALREADY = Refusal("already", "Votre second facteur est déjà en place, peut-être depuis un autre onglet.")


def enable_second_factor(*, user: User, secret: str) -> list[str]:
    """From now on a code is asked at each sign-in. Answers the recovery codes, shown once."""
    try:
        with transaction.atomic():
            TOTP.activate(user, secret)
            codes = _new_codes(user)
            outbox.post(reactions.second_factor_changed(user, "Votre second facteur de connexion est en place"))
    except IntegrityError as double:
        raise Refused(ALREADY) from double
    return codes


def renew_recovery_codes(*, user: User) -> list[str]:
    """New codes; the former ones, printed or not, no longer open anything."""
    with transaction.atomic():
        codes = _new_codes(user)
        outbox.post(reactions.second_factor_changed(user, "Vos codes de secours ont été remplacés"))
    return codes


def disable_second_factor(*, user: User, profiles: list[str]) -> None:
    """Refused where the platform requires it of one of these profiles."""
    if refusal := policies.may_do_without_second_factor(profiles):
        raise Refused(refusal)
    with transaction.atomic():
        _forget(user)
        outbox.post(reactions.second_factor_changed(user, "Votre second facteur de connexion est retiré"))


def reset_second_factor(*, actor: Actor, membership: Membership, reason: str) -> None:
    """The telephone is lost: the password alone opens again, every session ends, the person is told."""
    if refusal := policies.may_reset_second_factor(actor, membership):
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act="accounts.second_factor.reset"):
        if not _forget(membership.user):
            raise Refused(Refusal("none", "Cette personne n'a pas de second facteur : il n'y a rien à réinitialiser."))
        end_other_sessions(user_id=membership.user_id, keep=None)
        record(
            membership.organisation,
            "accounts.second_factor.reset",
            actor=actor,
            audience=["operator", "structure"],
            data={"reason": reason, "membership": membership.pk},
        )
        outbox.post(reactions.second_factor_changed(membership.user, "Votre second facteur de connexion a été réinitialisé", reason))


def _new_codes(user: User) -> list[str]:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # one set of codes at a time
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(user).generate_codes())


def _forget(user: User) -> int:
    return int(Authenticator.objects.filter(user=user).delete()[0])
