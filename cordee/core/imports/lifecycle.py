"""The life of an import: received, tried, imported whole or in part, or dropped. Writing has its own page: no bare button does it."""

from __future__ import annotations

from typing import Any

from cordee.core.access import Actor, Refusal
from cordee.core.imports.declare import of_run
from cordee.core.lifecycle import Lifecycle, T
from cordee.core.models import ImportRun

TEAM = ["operator"]
#: `tried_at` and `written_at` are set by the work itself, in the transaction of the transition: a forged button finds them empty
_ELSEWHERE = Refusal("hidden", "Cet acte se fait depuis la page de l'import, une fois les lignes relues.")


def may_import(actor: Actor, run: Any) -> Refusal | None:
    return of_run(run).refusal(actor)


def was_tried(run: ImportRun, data: Any) -> Refusal | None:
    return None if run.tried_at else _ELSEWHERE


def was_written(run: ImportRun, data: Any) -> Refusal | None:
    return None if run.written_at else _ELSEWHERE


def whole(run: ImportRun, data: Any) -> Refusal | None:
    return _ELSEWHERE if run.counts.get("refused") else None


IMPORT = Lifecycle(
    "core.import",
    ImportRun,
    ImportRun.State,
    [
        T("send", "→ received", "Envoyer le fichier", who=may_import, audience=TEAM),
        T("try", "received | tried → tried", "Essayer l'import", who=may_import, guards=[was_tried], audience=TEAM),
        T("finish", "tried → done", "Importer toutes les lignes", who=may_import, guards=[was_written, whole], audience=TEAM),
        T("finish_partly", "tried → partial", "Importer les lignes comprises", who=may_import, guards=[was_written], audience=TEAM),
        T(
            "drop",
            "received | tried → dropped",
            "Abandonner cet import",
            who=may_import,
            audience=TEAM,
            done="C'est fait : cet import est abandonné, rien n'a été écrit dans les fiches.",
        ),
        T(
            "settle",
            "partial → done",
            "Laisser les lignes refusées de côté",
            who=may_import,
            audience=TEAM,
            warning="Ces lignes ne vous seront plus rappelées. Leur fichier reste téléchargeable depuis le compte rendu.",
            done="C'est fait : cet import est terminé.",
        ),
    ],
)
