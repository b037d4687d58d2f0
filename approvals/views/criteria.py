"""What assurers will score, for those who write and sign the plan: the same lines, beside the findings they rest on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from approvals.models import Mark
from approvals.views.base import RoutePage
from conditions.models import KeyLineOfEnquiry
from plans.gather import plan_content
from plans.rules import findings


class Criteria(RoutePage):
    """Each key line of enquiry with the sections that answer it and what the rules find there now."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The words of today's draft, or of the version that is frozen."""
        content = plan_content(self.plan)
        found = findings(content)
        titles = {section.slug: section.title for section in content.sections}
        lines = []
        for line in KeyLineOfEnquiry.objects.all():
            slugs = [slug for slug in line.sections.split() if slug in titles]
            of_line = [finding for finding in found if finding.section in slugs]
            lines.append((line, [(slug, titles[slug]) for slug in slugs], of_line))
        context = self.here(lines=lines, marks=[label for _, label in Mark.choices])
        return render(request, "approvals/criteria.html", context)
