"""Addresses of the room."""

from django.urls import URLPattern

app_name = "diagnoses"
urlpatterns: list[URLPattern] = []
