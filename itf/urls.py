"""Every address of the service: the one module that knows every app."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from itf.jobs.health import healthz
from itf.lib.context import SERVICE_NAME
from itf.views import about

admin.site.site_title = admin.site.site_header = f"{SERVICE_NAME}: administration"
admin.site.index_title = "What can be administered"

urlpatterns = [
    path("healthz", login_not_required(healthz), name="healthz"),
    path("about/", about, name="about"),
    path("account/", include("itf.accounts.urls")),
    path("mail/", include("itf.mail.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
    path("", include("approvals.urls")),
    path("", include("plans.urls")),
]

handler400 = "itf.views.bad_request"
handler403 = "itf.views.permission_denied"
handler404 = "itf.views.page_not_found"
handler500 = "itf.views.server_error"
