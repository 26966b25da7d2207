"""Tokens as the API asks for them: what one opens, why it no longer does, and the log of its uses."""

from __future__ import annotations

from django.db.models import DateTimeField, OuterRef, Subquery
from django.utils import timezone

from cordee.actors.accounts.models import ApiToken, TokenUse
from cordee.actors.accounts.queries import load_actor
from cordee.core.access import Refusal
from cordee.core.api import Grant

REVOKED = Refusal("revoked", "Ce jeton a été révoqué : créez-en un autre depuis votre compte.")
EXPIRED = Refusal("expired", "Ce jeton a expiré : créez-en un autre depuis votre compte.")
ENDED = Refusal("ended", "L'appartenance au nom de laquelle ce jeton agissait a pris fin.")


def grant(sha256: str, rate: int) -> Grant | Refusal | None:
    """Two queries: the token with the date of its `rate`-th latest use, then the actor of its very membership."""
    uses = TokenUse.objects.for_system("how fast this token is used").filter(token=OuterRef("pk")).order_by("-id")
    token = (
        ApiToken.objects.for_system("the bearer proves it by the secret")
        .filter(sha256=sha256)
        .select_related("membership")
        .annotate(earliest=Subquery(uses.values("at")[rate - 1 : rate], output_field=DateTimeField()))
        .first()
    )
    if token is None:
        return None
    if token.revoked_at:
        return REVOKED
    if token.expires_at <= timezone.now():
        return EXPIRED
    actor = load_actor(token.membership.user_id, chosen=token.membership.public_id)
    if actor is None or actor.membership_id != token.membership_id:
        return ENDED
    return Grant(token.pk, token.name, frozenset(token.scopes), token.expires_at, actor, token.earliest)


def log_use(token_id: int, method: str, path: str, status: int) -> None:
    TokenUse(token_id=token_id, method=method, path=path[:300], status=status).save(force_insert=True)
