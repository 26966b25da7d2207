"""What the demonstration hangs on the house: its roles, on the sign-in page, once their accounts exist."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from cordee.actors.accounts import queries
from cordee.actors.accounts.views.entrance import register_entrance
from cordee.core.journal import renders
from cordee.core.models import Event
from cordee.core.shell import register_demo
from cordee.demo import personas, recorded
from cordee.demo.examples import again
from cordee.demo.examples.load import LOADED

__all__ = ["recorded"]


def roles() -> Sequence[personas.Group]:
    if not settings.DEMO:
        return ()
    loaded = queries.open_accounts(persona.email for persona in personas.offered())
    return personas.groups(persona for persona in personas.offered() if persona.email in loaded)


register_entrance(roles)
register_demo(lambda: again.is_stale(timezone.localdate()))


@renders(LOADED)
def loaded(event: Event) -> str:
    return f"Les données de démonstration ont été chargées, au {event.fact_on:%d/%m/%Y}."
