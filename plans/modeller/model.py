"""A model as a page shows it: which scheme of payment, its boxes, what it comes to, where its terms come from."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict

from plans.content import PlanContent
from plans.modeller import by_admissions, by_measures, terms
from plans.modeller.comparison import Column, Comparison, comparison
from plans.modeller.figures import Group, ModelFigures
from plans.modeller.outcome import Outcome
from plans.modeller.sides import pool_of, section_of
from plans.rules.admissions import PAYMENT

# The sections that a model reads.
READS = ("contributions", "payment-metric", "measures", "contingency", "conditions")


@dataclass(frozen=True)
class PaymentScheme:
    """One of the two schemes by which the fund was to pay."""

    key: str
    title: str
    when: str
    form: Callable[[PlanContent, QueryDict], ModelFigures]
    groups: Callable[[ModelFigures, tuple[str, str]], list[Group]]
    outcome: Callable[[PlanContent, ModelFigures], Outcome | None]
    terms: tuple[str, ...]


MEASURES = PaymentScheme(
    "measures",
    "By conditions and measures",
    "December 2013",
    by_measures.measures_form,
    by_measures.measures_groups,
    by_measures.measures_outcome,
    terms.BY_MEASURES,
)
ADMISSIONS = PaymentScheme(
    "admissions",
    "By emergency admissions",
    "July 2014",
    by_admissions.admissions_form,
    by_admissions.admissions_groups,
    by_admissions.admissions_outcome,
    terms.BY_ADMISSIONS,
)
SCHEMES = (MEASURES, ADMISSIONS)


@dataclass(frozen=True)
class TwoViews:
    """What depends on performance as the plan says, and at the national share of its pool (domain.md 4.2)."""

    stated: Decimal
    national: Decimal
    pool: Decimal


@dataclass(frozen=True)
class PaymentModel:
    """A model worked out."""

    scheme: PaymentScheme
    own_scheme: PaymentScheme
    form: ModelFigures
    groups: list[Group]
    outcome: Outcome | None
    two_views: TwoViews | None
    other_outcome: Outcome | None
    carried: tuple[tuple[str, str], ...]

    @property
    def comparison(self) -> Comparison:
        """Both schemes on this plan, the older one first."""
        found = {self.scheme.key: self.outcome, self.other.key: self.other_outcome}
        return comparison(tuple(Column(one.key, one.title, one.when, found[one.key]) for one in SCHEMES))

    @property
    def other(self) -> PaymentScheme:
        """The scheme to compare with."""
        return MEASURES if self.scheme is ADMISSIONS else ADMISSIONS


def payment_model(content: PlanContent, given: QueryDict) -> PaymentModel:
    """The model that an address describes: by the plan's own scheme unless it names the other.

    The other is worked out beside it. What the address says of that one alone is ``carried``, so that it is not lost
    when the boxes of this one are sent.
    """
    own = ADMISSIONS if section_of(content, PAYMENT) else MEASURES
    scheme = next((scheme for scheme in SCHEMES if scheme.key == given.get("scheme")), own)
    other = MEASURES if scheme is ADMISSIONS else ADMISSIONS
    form, beside = scheme.form(content, given), other.form(content, given)
    return PaymentModel(
        scheme=scheme,
        own_scheme=own,
        form=form,
        groups=scheme.groups(form, content.years),
        outcome=scheme.outcome(content, form),
        two_views=two_views(content) if scheme is MEASURES else None,
        other_outcome=other.outcome(content, beside),
        carried=tuple((name, value) for name in beside.names for value in given.getlist(name)),
    )


def two_views(content: PlanContent) -> TwoViews | None:
    """Both views of the sum where the plan's own differs from the national share; None where there is one."""
    stated, national, pool = by_measures.stated_sum(content), by_measures.national_sum(content), pool_of(content)
    if stated is None or national is None or pool is None or stated == national:
        return None
    return TwoViews(stated, national, pool)
