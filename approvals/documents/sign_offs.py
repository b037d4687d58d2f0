"""The sign-off table of a case as it is printed: the one place that says what a signature looks like on paper."""

from django.utils import timezone

from approvals.deadlines import day_in_words
from approvals.models import Case, SignOff
from approvals.queries import Place, places
from itf.accounts.models import OrganisationKind
from plans.documents.plan_document import SignOffRow


def sign_off_rows(case: Case) -> tuple[SignOffRow, ...]:
    """A line for every body that must sign, in the plan's order, the board last; blank where it has not answered."""
    return tuple(_row(place) for place in places(case))


def _row(place: Place) -> SignOffRow:
    capacity = OrganisationKind(place.organisation.kind).label
    signoff = place.standing
    if signoff is None:
        return SignOffRow(place.organisation.name, capacity, answer="Not yet answered")
    agreed = place.is_board and signoff.is_signed
    return SignOffRow(
        organisation=place.organisation.name,
        capacity=capacity,
        authority=signoff.authority,
        minute=_minute(signoff),
        signed_on=day_in_words(timezone.localdate(signoff.signed_at)),
        answer="Agreed" if agreed else signoff.get_decision_display(),
        position=signoff.position,
        statement=signoff.statement,
    )


def _minute(signoff: SignOff) -> str:
    """The meeting, its minute, and by when an action is to be ratified."""
    said = [day_in_words(signoff.meeting_on)] if signoff.meeting_on else []
    said += [signoff.minute_reference] if signoff.minute_reference else []
    if signoff.ratification_due_on:
        said.append(f"to be ratified by {day_in_words(signoff.ratification_due_on)}")
    return ", ".join(said)
