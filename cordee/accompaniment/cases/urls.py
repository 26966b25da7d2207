"""Addresses of dossiers, under `/dossiers/`."""

from django.urls import include, path

from cordee.accompaniment.cases.lists import CaseList
from cordee.accompaniment.cases.views import around, cases, passing, portfolio, steps
from cordee.core.lists.views import list_urls

app_name = "cases"
urlpatterns = [
    path("", include(list_urls(CaseList, "cases"))),
    path("demander/", cases.open_, name="open"),
    path("portefeuille/", portfolio.page, name="portfolio"),
    path("confier/", passing.pass_on, name="pass"),
    path("passations/", passing.handovers, name="handovers"),
    path("passations/<uuid:public_id>/", passing.handover, name="handover"),
    path("<uuid:public_id>/", cases.page, name="case"),
    path("<uuid:public_id>/confier/", cases.assign, name="assign"),
    path("<uuid:public_id>/relancer/", cases.remind, name="remind"),
    path("<uuid:public_id>/demande/", around.edit, name="edit"),
    path("<uuid:public_id>/nouvelle-demande/", around.again, name="again"),
    path("<uuid:public_id>/structures/ajouter/", around.add_structure, name="add_structure"),
    path("<uuid:public_id>/reseaux/ouvrir/", around.open_to, name="open_to"),
    path("<uuid:public_id>/documents/joindre/", around.file_add, name="file"),
    path("<uuid:public_id>/comptes/consultations/", around.accounts_log, name="accounts_log"),
    path("<uuid:public_id>/participation/", steps.presence, name="presence"),
    path("<uuid:public_id>/adhesion/", steps.adhesion, name="adhesion"),
    path("<uuid:public_id>/validation/", steps.validation, name="validation"),
    path("<uuid:public_id>/comptes/", steps.accounts, name="accounts"),
    path("<uuid:public_id>/eligibilite/", steps.judge, name="judge"),
    path("<uuid:public_id>/decision/", steps.decide, name="decide"),
]
