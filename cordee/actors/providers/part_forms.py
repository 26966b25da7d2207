"""The rows of a provider's sheet, as one types them: people, references, prices, bank details, papers."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.directory.children.forms import ChildForm, DatedForm
from cordee.actors.directory.models import Sector
from cordee.actors.directory.people.forms import WHO, WhoForm, hide_known
from cordee.actors.providers.forms import KEPT, offered
from cordee.actors.providers.iban import compact
from cordee.actors.providers.models import BankDetails, Consultant, ConsultantAge, Paper, Rate, Reference
from cordee.core.files.kinds import ACCEPTED
from cordee.core.ui.forms import FrDecimalField


def upload(label: str) -> forms.FileField:
    return forms.FileField(label=label, required=False, help_text=f"{ACCEPTED}.")


class WithFile(ChildForm):
    """A row that may come with a file: nothing sent leaves the former one in place."""

    file_column: ClassVar[str]

    def values(self) -> dict[str, Any]:
        sent = self.cleaned_data.get("sent")
        return super().values() | ({self.file_column: sent} if isinstance(sent, UploadedFile) else {})


class ConsultantForm(WithFile, WhoForm, DatedForm):
    """Who carries out the missions. An existing line changes what is said of them, never who they are."""

    file_column = "cv"
    sent = upload("CV")
    sections: ClassVar = [
        ("La personne", [*WHO, "known"]),
        ("Son profil", ["status", "field", "training", "since_year", "languages", "sent", "period"]),
    ]

    class Meta:
        model = Consultant
        fields = ("status", "field", "training", "since_year", "languages", "period")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since_year"].help_text = "L'expérience se compte depuis cette année-là."
        if self.instance.pk:
            for name in (*WHO, "known"):
                del self.fields[name]
        else:
            hide_known(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.person = None
        if not self.instance.pk:
            if cleaned.get("last_name"):
                self.person = self.whom(cleaned)
            else:
                self.add_error("last_name", "Indiquez le nom de la personne.")
        return cleaned

    def values(self) -> dict[str, Any]:
        return super().values() | ({} if self.instance.pk else {"person": self.person})


class AgeForm(forms.ModelForm):
    class Meta:
        model = ConsultantAge
        fields = ("birth_year", "reason")
        help_texts = {"reason": "Par exemple : « demandée par l'appel à candidatures de la région »."}


class ReferenceForm(ChildForm):
    class Meta:
        model = Reference
        fields = ("client", "year", "subject", "sector", "amount", "similar", "may_contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].queryset = offered(Sector, [self.instance.sector_id] if self.instance.sector_id else [])  # type: ignore[attr-defined]
        self.fields["client"].help_text = "Le nom d'une organisation, pas celui d'une personne."


class RateForm(DatedForm):
    day_ht = FrDecimalField(label="Prix d'une journée HT (€)", max_digits=12, decimal_places=2)
    day_ttc = FrDecimalField(
        label="Prix d'une journée TTC (€)", max_digits=12, decimal_places=2,
        help_text="Sans TVA, c'est le même montant.",
    )  # fmt: skip

    class Meta:
        model = Rate
        fields = ("label", "day_ht", "day_ttc", "period")


class BankForm(WithFile):
    """A new account from today; the former one ends yesterday and stays in the history."""

    file_column = "proof"
    iban = forms.CharField(label="IBAN", max_length=60, help_text="Tel qu'il figure sur le RIB, espaces acceptés.")
    bic = forms.CharField(label="BIC", max_length=20, required=False)
    sent = upload("RIB")

    class Meta:
        model = BankDetails
        fields = ("holder", "iban", "bic")

    def clean_iban(self) -> str:
        return self._checked("iban")

    def clean_bic(self) -> str:
        return self._checked("bic") if self.cleaned_data["bic"] else ""

    def _checked(self, name: str) -> str:
        value = compact(self.cleaned_data[name])
        column: Any = BankDetails._meta.get_field(name)
        column.run_validators(value)
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        bearer: Any = self.instance.provider
        current = BankDetails.objects.for_system("the account in force").filter(provider=bearer, period__upper_inf=True).first()
        if current and cleaned.get("iban") == current.iban and cleaned.get("bic") == current.bic and not cleaned.get("sent"):
            raise ValidationError(f"C'est déjà le compte enregistré : rien n'est à changer. {KEPT}", code="same")
        return cleaned

    def values(self) -> dict[str, Any]:
        return super().values() | {"period": DateRange(timezone.localdate(), None)}


class PaperForm(WithFile):
    file_column = "file"
    sent = upload("Fichier")

    class Meta:
        model = Paper
        fields = ("kind", "name", "ends_on")
        help_texts = {"ends_on": "Vous serez prévenu trente jours avant.", "name": "Utile pour une pièce d'une autre nature."}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.instance.pk and not cleaned.get("sent"):
            self.add_error("sent", "Joignez la pièce : c'est elle qui fait foi.")
        return cleaned
