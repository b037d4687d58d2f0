"""The terms of payment that a model uses: as the plan's content holds them, with where each comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from conditions.models import ParameterKind, RuleParameter
from plans.content import PlanContent
from plans.national_templates.years import in_years
from plans.payment import PER_CENT, SchemeATerms
from plans.rules.parameters import months, number, value, with_unit

BY_MEASURES = (
    "PAY_CONDITIONS",
    "PAY_APRIL",
    "PAY_OCTOBER",
    "PAY_MEASURE_MONTHS",
    "PAY_PASS_MARK",
    "PAY_NATIONAL_PART",
    "PAY_NATIONAL_FUND",
)
BY_ADMISSIONS = ("NEL_PRICE", "NEL_REDUCTION", "PAY_QUARTER_MONTHS", "PAY_UP_FRONT_MONTH")


@dataclass(frozen=True)
class TermNote:
    """One term as a reader sees it: its value here, and how far it can be relied on."""

    title: str
    shown: str
    source: str
    mark: str
    is_official: bool


def term_notes(content: PlanContent, keys: Iterable[str]) -> list[TermNote]:
    """The terms of one scheme of payment, in order, in one query. A version shows those that it was frozen with."""
    order = tuple(keys)
    found = RuleParameter.objects.in_bulk(order)
    return [_note(content, found[key]) for key in order if key in found]


def measure_terms(content: PlanContent) -> SchemeATerms:
    """How the sum is split between conditions, April and October, as parts of one."""
    return SchemeATerms(
        gate=number(content, "PAY_CONDITIONS") / PER_CENT,
        april=number(content, "PAY_APRIL") / PER_CENT,
        october=number(content, "PAY_OCTOBER") / PER_CENT,
        pass_mark=number(content, "PAY_PASS_MARK") / PER_CENT,
    )


def national_share(content: PlanContent) -> tuple[Decimal, Decimal]:
    """What depended on performance, and of how much; the fund is never nought."""
    return number(content, "PAY_NATIONAL_PART"), max(Decimal(1), number(content, "PAY_NATIONAL_FUND"))


def month_names(content: PlanContent, key: str, wanted: int) -> tuple[str, ...]:
    """The first ``wanted`` months of a parameter in words; "not given" for what an administrator left out."""
    named = [in_years(f"{month:%B %Y}", content.years) for month in months(content, key)]
    return tuple((*named, *["not given"] * wanted)[:wanted])


def _note(content: PlanContent, parameter: RuleParameter) -> TermNote:
    if parameter.kind == ParameterKind.MONTHS:
        issued = ", ".join(f"{month:%B %Y}" for month in months(content, parameter.key))
        shown = in_years(issued, content.years)
        shown = shown if shown == issued else f"{shown} (in the plan's years; issued as {issued})"
    else:
        shown = with_unit(value(content, parameter.key), parameter.unit)
    return TermNote(
        parameter.title, shown, parameter.source, parameter.get_source_mark_display(), parameter.is_official
    )
