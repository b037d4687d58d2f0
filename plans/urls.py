"""Addresses of a plan's pages."""

from django.urls import path

from plans.views import authoring, comparing, files, reading, schemes

app_name = "plans"

urlpatterns = [
    path("plans/<slug:key>/", reading.Overview.as_view(), name="overview"),
    path("plans/<slug:key>/findings/", reading.Findings.as_view(), name="findings"),
    path("plans/<slug:key>/findings/<path:finding>/", reading.Explain.as_view(), name="explain"),
    path("plans/<slug:key>/compare/", comparing.Compare.as_view(), name="compare"),
    path("plans/<slug:key>/versions/<int:number>/", reading.Version.as_view(), name="version"),
    path("plans/<slug:key>/versions/<int:number>/<slug:kind>/", files.Download.as_view(), name="download"),
    path("plans/<slug:key>/versions/<int:number>/<slug:kind>/progress/", files.Progress.as_view(), name="progress"),
    path("plans/<slug:key>/versions/<int:number>/<slug:kind>/try-again/", files.TryAgain.as_view(), name="try-again"),
    path("plans/<slug:key>/schemes/", schemes.SchemeList.as_view(), {"section": "schemes"}, name="schemes"),
    path("plans/<slug:key>/schemes/<uuid:scheme>/", schemes.SchemePage.as_view(), name="scheme"),
    path("plans/<slug:key>/schemes/<uuid:scheme>/remove/", schemes.SchemeRemove.as_view(), name="scheme-remove"),
    path("plans/<slug:key>/<slug:section>/", authoring.EditPage.as_view(), name="section"),
]
