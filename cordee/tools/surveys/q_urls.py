"""Addresses of those who answer, under `/q/`: public, the key is what opens."""

from django.urls import URLPattern, URLResolver, path

from cordee.tools.surveys.views import answering, answering_app, paper

urlpatterns: list[URLPattern | URLResolver] = [
    path("", answering.home, name="q_home"),
    path("reprendre/", answering.resume, name="q_resume"),
    path("aide/", answering.help_page, name="q_help"),
    path("sw.js", answering_app.worker, name="q_worker"),
    path("manifeste.webmanifest", answering_app.manifest, name="q_manifest"),
    path("<str:key>/", answering.questionnaire, name="q"),
    path("<str:key>/reponse/", answering.response, name="q_response"),
    path("<str:key>/code/", answering.code, name="q_code"),
    path("<str:key>/fichier/", answering.file, name="q_file"),
    path("<str:key>/papier/", paper.of_door, name="q_paper"),
]
