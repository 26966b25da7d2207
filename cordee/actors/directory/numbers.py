"""The keys of official numbers: SIRET (La Poste's exception included), SIREN, RNA."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from stdnum.fr import siren as siren_key
from stdnum.fr import siret as siret_key


def check_siret(value: str) -> None:
    """Fourteen digits whose key holds. La Poste's establishments follow another rule, which the library knows."""
    if not siret_key.is_valid(value):
        raise ValidationError(
            "La clé de ce SIRET ne correspond pas : un chiffre a sans doute été mal recopié. Votre saisie est conservée.", code="key"
        )


def check_siren(value: str) -> None:
    if not siren_key.is_valid(value):
        raise ValidationError(
            "La clé de ce SIREN ne correspond pas : un chiffre a sans doute été mal recopié. Votre saisie est conservée.", code="key"
        )
