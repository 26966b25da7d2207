"""What a token did is kept a year, not more."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.accounts import actions
from cordee.actors.accounts.models import ApiToken, Membership, TokenUse, User
from cordee.actors.directory import actions as directory
from cordee.core.access import Actor

pytestmark = pytest.mark.django_db


def test_uses_older_than_a_year_are_forgotten() -> None:
    organisation = directory.create_organisation(actor=Actor.system("Essai"), values={"name": "Nord Actif"}, zone="59", roles=("operator",))
    user = User.objects.create_user("ines@cordee.example")
    membership = Membership(user=user, organisation=organisation, profile="officer", period=DateRange(date(2020, 1, 1), None))
    membership.save()
    token = ApiToken(membership=membership, name="Tableur", sha256="0" * 64, hint="0000", expires_at=timezone.now() + timedelta(days=30))
    token.save()
    for days in (400, 366, 300, 0):
        TokenUse(token=token, at=timezone.now() - timedelta(days=days), method="GET", path="/api/v1/moi", status=200).save()
    assert actions.forget_token_uses() == 2
    assert TokenUse.objects.for_system("test").count() == 2
