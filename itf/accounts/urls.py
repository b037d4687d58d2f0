"""Addresses of accounts."""

from django.urls import path

from itf.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("demonstration/<int:pk>/enter/", views.demo_enter, name="demo-enter"),
]
