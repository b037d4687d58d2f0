"""The rows of the summary sheet: a formula for each year, and what the ledger says it comes to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from plans import ledger
from plans.documents.cell_text import as_stored
from plans.documents.money import difference_text, left_text
from plans.documents.workbook import styles
from plans.documents.workbook.cells import Result, quoted
from plans.documents.workbook.places import FIRST_ROW, Book

YEAR_COLUMNS = ("B", "C")
SUMS = ("sum_first_year", "sum_second_year")

# As ``difference_text`` and ``left_text`` have it.
BY_DIFFERENCE = ("No difference", "short", "over")
BY_WHAT_IS_LEFT = ("Balances", "short", "left to allot")


@dataclass(frozen=True)
class Line:
    """A row of the summary: formula and result for each year, and whether both years are added up."""

    title: str
    cells: tuple[tuple[str, Result], ...]
    is_summed: bool = True
    style: str = styles.COMPUTED

    @property
    def both_years(self) -> Result:
        """The sum of the years; None while one is not known."""
        known = [result for _formula, result in self.cells if isinstance(result, Decimal)]
        return sum(known, ledger.NOUGHT) if len(known) == len(self.cells) else None


def money_strip(book: Book) -> Iterator[Line]:
    """Pool, contributions, spend, unallocated, and the differences as figures and in words.

    The differences name the rows above them: the strip stands just below FIRST_ROW, one row for each line.
    """
    years = ledger.money_years(book.content)
    first = FIRST_ROW + 1
    pool, paid, short, spend, left, rest = (first + place for place in (0, 1, 2, 4, 5, 6))
    less_pool = [None if year.pool is None else year.contributed - year.pool for year in years]
    left_over = ["–" if year.difference is None else left_text(year.difference) for year in years]

    def line(title: str, formula: Callable[[int], str], results: Iterable[Result], *, summed: bool = True) -> Line:
        return Line(title, tuple((formula(index), result) for index, result in enumerate(results)), is_summed=summed)

    def against_pool(*spent: int) -> Callable[[int], str]:
        return lambda index: _less(index, pool, spent)

    yield line("Agreed pool", _answered(book, "agreed", '""'), (year.pool for year in years))
    yield line(
        "Contributions", lambda index: year_sum(book, "contributions", index), (year.contributed for year in years)
    )
    yield line("Contributions less pool", lambda index: _less(index, paid, (pool,)), less_pool, summed=False)
    against = map(difference_text, less_pool)
    yield line("In words", lambda index: _words(index, short, BY_DIFFERENCE), against, summed=False)
    yield line("Scheme spend", lambda index: year_sum(book, "investments", index), (year.spend for year in years))
    yield line(
        "Not yet allocated to a scheme", _answered(book, "unallocated", "0"), (year.unallocated for year in years)
    )
    yield line(
        "Pool less spend and unallocated", against_pool(spend, left), (year.difference for year in years), summed=False
    )
    yield line("In words", lambda index: _words(index, rest, BY_WHAT_IS_LEFT), left_over, summed=False)


def organisations(book: Book) -> Iterator[Line]:
    """What each organisation pays in."""
    titles: dict[str, str] = {}
    for row in book.content.section("contributions").table("contributions").rows:
        titles.setdefault(row.value("organisation") or "", row.answer("organisation").text)
    paid = [ledger.by_organisation(book.content, year) for year in book.content.years]
    for key, title in titles.items():
        cells = tuple(
            (year_sum(book, "contributions", index, "organisation", title), year.get(key, ledger.NOUGHT))
            for index, year in enumerate(paid)
        )
        yield Line(title or "No organisation given", cells)


def schemes(book: Book) -> Iterator[Line]:
    """Each scheme's sums, taken from its own sheet, and the sum of all."""
    place, years = book.tables["schemes"], book.content.years
    sheet = quoted(place.sheet.title)
    for number, placed in enumerate(place.stored_rows, start=FIRST_ROW):
        totals = (ledger.scheme_total(placed.row, year) for year in years)
        cells = ((f"{sheet}!{place.cell(number, name)}", total) for name, total in zip(SUMS, totals, strict=True))
        yield Line(placed.row.title, tuple(cells))
    spend = (ledger.spend(book.content, year) for year in years)
    sums = ((f"SUM({place.column(name)})", total) for name, total in zip(SUMS, spend, strict=True))
    yield Line("All schemes", tuple(sums), style=styles.TOTAL)


def year_sum(book: Book, table: str, index: int, field: str = "", text: str = "") -> str:
    """What the rows of a table count for in one of the two years, and where a field is given, with that text in it."""
    place = book.tables[table]
    counts, years, year = place.column("counts"), place.column("year"), f"{YEAR_COLUMNS[index]}${FIRST_ROW}"
    if not field:
        return f"SUMIFS({counts},{years},{year})"
    if not text:
        # Programs disagree on how SUMIFS finds empty cells.
        return f'SUMPRODUCT(({years}={year})*({place.column(field)}="")*{counts})'
    return f"SUMIFS({counts},{years},{year},{place.column(field)},{criterion(text)})"


def criterion(text: str) -> str:
    """A text as SUMIFS looks for it in cells, exactly and whole."""
    text = as_stored(text)
    for sign in "~*?":
        text = text.replace(sign, f"~{sign}")
    return '"=' + text.replace('"', '""') + '"'


def _answered(book: Book, name: str, blank: str) -> Callable[[int], str]:
    """The figure answered for each year on the sheet of the pool; ``blank`` where there is none."""
    answers = book.answers["contributions"]
    terms = [answers.figure(f"{name}_{ordinal}_year") for ordinal in ("first", "second")]
    return lambda index: f'IF({terms[index]}="",{blank},{terms[index]})'


def _less(index: int, whole: int, parts: Iterable[int]) -> str:
    """One row of the summary less others; nothing while there is no pool to compare with."""
    column = YEAR_COLUMNS[index]
    pool = f"{column}{FIRST_ROW + 1}"
    less = "".join(f"-{column}{part}" for part in parts)
    return f'IF({pool}="","",ROUND({column}{whole}{less},2))'


def _words(index: int, row: int, by_sign: tuple[str, str, str]) -> str:
    """A difference in words: what is said of nought, of less and of more."""
    cell = f"{YEAR_COLUMNS[index]}{row}"
    none, less, more = by_sign
    pounds = f'TEXT(ABS({cell}),IF(ABS({cell})=INT(ABS({cell})),"£#,##0","£#,##0.00"))'
    return f'IF({cell}="","–",IF({cell}=0,"{none}",{pounds}&IF({cell}<0," {less}"," {more}")))'
