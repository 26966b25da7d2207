from django.urls import path

from cordee.core.help import views

app_name = "help"
urlpatterns = [
    path("aide/", views.index, name="index"),
    path("aide/gestes/", views.common_gestures, name="gestures"),
    path("aide/glossaire/", views.words, name="glossary"),
    path("aide/clavier/", views.keyboard, name="keyboard"),
    path("aide/<slug:code>/", views.role, name="role"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("donnees-personnelles/", views.personal_data, name="personal_data"),
]
