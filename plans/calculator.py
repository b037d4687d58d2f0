"""What a scheme's benefits are worth, and how much of each would pay for what it spends."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, localcontext

from plans import ledger
from plans.content import Answer, PlanContent, Row

WHOLE = Decimal(1)


@dataclass(frozen=True)
class Price:
    """The unit price of a benefit: one figure twice, or the ends of a range."""

    low: Decimal
    high: Decimal

    @property
    def is_range(self) -> bool:
        """Whether the price is not one figure."""
        return self.low != self.high


@dataclass(frozen=True)
class BreakEven:
    """How many units of one benefit pay for a scheme's spend of a year: fewest at the higher price."""

    benefit: Row
    year: str
    spend: Decimal
    price: Price
    fewest: Decimal
    most: Decimal


@dataclass(frozen=True)
class Exchange:
    """What is saved in a year, before any other cost, where each unit of a line takes the place of a dearer one."""

    line: Row
    benefit: Row
    year: str
    price: Decimal
    rate: Decimal
    units: Decimal
    saving: Decimal


@dataclass(frozen=True)
class Worth:
    """One benefit: quantity × unit price beside the value stated; ``difference`` is computed less stated."""

    scheme: Row
    benefit: Row
    stated: Decimal | None
    computed: Decimal | None
    most: Decimal | None = None

    @property
    def is_within_range(self) -> bool:
        """Whether the value stated lies between what the two ends of a range of prices give."""
        if self.stated is None or self.computed is None or self.most is None:
            return False
        return self.computed <= self.stated <= self.most

    @property
    def counts(self) -> Decimal | None:
        """What the benefit counts for: the value stated, else the value computed."""
        return self.computed if self.stated is None else self.stated

    @property
    def difference(self) -> Decimal | None:
        """None unless both are there."""
        return None if self.stated is None or self.computed is None else self.computed - self.stated


def price_of(benefit: Row) -> Price | None:
    """The unit price, its range in order; None where there is none."""
    given = _figure(benefit, "unit_price"), _figure(benefit, "unit_price_high")
    known = sorted(price for price in given if price is not None)
    return Price(known[0], known[-1]) if known else None


def worth(scheme: Row, benefit: Row) -> Worth:
    """What one benefit is worth. Of a range of prices the lower one counts: a saving is not to be overstated."""
    quantity, price = _figure(benefit, "quantity"), price_of(benefit)
    stated = _figure(benefit, "stated")
    if quantity is None or price is None:
        return Worth(scheme, benefit, stated, None)
    return Worth(scheme, benefit, stated, _product(quantity, price.low), _product(quantity, price.high))


def worths(content: PlanContent) -> tuple[Worth, ...]:
    """Every benefit of every scheme that has a value or a quantity and price."""
    found = (worth(scheme, benefit) for scheme in ledger.schemes(content) for benefit in benefits_of(scheme))
    return tuple(one for one in found if one.counts is not None)


def totals_by_beneficiary(found: Iterable[Worth], years: tuple[str, ...]) -> dict[str, tuple[Decimal, ...]]:
    """What benefits are worth to each body in each year; bodies by their name, whatever its capitals."""
    names: dict[str, str] = {}
    sums: dict[str, list[Decimal]] = {}
    for one in found:
        year = one.benefit.given("year")
        if year not in years or one.counts is None:
            continue
        name = one.benefit.given("beneficiary")
        names.setdefault(name.casefold(), name or "Not said")
        amounts = sums.setdefault(name.casefold(), [ledger.NOUGHT for _ in years])
        amounts[years.index(year)] = ledger.total((amounts[years.index(year)], one.counts))
    return {names[key]: tuple(amounts) for key, amounts in sums.items()}


def break_evens(scheme: Row, years: Iterable[str]) -> tuple[BreakEven, ...]:
    """For each priced benefit: how many units pay for the scheme's spend of the benefit's year.

    A benefit without a year is set against each. A year without spend needs nothing to pay for it.
    """
    found = []
    for year in years:
        spend = ledger.scheme_total(scheme, year)
        for benefit in benefits_of(scheme):
            price = price_of(benefit)
            if price and price.low > 0 and spend > 0 and benefit.given("year") in {"", year}:
                units = units_for(spend, price.high), units_for(spend, price.low)
                found.append(BreakEven(benefit, year, spend, price, *units))
    return tuple(found)


def units_for(spend: Decimal, price: Decimal) -> Decimal:
    """The least whole number of units whose price comes to the spend; raises ZeroDivisionError for no price."""
    with localcontext() as exact:
        exact.prec = ledger.EXACT
        whole, left = divmod(spend, price)
        return (whole + (WHOLE if left else ledger.NOUGHT)).quantize(WHOLE, ROUND_CEILING)


def exchanges(scheme: Row, years: Iterable[str]) -> tuple[Exchange, ...]:
    """Lines with a rate beside dearer benefits priced in the same unit: (price - rate) × quantity × units × periods."""
    found = []
    for year in years:
        for line in ledger.scheme_lines(scheme, year):
            found += [one for benefit in benefits_of(scheme) if (one := _exchange(line, benefit, year))]
    return tuple(found)


def unreadable_prices(scheme: Row) -> tuple[tuple[Row, Answer], ...]:
    """The benefits whose price is a text that cannot be reckoned with, such as TBC."""
    priced = ((row, answer) for row in benefits_of(scheme) for answer in row.answers if answer.name == "unit_price")
    return tuple((row, answer) for row, answer in priced if answer.held and answer.value is None)


def benefits_of(scheme: Row) -> tuple[Row, ...]:
    """The benefits of a scheme; none where the template does not ask for them."""
    return next((table.rows for table in scheme.tables if table.slug == "benefits"), ())


def _exchange(line: Row, benefit: Row, year: str) -> Exchange | None:
    unit, price = line.given("unit").casefold(), price_of(benefit)
    rate, quantity = _figure(line, "rate"), _figure(line, "quantity")
    same = unit and unit == benefit.given("unit").casefold() and benefit.given("year") in {"", year}
    if not same or price is None or rate is None or not quantity or price.low <= rate:
        return None
    factors = [_figure(line, name) for name in ("units_per_period", "periods")]
    units = _product(quantity, *(factor for factor in factors if factor is not None), to=Decimal("0.0001"))
    return Exchange(line, benefit, year, price.low, rate, units, _product(price.low - rate, units))


def _product(*factors: Decimal, to: Decimal = ledger.PENNY) -> Decimal:
    with localcontext() as exact:
        exact.prec = ledger.EXACT
        product = WHOLE
        for factor in factors:
            product *= factor
        return product.quantize(to, ROUND_HALF_UP)


def _figure(row: Row, name: str) -> Decimal | None:
    """A figure that a version frozen long ago may not have been asked for."""
    return row.figure(name) if row.given(name) else None
