from django.urls import path

from cordee.actors.territory import views

app_name = "territory"
urlpatterns = [
    path("", views.index, name="index"),
    path("communes/", views.communes, name="communes"),
    path("<slug:code>/", views.department, name="department"),
]
