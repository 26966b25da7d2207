"""Addresses of the room, under `/reprise/`."""

from django.urls import path

from cordee.accompaniment.takeover import views

app_name = "takeover"
urlpatterns = [
    path("", views.home, name="home"),
    path("enee/correspondance/", views.correspondence, name="mapping"),
    path("enee/dossiers/<uuid:public_id>/", views.copy_sheet, name="copy"),
]
