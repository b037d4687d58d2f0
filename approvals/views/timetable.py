"""The timetable of a plan, its meetings, and a person's calendar feed."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from approvals import meetings
from approvals.calendar import calendar_of, end_link, make_link, owner_of
from approvals.deadlines import lateness
from approvals.guards import StepRefused
from approvals.models import CalendarLink, Meeting
from approvals.permissions import meeting_bodies
from approvals.stages import standings, with_stage
from approvals.timetable import bodies_of, of_no_use, timetable
from itf.accounts.models import Organisation, User
from itf.lib.forms import DateField3, offer
from itf.lib.verdict import ALLOWED, refused, require
from plans.models import Plan
from plans.views.base import PlanPage


class MeetingForm(forms.Form):
    """A meeting of one of the bodies that the person acts for."""

    organisation = forms.ChoiceField(label="Which body meets?", error_messages={"required": "Choose a body."})
    title = forms.CharField(
        label="Which meeting is it?",
        max_length=80,
        help_text="For example: Cabinet, or Governing body.",
        error_messages={"required": "Say which meeting it is, for example Cabinet."},
    )
    meets_on = DateField3(
        label="When does it meet?",
        help_text="For example, 30 1 2014.",
        error_messages={"required": "Enter the day on which it meets."},
    )
    papers_by = DateField3(
        label="By when must papers be in?",
        help_text="The last day on which papers are taken. For example, 22 1 2014.",
        error_messages={"required": "Enter the last day on which papers are taken."},
    )

    def __init__(self, *args: Any, bodies: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        offer(self, "organisation", [(pk, str(body)) for pk, body in self.bodies.items()])

    def clean(self) -> dict[str, Any]:
        """Papers come before the meeting."""
        read = super().clean() or {}
        if read.get("papers_by") and read.get("meets_on") and read["papers_by"] > read["meets_on"]:
            self.add_error("papers_by", "Papers must be in on the day of the meeting or before it.")
        return read


class Timetable(PlanPage):
    """The last safe day of each step, and the meetings that they are worked back from."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The page."""
        return self.page(MeetingForm(bodies=meeting_bodies(self.user, self.plan)))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Enter a meeting."""
        bodies = meeting_bodies(self.user, self.plan)
        require(ALLOWED if bodies else refused("Only those who act for a body in the plan can enter its meetings."))
        form = MeetingForm(request.POST, bodies=bodies)
        if form.is_valid():
            said = {**form.cleaned_data, "organisation": form.bodies[form.cleaned_data["organisation"]]}
            try:
                meetings.add(self.plan, **said, by=self.user, at=timezone.now())
            except StepRefused as refusal:
                form.add_error(None, refusal.reason)
            else:
                messages.success(request, "The meeting is entered.")
                return redirect("approvals:timetable", key)
        return self.page(form, status=422)

    def page(self, form: MeetingForm, status: int = 200) -> HttpResponse:
        """The steps, the meetings, and the form."""
        today = timezone.localdate()
        (standing,) = standings(with_stage(Plan.objects.filter(pk=self.plan.pk)))
        held = list(Meeting.objects.filter(organisation__in=bodies_of(standing)).select_related("organisation"))
        steps = timetable(standing, held, today)
        own = set(form.bodies)
        done_on = timezone.localdate(standing.submitted_at) if standing.submitted_at else today
        context = {
            "plan": self.plan,
            "rows": [(step, step.is_late(today), step.left(today)) for step in steps],
            "meetings": [
                (
                    meeting,
                    str(meeting.organisation_id) in own,
                    "" if standing.submitted_at else of_no_use(meeting, steps, self.plan.window_closes_on, today),
                )
                for meeting in held
            ],
            "form": form,
            "is_submitted": bool(standing.submitted_at),
            "late": lateness(self.plan.window_closes_on, done_on),
            "today": today,
            "crumbs": self.crumbs(),
        }
        return render(self.request, "approvals/timetable.html", context, status=status)


class RemoveMeeting(PlanPage):
    """Taking a meeting out."""

    http_method_names = ["post"]  # noqa: RUF012 - Django's stubs make it an instance's

    def post(self, request: HttpRequest, key: str, meeting: str) -> HttpResponse:
        """Take it out; 404 for a meeting of a body that the person may not speak for here."""
        own = meeting_bodies(self.user, self.plan)
        meetings.remove(
            get_object_or_404(Meeting, pk=meeting, organisation__in=own), self.plan, by=self.user, at=timezone.now()
        )
        messages.success(request, "The meeting is taken out.")
        return redirect("approvals:timetable", key)


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """A person's feed: made by POST, shown once, ended by POST."""
    person, address = cast("User", request.user), ""
    if "end" in request.POST:
        if end_link(person):
            messages.success(request, "The address no longer works.")
        return redirect("approvals:calendar")
    if request.method == "POST":
        token = make_link(person, at=timezone.now())
        address = request.build_absolute_uri(reverse("approvals:calendar-feed", args=[token]))
    link = CalendarLink.objects.filter(person=person).first()
    return render(request, "approvals/calendar.html", {"link": link, "address": address})


@login_not_required
@require_safe
def calendar_feed(_request: HttpRequest, feed: str) -> HttpResponse:
    """The feed; 404 for an address that was ended, or never was."""
    person = owner_of(feed)
    if person is None:
        raise Http404
    return HttpResponse(
        calendar_of(person, timezone.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="joint-plans.ics"', "Cache-Control": "private, no-store"},
    )
