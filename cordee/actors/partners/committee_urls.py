"""Addresses of committees, under `/comites/`."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from cordee.actors.partners.lists import CommitteeList, MeetingList
from cordee.actors.partners.views import committees, guests, meetings, opinions
from cordee.core.lists.views import list_urls


class ItemAct(StringConverter):
    regex = "monter|descendre|retirer"


register_converter(ItemAct, "item_act")

app_name = "committees"
urlpatterns = [
    path("", include(list_urls(CommitteeList, "committees"))),
    path("ouvrir/", committees.create, name="create"),
    path("reunions/", include(list_urls(MeetingList, "meetings"))),
    path("reunions/<uuid:public_id>/", meetings.meeting_page, name="meeting"),
    path("reunions/<uuid:public_id>/modifier/", meetings.edit, name="meeting_edit"),
    path("reunions/<uuid:public_id>/points/ajouter/", meetings.item_add, name="item_add"),
    path("reunions/<uuid:public_id>/dossiers/ajouter/", meetings.dossiers_add, name="dossiers_add"),
    path("reunions/<uuid:public_id>/liens/<uuid:member>/donner/", guests.give, name="link_give"),
    path("liens/<uuid:public_id>/fermer/", guests.close, name="link_close"),
    path("invitation/<str:token>/", guests.agenda, name="guest"),
    path("invitation/<str:token>/points/<uuid:public_id>/avis/", guests.opinion, name="guest_opinion"),
    path("invitation/<str:token>/points/<uuid:public_id>/lien-d-interet/", guests.interest, name="guest_interest"),
    path("reunions/<uuid:public_id>/compte-rendu/", meetings.minutes, name="minutes"),
    path("points/<uuid:public_id>/", meetings.item_edit, name="item_edit"),
    path("points/<uuid:public_id>/pieces/ajouter/", meetings.paper_add, name="paper_add"),
    path("points/<uuid:public_id>/avis/", opinions.opinion, name="opinion"),
    path("points/<uuid:public_id>/lien-d-interet/", opinions.interest, name="interest"),
    path("points/<uuid:public_id>/lien-d-interet/<int:interest_id>/lever/", opinions.lift, name="interest_lift"),
    path("points/<uuid:public_id>/<item_act:act>/", meetings.item_act, name="item_act"),
    path("pieces/<uuid:public_id>/", meetings.paper, name="paper"),
    path("<uuid:public_id>/", committees.committee_page, name="committee"),
    path("<uuid:public_id>/modifier/", committees.edit, name="edit"),
    path("<uuid:public_id>/membres/ajouter/", committees.member, name="member_add"),
    path("<uuid:public_id>/membres/<uuid:child>/", committees.member, name="member_edit"),
    path("<uuid:public_id>/documents/ajouter/", committees.work, name="work_add"),
    path("<uuid:public_id>/reunions/planifier/", meetings.plan, name="plan"),
]
