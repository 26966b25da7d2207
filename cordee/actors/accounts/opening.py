"""The opening of an empty platform: a code shown once in the terminal, one first administrator, then closed for ever."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from cordee.actors.accounts import queries
from cordee.actors.accounts.actions import open_access
from cordee.actors.accounts.models import Membership, Profile, Setup, User
from cordee.actors.directory.actions import create_organisation
from cordee.actors.directory.models import Person
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history, record

TEAM, NATIONAL = "Équipe de la plateforme", "00"
OPENED = "accounts.platform.opened"
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is read as another
GROUPS, GROUP = 4, 5  # 98 bits: no one guesses it, and it can be typed
CLOSED = Refusal("open", "Cette plateforme est déjà ouverte : demandez une invitation à la personne qui l'administre.")
FORGED = Refusal(
    "code", "Ce code n'est pas celui que la commande a affiché en dernier. Recopiez-le, ou relancez la commande pour un autre."
)


def is_empty() -> bool:
    """No account at all: nobody could sign in."""
    return not User.objects.exists()


def new_code() -> str | None:
    """A fresh code for the terminal, or None once the platform has an administrator. The former code opens nothing any more."""
    with transaction.atomic():
        _one_at_a_time()
        if queries.has_administrator():
            return None
        code = "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
        Setup.objects.for_system("the opening").update_or_create(pk=1, defaults={"code_sha256": _hashed(code)})
    return code


def open_platform(*, code: str, values: dict[str, Any]) -> Membership:
    """The first administrator. Of two people at the same second, one opens and the other is told who did."""
    system = Actor.system("Ouverture de la plateforme")
    with transaction.atomic(), history(system, act=OPENED):
        setup = _one_at_a_time()
        if (setup and setup.closed_at) or queries.has_administrator():
            raise Refused(_already(setup) if _opens(setup, code) else CLOSED)
        if setup is None or not _opens(setup, code):
            raise Refused(FORGED)
        if queries.user_by_email(values["email"]):
            raise Refused(Refusal("account", "Un compte existe déjà à cette adresse : donnez-en une autre pour l'administration."))
        person = Person(first_name=values["first_name"], last_name=values["last_name"], email=values["email"])
        person.save(force_insert=True)
        user = User.objects.create_user(values["email"], values["password"], person=person)
        team = create_organisation(actor=system, values={"name": TEAM}, zone=NATIONAL, roles=())
        membership = open_access(actor=system, user=user, organisation=team, profile=Profile.ADMIN, title="Administration")
        setup.closed_at, setup.closed_by = timezone.now(), user
        setup.save()
        record(team, OPENED, actor=system, audience=["operator"], data={"by": str(person)})
    return membership


def _one_at_a_time() -> Setup | None:
    found: Setup | None = Setup.objects.for_system("the opening").select_for_update().filter(pk=1).first()
    return found


def _opens(setup: Setup | None, code: str) -> bool:
    return setup is not None and constant_time_compare(setup.code_sha256, _hashed(code))


def _already(setup: Setup | None) -> Refusal:
    """Who opened it, told to whoever holds the code too; a passer-by learns no name."""
    if setup is None or setup.closed_by is None:
        return CLOSED
    who = setup.closed_by.person or setup.closed_by.email
    return Refusal("open", f"{who} vient d'ouvrir cette plateforme. Rien n'a été créé à votre nom : demandez-lui une invitation.")


def _hashed(code: str) -> str:
    """Spaces, dashes and case do not count: a code is copied by hand too."""
    return queries.hashed("".join(c for c in code.upper() if c.isalnum()))
