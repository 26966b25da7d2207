"""Addresses of the opening's own screens, under `/premiers-pas/`."""

from django.urls import path

from cordee.actors.directory.views import opening

app_name = "opening"
urlpatterns = [
    path("operateur/", opening.view_of(opening.OPERATOR), name="operator"),
    path("territoire/", opening.view_of(opening.TERRITORY), name="territory"),
    path("porteur/", opening.view_of(opening.HOST), name="host"),
    path("lieux/", opening.view_of(opening.SITES), name="sites"),
    path("financeurs/", opening.view_of(opening.FUNDERS), name="funders"),
    path("logos/", opening.view_of(opening.LOGOS), name="logos"),
]
