"""Addresses of follow-up, under `/suivi/`."""

from django.urls import path

from cordee.accompaniment.followup.views import notes, pieces

app_name = "followup"
urlpatterns = [
    path("<uuid:public_id>/", notes.followup, name="followup"),
    path("<uuid:public_id>/noter/", notes.note, name="note"),
    path("<uuid:public_id>/contact/", notes.contact, name="contact"),
    path("<uuid:public_id>/courriel/", notes.mail, name="mail"),
    path("<uuid:public_id>/pieces/", pieces.pieces, name="pieces"),
    path("<uuid:public_id>/pieces/demander/", pieces.ask, name="ask"),
    path("notes/<uuid:public_id>/corriger/", notes.revise, name="revise"),
    path("pieces/<uuid:public_id>/reprendre/", pieces.take_up, name="take_up"),
    path("fichiers/<uuid:public_id>/", pieces.paper, name="paper"),
]
