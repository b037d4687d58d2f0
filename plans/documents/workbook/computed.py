"""Computed columns: for each table, the formula a reader can follow and the figure the ledger gives for it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP

from plans import ledger, rates
from plans.content import PlanContent, Row
from plans.documents.register import rating
from plans.documents.workbook.cells import Result, at
from plans.documents.workbook.places import FIRST_ROW, Book, PlacedRow, TablePlace
from plans.given import how_it_came

LONGEST_LITERAL = 250  # characters of text that Excel takes in a formula, less a few that are written twice


@dataclass(frozen=True)
class Computed:
    """One computed column: a formula for the cell of a row, and what it comes to.

    ``label`` may name the plan's years as ``{first}`` and ``{second}``.
    """

    name: str
    label: str
    kind: str
    formula: Callable[[Book, TablePlace, int, Row], str]
    result: Callable[[PlanContent, Row], Result]


def fill(book: Book, place: TablePlace) -> None:
    """Write the computed columns of one sheet; every sheet must stand already."""
    for number, placed in enumerate(place.rows, start=FIRST_ROW):
        _fill_row(book, place, number, placed)


def _fill_row(book: Book, place: TablePlace, number: int, placed: PlacedRow) -> None:
    for one in COMPUTED.get(place.table.slug, ()):
        cell = at(place.sheet, number, place.columns[one.name])
        formula = one.formula(book, place, number, placed.row)
        book.results.put(cell, f"={formula}", one.result(book.content, placed.row), kind=one.kind)


def _product(_book: Book, place: TablePlace, number: int, line: Row) -> str:
    quantity, rate = (place.figure(number, line.answer(name)) for name in ("quantity", "rate"))
    units, periods = (place.figure(number, line.answer(name)) for name in ("units_per_period", "periods"))
    factors = f'{quantity}*{rate}*IF({units}="",1,{units})*IF({periods}="",1,{periods})'
    return f'IF(OR({quantity}="",{rate}=""),"",ROUND({factors},2))'


def _counts(_book: Book, place: TablePlace, number: int, line: Row) -> str:
    stated, computed = place.figure(number, line.answer("stated")), place.cell(number, "computed")
    return f'IF({stated}<>"",{stated},IF({computed}="",0,{computed}))'


def _line_difference(_book: Book, place: TablePlace, number: int, line: Row) -> str:
    stated, computed = place.figure(number, line.answer("stated")), place.cell(number, "computed")
    return f'IF(OR({stated}="",{computed}=""),"",ROUND({stated}-{computed},2))'


def _line_difference_result(_content: PlanContent, line: Row) -> Result:
    stated, computed = line.figure("stated"), ledger.line_computed(line)
    return None if stated is None or computed is None else stated - computed


def _benefit(_book: Book, place: TablePlace, number: int, benefit: Row) -> str:
    stated, quantity, price = (
        place.figure(number, benefit.answer(name)) for name in ("stated", "quantity", "unit_price")
    )
    return f'IF({stated}<>"",{stated},IF(OR({quantity}="",{price}=""),"",ROUND({quantity}*{price},2)))'


def _benefit_result(_content: PlanContent, benefit: Row) -> Result:
    quantity, price = benefit.figure("quantity"), benefit.figure("unit_price")
    if (stated := benefit.figure("stated")) is not None:
        return stated
    return None if quantity is None or price is None else (quantity * price).quantize(ledger.PENNY, ROUND_HALF_UP)


def _contribution(_book: Book, place: TablePlace, number: int, row: Row) -> str:
    amount = place.figure(number, row.answer("amount"))
    return f'IF({amount}="",0,{amount})'


def _rating(_book: Book, place: TablePlace, number: int, risk: Row) -> str:
    likelihood, impact = (place.figure(number, risk.answer(name)) for name in ("likelihood", "impact"))
    return f'IF(OR({likelihood}="",{impact}=""),"",{likelihood}*{impact})'


def _scheme_sum(year_index: int) -> Computed:
    """What a scheme's lines come to in one of the two years."""
    ordinal = ("first", "second")[year_index]

    def formula(book: Book, place: TablePlace, number: int, scheme_row: Row) -> str:
        if not scheme_row.id:
            return "0"
        lines, year = book.tables["investments"], book.content.years[year_index]
        scheme = place.cell(number, "row_id")
        return f'SUMIFS({lines.column("counts")},{lines.column("parent_id")},{scheme},{lines.column("year")},"{year}")'

    def result(content: PlanContent, scheme: Row) -> Result:
        return ledger.scheme_total(scheme, content.years[year_index])

    return Computed(f"sum_{ordinal}_year", f"Sum of lines, {{{ordinal}}}", "money", formula, result)


def _measure_rate(point: str, label: str) -> Computed:
    """A measure's rate at one point."""

    def formula(_book: Book, place: TablePlace, number: int, row: Row) -> str:
        numerator, denominator = (
            place.figure(number, row.answer(f"{point}_{part}")) for part in ("numerator", "denominator")
        )
        rate, places = f"{numerator}/{denominator}*{row.facts.get('multiplier', 1)}", rates.places_of(row)
        # A figure typed over another may make a rate smaller than those that the plan's own decimals were chosen for.
        telling = f"MIN({rates.MOST},MAX({places},{rates.TELLING - 1}-INT(LOG10(ABS({rate})))))"
        rounded = f"IF({numerator}=0,0,ROUND({rate},{telling}))"
        return f'IF(OR({numerator}="",{denominator}=""),"",IF({denominator}=0,"",{rounded}))'

    def result(_content: PlanContent, row: Row) -> Result:
        return rates.shown_rate(row, point)

    return Computed(f"{point}_rate", label, "number", formula, result)


def _how_it_came(_book: Book, _place: TablePlace, _number: int, commentary: Row) -> str:
    """Text in a formula, so that it is read-only like every computed column."""
    return '"{}"'.format(_came(commentary).replace('"', '""')[:LONGEST_LITERAL])


def _came(commentary: Row) -> str:
    return how_it_came(commentary) if commentary.id else ""


COMPUTED: dict[str, tuple[Computed, ...]] = {
    "schemes": (_scheme_sum(0), _scheme_sum(1)),
    "investments": (
        Computed(
            "computed", "Quantity × rate × periods", "money", _product, lambda _, line: ledger.line_computed(line)
        ),
        Computed("counts", "Counts for", "money", _counts, lambda _, line: ledger.line_amount(line)),
        Computed("difference", "Stated less computed", "money", _line_difference, _line_difference_result),
    ),
    "benefits": (Computed("counts", "Counts for", "money", _benefit, _benefit_result),),
    "commentaries": (Computed("how_it_came", "How it came", "line", _how_it_came, lambda _, row: _came(row) or None),),
    "contributions": (
        Computed("counts", "Counts for", "money", _contribution, lambda _, row: row.figure("amount") or ledger.NOUGHT),
    ),
    "measures": (
        _measure_rate("baseline", "Baseline rate"),
        _measure_rate("april", "April 2015 rate"),
        _measure_rate("october", "October 2015 rate"),
    ),
    "risks": (Computed("rating", "Rating", "whole", _rating, lambda _, risk: _as_result(rating(risk))),),
}


def _as_result(value: int | None) -> Result:
    return None if value is None else ledger.NOUGHT + value
