from django.urls import path

from cordee.core.ui import views

app_name = "ui"
urlpatterns = [
    path("design/", views.design, name="design"),
    path("design/avancement/", views.design_progress, name="design_progress"),
]
