"""To whom a sheet is opened: what one types."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.accounts import queries
from cordee.actors.accounts.models import User
from cordee.actors.directory.children.sheet_forms import organisations_named, with_town
from cordee.core.access import CAPACITIES, Actor
from cordee.core.ui.periods import PeriodField
from cordee.core.ui.picks import PickField

NO_ROLE = (
    "{name} n'est ni réseau, ni prestataire, ni financeur, ni prescripteur aujourd'hui : sa fiche dit ses rôles. "
    "Votre saisie est conservée."
)


class ShareForm(forms.Form):
    sections: ClassVar = [("À qui", ["whom", "capacity", "user"]), ("Pour combien de temps", ["period"])]

    whom = PickField(label="Organisation", help_text="Son nom en entier, ou son SIRET : réseau, prestataire, financeur ou prescripteur.")
    capacity = forms.ChoiceField(
        label="À titre de",
        required=False,
        choices=[("", "Son seul rôle"), *((code, CAPACITIES[code]) for code in queries.ROLES_OF_CAPACITY)],
        help_text="À choisir si l'organisation porte plusieurs rôles. Ce titre décide de ce qu'elle lit.",
    )
    user = forms.EmailField(
        label="Une seule personne",
        required=False,
        help_text="L'adresse de son compte. Laissez vide pour toute l'équipe de l'organisation.",
    )
    period = PeriodField(label="Période", start_required=True, help_text="Laissez la fin vide si elle n'est pas connue.")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"period": DateRange(timezone.localdate(), None)})
        super().__init__(*args, **kwargs)
        whom: Any = self.fields["whom"]
        whom.search, whom.say = partial(organisations_named, actor), with_town

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        whom = cleaned.get("whom")
        if whom is None:
            return cleaned
        if not cleaned.get("capacity"):
            held = queries.capacities_held(whom)
            if len(held) == 1:
                cleaned["capacity"] = held[0]
            elif held:
                words = " ou ".join(CAPACITIES[code].lower() for code in held)
                self.add_error("capacity", f"{whom.name} est {words} : choisissez à quel titre. Votre saisie est conservée.")
            else:
                self.add_error("whom", NO_ROLE.format(name=whom.name))
        cleaned["user"] = self._member(whom, cleaned.get("user"))
        return cleaned

    def _member(self, whom: Any, address: str | None) -> User | None:
        if not address:
            return None
        if not queries.is_member(whom.pk, address):
            self.add_error("user", f"Cette adresse n'a pas d'accès au nom de {whom.name}. Votre saisie est conservée.")
            return None
        return queries.user_by_email(address)
