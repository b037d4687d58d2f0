"""Addresses: only the health page. Who may see a job is known where its plan is, so its page is there."""

from django.urls import path

from itf.jobs.health import healthz

app_name = "jobs"
urlpatterns = [path("healthz", healthz, name="healthz")]
