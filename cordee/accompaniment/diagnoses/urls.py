"""Addresses of diagnoses, under `/diagnostics/`."""

from django.urls import path

from cordee.accompaniment.diagnoses.views import around, diagnosis

app_name = "diagnoses"
ONE = "<uuid:public_id>/"
urlpatterns = [
    path("ouvrir/<uuid:public_id>/", diagnosis.open_, name="open"),
    path("notes/<uuid:public_id>/", around.write, name="write"),
    path(ONE, diagnosis.page, name="diagnosis"),
    path(f"{ONE}ecrire/", diagnosis.edit, name="edit"),
    path(f"{ONE}themes/", diagnosis.topics, name="topics"),
    path(f"{ONE}constats/", diagnosis.finding, name="finding_add"),
    path(f"{ONE}constats/<uuid:child>/", diagnosis.finding, name="finding"),
    path(f"{ONE}constats/<uuid:child>/<slug:act>/", diagnosis.finding_act, name="finding_act"),
    path(f"{ONE}grille/", diagnosis.grid, name="grid"),
    path(f"{ONE}contribution/", around.ask, name="ask"),
    path(f"{ONE}comptes/<int:year>/", around.accounts, name="accounts"),
    path(f"{ONE}proposer/", diagnosis.propose, name="propose"),
    path(f"{ONE}valider/", diagnosis.validate, name="validate"),
    path(f"{ONE}valider-dla/", diagnosis.validate_operator, name="validate_operator"),
    path(f"{ONE}versions/<int:first>/<int:last>/", diagnosis.differences, name="differences"),
    path(f"{ONE}documents/<slug:code>/", diagnosis.make_document, name="make_document"),
    path(f"{ONE}fichiers/<uuid:file_id>/", diagnosis.file, name="file"),
    path(f"{ONE}bilan/", around.review, name="review"),
    path(f"{ONE}bilan/ecrire/", around.review_edit, name="review_edit"),
    path(f"{ONE}bilan/demander/", around.ask_again, name="ask_again"),
]
