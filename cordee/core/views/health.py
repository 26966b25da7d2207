"""`/sante`: database, worker, outbox. For whoever watches the installation; no figure of any dossier."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from cordee.core.access import public

ALIVE = "60 seconds"
LATE_MAILS = "15 minutes"

SQL = """
SELECT (SELECT max(last_heartbeat) > now() - %(alive)s::interval FROM procrastinate_workers),
       (SELECT count(*) FROM core_mail WHERE status = 'waiting' AND not_before < now() - %(late)s::interval),
       (SELECT count(*) FROM core_mail WHERE status = 'failed' AND created_at > now() - interval '7 days'),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo')
"""


def state() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(SQL, {"alive": ALIVE, "late": LATE_MAILS})
            worker, late, failed, jobs = cursor.fetchone()
    except DatabaseError:
        return {"etat": "panne", "base": "injoignable"}
    well = bool(worker) and not late
    return {
        "etat": "ok" if well else "a-surveiller",
        "base": "ok",
        "travaux": "ok" if worker else "aucune tâche de fond active depuis une minute",
        "courriels_en_retard": late,
        "courriels_non_remis_7j": failed,
        "travaux_en_attente": jobs,
    }


@public
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    found = state()
    return JsonResponse(found, status=503 if found["etat"] == "panne" else 200, json_dumps_params={"ensure_ascii": False})
