"""Addresses of requests, under `/demande/`: the public ones, then those of who receives."""

from django.urls import include, path

from cordee.accompaniment.requests.lists import RequestList
from cordee.accompaniment.requests.views import public, receiving
from cordee.core.lists.views import list_urls

app_name = "requests"
urlpatterns = [
    path("", public.start, name="start"),
    path("deposer/", public.deposit, name="deposit"),
    path("suivi/<str:token>/", public.tracking, name="tracking"),
    path("recues/", include(list_urls(RequestList, "requests"))),
    path("enregistrer/", receiving.record, name="record"),
    path("<uuid:public_id>/", receiving.page, name="request"),
]
