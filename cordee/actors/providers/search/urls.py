"""Addresses of the search, under `/annuaire/prestataires/`."""

from django.urls import include, path

from cordee.actors.providers.search import views
from cordee.actors.providers.search.lists import ProviderList
from cordee.actors.providers.search.shortlist_list import ShortlistList
from cordee.core.lists.views import list_urls

urlpatterns = [
    path("", include(list_urls(ProviderList, "providers"))),
    path("pour/", views.choose_structure, name="choose_structure"),
    path("pour/<uuid:public_id>/", views.for_structure, name="for_structure"),
    path("pour/<uuid:public_id>/garder/", views.keep, name="keep"),
    path("comparer/", views.compare, name="compare"),
    path("couverture/", views.coverage_page, name="coverage"),
    path("preselections/", include(list_urls(ShortlistList, "shortlists"))),
    path("preselections/<uuid:public_id>/", views.shortlist_page, name="shortlist"),
    path("preselections/<uuid:public_id>/modifier/", views.shortlist_edit, name="shortlist_edit"),
    path("preselections/<uuid:public_id>/retirer/<uuid:provider>/", views.shortlist_drop, name="shortlist_drop"),
]
