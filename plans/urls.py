"""Addresses of a plan's pages."""

from django.urls import path

from plans.views import (
    authoring,
    comparing,
    files,
    history,
    ledger,
    moving,
    pasting,
    paying,
    presence,
    reading,
    rules,
    saving,
    schemes,
    totals,
    workbook,
)

app_name = "plans"

urlpatterns = [
    path("rules/", rules.PublishedRules.as_view(), name="rules"),
    path("plans/<slug:key>/", reading.Overview.as_view(), name="overview"),
    path("plans/<slug:key>/findings/", reading.Findings.as_view(), name="findings"),
    path("plans/<slug:key>/findings/<path:finding>/", reading.Explain.as_view(), name="explain"),
    path("plans/<slug:key>/move/", moving.Move.as_view(), name="move"),
    path("plans/<slug:key>/compare/", comparing.Compare.as_view(), name="compare"),
    path("plans/<slug:key>/ledger/", ledger.Ledger.as_view(), name="ledger"),
    path("plans/<slug:key>/ledger/<slug:by>/", ledger.LedgerLines.as_view(), name="ledger-lines"),
    path("plans/<slug:key>/payment/", paying.PaymentModeller.as_view(), name="payment"),
    path("plans/<slug:key>/versions/<int:number>/", reading.Version.as_view(), name="version"),
    path("plans/<slug:key>/versions/<int:number>/<slug:kind>/", files.Download.as_view(), name="download"),
    path("plans/<slug:key>/versions/<int:number>/<slug:kind>/progress/", files.Progress.as_view(), name="progress"),
    path("plans/<slug:key>/versions/<int:number>/<slug:kind>/try-again/", files.TryAgain.as_view(), name="try-again"),
    path("plans/<slug:key>/schemes/paste/", pasting.PasteSchemes.as_view(), name="paste-schemes"),
    path("plans/<slug:key>/schemes/<uuid:scheme>/paste/", pasting.PasteLines.as_view(), name="paste-lines"),
    path("plans/<slug:key>/workbook/", workbook.Workbook.as_view(), name="workbook"),
    path("plans/<slug:key>/workbook/draft.xlsx", workbook.WorkbookFile.as_view(), name="workbook-file"),
    path("plans/<slug:key>/workbook/making/", workbook.WorkbookMaking.as_view(), name="workbook-making"),
    path("plans/<slug:key>/workbook/<uuid:upload>/", workbook.Upload.as_view(), name="workbook-upload"),
    path(
        "plans/<slug:key>/workbook/<uuid:upload>/progress/", workbook.UploadProgress.as_view(), name="workbook-progress"
    ),
    path("plans/<slug:key>/schemes/", schemes.SchemeList.as_view(), {"section": "schemes"}, name="schemes"),
    path("plans/<slug:key>/schemes/<uuid:scheme>/", schemes.SchemePage.as_view(), name="scheme"),
    path("plans/<slug:key>/schemes/<uuid:scheme>/remove/", schemes.SchemeRemove.as_view(), name="scheme-remove"),
    path("plans/<slug:key>/schemes/removed/", history.RemovedSchemes.as_view(), name="removed-schemes"),
    path("plans/<slug:key>/schemes/history/", history.RemovedSchemes.as_view()),
    path("plans/<slug:key>/schemes/<uuid:scheme>/history/", history.SchemeHistory.as_view(), name="scheme-history"),
    path(
        "plans/<slug:key>/schemes/<uuid:scheme>/history/<int:version>/",
        history.SchemeRevision.as_view(),
        name="scheme-revision",
    ),
    path("plans/<slug:key>/schemes/<uuid:scheme>/save/", saving.SchemeSaving.as_view(), name="scheme-save"),
    path("plans/<slug:key>/schemes/<uuid:scheme>/here/", presence.SchemePresence.as_view(), name="scheme-here"),
    path("plans/<slug:key>/schemes/<uuid:scheme>/totals/", totals.SchemeTotals.as_view(), name="scheme-totals"),
    path(
        "plans/<slug:key>/contributions/totals/",
        totals.PoolTotals.as_view(),
        {"section": "contributions"},
        name="pool-totals",
    ),
    path("plans/<slug:key>/<slug:section>/history/", history.SectionHistory.as_view(), name="section-history"),
    path("plans/<slug:key>/<slug:section>/history/<int:version>/", history.Revision.as_view(), name="section-revision"),
    path("plans/<slug:key>/<slug:section>/save/", saving.SectionSaving.as_view(), name="section-save"),
    path("plans/<slug:key>/<slug:section>/here/", presence.SectionPresence.as_view(), name="section-here"),
    path("plans/<slug:key>/<slug:section>/", authoring.EditPage.as_view(), name="section"),
]
