"""From fewer emergency admissions to bed-days to beds, with the assumptions that lie between."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from plans import ledger
from plans.content import PlanContent, Row
from plans.rules.avoided import claimed_admissions
from plans.rules.parameters import number
from plans.rules.places import figure, rows

DAYS_IN_YEAR = Decimal(365)
HUNDRED = Decimal(100)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Beds:
    """What a fall in admissions at one provider means for its beds; an assumption not given is the usual one.

    ``unused_stay`` and ``unused_occupancy``: what was entered and cannot be used; empty for nothing.
    """

    impact: Row
    admissions: Decimal
    stay: Decimal
    occupancy: Decimal
    is_usual_stay: bool
    is_usual_occupancy: bool
    unused_stay: str
    unused_occupancy: str
    bed_days: Decimal
    beds: Decimal


@dataclass(frozen=True)
class YearOfBeds:
    """All providers in one year: their falls, and what schemes claim beside them."""

    year: str
    providers: tuple[Beds, ...]
    claimed: Decimal

    @property
    def admissions(self) -> Decimal:
        """The fall at all providers."""
        return ledger.total(one.admissions for one in self.providers)

    @property
    def bed_days(self) -> Decimal:
        """Bed-days not used."""
        return ledger.total(one.bed_days for one in self.providers)

    @property
    def beds(self) -> Decimal:
        """Beds not needed, each provider's rounded to a tenth."""
        return ledger.total(one.beds for one in self.providers)

    @property
    def difference(self) -> Decimal:
        """Admissions at providers less those that schemes claim: nought when both tell the same."""
        return self.admissions - self.claimed


def beds_by_year(content: PlanContent) -> tuple[YearOfBeds, ...]:
    """The falls of each year in beds; a year in which nothing falls is left out."""
    found = []
    for year in content.years:
        impacts = [row for row in rows(content, "acute", "impacts") if row.given("year") == year]
        providers = tuple(one for row in impacts if (one := beds_of(content, row)))
        claimed = claimed_admissions(content, year)
        if providers or claimed:
            found.append(YearOfBeds(year, providers, claimed))
    return tuple(found)


def beds_of(content: PlanContent, impact: Row) -> Beds | None:
    """One provider's fall in beds: admissions × days of stay ÷ (365 × occupancy); None without admissions.

    An occupancy of nought or of more than every bed is no assumption: the usual one stands for it.
    """
    admissions, stay, occupancy = (figure(impact, name) for name in ("admissions", "length_of_stay", "occupancy"))
    if admissions is None:
        return None
    used = occupancy if occupancy is not None and 0 < occupancy <= HUNDRED else None
    days = number(content, "LENGTH_OF_STAY") if stay is None else stay
    percent = number(content, "BED_OCCUPANCY") if used is None else used
    bed_days, beds = _beds(admissions, days, percent)
    return Beds(
        impact,
        admissions,
        days,
        percent,
        stay is None,
        used is None,
        "" if stay is not None else _entered(impact, "length_of_stay"),
        "" if used is not None else _entered(impact, "occupancy"),
        bed_days,
        beds,
    )


def _entered(impact: Row, name: str) -> str:
    """What stands under a question, readable or not."""
    answer = impact.answer(name)
    return answer.held or answer.text


def _beds(admissions: Decimal, stay: Decimal, occupancy: Decimal) -> tuple[Decimal, Decimal]:
    with localcontext() as exact:
        exact.prec = ledger.EXACT
        bed_days = admissions * stay
        beds = bed_days / (DAYS_IN_YEAR * occupancy / HUNDRED)
        return bed_days.quantize(TENTH, ROUND_HALF_UP), beds.quantize(TENTH, ROUND_HALF_UP)
