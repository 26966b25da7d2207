"""Addresses of partners, under `/partenaires/`."""

from django.urls import include, path

from cordee.actors.partners.lists import ContributionList, PartnerList
from cordee.actors.partners.views import giving
from cordee.core.lists.views import list_urls

app_name = "partners"
urlpatterns = [
    path("", include(list_urls(PartnerList, "partners"))),
    path("reseaux/", giving.networks, name="networks"),
    path("reseaux/noter/", giving.gifts, name="gifts"),
    path("contributions/", include(list_urls(ContributionList, "contributions"))),
    path("contributions/proposer/", giving.propose, name="propose"),
    path("contributions/totaux/", giving.totals, name="totals"),
    path("contributions/<uuid:public_id>/", giving.contribution_page, name="contribution"),
    path("contributions/<uuid:public_id>/modifier/", giving.edit, name="contribution_edit"),
]
