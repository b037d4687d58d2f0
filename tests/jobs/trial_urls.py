"""A page that waits for a job, as the plans app would serve it; used by the browser test."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import path, reverse

from itf.jobs.models import Job
from itf.jobs.views import progress_context, progress_response

PAGE = """{% load django_htmx %}<!doctype html><html lang="en-GB"><head><title>A job</title>
<link rel="icon" href="data:,">
<meta name="htmx-config" content='{"includeIndicatorStyles":false,"allowEval":false}'>
{% htmx_script version=2 %}</head><body><main><h1>The document</h1>{% include "jobs/_progress.html" %}</main></body>"""
OUTCOME = Template("<p>Download the document.</p>")


@login_not_required
def page(request, job_id):
    job = Job.objects.get(pk=job_id)
    context = progress_context(job, reverse("fragment", args=[job_id]))
    return HttpResponse(Template(PAGE).render(Context({**context, "job_outcome_template": OUTCOME})))


@login_not_required
def fragment(request, job_id):
    job = Job.objects.get(pk=job_id)
    return progress_response(request, job, reverse("fragment", args=[job_id]), job_outcome_template=OUTCOME)


urlpatterns = [path("page/<uuid:job_id>/", page, name="page"), path("job/<uuid:job_id>/", fragment, name="fragment")]
