"""What the homes show on first opening: sheets of providers that grew old, a letter that did not arrive."""

from __future__ import annotations

from django.utils import timezone

from cordee.actors.directory.models import Organisation
from cordee.actors.directory.queries import with_role
from cordee.actors.directory.review import review_sheet
from cordee.actors.territory.queries import zones_under
from cordee.core.models import Mail
from cordee.core.opening import OPENING, put_aside
from cordee.demo.examples.invented import OLD_PROVIDERS
from cordee.demo.examples.stage import SYSTEM, Stage
from cordee.demo.examples.when import told_at

REGION = ("02", "59", "60", "62", "80")
REVIEWED = 80
ADMINISTRATOR = "administration@cordee.example"
BOUNCED = "tresorerie@linge-et-compagnie.example"


def tell(stage: Stage) -> None:
    provider_sheets(stage)
    bounced()
    put_aside(actor=stage.acting(ADMINISTRATOR), code=OPENING, for_everyone=True)  # this platform was opened long ago


def provider_sheets(stage: Stage) -> None:
    """All were reviewed, four of them more than a year ago; Coopérative Éclaireur is too new to have been."""
    everyone = Organisation.objects.for_system("the providers of the story").filter(with_role("provider"), merged_into=None)
    sheets = list(everyone.filter(zone__in=zones_under(REGION)).exclude(pk=stage["eclaireur"].pk).select_related("thread").order_by("id"))
    old = [stage[key] for key, _, _ in OLD_PROVIDERS]
    with told_at(stage.ago(REVIEWED)):
        for sheet in sheets:
            if sheet not in old:
                review_sheet(actor=SYSTEM, organisation=sheet)


def bounced() -> None:
    """The first invitation of the treasurer never arrived."""
    mail = Mail.objects.for_system("the letter that bounced").filter(recipient=BOUNCED).order_by("id").first()
    if mail:
        mail.not_before = timezone.now()  # its last attempt
        mail.status, mail.attempts, mail.trouble = Mail.Status.FAILED, 6, "550 5.1.1 Boîte inconnue (fictif)"
        mail.save()
