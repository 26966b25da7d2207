"""The bare insert view: JSON in, one row of answers by the ORM, JSON out. No key to check, no question to judge, no replay, no lock.

Marks and result come worked out in what is sent. Served as `bench.bare_surveys:application`, on the same table.
"""

from __future__ import annotations

import json
import os
import uuid

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.config.settings")

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

import bench.bare  # noqa: F401  the yardstick's middleware and nothing else; its import sets Django up
from cordee.tools.surveys.models import Response

settings.ROOT_URLCONF = "bench.bare_surveys"


@csrf_exempt
def insert(request: HttpRequest) -> JsonResponse:
    now = timezone.now()
    row = Response(submission=uuid.uuid4(), channel="link", submitted_on=timezone.localdate(), submitted_at=now, **json.loads(request.body))
    row.save()
    return JsonResponse({"submission": str(row.submission)})


urlpatterns = [path("", insert)]
application = WSGIHandler()
