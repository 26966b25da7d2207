"""Addresses of the directory, under `/annuaire/`."""

from django.urls import include, path

from cordee.actors.directory.children.views import child_urls
from cordee.actors.directory.connected import views as connected
from cordee.actors.directory.duplicate_list import DuplicateList
from cordee.actors.directory.figures import FIGURES
from cordee.actors.directory.lists import ChangeList, OrganisationList
from cordee.actors.directory.people import views as people
from cordee.actors.directory.views import activity, changes, duplicates, logo, merge, notices, review, sheet, succession, years
from cordee.core.lists.views import list_urls

app_name = "directory"
urlpatterns = [
    path("", include(list_urls(OrganisationList, "organisations"))),
    path("ajouter/", sheet.create, name="create"),
    path("la-mienne/", review.own, name="own"),
    path("demander-acces/", sheet.ask_access, name="ask_access"),
    path("propositions/", include(list_urls(ChangeList, "changes"))),
    path("propositions/<uuid:public_id>/", changes.change_page, name="change"),
    path("doublons/", include(list_urls(DuplicateList, "duplicates"))),
    path("doublons/<uuid:public_id>/", duplicates.pair, name="duplicate"),
    path("alertes/<uuid:public_id>/", connected.alert, name="alert"),
    path("<uuid:public_id>/lieux/<uuid:child>/carte/", connected.place, name="place"),
    path("fusions/<uuid:public_id>/", merge.merge_done, name="merge_done"),
    path("<uuid:public_id>/fusionner/", merge.merge, name="merge"),
    path("<uuid:public_id>/succession/", succession.succession, name="succession"),
    path("<uuid:public_id>/", sheet.organisation_page, name="organisation"),
    path("<uuid:public_id>/modifier/", sheet.edit, name="edit"),
    path("<uuid:public_id>/activite/", activity.choose, name="activity"),
    path("<uuid:public_id>/relue/", review.review, name="review"),
    path("<uuid:public_id>/proposer/", changes.propose, name="propose"),
    path("<uuid:public_id>/annees/ajouter/", years.year, name="year_add"),
    path("<uuid:public_id>/annees/<int:number>/", years.year, name="year"),
    path("<uuid:public_id>/logo/", logo.logo, name="logo"),
    path("<uuid:public_id>/documents/ajouter/", sheet.file_add, name="file_add"),
    path("<uuid:public_id>/avis/envoyer/", notices.send_notice, name="notice_send"),
    path("<uuid:public_id>/fiche/", sheet.make_sheet, name="make_sheet"),
    path("<uuid:public_id>/chiffres/", sheet.make_sheet, {"kind": FIGURES}, name="make_figures"),
    path("<uuid:public_id>/postes/<uuid:child>/depart/", people.leave, name="position_leave"),
    *child_urls(),
]
