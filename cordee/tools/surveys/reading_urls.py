"""Addresses of responses and syntheses: `/reponses/…`, `/campagnes/…/synthese/…`."""

from django.urls import URLPattern, URLResolver, path

from cordee.tools.surveys.views import reading as views

SYNTHESIS = "<uuid:public_id>/synthese/"
responses: list[URLPattern | URLResolver] = [
    path("<uuid:public_id>/", views.response_page, name="response"),
    path("<uuid:public_id>/effacer/", views.erase, name="response_erase"),
    path("<uuid:public_id>/avant-apres/", views.before_after, name="before_after"),
]
syntheses: list[URLPattern | URLResolver] = [
    path(SYNTHESIS, views.synthesis_page, name="synthesis"),
    path(SYNTHESIS + "analyse/", views.make_analysis, name="make_analysis"),
    path(SYNTHESIS + "avant-apres/<uuid:before_id>/", views.campaign_before_after, name="campaign_before_after"),
    path(SYNTHESIS + "paroles/<slug:code>/", views.words_page, name="words"),
    path(SYNTHESIS + "<slug:what>.<slug:format_>", views.export_file, name="synthesis_file"),
    path(SYNTHESIS + "<slug:what>.<slug:format_>/long/", views.export_task, name="synthesis_file_long"),
]
