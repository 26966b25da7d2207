"""Every address of questionnaires, in one namespace; each list is kept by the module that it serves."""

from django.urls import URLPattern, URLResolver, include, path

from cordee.tools.surveys.campaign_urls import urlpatterns as campaigns
from cordee.tools.surveys.editing_urls import urlpatterns as editing
from cordee.tools.surveys.q_urls import urlpatterns as answering
from cordee.tools.surveys.reading_urls import responses, syntheses
from cordee.tools.surveys.structure_urls import urlpatterns as structures

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("q/", include(answering)),
    path("questionnaires/", include([*editing, *structures])),
    path("campagnes/", include([*campaigns, *syntheses])),
    path("reponses/", include(responses)),
]
