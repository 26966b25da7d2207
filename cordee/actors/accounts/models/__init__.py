"""Accounts: who one is and where one acts (`members`), how one comes in and how long one stays (`entrance`)."""

from cordee.actors.accounts.models.agenda import AgendaFeed
from cordee.actors.accounts.models.entrance import Identity, LoginLink, Session, SupportAccess
from cordee.actors.accounts.models.members import (
    CAPACITY_OF,
    PARTY_ONLY,
    PROFESSIONALS,
    ApiToken,
    Invitation,
    InvitationQuerySet,
    MailPreference,
    Membership,
    Participation,
    Profile,
    Setup,
    TokenUse,
    User,
    UserManager,
)

__all__ = [
    "CAPACITY_OF",
    "PARTY_ONLY",
    "PROFESSIONALS",
    "AgendaFeed",
    "ApiToken",
    "Identity",
    "Invitation",
    "InvitationQuerySet",
    "LoginLink",
    "MailPreference",
    "Membership",
    "Participation",
    "Profile",
    "Session",
    "Setup",
    "SupportAccess",
    "TokenUse",
    "User",
    "UserManager",
]
