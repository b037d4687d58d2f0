"""The sign-off table of a case as it is printed: the one place that says what a signature looks like on paper."""

from django.db.models import Prefetch
from django.utils import timezone

from approvals.deadlines import day_in_words
from approvals.models import Case, SignOff
from approvals.queries import amendments_told, places
from itf.accounts.models import Organisation, OrganisationKind
from plans.documents.plan_document import SignOffRow
from plans.models import PlanVersion


def sign_off_rows(case: Case) -> tuple[SignOffRow, ...]:
    """A line for every body that must sign, in the plan's order, the board last; blank where it has not answered."""
    return tuple(
        _row(place.standing, case.version) if place.standing else _unanswered(place.organisation)
        for place in places(case)
    )


def sign_off_table(version: PlanVersion) -> tuple[SignOffRow, ...]:
    """The same of any version, in a fixed number of queries.

    Of the version that is up now, and of one that was decided: what stands, given to it or to an earlier one with the
    same words. Of another: what was answered to it, and what became of that.
    """
    case = Case.objects.filter(version=version).first()
    if case is not None:
        case.version, case.plan = version, version.plan
        return sign_off_rows(case)
    # What stands on in a version that answers conditions of approval is in the case of that one as well.
    given = SignOff.objects.filter(version=version, case__opened_at__lte=version.frozen_at).select_related(
        "organisation", "version", "carried_by__organisation"
    )
    told = given.defer("version__content").prefetch_related(Prefetch("amendments", amendments_told()))
    return tuple(_row(signoff, version) for signoff in told)


def _unanswered(body: Organisation) -> SignOffRow:
    return SignOffRow(body.name, OrganisationKind(body.kind).label, answer="Not yet answered")


def _row(signoff: SignOff, version: PlanVersion) -> SignOffRow:
    return SignOffRow(
        organisation=signoff.organisation.name,
        capacity=OrganisationKind(signoff.organisation.kind).label,
        authority=signoff.authority,
        minute=_minute(signoff),
        signed_on=day_in_words(timezone.localdate(signoff.signed_at)),
        answer=signoff.answer,
        position=signoff.position,
        statement=signoff.statement,
        notes=tuple(_notes(signoff, version)),
    )


def _notes(signoff: SignOff, version: PlanVersion) -> list[str]:
    """Whether it was given to other words, what a deputy amended, why it is void."""
    notes = []
    if signoff.version_id != version.pk and not signoff.amendments_in_force:
        notes.append(f"Given to version {signoff.version.number}; what it covers is the same in this one.")
    for amendment in signoff.amendments_in_force:
        given = amendment.delegation
        notes.append(
            f"Given to version {signoff.version.number}. {given.deputy} accepted later changes to "
            f"{', '.join(amendment.changed_sections.values())} on "
            f"{day_in_words(timezone.localdate(amendment.accepted_at))}, as delegated on "
            f"{day_in_words(given.meeting_on)} ({given.minute_reference}); taken up in version "
            f"{amendment.version.number if amendment.version else ''}."
        )
    if signoff.carried_by:
        said = signoff.carried_by
        notes.append(f"The plan went forward without this agreement. {said.organisation} says: “{said.statement}”")
    return notes + what_became_of(signoff)


def what_became_of(signoff: SignOff) -> list[str]:
    """What may be known of an answer long after it was given: whether its body ratified it, and why it is void."""
    notes = []
    if signoff.ratified_on:
        how = "Not ratified: refused on" if signoff.is_refused else "Ratified on"
        notes.append(f"{how} {day_in_words(signoff.ratified_on)}, {signoff.ratified_minute}.")
    if signoff.voided_at:
        notes.append(f"Void since {day_in_words(timezone.localdate(signoff.voided_at))}: {signoff.void_reason}")
    return notes


def _minute(signoff: SignOff) -> str:
    """The meeting, its minute, and by when an action is to be ratified."""
    of = "" if signoff.is_by_a_meeting else "meeting of "
    said = [f"{of}{day_in_words(signoff.meeting_on)}"] if signoff.meeting_on else []
    said += [signoff.minute_reference] if signoff.minute_reference else []
    if signoff.ratification_due_on and not signoff.ratified_on:
        said.append(f"to be ratified by {day_in_words(signoff.ratification_due_on)}")
    return ", ".join(said)
