"""Addresses of the questionnaires of one structure, under `/questionnaires/structure/`."""

from django.urls import URLPattern, URLResolver, path

from cordee.tools.surveys.views import structures as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("structure/<uuid:public_id>/", views.of_structure, name="of_structure"),
]
