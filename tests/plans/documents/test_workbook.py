"""The workbook of a plan: formulas that agree with the ledger, words that stay words, names that a program finds."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans import ledger
from plans.documents import money
from plans.documents.plan_document import draft, frozen
from plans.documents.workbook import plan_workbook
from plans.documents.workbook.cells import put_text
from plans.documents.workbook.styles import add_styles
from tests.plans.documents import builders
from tests.plans.documents.builders import AT, YEARS, Held
from tests.plans.documents.calculating import calculated, formula_cells, stored
from tests.plans.documents.test_comparison import with_answer

FORMULA_LIKE = ("=1+1", "+1", "-1+2", "@SUM(A1)", "=cmd|' /C calc'!A1", "\t=1", "#N/A", "'=1", "{=1}", "TRUE", "1e5")


def opened(content, **options):
    """The workbook of a version, as a reader opens it."""
    document = frozen(content, number=3, fingerprint=content.fingerprint, at=AT)
    return openpyxl.load_workbook(io.BytesIO(plan_workbook(document)), **options)


def written(content, folder):
    """The workbook of a version as a file."""
    path = folder / "plan.xlsx"
    path.write_bytes(plan_workbook(frozen(content, number=3, fingerprint=content.fingerprint, at=AT)))
    return path


def column(sheet, name):
    """The cells of a field, found by the hidden row of names."""
    names = [cell.value for cell in sheet[1]]
    return [row[names.index(name)] for row in sheet.iter_rows(min_row=4)]


def a_cell():
    """An empty cell of a workbook that knows our styles."""
    workbook = openpyxl.Workbook()
    add_styles(workbook)
    return workbook.active["A1"]


def awkward_plan():
    """Figures that cannot be read, blanks where figures belong, money without a source, a year without a pool."""
    figures = [
        {"label": "Posts", "year": YEARS[0], "stated": Held("45.000", Decimal(45000))},
        {"label": "No reading", "year": YEARS[0], "stated": Held("460,,000"), "quantity": Decimal(2),
         "rate": Decimal("1.5")},
        {"label": "Held factor", "year": YEARS[1], "quantity": Held("2 posts", Decimal(2)), "rate": Decimal("33.35"),
         "units_per_period": Held("?"), "periods": Decimal(52)},
        {"label": "Half", "year": YEARS[1], "quantity": Decimal("0.3333"), "rate": Decimal("0.05")},
        {"label": "Nothing", "year": YEARS[1]},
        {"label": "Free", "year": YEARS[1], "stated": Decimal(0), "funding_source": builders.DFG},
        {"label": "No year", "stated": Decimal(99)},
    ]  # fmt: skip
    lines = [builders.line(number, values) for number, values in enumerate(figures)]
    rows = [builders.with_lines(builders.scheme(1), lines), builders.with_lines(builders.scheme(2), [])]
    paid = [
        builders.row("contributions", "contributions", 1, {"year": YEARS[0], "amount": Held("1.000", Decimal(1000))}),
        builders.row("contributions", "contributions", 2, {"year": YEARS[0], "organisation": builders.CCG}),
        builders.row("contributions", "contributions", 3, {"amount": Decimal(5), "organisation": builders.CCG}),
    ]
    pool = {"agreed_second_year": Held("a million", None), "unallocated_first_year": Decimal("0.5")}
    measures = [
        builders.measure(1, baseline_denominator=Decimal(0)),
        builders.measure(2, unit="%", multiplier="100", october_numerator=Held("about 30", Decimal(30))),
        builders.measure(
            3, unit="falls a head", multiplier="1", april_numerator=Decimal(0), april_denominator=Decimal(9)
        ),
        builders.measure(4, baseline_numerator=None, october_numerator=None),
    ]
    risks = [builders.risk(1), builders.row("risks", "risks", 2, {"likelihood": 4})]
    return builders.plan(
        rows=rows,
        contributions=builders.section("contributions", pool, {"contributions": paid}),
        measures=builders.section("measures", tables={"measures": measures}),
        risks=builders.section("risks", tables={"risks": risks}),
    )


@pytest.mark.parametrize("build", [lambda: builders.plan(schemes=2), awkward_plan], ids=["whole", "awkward"])
def test_workbook_formulas_come_to_what_the_ledger_says(build, tmp_path):
    path = written(build(), tmp_path)

    ours, theirs = stored(path), calculated(path)

    assert len(ours) > 60
    assert theirs == ours


def test_a_rate_in_the_workbook_has_digits_enough_for_a_figure_typed_over_another(tmp_path):
    whole = builders.plan(schemes=1)
    path = written(whole, tmp_path)
    workbook = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in workbook if "october_rate" in [cell.value for cell in sheet[1]])
    column(sheet, "october_numerator")[0].value = 0.24
    workbook.save(path)

    rate = column(sheet, "october_rate")[0]

    assert calculated(path)[sheet.title, rate.coordinate] == 0.585


def test_workbook_summary_shows_the_money_strip(tmp_path):
    content = builders.plan(schemes=3)

    summary = opened(content, data_only=True)["Summary"]

    shown = {row[0].value: [cell.value for cell in row[1:4]] for row in summary.iter_rows(min_row=5, max_row=12)}
    first, second = ledger.money_years(content)
    assert shown["Agreed pool"] == [first.pool, second.pool, first.pool + second.pool]
    assert shown["Scheme spend"] == [first.spend, second.spend, first.spend + second.spend]
    assert shown["Contributions"][:2] == [first.contributed, second.contributed]
    assert shown["In words"][:2] == ["Balances", "Balances"]


@pytest.mark.parametrize(("more", "words"), [(100, "£100 left to allot"), (-100, "£100 short")])
def test_what_is_left_of_the_pool_reads_alike_on_paper_and_in_the_workbook(more, words, tmp_path):
    content = builders.plan(schemes=3)
    pool = ledger.money_years(content)[0].pool + more
    content = with_answer(content, "contributions", "agreed_first_year", value=str(pool), text="")

    path = written(content, tmp_path)

    left = [row for row in money.summary(content).rows if row.title == "Left of the pool"]
    assert [row.cells[0] for row in left] == [words]
    sheet = opened(content, data_only=True)["Summary"]
    (cell,) = [row[1] for row in sheet.iter_rows(min_row=5, max_row=13) if row[1].value == words]
    assert calculated(path)["Summary", cell.coordinate] == words


def test_workbook_of_an_empty_plan_opens():
    document = draft(builders.empty_plan(), at=AT)

    workbook = openpyxl.load_workbook(io.BytesIO(plan_workbook(document)))

    assert "Investment lines" in workbook.sheetnames
    assert workbook["About"]["B4"].value == "Draft, not frozen"


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A1", "@SUM(A1)", "#N/A"])
def test_workbook_takes_no_word_of_a_plan_for_a_formula(text):
    plain = builders.plan(schemes=1)

    workbook = opened(builders.rewritten(plain, text))

    assert set(formula_cells(workbook)) == set(formula_cells(opened(plain)))
    assert column(workbook["Schemes"], "description")[0].value == text
    assert column(workbook["Schemes"], "description")[0].data_type == "s"


@pytest.mark.parametrize("text", FORMULA_LIKE)
def test_put_text_writes_what_looks_like_a_formula_as_text(text):
    cell = a_cell()

    put_text(cell, text)

    assert (cell.value, cell.data_type) == (text, "s")


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_put_text_writes_text_whatever_it_is(text):
    cell = a_cell()

    put_text(cell, text)

    assert cell.data_type == "s" if text else cell.value is None
    assert len(str(cell.value or "")) == len(text.replace("\r\n", "\n"))


def test_put_text_replaces_what_excel_cannot_store():
    content = builders.rewritten(builders.plan(schemes=1), "bell\x07, null\x00, line\r\nend")

    workbook = opened(content)

    assert column(workbook["Schemes"], "description")[0].value == "bell\ufffd, null\ufffd, line\nend"


def test_workbook_shows_a_text_that_cannot_be_read_as_it_was_written():
    sheet = opened(awkward_plan())["Investment lines"]

    stated = column(sheet, "stated")
    assert [cell.value for cell in stated[:2]] == ["45.000", "460,,000"]
    assert all(cell.data_type == "s" for cell in stated[:2])


def test_workbook_leaves_open_what_may_be_changed_and_nothing_else():
    workbook = opened(builders.plan(schemes=1))
    sheet = workbook["Investment lines"]

    assert all(one.protection.sheet for one in workbook)
    assert not column(sheet, "stated")[0].protection.locked
    assert column(sheet, "counts")[0].protection.locked
    assert column(sheet, "row_id")[0].protection.locked
    assert all(cell.protection.locked for row in workbook["Summary"].iter_rows() for cell in row)


def test_workbook_names_rows_and_fields_for_a_program():
    content = builders.plan(schemes=2)
    scheme = ledger.schemes(content)[1]
    line = scheme.table("investments").rows[2]

    workbook = opened(content)
    sheet = workbook["Investment lines"]

    assert column(sheet, "row_id")[5].value == line.id
    assert column(sheet, "parent_id")[5].value == scheme.id
    assert column(sheet, "label")[5].value == line.answer("label").text
    assert sheet.column_dimensions["A"].hidden
    assert sheet.column_dimensions["B"].hidden
    assert sheet.row_dimensions[1].hidden


def test_workbook_says_to_a_program_which_words_it_holds():
    content = builders.plan(schemes=1)

    workbook = opened(content)

    about = {row[0].value: row[1].value for row in workbook["_about"].iter_rows()}
    assert workbook["_about"].sheet_state == "hidden"
    assert about["plan"] == "samplebury"
    assert about["version"] == "3"
    assert about["fingerprint"] == content.fingerprint
    assert about["content_format"] == "1"
    assert about["template"] == "dec-2013"


def test_workbook_offers_the_choices_of_the_template():
    workbook = opened(builders.plan(schemes=1))
    sheet = workbook["Investment lines"]
    year = column(sheet, "year")[0].coordinate

    offered = next(check for check in sheet.data_validations.dataValidation if year in check.sqref)

    name, cells = offered.formula1.replace("$", "").split("!")
    assert [row[0].value for row in workbook[name.strip("'")][cells]] == list(YEARS)


def test_workbook_refuses_words_where_a_figure_belongs():
    sheet = opened(builders.plan(schemes=1))["Investment lines"]
    stated = column(sheet, "stated")[0].coordinate

    check = next(check for check in sheet.data_validations.dataValidation if stated in check.sqref)

    assert (check.type, check.operator, check.formula1) == ("decimal", "greaterThanOrEqual", "0")


def test_workbook_is_set_up_for_paper():
    content = builders.plan(schemes=1)

    sheet = opened(content)["Investment lines"]

    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes is not None
    assert content.fingerprint in sheet.oddFooter.left.text


def test_workbook_lists_findings_with_their_explanations():
    late = builders.section("plan-details", {"submits_on": builders.date(2014, 3, 1)})
    content = builders.with_section(builders.plan(schemes=1), late)
    warning = next(one for one in draft(content, at=AT).findings if one.rule == "V21")
    content = builders.explained(content, "plan-details", warning.key, warning.figures_text)

    sheet = opened(content)["Findings"]

    row = next(row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1] == "V21")
    assert row[3] == warning.message
    assert row[5:8] == ("The post starts in June.", "Finance lead, Samplebury Council", "10 February 2014")


def test_workbook_names_every_sheet_as_excel_allows():
    workbook = opened(builders.plan(schemes=1))

    names = [name.casefold() for name in workbook.sheetnames]
    assert len(names) == len(set(names))
    assert all(len(name) <= 31 for name in names)
    assert workbook.sheetnames[:2] == ["About", "Summary"]


def test_workbook_tells_no_time_but_that_of_its_version():
    document = frozen(builders.plan(schemes=1), number=3, fingerprint="f" * 64, at=AT)

    packed = plan_workbook(document)

    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.read("docProps/core.xml").count(b"2014-02-12T10:42:00Z") == 2
    assert packed == plan_workbook(document)
