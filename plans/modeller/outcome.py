"""What a model comes to: payments with their months, who receives what and when, who goes without, a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from itf.lib.charts import Bar, BarChart, bar_chart
from itf.lib.figures import whole_pounds

MODELLED = "As modelled here"


@dataclass(frozen=True)
class Headings:
    """What the columns of the payments are called: the two schemes count what is planned and reached differently."""

    planned: str
    achieved: str


@dataclass(frozen=True)
class Payment:
    """One payment, in pounds: as planned, paid, and the running sums; what was planned and reached, in words.

    ``at_most_by_then``: all that can have been paid by then. One payment may be more than planned, to catch up; the
    running sum may not.
    """

    title: str
    month: str
    planned: str
    achieved: str
    as_planned: Decimal
    paid: Decimal
    at_most_by_then: Decimal
    due: Decimal
    so_far: Decimal


@dataclass(frozen=True)
class MeasureLine:
    """One measure at one payment: its rates, for how much of the payment it counts, how much of it is reached.

    ``unit`` is said once beside the title; a per cent sign stands with each figure instead.
    """

    title: str
    unit: str
    when: str
    baseline: str
    target: str
    actual: str
    achieved: str
    counts_for: str


@dataclass(frozen=True)
class Receipt:
    """What one side receives, and when."""

    who: str
    what: str
    when: str
    amount: Decimal


@dataclass(frozen=True)
class LossRow:
    """One line of who goes without: as modelled, then nothing achieved, half, all."""

    title: str
    hint: str
    amounts: tuple[Decimal, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Outcome:
    """A model worked out. ``whole`` is the sum that all receipts add up to; ``linked`` the part that must be earned.

    ``scenarios`` and the amounts of ``losses`` begin with the figures modelled.
    """

    said: str
    reached: str
    headings: Headings
    payments: tuple[Payment, ...]
    receipts: tuple[Receipt, ...]
    whole_title: str
    whole: Decimal
    linked: Decimal
    kept: str
    identity: str
    scenarios: tuple[str, ...]
    scenario_paid: tuple[Decimal, ...]
    losses: tuple[LossRow, ...]
    measures: tuple[MeasureLine, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def paid(self) -> Decimal:
        """All payments."""
        return sum((payment.paid for payment in self.payments), Decimal(0))

    @property
    def as_planned(self) -> Decimal:
        """All payments as planned."""
        return sum((payment.as_planned for payment in self.payments), Decimal(0))

    @property
    def certain(self) -> Decimal:
        """What does not depend on anything that is reached."""
        return self.whole - self.linked

    @property
    def losses_told(self) -> list[tuple[LossRow, list[tuple[str, Decimal]]]]:
        """Each loss with its amount under the name of its scenario."""
        return [(loss, list(zip(self.scenarios, loss.amounts, strict=True))) for loss in self.losses]

    @property
    def chart(self) -> BarChart:
        """Each payment as planned and as paid."""
        bars = [bar for payment in self.payments for bar in _bars(payment)]
        return bar_chart(
            id="payments", title="Payment by payment, as planned and as paid", finding=self.said, bars=bars
        )


def _bars(payment: Payment) -> Sequence[Bar]:
    name, planned, paid = f"{payment.month}, {payment.title}", payment.as_planned, payment.paid
    return (
        Bar(f"{name}: as planned", planned, whole_pounds(planned), is_outlined=True),
        Bar(f"{name}: paid", paid, whole_pounds(paid)),
    )
