"""The fields of a dossier that are copied into Enée and that dossiers themselves keep: identity, request, eligibility, stages, accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from cordee.accompaniment.cases import queries
from cordee.accompaniment.cases.copied import PARTED, CopiedPart, Values, declare
from cordee.accompaniment.cases.models import Accounts, Beneficiary, Case
from cordee.core.formats import date_short
from cordee.core.models import Event

LATER = 2  # years between the indicators of the diagnosis and those of the reading afterwards
AMOUNTS = (
    ("net_result", "Résultat net"), ("equity", "Fonds propres"), ("working_capital", "Fonds de roulement"),
    ("working_need", "Besoin en fonds de roulement"), ("cash", "Trésorerie"),
)  # fmt: skip
STAGES = (
    ("receive", "Premier échange le"), ("diagnose", "Diagnostic ouvert le"), ("share", "Diagnostic validé le"),
    ("plan", "Parcours arrêté le"),
    ("launch", "Parcours lancé le"), ("follow", "En suivi depuis le"), ("review", "Diagnostic post-accompagnement le"),
    ("close", "Clos le"),
)  # fmt: skip


def _structures(case: Case) -> list[Any]:
    rows = queries.structures_of(case).exclude(state=Beneficiary.State.WITHDRAWN)
    found = list(rows.prefetch_related("organisation__identifiers"))
    return [row.organisation for row in found] or [row.organisation for row in queries.structures_of(case)]


def identity(case: Case) -> Values:
    structures = _structures(case)

    def each(said: Callable[[Any], str]) -> tuple[list[Any], str]:
        told = [said(one) for one in structures]
        return list(told), PARTED.join(filter(None, told))

    return {
        "name": each(lambda o: o.name),
        "siret": each(_siret),
        "legal_form": each(lambda o: o.get_legal_form_display() if o.legal_form else ""),
        "address": each(lambda o: o.address),
        "postcode": each(lambda o: o.postcode),
        "city": each(lambda o: o.city),
    }


def _siret(organisation: Any) -> str:
    standing = [i for i in organisation.identifiers.all() if i.kind == "siret" and i.period.upper is None]
    return str(standing[-1].value) if standing else ""


def request(case: Case) -> Values:
    motives = queries.titles_of(queries.aims_of(case, inside=False))["motives"]
    return {
        "number": _one(case.number),
        "own_number": _one(case.own_number),
        "title": _one(case.title),
        "kind": ([case.kind], case.get_kind_display()),
        "origin": ([case.origin], case.get_origin_display()),
        "requested_on": _day(case.requested_on),
        "motives": ([sorted(case.motives.order_by("pk").values_list("pk", flat=True))], PARTED.join(motives)),
        "need": _one(case.need),
    }


def eligibility(case: Case) -> Values:
    judged = queries.eligibility_of(case)
    if judged is None:
        return {}
    accepted = {None: "", True: "Accepté", False: "Non accepté"}[judged.accepted]
    return {
        "proposal": ([judged.proposal], judged.get_proposal_display()),
        "accepted": ([judged.accepted], accepted),
        "decided_on": _day(judged.decided_on),
    }


def stages(case: Case) -> Values:
    """The last day of each step: the day of the fact, not that of its recording."""
    codes = {f"cases.case.{name}": name for name, _ in STAGES}
    rows = Event.objects.for_system("of a dossier that the reader conducts").filter(thread=case.thread_id, code__in=codes).order_by("id")
    days = {codes[code]: on for code, on in rows.values_list("code", "fact_on")}
    return {"state": ([case.state], case.get_state_display())} | {f"{name}_on": _day(on) for name, on in days.items()}


def accounts(case: Case) -> Values:
    """N is the first year that the dossier reads, N+2 two years later."""
    rows = Accounts.objects.for_system("of a dossier that the reader conducts").filter(case=case).select_related("organisation")
    known = list(rows.order_by("year", "organisation__sort_key", "id"))
    if not known:
        return {}
    first = known[0].year
    found: Values = {}
    for suffix, year in (("n", first), ("n2", first + LATER)):
        of_year = [row for row in known if row.year == year]
        found[f"year_{suffix}"] = ([year], str(year)) if of_year else ([], "")
        for name, _ in AMOUNTS:
            given = [(row.organisation.name, getattr(row, name)) for row in of_year if getattr(row, name) is not None]
            found[f"{name}_{suffix}"] = ([str(value) for _, value in given], _amounts(given))
    return found


def _amounts(given: list[tuple[str, Decimal]]) -> str:
    """As it is typed elsewhere: a plain number; under the name of each structure when there are several."""
    if len(given) == 1:
        return _plain(given[0][1])
    return PARTED.join(f"{name} : {_plain(value)}" for name, value in given)


def _plain(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


def _one(text: str) -> tuple[list[Any], str]:
    return [text], text


def _day(on: date | None) -> tuple[list[Any], str]:
    return ([on.isoformat()], date_short(on)) if on else ([], "")


def _amount_fields() -> list[tuple[str, str]]:
    return [
        field
        for suffix, said in (("n", "N"), ("n2", "N+2"))
        for field in [(f"year_{suffix}", f"Exercice {said}"), *((f"{name}_{suffix}", f"{label} {said} (€)") for name, label in AMOUNTS)]
    ]


IDENTITY = declare(
    CopiedPart(
        "identity",
        "Identité",
        (
            ("name", "Structure"), ("siret", "SIRET"), ("legal_form", "Forme juridique"), ("address", "Adresse"),
            ("postcode", "Code postal"),
            ("city", "Ville"),
        ),
        identity,
    )
)  # fmt: skip
REQUEST = declare(
    CopiedPart(
        "request",
        "Demande",
        (
            ("number", "Numéro du dossier"), ("own_number", "Numéro propre"), ("title", "Intitulé"), ("kind", "Nature"),
            ("origin", "Origine"),
            ("requested_on", "Demandé le"), ("motives", "Motifs"), ("need", "Besoin"),
        ),
        request,
    )
)  # fmt: skip
ELIGIBILITY = declare(
    CopiedPart(
        "eligibility",
        "Éligibilité",
        (("proposal", "Proposition d'éligibilité"), ("accepted", "Accompagnement"), ("decided_on", "Décidé le")),
        eligibility,
    )
)
PROGRESS = declare(
    CopiedPart("stages", "Étapes", (("state", "Étape"), *((f"{name}_on", label) for name, label in STAGES)), stages, order=80)
)
ACCOUNTS = declare(CopiedPart("accounts", "Comptes", tuple(_amount_fields()), accounts, order=90))
