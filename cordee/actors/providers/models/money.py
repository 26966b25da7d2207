"""What a day costs and where the provider is paid: dated rows, the former ones stay readable."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from cordee.actors.directory.models.children import Child, lasts, same_code
from cordee.actors.providers.iban import check_bic, check_iban, masked
from cordee.actors.providers.models.provider import Provider
from cordee.core.journal import tracked
from cordee.core.models import File
from cordee.core.models.bases import same


@tracked()
class Rate(Child):
    """The price of one day, without and with tax: two columns, neither recomputed from the other."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="rates")
    label = models.CharField("pour quel travail", max_length=80, default="Journée de conseil")
    day_ht = models.DecimalField("prix d'une journée HT (€)", max_digits=12, decimal_places=2)
    day_ttc = models.DecimalField("prix d'une journée TTC (€)", max_digits=12, decimal_places=2)
    period = DateRangeField("période")

    class Meta:
        verbose_name = "tarif"
        constraints = [
            lasts("providers_rate"),
            models.CheckConstraint(
                condition=Q(day_ht__gt=0),
                name="providers_rate_positive",
                violation_error_message="Le prix d'une journée est supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=Q(day_ttc__gte=F("day_ht")),
                name="providers_rate_ttc",
                violation_error_message="Le prix TTC est au moins égal au prix HT : vérifiez les deux montants.",
            ),
            ExclusionConstraint(
                name="providers_rate_overlap",
                index_type="GIST",
                expressions=[same("provider"), same_code("label"), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=(
                    "Un tarif porte déjà ce nom sur une partie de cette période : mettez-y fin, ou nommez celui-ci autrement."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label


@tracked()
class BankDetails(Child):
    """Where it is paid. A change is a new row: the former one ends the day before, and both stay."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="bank_details")
    holder = models.CharField("titulaire du compte", max_length=120)
    iban = models.CharField("IBAN", max_length=34, validators=[check_iban])
    bic = models.CharField("BIC", max_length=11, blank=True, validators=[check_bic])
    proof = models.ForeignKey(File, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="RIB")
    period = DateRangeField("période")

    class Meta:
        verbose_name = "coordonnées bancaires"
        constraints = [
            lasts("providers_bankdetails"),
            models.CheckConstraint(
                condition=Q(iban__regex=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"),
                name="providers_bank_iban",
                violation_error_message="Un IBAN commence par deux lettres et deux chiffres : recopiez-le depuis le RIB.",
            ),
            ExclusionConstraint(
                name="providers_bank_one_at_a_time",
                index_type="GIST",
                expressions=[same("provider"), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="D'autres coordonnées bancaires valent déjà sur une partie de cette période.",
            ),
        ]

    def __str__(self) -> str:
        return masked(self.iban)
