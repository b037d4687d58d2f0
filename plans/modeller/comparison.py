"""The schemes of December 2013 and July 2014 side by side on one plan: what each would pay, when, and what is lost."""

from collections.abc import Callable
from dataclasses import dataclass

from itf.lib.figures import whole_pounds
from plans.modeller.outcome import Outcome

NOT_ENOUGH = "Figures are missing"


@dataclass(frozen=True)
class Column:
    """One scheme; ``outcome`` is None where the plan and the address give too little for it."""

    key: str
    title: str
    when: str
    outcome: Outcome | None


@dataclass(frozen=True)
class ComparedRow:
    """One line of the comparison, a text for each scheme."""

    title: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Both schemes; ``columns`` are in the order of every row's cells."""

    columns: tuple[Column, ...]
    rows: tuple[ComparedRow, ...]

    @property
    def has_figures(self) -> bool:
        """Whether there is anything to compare."""
        return any(column.outcome for column in self.columns)

    @property
    def lacking(self) -> tuple[Column, ...]:
        """The schemes that cannot be worked out."""
        return tuple(column for column in self.columns if column.outcome is None)


LINES: tuple[tuple[str, Callable[[Outcome], str]], ...] = (
    ("Sum it is about", lambda one: f"{whole_pounds(one.whole)}: {one.whole_title.lower()}"),
    ("Certain, whatever is reached", lambda one: whole_pounds(one.certain)),
    ("Depends on what is reached", lambda one: whole_pounds(one.linked)),
    ("Paid as modelled here", lambda one: whole_pounds(one.scenario_paid[0])),
    ("Paid if nothing is reached", lambda one: whole_pounds(one.scenario_paid[1])),
    ("Paid if half is reached", lambda one: whole_pounds(one.scenario_paid[2])),
    ("Paid if all is reached", lambda one: whole_pounds(one.scenario_paid[3])),
    ("The pool goes without, as modelled here", lambda one: whole_pounds(one.linked - one.scenario_paid[0])),
    ("What is not paid", lambda one: one.kept),
    ("When it is paid", lambda one: ", ".join(dict.fromkeys(payment.month for payment in one.payments))),
)


def comparison(columns: tuple[Column, ...]) -> Comparison:
    """Line by line; a scheme that cannot be worked out says so in the first."""
    return Comparison(
        columns,
        tuple(
            ComparedRow(
                title,
                tuple(said(column.outcome) if column.outcome else "" if place else NOT_ENOUGH for column in columns),
            )
            for place, (title, said) in enumerate(LINES)
        ),
    )
