"""Loading a demonstration plan: its place, its people and its answers, saved page by page as authors save them."""

from datetime import datetime
from enum import StrEnum
from functools import partial

from django.db import transaction
from django.utils import timezone

from conditions.models import Round
from itf.accounts.models import Role, User
from itf.audit.chain import record
from plans.authoring import add_scheme, explain, save_page
from plans.beginning import create_plan
from plans.demo.commenting import write_threads
from plans.demo.files import DemoFileRefused, DemoPlan, Explained, read_assurers, read_plan
from plans.demo.people import invite_people, make_people
from plans.demo.places import let_assure, make_assuring_bodies, make_place
from plans.demo.rows import Writer, body, day
from plans.gather import plan_content
from plans.models import Locality, Plan
from plans.national_templates import template_for
from plans.permissions import grant_parties
from plans.rules import findings
from plans.sections import Section

RESET = {"reason": "Demonstration plan put back to its first state"}


class Loaded(StrEnum):
    """What loading did about one plan."""

    MADE = "made"
    LEFT = "left as it stands"


def load_assurers() -> None:
    """The bodies that assure the demonstration plans, and their people. Raises DemoFileRefused without London's."""
    bodies, people = read_assurers()
    with transaction.atomic():
        make_assuring_bodies(bodies)
        make_people(people)


def load_plan(key: str, *, at: datetime) -> tuple[Plan, Loaded]:
    """The demonstration plan with this key: made when it is not there, left as it stands when it is.

    Dates of practice rounds count from the day of ``at``. Reference data and assurers must be loaded before. Raises
    KeyError for a key that is no demonstration plan, and DemoFileRefused.
    """
    demo = read_plan(key)
    with transaction.atomic():
        existing = Plan.objects.filter(key=key).first()
        if existing:
            return existing, Loaded.LEFT
        return _make(demo, demo.key, demo.title, at), Loaded.MADE


def reset_plan(key: str, *, at: datetime) -> Plan:
    """Put a demonstration plan back to its first state.

    A plan that was never frozen is removed and made anew. One that was frozen stays for good, as its versions do: a
    fresh plan is made beside it, under the next free key (samplebury-2). Raises as ``load_plan`` does.
    """
    demo = read_plan(key)
    with transaction.atomic():
        existing = Plan.objects.select_for_update().filter(key=key).first()
        if existing and existing.versions.exists():
            number = _next_copy(key)
            return _make(demo, f"{key}-{number}", f"{demo.title} ({number})", at)
        if existing:
            record(actor=None, action="plan.removed", subject=existing, plan_key=key, data=RESET, at=at)
            existing.delete()
        return _make(demo, demo.key, demo.title, at)


def _make(demo: DemoPlan, key: str, title: str, at: datetime) -> Plan:
    """The plan with everything the file says, in the caller's transaction."""
    locality = make_place(demo.made_up) if demo.made_up else Locality.objects.get(hwb_code=demo.locality)
    let_assure(locality)
    people = {user.email: user for user in make_people(demo.people)}
    plan = create_plan(
        key=key,
        title=title,
        locality=locality,
        round_=Round.objects.get(key=demo.round),
        organisations=[body(name) for name in demo.parties],
        by=None,
        illustration=demo.illustration,
        is_synthetic=demo.is_synthetic,
    )
    today = timezone.localdate(at)
    if demo.window_closes_on:
        plan.window_closes_on = day(demo.window_closes_on, today)
        plan.save(update_fields=["window_closes_on"])
    grant_parties(plan)
    first_author = next(people[person.email] for person in demo.people if person.role == Role.AUTHOR)
    _write_pages(plan, demo, Writer(plan, today), first_author, at)
    for item in demo.explained:
        _explain(plan, item, people[item.by], at)
    write_threads(plan, demo.comments, people, at)
    invite_people(plan, demo.invited, by=first_author, at=at)
    return plan


def _write_pages(plan: Plan, demo: DemoPlan, writer: Writer, by: User, at: datetime) -> None:
    template = template_for(plan.template_key, plan.years)
    unknown = set(demo.sections) - {section.slug for section in template.sections}
    if unknown:
        raise DemoFileRefused(f"{demo.key}: no section is called {', '.join(sorted(unknown))}")
    for section in template.sections:
        values = demo.sections.get(section.slug)
        if values and section.page_per_row:
            _write_schemes(plan, section, values[section.slug], writer, by, at)
        elif values:
            save_page(
                plan,
                section=section.slug,
                base_version=0,
                write=partial(writer.write_section, section, values),
                by=by,
                at=at,
            )


def _write_schemes(
    plan: Plan, section: Section, schemes: list[dict[str, object]], writer: Writer, by: User, at: datetime
) -> None:
    for values in schemes:
        scheme = add_scheme(plan, by=by, at=at)
        save_page(
            plan,
            section=section.slug,
            row=scheme.pk,
            base_version=0,
            write=partial(writer.write_scheme, section, scheme, values),
            by=by,
            at=at,
        )


def _explain(plan: Plan, item: Explained, by: User, at: datetime) -> None:
    of_rule = [finding for finding in findings(plan_content(plan)) if finding.rule == item.rule]
    found = [finding for finding in of_rule if item.about in finding.message]
    if len(found) != 1:
        raise DemoFileRefused(f"{plan.key}: {len(found)} findings of {item.rule} speak of {item.about!r}, not one")
    explain(plan, found[0], explanation=item.explanation, by=by, at=at)


def _next_copy(key: str) -> int:
    number = 2
    while Plan.objects.filter(key=f"{key}-{number}").exists():
        number += 1
    return number
