"""What each line and benefit of a scheme's page comes to as it is typed, in words that stand beside its boxes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from itf.lib.figures import pounds
from plans import calculator, ledger
from plans.content import Row
from plans.documents.lines import how_computed
from plans.documents.scheme_sums import how_valued
from plans.pages import Page

NOTHING = "Counts nothing yet."


def row_sums(page: Page) -> dict[str, str]:
    """A sentence for each row that has a sum of its own, by the prefix of its boxes; none for a page without such."""
    return {
        str(form.prefix): SAID[table.spec.slug](row, page.plan.years)
        for table in page.tables
        if table.spec.slug in SAID
        for form, row in page.rows_as_typed(table)
    }


def _line(line: Row, years: tuple[str, ...]) -> str:
    figures = ("stated", "quantity", "rate")
    if all(line.figure(name) is None for name in figures):
        return NOTHING
    year = line.given("year")
    where = f" in {year}" if year in years else " in no year of this plan: choose one"
    return _told(f"Counts {pounds(ledger.line_amount(line))}{where}", how_computed(line))


def _benefit(benefit: Row, _years: tuple[str, ...]) -> str:
    found = calculator.worth(benefit, benefit)
    return NOTHING if found.counts is None else _told(f"Counts {pounds(found.counts)}", how_valued(found))


def _told(*sentences: str) -> str:
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


SAID: Mapping[str, Callable[[Row, tuple[str, ...]], str]] = MappingProxyType(
    {"investments": _line, "benefits": _benefit}
)
