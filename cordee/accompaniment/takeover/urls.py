"""Addresses of the room."""

from django.urls import URLPattern

app_name = "takeover"
urlpatterns: list[URLPattern] = []
