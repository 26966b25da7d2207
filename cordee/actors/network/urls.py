"""Addresses of the network, under `/reseau/`."""

from django.urls import include, path

from cordee.actors.network.lists import DeclinationList
from cordee.actors.network.views import declinations, picture, references
from cordee.core.lists.views import list_urls

app_name = "network"
urlpatterns = [
    path("", picture.index, name="index"),
    path("territoires/<slug:code>/", picture.territory, name="territory"),
    path("territoires/<slug:code>/attribuer/", picture.assign_page, name="assign"),
    path("territoires/<slug:code>/declinaison/", picture.declination_start, name="declination_start"),
    path("reperes/", references.index, name="references"),
    path("reperes/ajouter/<slug:kind>/", references.add, name="entry_add"),
    path("reperes/<uuid:public_id>/", references.entry, name="entry"),
    path("reperes/<uuid:public_id>/corriger/", references.correct, name="entry_correct"),
    path("reperes/<uuid:public_id>/terminer/", references.retire, name="entry_retire"),
    path("reperes/<uuid:public_id>/organismes/", references.body_add, name="body_add"),
    path("reperes/<uuid:public_id>/organismes/<uuid:body>/retirer/", references.body_remove, name="body_remove"),
    path("declinaisons/", include(list_urls(DeclinationList, "declinations"))),
    path("declinaisons/<uuid:public_id>/", declinations.declination, name="declination"),
    path("declinaisons/<uuid:public_id>/ecrire/", declinations.edit, name="declination_edit"),
    path("declinaisons/<uuid:public_id>/comparer/", declinations.compare, name="declination_compare"),
    path("declinaisons/<uuid:public_id>/concertation/", declinations.consulted_add, name="consulted_add"),
    path("declinaisons/<uuid:public_id>/concertation/<uuid:consulted>/retirer/", declinations.consulted_remove, name="consulted_remove"),
]
