"""Addresses of the demonstration."""

from django.urls import path

from cordee.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/connexion/<slug:code>/", views.enter, name="enter"),
    path("demo/recharger/", views.reload, name="reload"),
]
