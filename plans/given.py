"""What invited people gave themselves: facts beside the words, which of them are locked, and sentences about both."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from itf.lib.figures import plain
from plans.content import PlanContent, Row
from plans.models import Capacity, Invitation
from plans.national_templates.years import ISSUED, in_years

COMMENTARY, ENGAGEMENT = "provider-commentary", "engagement"
# What a provider or Healthwatch says itself. Everything beside it, above all the reply, is the authors'.
GIVEN_FIELDS = frozenset(
    {
        "provider",
        "signed_by",
        "signed_on",
        "outturn",
        "plan_first",
        "plan_second",
        "avoided",
        "agrees",
        "why_not",
        "considered",
        "implications",
        "healthwatch_view",
    }
)
TYPED = "Typed by the authors from the provider’s letter."
UNPROVEN = "The address was not proven: the authors passed the link on themselves."
HUNDRED, TENTH = Decimal(100), Decimal("0.1")
_SENTENCE = re.compile(
    rf"Given here by .+ itself \(.*\)(, as .+,)? on \d{{1,2}} [A-Z][a-z]+ \d{{4}}\.( {re.escape(UNPROVEN)})?"
)

Facts = dict[str, Any]


def commentary_facts(invitations: Iterable[Invitation]) -> dict[str, Facts]:
    """For each commentary that a provider gave itself, by the row's id: who gave it, as what, when."""
    given = [invitation for invitation in invitations if invitation.given_at and invitation.row_id]
    return {str(invitation.row_id): {"given": _given(invitation)} for invitation in given}


def section_facts(invitations: Iterable[Invitation], slug: str) -> Facts:
    """Who gave Healthwatch's view itself, and who was invited and has not given anything yet."""
    capacity = {COMMENTARY: Capacity.PROVIDER, ENGAGEMENT: Capacity.HEALTHWATCH}.get(slug)
    if capacity is None:
        return {}
    found = [invitation for invitation in invitations if invitation.capacity == capacity and invitation.is_live]
    awaited = sorted(invitation.organisation for invitation in found if not invitation.given_at)
    facts: Facts = {"awaited": awaited} if awaited else {}
    view = [invitation for invitation in found if invitation.given_at and not invitation.is_provider]
    return facts | ({"given": _given(view[0])} if view else {})


def awaited(content: PlanContent) -> list[str]:
    """Whoever was invited to comment and has given nothing so far."""
    told = {section.slug: section.facts.get("awaited", []) for section in content.sections}
    return [*told.get(COMMENTARY, ()), *told.get(ENGAGEMENT, ())]


def without_reply(content: PlanContent) -> list[str]:
    """The providers who disagree with the figures and have no reply."""
    found = [section for section in content.sections if section.slug == COMMENTARY]
    rows = [row for section in found for table in section.tables for row in table.rows]
    return [row.title for row in rows if row.value("agrees") is False and not row.given("reply")]


def locked(names: Iterable[str], facts: Facts) -> tuple[str, ...]:
    """Of these questions, those whose answer is an invited person's own and not the authors' to change."""
    return tuple(name for name in names if name in GIVEN_FIELDS) if facts.get("given") else ()


def given_sentence(facts: Facts) -> str:
    """Who gave it, in which capacity and when; empty where nobody did."""
    given = facts.get("given")
    if not given:
        return ""
    capacity = given["capacity"][0].lower() + given["capacity"][1:]
    as_what = "" if capacity.startswith("local") else f", as {capacity},"
    said = f"Given here by {given['organisation']} itself ({given['post']}){as_what} on {given['on']}."
    return f"{said} {UNPROVEN}" if given.get("unproven") else said


def is_given_sentence(text: str) -> bool:
    """Whether a text is ``given_sentence`` of some plan at some time."""
    return bool(_SENTENCE.fullmatch(" ".join(text.split())))


def how_it_came(row: Row) -> str:
    """How a commentary came into the plan."""
    return given_sentence(row.facts) or TYPED


def stance(agrees: bool | None) -> str:  # noqa: FBT001 - it is the answer to a question, not a switch
    """Whether a provider agrees, told plainly."""
    if agrees is None:
        return "It has not said whether it agrees with the figures."
    return "It agrees with the figures." if agrees else "It does not agree with the figures."


def changes(
    outturn: Decimal | None, first: Decimal | None, second: Decimal | None, years: tuple[str, str] = ISSUED
) -> list[tuple[str, str]]:
    """How planned admissions differ from the year before, in per cent; nothing where a figure is missing."""
    pairs = (("Change 2013/14 to 2014/15", outturn, first), ("Change 2014/15 to 2015/16", first, second))
    return [
        (in_years(label, years), f"{_signed((after - before) * HUNDRED / before)}%")
        for label, before, after in pairs
        if before and after is not None
    ]


def row_changes(row: Row) -> list[tuple[str, str]]:
    """The changes in one commentary of a plan."""
    # The years of the plan stand in the wording of the questions.
    first, second = (row.answer(name).label.rpartition(" ")[2] for name in ("plan_first", "plan_second"))
    return changes(row.figure("outturn"), row.figure("plan_first"), row.figure("plan_second"), (first, second))


def _signed(percent: Decimal) -> str:
    rounded = percent.quantize(TENTH)
    return f"+{plain(rounded)}" if rounded > 0 else plain(rounded).replace("-", "−")


def _given(invitation: Invitation) -> dict[str, str]:
    day = localdate(invitation.given_at)
    return {
        "organisation": invitation.organisation,
        "post": invitation.post,
        "capacity": invitation.get_capacity_display(),
        "on": f"{day.day} {day:%B %Y}",
        # Named only where it is so: what was frozen before this was known stays as it is.
        **({"unproven": "yes"} if invitation.is_unproven else {}),
    }
