"""A person's feed of dates for their calendar, behind an address that only they know and can end."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import icalendar
from django.utils import timezone

from approvals.models import CalendarLink, Meeting
from approvals.permissions import known_plans, powers
from approvals.stages import standings, with_stage
from approvals.standing import Stage
from approvals.timetable import bodies_of, timetables
from itf.accounts.models import User

LOOKED_BACK = timedelta(days=31)  # older meetings leave the feed


def make_link(person: User, *, at: datetime) -> str:
    """A new secret for the person's feed; the one before no longer works. Returned once, and kept only as its hash."""
    token = secrets.token_urlsafe(32)
    CalendarLink.objects.update_or_create(person=person, defaults={"token_hash": _hash(token), "made_at": at})
    return token


def end_link(person: User) -> bool:
    """End the person's feed; says whether there was one."""
    return bool(CalendarLink.objects.filter(person=person).delete()[0])


def owner_of(token: str) -> User | None:
    """Whose feed this is; nobody's where it was ended or the account is closed."""
    found = CalendarLink.objects.filter(token_hash=_hash(token), person__is_active=True).select_related("person")
    link = found.first()
    return link.person if link else None


def calendar_of(person: User, now: datetime) -> bytes:
    """The dates of the person's plans as an iCalendar file: days and titles, and nothing else of a plan."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//ITF//Timetable//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Joint plans")
    for uid, day, title in _days(person, timezone.localdate(now)):
        event = icalendar.Event()
        event.add("uid", f"{uid}@itf")
        event.add("dtstamp", now)
        event.add("dtstart", day)
        event.add("summary", title)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _days(person: User, today: date) -> Iterable[tuple[str, date, str]]:
    """What is in the feed: for a party every step and meeting to come, for an assurer when the window closes."""
    listed = [one for one in standings(with_stage(known_plans(person))) if one.stage != Stage.DECIDED]
    held = powers(person, [standing.plan for standing in listed])
    inside = [standing for standing in listed if "view_plan" in held[standing.plan.pk]]
    for standing in listed:
        if standing not in inside:
            yield f"window-{standing.plan.pk}", standing.plan.window_closes_on, f"{standing.plan}: the window closes"
    for plan, steps in timetables(inside, today).items():
        title = next(standing.plan.title for standing in inside if standing.plan.pk == plan)
        for step in steps:
            if not step.is_done:
                yield f"{plan}-{_hash(step.about)[:16]}", step.last_day, f"{title}: {step.title}, last safe day"
    bodies = {body.pk for standing in inside for body in bodies_of(standing)}
    meetings = Meeting.objects.filter(organisation__in=bodies, meets_on__gte=today - LOOKED_BACK)
    for meeting in meetings.select_related("organisation"):
        yield f"papers-{meeting.pk}", meeting.papers_by, f"{meeting.organisation}: papers for {meeting.title}"
        yield f"meeting-{meeting.pk}", meeting.meets_on, f"{meeting.organisation}: {meeting.title}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
