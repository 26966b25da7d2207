"""Addresses of the exchange with Enée, under `/annuaire/prestataires/`."""

from django.urls import include, path

from cordee.actors.providers.enee import views
from cordee.actors.providers.enee.lists import EneeList
from cordee.core.lists.views import list_urls

urlpatterns = [
    path("enee/", views.home, name="enee"),
    path("enee/fichier/", include(list_urls(EneeList, "enee_file"))),
    path("enee/correspondance/", views.correspondence, name="enee_mapping"),
    path("<uuid:public_id>/enee/", views.copy_sheet, name="enee_copy"),
]
