"""Letters of the register: what happened to its sheet, told to the provider; the week's sheets, told to the regional level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cordee.actors.providers.models import Provider, Suspension
from cordee.core import outbox
from cordee.core.formats import date_long
from cordee.core.models.journal import Event
from cordee.core.recipients import members_of

ABOUT = outbox.declare("providers.sheet", "Ma fiche de prestataire : vérifiée, modifiée, suspendue", default="now")
GAPS = outbox.declare("providers.gaps", "Ce qui manque à ma fiche de prestataire", default="digest")
WEEKLY = outbox.declare("providers.weekly", "Fiches de prestataires incomplètes ou vieillissantes, une fois par semaine", default="now")

Said = tuple[str, tuple[str, ...]]  # subject, lines
Letters = Callable[[Provider, Event], Iterator[outbox.Letter]]


def letters(provider: Provider, said: Said, button: str = "Ouvrir ma fiche") -> Iterator[outbox.Letter]:
    """One letter to each person who acts for the provider today."""
    subject, lines = said
    for user_id, address in members_of(provider.organisation_id):
        yield outbox.Letter(
            kind=ABOUT.code,
            recipient=address,
            recipient_user=user_id,
            subject=subject,
            lines=lines,
            button=button,
            path=provider.get_absolute_url(),
            thread_id=provider.thread_id,
        )


def tell_provider(provider: Provider, event: Event, said: Said) -> None:
    for letter in letters(provider, said):
        outbox.post(letter, event=event)


def tell_verified(provider: Provider, event: Event) -> Iterable[outbox.Letter]:
    lines = (
        "Le DLA régional a vérifié votre fiche : elle est référencée.",
        "Les acteurs du dispositif la trouvent et peuvent vous consulter.",
    )
    return letters(provider, ("Votre fiche de prestataire est référencée", lines))


def _with_reason(subject: str, first: str) -> Letters:
    def tell(provider: Provider, event: Event) -> Iterator[outbox.Letter]:
        return letters(provider, (subject, (first, f"Motif : {event.data['reason']}")))

    return tell


tell_modified = _with_reason("Votre fiche de prestataire évolue", "Votre DLA note une évolution de votre fiche au registre.")
tell_withdrawn = _with_reason(
    "Votre fiche est retirée du registre des prestataires", "Votre fiche n'est plus proposée aux acteurs du dispositif."
)
tell_restored = _with_reason(
    "Votre fiche revient au registre des prestataires", "Votre fiche revient au registre ; le DLA régional va la vérifier."
)


def suspended(suspension: Suspension) -> Said:
    until = suspension.period.upper
    end = f"Elle sera proposée de nouveau le {date_long(until)}." if until else "La date de reprise n'est pas fixée."
    since = f"Elle n'est plus proposée à compter du {date_long(suspension.period.lower)}. {end}"
    return "Votre fiche de prestataire est suspendue", (since, f"Motif : {suspension.reason}")


def lifted(provider: Provider, reason: str) -> Said:
    return "La suspension de votre fiche est levée", ("Votre fiche est de nouveau proposée.", f"Motif : {reason}")
