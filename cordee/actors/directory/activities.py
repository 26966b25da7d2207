"""The activity code of an organisation, in its two versions: how a code is read, what it says, what the former becomes in the next."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from cordee.actors.directory.models import Organisation
from cordee.actors.directory.nomenclatures import NAF, NAF_2025, NAF_BECOMES
from cordee.core.nomenclatures import Nomenclature, Vocabulary, vocabulary
from cordee.core.nomenclatures.matching import becoming
from cordee.core.parameters import P, param

NEXT_YEAR = P(
    "directory.naf_2025_year", "Année où la NAF 2025 remplace la NAF rév. 2", int, default=2027, least=2026, most=2100, local=False,
    help="Le 1er janvier de cette année. Décret n° 2025-736 du 31 juillet 2025.",
)  # fmt: skip
#: field of the sheet → the version of the list
OF_FIELD: dict[str, Nomenclature] = {"naf": NAF, "naf25": NAF_2025}
NAMES = {NAF.code: "NAF rév. 2", NAF_2025.code: "NAF 2025"}


def written(text: str) -> str:
    """« 9499 z » is 94.99Z: the point may be left out, as Sirene does."""
    code = "".join(text.split()).upper()
    return f"{code[:2]}.{code[2:]}" if len(code) == 5 and code[:4].isdigit() else code


def checked(field: str, text: str) -> str:
    """The code as it is written, if this version of the list knows it."""
    code = written(text)
    if not code:
        return ""
    items = vocabulary().items
    nomenclature = OF_FIELD[field]
    if code not in items[nomenclature.code]:
        other = next((one for one in OF_FIELD.values() if one is not nomenclature and code in items[one.code]), None)
        where = f" C'est un code de la {NAMES[other.code]} : saisissez-le dans l'autre case." if other else ""
        raise ValidationError(f"« {code} » n'est pas un code de la {NAMES[nomenclature.code]}.{where} {nomenclature.code_help}")
    return code


def said(field: str, code: str, words: Vocabulary) -> str:
    """The code and its label; the code alone when the list does not know it."""
    item = words.items[OF_FIELD[field].code].get(written(code))
    return f"{item.code} · {item.label}" if item else code


def proposed(organisation: Organisation, words: Vocabulary) -> list[tuple[str, str]]:
    """What its former code becomes, when the next one is not known: code and label, in the order of the list."""
    if not organisation.naf or organisation.naf25:
        return []
    items = words.items[NAF_2025.code]
    return [(code, items[code].label) for code in becoming(NAF_BECOMES, words).get(written(organisation.naf), []) if code in items]


def facts(organisation: Organisation, words: Vocabulary) -> list[tuple[str, object]]:
    """Both codes, each with its version and the days of its version; the next one as it is proposed, when nobody chose it."""
    year = param(NEXT_YEAR)
    first, current = date(year, 1, 1), timezone.localdate().year >= year
    until = f"remplacée le {first:%d/%m/%Y}" if current else f"en vigueur jusqu'au 31/12/{year - 1}"
    since = "en vigueur" if current else f"à partir du {first:%d/%m/%Y}"
    found = proposed(organisation, words)
    after: str = said("naf25", organisation.naf25, words) if organisation.naf25 else ""
    if len(found) == 1:
        after = f"{' · '.join(found[0])} (d'après la table de correspondance, à confirmer)"
    elif found:
        after = f"à choisir parmi {len(found)} codes proposés par la table de correspondance"
    return [
        (f"Activité, NAF rév. 2 ({until})", said("naf", organisation.naf, words) if organisation.naf else ""),
        (f"Activité, NAF 2025 ({since})", after),
    ]
