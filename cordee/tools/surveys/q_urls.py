"""Addresses of those who answer, under `/q/`: public, the key is what opens."""

from django.urls import URLPattern, URLResolver, path

from cordee.tools.surveys.views import answering, answering_app, meeting, paper

urlpatterns: list[URLPattern | URLResolver] = [
    path("q/", answering.home, name="q_home"),
    path("q/reprendre/", answering.resume, name="q_resume"),
    path("q/aide/", answering.help_page, name="q_help"),
    path("q/sw.js", answering_app.worker, name="q_worker"),
    path("q/manifeste.webmanifest", answering_app.manifest, name="q_manifest"),
    path("q/<str:key>/", answering.questionnaire, name="q"),
    path("q/<str:key>/reponse/", answering.response, name="q_response"),
    path("q/<str:key>/code/", answering.code, name="q_code"),
    path("q/<str:key>/fichier/", answering.file, name="q_file"),
    path("q/<str:key>/papier/", paper.of_door, name="q_paper"),
    path("questionnaires/<uuid:public_id>/en-reunion/", meeting.choose, name="meeting_who"),
    path("questionnaires/<uuid:public_id>/en-reunion/<uuid:organisation_id>/", meeting.meeting, name="meeting"),
    path("questionnaires/<uuid:public_id>/papier/<slug:format_>/", paper.of_questionnaire, name="paper"),
]
