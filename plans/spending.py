"""What the spend of a plan is made of: by scheme, source, commissioner, area and kind, each adding up to the penny."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from types import MappingProxyType

from plans import ledger
from plans.content import PlanContent, Row
from plans.models.scheme import Commissioner

NOT_SAID = "Not said"
HUNDRED = Decimal(100)

# The key and title of a part, and what a line adds to it.
Share = tuple[str, str, Decimal]
Split = Callable[[Row, Row], Iterator[Share]]


@dataclass(frozen=True)
class Portion:
    """What a line, or one side's share of a joint line, adds to a part."""

    scheme: Row
    line: Row
    year: str
    amount: Decimal


@dataclass(frozen=True)
class Part:
    """One part of a breakdown with its sum in each year; ``key`` is empty where the lines leave it open."""

    key: str
    title: str
    amounts: tuple[Decimal, ...]
    portions: tuple[Portion, ...]


@dataclass(frozen=True)
class Breakdown:
    """The spend of both years in parts; ``heading`` names what they are."""

    slug: str
    title: str
    heading: str
    parts: tuple[Part, ...]
    totals: tuple[Decimal, ...]

    def share(self, part: Part, place: int) -> Decimal | None:
        """Which per cent of a year's spend a part is, to one decimal; None in a year without spend."""
        return percentage(part.amounts[place], self.totals[place])


@dataclass(frozen=True)
class Way:
    """A way to break spend down; parts that come to nought are shown only where ``shows_nought``."""

    title: str
    heading: str
    split: Split
    order: tuple[str, ...] = ()
    shows_nought: bool = False


def percentage(part: Decimal, whole: Decimal | None) -> Decimal | None:
    """A part in per cent of a whole, to one decimal; None of nothing."""
    if not whole:
        return None
    with localcontext() as exact:
        exact.prec = ledger.EXACT
        return (part * HUNDRED / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def by_scheme(scheme: Row, line: Row) -> Iterator[Share]:
    """A line belongs to its scheme."""
    yield scheme.id, scheme.title or "Untitled scheme", ledger.line_amount(line)


def by_commissioner(_scheme: Row, line: Row) -> Iterator[Share]:
    """A joint line is split by its two shares; what they leave open, or shares of more than all, is not said."""
    amount, by = ledger.line_amount(line), line.given("commissioner")
    if by != Commissioner.JOINT:
        yield by, line.answer("commissioner").text if by else NOT_SAID, amount
        return
    nhs, council = (line.figure(name) or ledger.NOUGHT for name in ("nhs_share", "council_share"))
    parts = _parts_of(amount, nhs, council) if nhs + council <= HUNDRED else (ledger.NOUGHT, ledger.NOUGHT)
    yield Commissioner.NHS, str(Commissioner.NHS.label), parts[0]
    yield Commissioner.COUNCIL, str(Commissioner.COUNCIL.label), parts[1]
    yield "", NOT_SAID, ledger.total((amount, -parts[0], -parts[1]))


def _parts_of(amount: Decimal, nhs: Decimal, council: Decimal) -> tuple[Decimal, Decimal]:
    """The NHS's share to the penny, then the council's: the rest where both make up the whole."""
    with localcontext() as exact:
        exact.prec = ledger.EXACT
        first = (amount * nhs / HUNDRED).quantize(ledger.PENNY, ROUND_HALF_UP)
        if nhs + council == HUNDRED:
            return first, amount - first
        # At most the rest: two roundings upwards must not come to more than there is.
        return first, min((amount * council / HUNDRED).quantize(ledger.PENNY, ROUND_HALF_UP), amount - first)


def by_answer(name: str, *, yes: str = "", no: str = "", open_as: str = NOT_SAID) -> Split:
    """Split by what lines answer; ``yes`` and ``no`` are the words for such answers, ``open_as`` for none."""
    titles = {"True": yes, "False": no}

    def split(_scheme: Row, line: Row) -> Iterator[Share]:
        key = line.given(name)
        title = (titles.get(key) or line.answer(name).text) if key else open_as
        yield key, title, ledger.line_amount(line)

    return split


WAYS = MappingProxyType(
    {
        "scheme": Way("By scheme", "Scheme", by_scheme, shows_nought=True),
        "source": Way("By source", "Funding source", by_answer("funding_source", open_as=ledger.NO_SOURCE)),
        "commissioner": Way(
            "By commissioner", "Commissioned by", by_commissioner, (Commissioner.NHS, Commissioner.COUNCIL)
        ),
        "area": Way("By area of spend", "Area of spend", by_answer("area_of_spend")),
        "capital": Way(
            "Capital and revenue", "Kind", by_answer("capital", yes="Capital", no="Revenue"), ("True", "False")
        ),
        "recurrent": Way(
            "Recurrent or not",
            "Kind",
            by_answer("recurrent", yes="Recurrent", no="Not recurrent"),
            ("True", "False"),
        ),
    }
)


def breakdown(content: PlanContent, slug: str) -> Breakdown:
    """The spend of both years broken down in one of ``WAYS``; raises KeyError for no such way.

    The parts of a year add up to ``ledger.spend`` of that year; what lines leave open comes last.
    """
    way = WAYS[slug]
    portions: dict[str, list[Portion]] = defaultdict(list)
    titles = {scheme.id: scheme.title or "Untitled scheme" for scheme in ledger.schemes(content)}
    titles = titles if way.shows_nought else {}
    for portion, key, title in _portions(content, way.split):
        titles.setdefault(key, title)
        portions[key].append(portion)
    parts = (_part(content, key, title, portions[key]) for key, title in titles.items())
    shown = [part for part in parts if any(part.amounts) or way.shows_nought]
    order = list(dict.fromkeys((*way.order, *titles)))
    ordered = sorted(shown, key=lambda part: (not part.key, order.index(part.key)))
    return Breakdown(
        slug, way.title, way.heading, tuple(ordered), tuple(ledger.spend(content, year) for year in content.years)
    )


def breakdowns(content: PlanContent) -> tuple[Breakdown, ...]:
    """The spend broken down in every way."""
    return tuple(breakdown(content, slug) for slug in WAYS)


def _portions(content: PlanContent, split: Split) -> Iterator[tuple[Portion, str, str]]:
    """What each line of each scheme adds to which part, year by year."""
    for year in content.years:
        for scheme in ledger.schemes(content):
            for line in ledger.scheme_lines(scheme, year):
                for key, title, amount in split(scheme, line):
                    if amount:
                        yield Portion(scheme, line, year, amount), key, title


def _part(content: PlanContent, key: str, title: str, portions: list[Portion]) -> Part:
    amounts = tuple(
        ledger.total(portion.amount for portion in portions if portion.year == year) for year in content.years
    )
    return Part(key, title, amounts, tuple(portions))
