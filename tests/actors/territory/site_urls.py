"""The room alone, at its address: its pages are tested without the shell of the house."""

from django.urls import include, path

urlpatterns = [path("territoires/", include("cordee.actors.territory.urls"))]
