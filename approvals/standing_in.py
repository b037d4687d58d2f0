"""Deputies and replacements, by the body itself: so that no step waits for one person who is away or has left."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from approvals.deadlines import day_in_words
from approvals.guards import StepRefused, require_guard
from approvals.models import Deputy, side_of
from approvals.permissions import plans_on_both_sides
from itf.accounts.invited import is_limited
from itf.accounts.membership import join, leave, role_group
from itf.accounts.models import Organisation, Role, RoleGroup, User
from itf.audit.chain import record
from itf.lib.verdict import ALLOWED, Verdict, refused
from plans.models import Plan

# Those who write, agree to freeze, sign or agree: the council, the NHS and the board each need people of their own.
# A member only reads, and councillors and doctors of governing bodies are commonly members of the board as well.
ACTING = {Role.AUTHOR, Role.SIGNATORY, Role.CHAIR}


def person_at(email: str) -> User:
    """Whoever has an account of their own with this address. Raises StepRefused with what to do where nobody has."""
    found = User.objects.filter(email__iexact=email.strip()).first()
    if found is None:
        raise StepRefused("Nobody with this address has an account. Ask an administrator of the service to make one.")
    if not found.is_active:
        raise StepRefused(
            "The account with this address is closed. Ask an administrator of the service to open it again."
        )
    if is_limited(found):
        raise StepRefused("This account was made to comment on a plan. Ask an administrator to open it for more.")
    return found


def deputise(
    *,
    organisation: Organisation,
    role: Role,
    person: User,
    until: date | None,
    by: User,
    at: datetime,
) -> Deputy:
    """Let a person act in the role as a deputy, until a day or until it is ended. Raises StepRefused."""
    with transaction.atomic():
        _require_free(organisation, role, person, by)
        require_guard(may_last_until(until, on=timezone.localdate(at)))
        join(person, organisation, role)
        deputy = Deputy.objects.create(
            organisation=organisation, role=role, person=person, until=until, named_by=by, named_at=at
        )
        said = {**told(organisation, role, person), "until": f" until {day_in_words(until)}" if until else ""}
        for key in plans_of(organisation):
            record(actor=by, action="role.deputised", subject=deputy, plan_key=key, data=said, at=at)
    return deputy


def replace(*, organisation: Organisation, role: Role, leaving: User, coming: User, by: User, at: datetime) -> None:
    """Put one person in the place of another. What the other did stands. Raises StepRefused."""
    with transaction.atomic():
        _require_free(organisation, role, coming, by)
        join(coming, organisation, role)
        leave(leaving, organisation, role)
        Deputy.objects.filter(organisation=organisation, role=role, person=leaving, ended_at=None).update(ended_at=at)
        said = {**told(organisation, role, coming), "before": str(leaving)}
        for key in plans_of(organisation):
            record(actor=by, action="role.replaced", subject=organisation, plan_key=key, data=said, at=at)


def end(deputy: Deputy, *, by: User | None, at: datetime) -> None:
    """End a deputy's time; ending it twice changes nothing."""
    with transaction.atomic():
        if not Deputy.objects.filter(pk=deputy.pk, ended_at=None).update(ended_at=at):
            return
        role = Role(deputy.role)
        leave(deputy.person, deputy.organisation, role)
        said = told(deputy.organisation, role, deputy.person)
        for key in plans_of(deputy.organisation):
            record(actor=by, action="role.deputy_ended", subject=deputy, plan_key=key, data=said, at=at)


def end_lapsed(today: date, at: datetime) -> int:
    """End every deputy whose last day has passed; returns how many."""
    lapsed = Deputy.objects.filter(ended_at=None, until__lt=today).select_related("organisation", "person")
    for deputy in lapsed:
        end(deputy, by=None, at=at)
    return len(lapsed)


def may_be_named(organisation: Organisation, role: Role, person: User, by: User) -> Verdict:
    """Whether ``by`` may give the role to this person; the form and the step both ask here."""
    if person.pk == by.pk:
        return refused("You cannot name yourself. Someone else of your body must name you.")
    held = list(RoleGroup.objects.filter(group__user=person).select_related("organisation"))
    if any(one.organisation_id == organisation.pk and one.role == role for one in held):
        return refused(f"{person} holds this role already.")
    if plans_on_both_sides(person, organisation, role).exists():
        return refused(f"{person} assures plans of {organisation}, or would: nobody acts for both.")
    side = side_of(organisation.kind)
    others = [one for one in held if one.role in ACTING and side_of(one.organisation.kind) != side]
    if role in ACTING and others:
        return refused(
            f"{person} acts for {others[0].organisation}. The council, the NHS and the board each need their own."
        )
    return ALLOWED


def may_last_until(until: date | None, *, on: date) -> Verdict:
    """Whether a deputy can be named until this day; without one, until it is ended."""
    if until and until < on:
        return refused("The last day has passed. Enter today or a later day, or leave it empty.")
    return ALLOWED


def _require_free(organisation: Organisation, role: Role, person: User, by: User) -> None:
    """Raise StepRefused unless the person may be given the role. Two who name at once do it in turn."""
    RoleGroup.objects.select_for_update().get(pk=role_group(organisation, role).pk)
    require_guard(may_be_named(organisation, role, person, by))


def plans_of(organisation: Organisation) -> list[str]:
    """The keys of every plan in which the body has a part: each has the change in its history, and its parties told."""
    taking_part = Q(parties__organisation=organisation) | Q(locality__board=organisation)
    return list(Plan.objects.filter(taking_part).order_by("key").values_list("key", flat=True).distinct())


def told(organisation: Organisation, role: Role, person: User) -> dict[str, str]:
    """Who does what for whom, as the event of a change says it."""
    return {"organisation": organisation.name, "role": role.label.lower(), "person": str(person)}
