"""The sentences of the fil: what happened, without a figure of the accounts nor the name of a person."""

from __future__ import annotations

from datetime import date

from cordee.accompaniment.cases.lifecycle import BENEFICIARY, CASE
from cordee.accompaniment.cases.models import Adhesion, Case, Step, Validation
from cordee.accompaniment.cases.models.eligibility import Judgement
from cordee.core.formats import counted, date_short
from cordee.core.journal import Renderer, renderers, renders
from cordee.core.models import Event

SAID = {
    "request": "Accompagnement demandé",
    "receive": "Premier échange",
    "reorient": "Structure orientée vers un autre organisme",
    "diagnose": "Diagnostic partagé ouvert",
    "widen": "Dossier élargi en démarche collective",
    "share": "Diagnostic validé ensemble",
    "plan": "Parcours élaboré",
    "launch": "Parcours lancé",
    "update": "Parcours actualisé",
    "follow": "Dossier en suivi",
    "review": "Bilan après l'accompagnement",
    "close": "Dossier clos",
}
DETAILS = ("body", "reason", "results")
STRUCTURES = {
    "join": "Structure accompagnée",
    "withdraw": "Structure retirée du dossier",
    "finish": "Accompagnement achevé",
}


def _detail(event: Event) -> str:
    return ". ".join(event.data[name] for name in DETAILS if event.data.get(name))


def _told(sentence: str) -> Renderer:
    return lambda event: (sentence, _detail(event))


def _told_of(sentence: str) -> Renderer:
    """Which structure. One that follows from the end of the dossier gives no reason: the line of that act gives it."""

    def tell(event: Event) -> tuple[str, str]:
        name = event.data.get("organisation")
        return f"{sentence} : {name}" if name else sentence, _detail(event) if event.actor_user else ""

    return tell


for transition in CASE.transitions:
    if transition.name in SAID:
        renderers.add(f"{CASE.code}.{transition.name}", _told(SAID[transition.name]))
for transition in BENEFICIARY.transitions:
    renderers.add(f"{BENEFICIARY.code}.{transition.name}", _told_of(STRUCTURES[transition.name]))


@renders("cases.case.abandon")
def abandoned(event: Event) -> tuple[str, str]:
    asked = " à la demande de la structure" if event.data.get("on_request") else ""
    return f"Accompagnement arrêté{asked}", _detail(event)


@renders("cases.case.opened")
def opened(event: Event) -> str:
    return f"Dossier ouvert à {event.data['other']}, sans ses comptes"


@renders("cases.case.edited")
def edited(event: Event) -> tuple[str, str]:
    named = [str(getattr(Case._meta.get_field(name), "verbose_name", name)) for name in event.data["fields"]]
    return "Demande complétée", ", ".join(named)


@renders("cases.case.reminded")
def reminded(event: Event) -> tuple[str, str]:
    return f"Relance : {counted(event.data['count'], 'chose attendue', 'choses attendues')}", event.data["organisation"]


@renders("cases.adhesion.noted")
def adhesion(event: Event) -> tuple[str, str]:
    verb = "adhère" if event.data["decision"] == Adhesion.Decision.YES else "n'adhère pas"
    return f"{event.data['organisation']} {verb} à l'étape « {Step(event.data['step']).label} »", event.data["who"]


@renders("cases.presence.noted")
def presence(event: Event) -> tuple[str, str]:
    return f"{event.data['organisation']} prend part à l'étape « {Step(event.data['step']).label} »", event.data["who"]


@renders("cases.validation.noted")
def validation(event: Event) -> tuple[str, str]:
    return f"{Validation.What(event.data['what']).label} : validé par {event.data['organisation']}", event.data["body"]


@renders("cases.accounts.kept")
def accounts(event: Event) -> tuple[str, str]:
    return f"Comptes {event.data['year']} enregistrés", event.data["organisation"]


@renders("cases.eligibility.judged")
def judged(event: Event) -> tuple[str, str]:
    return "Éligibilité jugée", f"Proposition : {Judgement(event.data['proposal']).label.lower()}"


@renders("cases.eligibility.decided")
def decided(event: Event) -> tuple[str, str]:
    return f"Accompagnement {'accepté' if event.data['accepted'] else 'non accepté'}", event.data["override"]


@renders("cases.assignment.assigned")
def assigned(event: Event) -> tuple[str, str]:
    until = f", jusqu'au {date_short(date.fromisoformat(event.data['until']))}" if event.data["until"] else ""
    what = "Dossier suivi" if event.data["role"] == "holder" else "Remplacement"
    return f"{what} par {event.data['operator']}{until}", ""


@renders("cases.assignment.handed")
def handed(event: Event) -> str:
    return f"Dossier passé à une autre personne ({event.data['operator']}), à partir du {date_short(date.fromisoformat(event.data['on']))}"


@renders("cases.assignment.followed")
def followed(event: Event) -> str:
    since = date_short(date.fromisoformat(event.data["on"]))
    if not event.data["taker"]:
        return f"Le territoire n'a plus de DLA à partir du {since} : le dossier attend le suivant"
    return f"Dossier repris par {event.data['taker']} avec le territoire, à partir du {since}"
