"""Copying lines of the first year into the second with an uplift: what each would become. Saves nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from itf.lib.figures import Unreadable, plain, pounds, read_figure
from plans import ledger
from plans.content import Answer, Row
from plans.questions import PENNY

HUNDRED = Decimal(100)
RATE_PLACES = Decimal("0.0001")
LEAST, MOST = Decimal(-100), Decimal(1000)
SCALED = {"stated": PENNY, "rate": RATE_PLACES}


class NoUplift(ValueError):
    """The text is not a percentage that lines can be raised by; the message says what to type."""


@dataclass(frozen=True)
class Offered:
    """A line of the first year that may be copied; ``note`` says why it is not chosen at first."""

    line: Row
    amount: Decimal
    note: str

    @property
    def is_chosen_at_first(self) -> bool:
        """Unless it does not recur, or one of its name is in the second year."""
        return not self.note


@dataclass(frozen=True)
class Copied:
    """One line as it would stand in the second year, with what it counted for and what it would."""

    line: Row
    answers: tuple[Answer, ...]
    before: Decimal
    after: Decimal
    note: str


def read_percent(text: str) -> Decimal:
    """The uplift in per cent, negative for a cut; raises NoUplift."""
    found = read_figure(text, places=4, unit="%", negative=True)
    if found is None:
        raise NoUplift("Type the uplift in per cent, 0 for none.")
    if isinstance(found, Unreadable):
        raise NoUplift(found.message)
    if not LEAST <= found <= MOST:
        raise NoUplift(f"The uplift is between {plain(LEAST)}% and {plain(MOST)}%.")
    return found


def offered_lines(scheme: Row, years: Sequence[str]) -> tuple[Offered, ...]:
    """The lines of the first year, each with what speaks against copying it."""
    first, second = years
    there = {line.given("label").casefold() for line in ledger.scheme_lines(scheme, second)}
    found = []
    for line in ledger.scheme_lines(scheme, first):
        note = "It does not recur." if line.value("recurrent") is False else ""
        note = f"{second} has a line of this name." if line.given("label").casefold() in there else note
        found.append(Offered(line, ledger.line_amount(line), note))
    return tuple(found)


def copied_lines(lines: Iterable[Row], year: str, percent: Decimal) -> tuple[Copied, ...]:
    """Each line in another year: cost and rate raised, everything else as it is."""
    return tuple(_copied(line, year, percent) for line in lines)


def _copied(line: Row, year: str, percent: Decimal) -> Copied:
    answers = tuple(_answer(answer, year, percent) for answer in line.answers)
    after = ledger.line_amount(replace(line, answers=answers))
    read = [f"“{one.held}” was read as {one.figure}" for one in line.answers if one.held and one.value is not None]
    kept = [f"{one.label}: {one.text} is copied as it is written" for one in line.answers if one.held and not one.value]
    return Copied(line, answers, ledger.line_amount(line), after, "; ".join((*read, *kept)))


def _answer(answer: Answer, year: str, percent: Decimal) -> Answer:
    if answer.name == "year":
        return replace(answer, value=year, text=year)
    if answer.name not in SCALED or answer.figure is None:
        return answer
    raised = scaled(answer.figure, percent, SCALED[answer.name])
    text = pounds(raised) if answer.kind == "money" else plain(raised)
    return replace(answer, value=plain(raised).replace(",", ""), text=text, held="")


def scaled(amount: Decimal, percent: Decimal, to: Decimal = PENNY) -> Decimal:
    """An amount raised by a percentage, rounded half up."""
    with localcontext() as exact:
        exact.prec = ledger.EXACT
        return (amount * (HUNDRED + percent) / HUNDRED).quantize(to, ROUND_HALF_UP)
