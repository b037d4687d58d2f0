"""What a model comes to: payments with their months, who receives what and when, who goes without, a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from itf.lib.charts import Bar, BarChart, bar_chart
from itf.lib.figures import pounds


@dataclass(frozen=True)
class Payment:
    """One payment: at most, due by then, paid, all paid so far, in pounds; what was planned and reached, in words."""

    title: str
    month: str
    planned: str
    achieved: str
    at_most: Decimal
    due: Decimal
    paid: Decimal
    so_far: Decimal


@dataclass(frozen=True)
class Receipt:
    """What one side receives, and when."""

    who: str
    what: str
    when: str
    amount: Decimal


@dataclass(frozen=True)
class LossRow:
    """One line of who goes without: nothing achieved, half, all."""

    title: str
    hint: str
    amounts: tuple[Decimal, Decimal, Decimal]
    is_total: bool = False


@dataclass(frozen=True)
class Outcome:
    """A model worked out. ``whole`` is the sum that all receipts add up to."""

    said: str
    reached: str
    payments: tuple[Payment, ...]
    receipts: tuple[Receipt, ...]
    whole_title: str
    whole: Decimal
    identity: str
    scenarios: tuple[str, str, str]
    losses: tuple[LossRow, ...]
    notes: tuple[str, ...] = ()

    @property
    def paid(self) -> Decimal:
        """All payments."""
        return sum((payment.paid for payment in self.payments), Decimal(0))

    @property
    def at_most(self) -> Decimal:
        """All payments as planned."""
        return sum((payment.at_most for payment in self.payments), Decimal(0))

    @property
    def chart(self) -> BarChart:
        """Each payment as planned and as paid."""
        bars = [bar for payment in self.payments for bar in _bars(payment)]
        return bar_chart(
            id="payments", title="Payment by payment, as planned and as paid", finding=self.said, bars=bars
        )


def _bars(payment: Payment) -> Sequence[Bar]:
    return (
        Bar(f"{payment.month}, {payment.title}: at most", payment.at_most, pounds(payment.at_most), is_outlined=True),
        Bar(f"{payment.month}, {payment.title}: paid", payment.paid, pounds(payment.paid)),
    )
