"""Addresses of the local viewer of mail."""

from django.urls import path

from itf.mail import views

app_name = "mail"
urlpatterns = [
    path("", views.kept, name="kept"),
    path("<uuid:mail>/", views.kept_one, name="kept-one"),
]
