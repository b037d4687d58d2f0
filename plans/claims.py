"""What several schemes claim at once: one fall, one benefit, one purchase; against the plan's own target."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from plans import ledger
from plans.content import PlanContent, Row
from plans.links import FigureLinks
from plans.models.scheme import BenefitType
from plans.rates import rate_of
from plans.rules.admissions import PAYMENT, fall_percent, planned_fall
from plans.rules.avoided import claimed_admissions, claims_in, hospitals
from plans.rules.overlaps import claims_of_benefit, claims_of_change
from plans.rules.places import rows

TENTH = Decimal("0.1")
SEVERAL = 2
ADMISSION_MEASURES = ("NEL", "AVOID_EA")


@dataclass(frozen=True)
class Claim:
    """What one scheme claims."""

    scheme: Row
    amount: Decimal


@dataclass(frozen=True)
class SharedChange:
    """One change in one measure that several schemes claim, in per cent of one baseline."""

    measure: str
    year: str
    baseline: str
    claims: tuple[Claim, ...]

    @property
    def caption(self) -> str:
        """The measure, the year and the baseline, as far as they are said."""
        said = (self.measure, self.year, f"from {self.baseline}" if self.baseline else "baseline not said")
        return ", ".join(part for part in said if part)

    @property
    def added(self) -> Decimal:
        """The change if each scheme adds its own."""
        return ledger.total(claim.amount for claim in self.claims)

    @property
    def shared(self) -> Decimal:
        """The change if all of them share the largest claim."""
        return max(claim.amount for claim in self.claims)


@dataclass(frozen=True)
class SharedBenefit:
    """One kind of benefit for the same people, year and body, valued by several schemes."""

    kind: str
    cohort: str
    year: str
    claims: tuple[Claim, ...]

    @property
    def caption(self) -> str:
        """The kind, the people and the year, as far as they are said."""
        return ", ".join(part for part in (self.kind, self.cohort, self.year) if part)

    @property
    def added(self) -> Decimal:
        """What all of them value together."""
        return ledger.total(claim.amount for claim in self.claims)


@dataclass(frozen=True)
class AdmissionsClaimed:
    """The emergency admissions that schemes claim to avoid in one year, against the fall the plan aims at."""

    year: str
    claims: tuple[Claim, ...]
    claimed: Decimal
    planned: Decimal | None


def shared_changes(content: PlanContent) -> tuple[SharedChange, ...]:
    """The changes that two or more schemes claim."""
    return tuple(
        SharedChange(measure, year, baseline, tuple(Claim(*claim) for claim in claims))
        for (measure, year, baseline), claims in claims_of_change(content).items()
        if len({scheme.id for scheme, _ in claims}) >= SEVERAL
    )


def shared_benefits(content: PlanContent) -> tuple[SharedBenefit, ...]:
    """The benefits that two or more schemes value."""
    kinds = dict(BenefitType.choices)
    return tuple(
        SharedBenefit(
            str(kinds.get(kind, "Benefit of no kind given")), cohort, year, tuple(Claim(*one) for one in found)
        )
        for (kind, cohort, year, _), found in claims_of_benefit(content).items()
        if len({scheme.id for scheme, _ in found}) >= SEVERAL
    )


def admissions_claimed(content: PlanContent) -> tuple[AdmissionsClaimed, ...]:
    """Year by year, where schemes give a number of admissions; the plan's own fall counts for its second year."""
    found = []
    for year in content.years:
        claims = tuple(Claim(*claim) for claim in claims_in(content, year))
        planned = _planned(content) if year == content.years[1] else None
        if claims or planned is not None:
            found.append(AdmissionsClaimed(year, claims, claimed_admissions(content, year), planned))
    return tuple(found)


def target_percent(content: PlanContent) -> tuple[str, Decimal] | None:
    """By how many per cent emergency admissions are to fall by the plan's own measure, and which measure says so."""
    if asks(content, PAYMENT):
        fall = fall_percent(content)
        return None if fall is None else ("Payment metric: emergency admissions", fall)
    for row in rows(content, "measures", "measures"):
        before, after = rate_of(row, "baseline"), rate_of(row, "october")
        if row.key in ADMISSION_MEASURES and before and after is not None:
            return row.title, ((before - after) / before * 100).quantize(TENTH, ROUND_HALF_UP)
    return None


def asks(content: PlanContent, slug: str) -> bool:
    """Whether the plan's template has this section."""
    return slug in {section.slug for section in content.sections}


def _planned(content: PlanContent) -> Decimal | None:
    return planned_fall(content) if asks(content, PAYMENT) else None


@dataclass(frozen=True)
class Told:
    """One place of the plan that gives a number of avoided admissions: None where it gives none."""

    place: str
    who: str
    shown_on: str
    url: str
    count: Decimal | None


def avoided_told(content: PlanContent, links: FigureLinks) -> tuple[Told, ...]:
    """What each place says of the admissions avoided in the second year; every page that shows one shows them all."""
    year, found = content.years[1], hospitals(content)
    commented = [one.commented for one in found if one.commented is not None]
    counted = [one.counted for one in found if one.counted is not None]
    claims = tuple(claims_in(content, year))
    told = (
        Told(
            "overlaps",
            "Schemes, as benefits they claim",
            "Overlaps",
            links.tool("overlaps"),
            claimed_admissions(content, year) if claims else None,
        ),
        Told(
            "beds",
            "The partners, hospital by hospital",
            "Hospital beds",
            links.tool("beds"),
            ledger.total(counted) if counted else None,
        ),
        Told(
            "provider-commentary",
            "Hospitals, in their own commentaries",
            "Commentary of acute providers",
            links.section("provider-commentary"),
            ledger.total(commented) if commented else None,
        ),
    )
    if not asks(content, PAYMENT):
        return told
    fall = Told(PAYMENT, "The plan, as its whole fall", "Payment metric", links.section(PAYMENT), _planned(content))
    return (*told, fall)
