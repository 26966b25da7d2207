"""Addresses of the provider register, under `/annuaire/prestataires/`."""

from django.urls import include, path

app_name = "providers"
urlpatterns = [
    path("", include("cordee.actors.providers.search.urls")),
]
