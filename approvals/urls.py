"""Addresses of lists, sign-off, submission and assurance. They stand before those of plans, which end in a section."""

from django.urls import path

from approvals.views import (
    assuring,
    auditing,
    board,
    cases,
    comments,
    copying,
    delegating,
    freezing,
    history,
    lists,
    notices,
    signing,
    submitting,
    verifying,
)

app_name = "approvals"

urlpatterns = [
    path("", lists.home, name="home"),
    path("notifications/", notices.notice_list, name="notices"),
    path("notifications/read/", notices.notices_read, name="notices-read"),
    path("notifications/settings/", notices.notice_settings, name="notice-settings"),
    path("plans/", lists.plan_list, name="plans"),
    path("plans/<slug:key>/freeze/", freezing.Freeze.as_view(), name="freeze"),
    path("plans/<slug:key>/reopen/", freezing.Reopen.as_view(), name="reopen"),
    path("plans/<slug:key>/history/", history.History.as_view(), name="history"),
    path("plans/<slug:key>/route/", signing.Route.as_view(), name="route"),
    path("plans/<slug:key>/sign/<uuid:organisation>/", signing.Sign.as_view(), name="sign"),
    path("plans/<slug:key>/sign/<uuid:organisation>/decline/", signing.Decline.as_view(), name="decline"),
    path("plans/<slug:key>/sign/<uuid:organisation>/done/", signing.Signed.as_view(), name="signed"),
    path("plans/<slug:key>/delegations/<uuid:organisation>/", delegating.Delegate.as_view(), name="delegate"),
    path(
        "plans/<slug:key>/delegations/<uuid:delegation>/end/", delegating.EndDelegation.as_view(), name="end-delegation"
    ),
    path("plans/<slug:key>/delegations/<uuid:delegation>/amend/", delegating.Amend.as_view(), name="amend"),
    path("plans/<slug:key>/pack/", board.Pack.as_view(), name="pack"),
    path("plans/<slug:key>/ratify/<uuid:organisation>/", board.Ratify.as_view(), name="ratify"),
    path("plans/<slug:key>/go-forward/", submitting.GoForward.as_view(), name="go-forward"),
    path("plans/<slug:key>/agree/<uuid:organisation>/", signing.Agree.as_view(), name="agree"),
    path("plans/<slug:key>/submit/", submitting.Submit.as_view(), name="submit"),
    path("plans/<slug:key>/submit/done/", submitting.Submitted.as_view(), name="submitted"),
    path("plans/<slug:key>/withdraw/", submitting.Withdraw.as_view(), name="withdraw"),
    path("plans/<slug:key>/copy-forward/", copying.CopyForward.as_view(), name="copy-forward"),
    path("audit/", auditing.Trail.as_view(), name="audit"),
    path("audit/events.jsonl", auditing.Export.as_view(), {"form": "jsonl"}, name="audit-jsonl"),
    path("audit/events.csv", auditing.Export.as_view(), {"form": "csv"}, name="audit-csv"),
    path("verify/", verifying.Verify.as_view(), name="verify"),
    path("cases/", cases.Inbox.as_view(), name="cases"),
    path("cases/<uuid:case>/", cases.CaseDetail.as_view(), name="case"),
    path("cases/<uuid:case>/plan/", cases.CasePlan.as_view(), name="case-plan"),
    path("cases/<uuid:case>/payment/", cases.CasePayment.as_view(), name="case-payment"),
    path("cases/<uuid:case>/coverage/", cases.CaseCoverage.as_view(), name="case-coverage"),
    path("cases/<uuid:case>/comments/", comments.CaseThreads.as_view(), name="case-comments"),
    path("cases/<uuid:case>/comments/new/", comments.CaseNewThread.as_view(), name="case-comment-new"),
    path("cases/<uuid:case>/comments/<uuid:thread>/", comments.CaseThread.as_view(), name="case-comment-thread"),
    path("cases/<uuid:case>/documents/<slug:kind>/", cases.CaseDocument.as_view(), name="document"),
    path("cases/<uuid:case>/attachments/<uuid:attachment>/", cases.CaseAttachment.as_view(), name="attachment"),
    path("cases/<uuid:case>/take-up/", assuring.TakeUp.as_view(), name="take-up"),
    path("cases/<uuid:case>/scores/", assuring.Scores.as_view(), name="scores"),
    path("cases/<uuid:case>/decide/", assuring.Decide.as_view(), name="decide"),
]
