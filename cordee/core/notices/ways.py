"""By which ways someone can be reached, the best first: what they prefer, then what leaves by itself, then paper, then voice."""

from __future__ import annotations

from dataclasses import replace

from cordee.core.access import Refusal
from cordee.core.models.notices import Notice
from cordee.core.recipients import Addressee, addressee, members_of, user_address

Way = Notice.Way
PREFERRED = {"email": Way.EMAIL, "phone": Way.PHONE, "post": Way.POST, "visit": Way.HAND}
ABSENT = {
    Way.EMAIL: "Aucune adresse électronique n'est enregistrée : complétez la fiche, ou choisissez le courrier.",
    Way.POST: "L'adresse postale est incomplète (rue, code postal, ville) : complétez la fiche avant d'imprimer la lettre.",
    Way.IN_APP: "Personne de cette organisation n'a de compte : choisissez une autre voie.",
    Way.PHONE: "Aucun numéro n'est enregistré : complétez la fiche, ou choisissez une autre voie.",
}


def has_account(to: Addressee) -> bool:
    return to.user is not None or any(True for _ in members_of(to.organisation))


def refusal_of(way: str, to: Addressee) -> Refusal | None:
    """What is missing to reach them this way. Handing over needs nothing but a meeting."""
    reached = {Way.EMAIL: bool(to.email), Way.POST: bool(to.address), Way.PHONE: bool(to.phone), Way.HAND: True}
    possible = has_account(to) if way == Way.IN_APP else reached[Way(way)]
    return None if possible else Refusal("way", ABSENT[Way(way)])


def possible(to: Addressee) -> list[str]:
    """Every way that reaches them today, the best first."""
    order = [Way.EMAIL, Way.POST, Way.IN_APP, Way.PHONE, Way.HAND]
    first = PREFERRED.get(to.prefers)
    ordered = [first, *(way for way in order if way != first)] if first else order
    return [str(way) for way in ordered if refusal_of(way, to) is None]


def completed(to: Addressee) -> Addressee:
    """The address of the account; for an organisation that gave none, that of whoever acts for it here."""
    if to.user is not None:
        return replace(to, email=user_address(to.user) or to.email)
    return to if to.email else replace(to, email=next((address for _, address in members_of(to.organisation)), ""))


def reader_of(notice: Notice) -> Addressee | None:
    """Whom a notice is for, as they can be reached today."""
    to = addressee(notice.to_organisation, notice.to_person)
    return completed(replace(to, user=notice.to_user)) if to else None
