"""What the homes show on first opening: sheets of providers that grew old, a colleague who leaves, a letter that did not arrive."""

from __future__ import annotations

from django.utils import timezone

from cordee.actors.accounts.models import Membership
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.queries import with_role
from cordee.actors.directory.review import review_sheet
from cordee.actors.territory.queries import zones_under
from cordee.core.models import Mail
from cordee.core.opening import OPENING, put_aside
from cordee.demo.examples.stage import SYSTEM, Stage, period
from cordee.demo.examples.when import told_at

REGION = ("02", "59", "60", "62", "80")
OLD, REVIEWED, LEAVES_IN = 400, 80, 20
OLD_SHEETS = 4
#: two officers who share the Nord with Inès: first name, surname
COLLEAGUES = (("Karim", "Drisse"), ("Lucie", "Hauban"))
ADMINISTRATOR = "administration@cordee.example"
BOUNCED = "tresorerie@linge-et-compagnie.example"


def tell(stage: Stage) -> None:
    provider_sheets(stage)
    colleagues(stage)
    bounced()
    put_aside(actor=stage.acting(ADMINISTRATOR), code=OPENING, for_everyone=True)  # this platform was opened long ago


def provider_sheets(stage: Stage) -> None:
    """All were reviewed, four of them more than a year ago; Coopérative Éclaireur is too new to have been."""
    told = {stage[key].pk for key in ("trois-ponts", "beffroi")}
    everyone = Organisation.objects.for_system("the providers of the story").filter(with_role("provider"), merged_into=None)
    sheets = list(everyone.filter(zone__in=zones_under(REGION)).exclude(pk=stage["eclaireur"].pk).select_related("thread").order_by("id"))
    old = [sheet for sheet in sheets if sheet.pk not in told and sheet.fictitious][:OLD_SHEETS]
    with told_at(stage.ago(OLD)):
        for sheet in old:
            review_sheet(actor=SYSTEM, organisation=sheet)
    with told_at(stage.ago(REVIEWED)):
        for sheet in sheets:
            if sheet not in old:
                review_sheet(actor=SYSTEM, organisation=sheet)


def colleagues(stage: Stage) -> None:
    """The team of the Nord: one of its officers leaves in twenty days."""
    for first, last in COLLEAGUES:
        person = stage.person(first, last, f"{first}.{last}@nord-actif.example".lower())
        stage.account("nord-actif", person, profile="officer", title="Chargé·e de mission DLA")
        stage.post("nord-actif", "staff", "Chargé·e de mission DLA", person, period(stage.ago(400)))
    leaver: Membership = Membership.objects.for_system("the one who leaves").get(user__person__last_name=COLLEAGUES[-1][1])
    leaver.period = period(stage.ago(400), stage.ago(-LEAVES_IN - 1))
    leaver.save()


def bounced() -> None:
    """The first invitation of the treasurer never arrived."""
    mail = Mail.objects.for_system("the letter that bounced").filter(recipient=BOUNCED).order_by("id").first()
    if mail:
        mail.not_before = timezone.now()  # its last attempt
        mail.status, mail.attempts, mail.trouble = Mail.Status.FAILED, 6, "550 5.1.1 Boîte inconnue (fictif)"
        mail.save()
