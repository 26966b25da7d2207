"""Addresses of the provider register, under `/annuaire/prestataires/`."""

from django.urls import include, path

from cordee.actors.providers.lists import EmergenceList
from cordee.actors.providers.views import decisions, sheet
from cordee.core.lists.views import list_urls

app_name = "providers"
urlpatterns = [
    path("", include("cordee.actors.providers.search.urls")),
    path("", include("cordee.actors.providers.enee.urls")),
    path("reperer/", sheet.spot, name="spot"),
    path("la-mienne/", sheet.own, name="own"),
    path("depuis/<uuid:public_id>/", sheet.spot_known, name="spot_known"),
    path("emergence/", include(list_urls(EmergenceList, "emergences"))),
    path("emergence/enregistrer/", decisions.emergence, name="emergence_add"),
    path("emergence/<uuid:public_id>/", decisions.emergence_page, name="emergence"),
    path("emergence/<uuid:public_id>/modifier/", decisions.emergence, name="emergence_edit"),
    path("<uuid:public_id>/", sheet.sheet, name="sheet"),
    path("<uuid:public_id>/modifier/<slug:section>/", sheet.section, name="section"),
    path("<uuid:public_id>/a-jour/", sheet.confirm, name="confirm"),
    path("<uuid:public_id>/reverifier/", sheet.verify_again, name="verify_again"),
    path("<uuid:public_id>/fiche-type/", sheet.make_document, name="make_document"),
    path("<uuid:public_id>/fichiers/<uuid:file_id>/", sheet.file, name="file"),
    path("<uuid:public_id>/suspendre/", decisions.suspend, name="suspend"),
    path("<uuid:public_id>/suspensions/<uuid:suspension_id>/lever/", decisions.lift, name="lift"),
    path("<uuid:public_id>/consultants/<uuid:consultant_id>/age/", decisions.age, name="age"),
]
