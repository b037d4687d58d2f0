"""What a filled-in workbook would change, three ways: at export, now, in the file."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans import authoring
from plans.gather import plan_content
from plans.imports.changes import ADDED, CHANGED, CONFLICT, REFUSED, REMOVED, preview_from_json
from plans.imports.preview import preview_of
from plans.models import Investment, Risk, Scheme, Vision
from plans.revisions import BY_HAND, Sending, page_state
from tests.factories.plans import NOW, InvestmentFactory, RiskFactory, a_plan
from tests.plans.imports.workbooks import answered, column_of, edited, exported, put, refusal
from tests.plans.posting import sent

pytestmark = pytest.mark.one_database

VISION, LINES, RISKS = "Vision, aims and planned", "Investment lines", "Risk register"
PARTIES = "Parties to the plan"


def of(drafting, content):
    """The preview of a workbook against the plan as it is now."""
    return preview_of(drafting.reread, content)


def row_of(drafting, kind):
    """In which row of its sheet the first party of a kind stands."""
    kinds = [party.kind for party in plan_content(drafting.plan).about.parties]
    return 4 + kinds.index(kind)


def only(preview):
    """The one change of a preview."""
    assert len(preview.changes) == 1, preview.changes
    return preview.changes[0]


def save(drafting, section, changes, row=None, sending=BY_HAND, by=None):
    """An author saves a page on the web: the CCG's, unless another is named."""
    from plans.national_templates import template_for
    from plans.pages import Page

    asked = template_for("dec-2013").section(section)
    plan = drafting.reread
    page = Page(plan, asked, row=row, data=sent(Page(plan, asked, row=row), changes))
    assert page.is_valid()
    state = page_state(plan, section, row.pk if row else None)
    authoring.save_page(
        plan,
        section=section,
        base_version=state.version,
        write=page.write,
        by=by or drafting.nhs_author,
        at=NOW,
        row=row.pk if row else None,
        sending=sending,
    )


def test_a_workbook_that_nobody_touched_changes_nothing(complete):
    preview = of(complete, exported(complete))

    assert preview.changes == ()
    assert preview.remarks == ()
    assert preview.unchanged > 100


def test_a_changed_answer_shows_what_it_was_and_what_the_file_says(complete):
    change = only(of(complete, answered(exported(complete), VISION, "vision", "Two teams.")))

    assert (change.kind, change.place) == (CHANGED, f"{VISION}!C4")
    assert (change.before, change.now, change.found) == ("One team.", "One team.", "Two teams.")


def test_an_emptied_answer_is_a_change(complete):
    change = only(of(complete, answered(exported(complete), VISION, "vision", None)))

    assert (change.kind, change.found) == (CHANGED, "")


def test_a_changed_figure_of_a_row_names_the_row(complete):
    change = only(of(complete, put(exported(complete), LINES, 4, {"stated": 333.33})))

    assert (change.kind, change.where, change.label) == (CHANGED, "Staff", "Cost")
    assert change.found == "£333.33"


def test_an_answer_saved_here_since_and_changed_in_the_file_is_a_conflict(complete):
    content = answered(exported(complete), VISION, "vision", "Two teams.")
    save(complete, "vision", {"main-vision": "Three teams."})

    change = only(of(complete, content))

    assert change.kind == CONFLICT
    assert (change.before, change.now, change.found) == ("One team.", "Three teams.", "Two teams.")
    assert change.message.startswith("Saved here by CCG author")
    assert not change.is_offered


def test_a_conflict_names_who_changed_this_answer_and_not_who_saved_the_page_last(complete):
    content = answered(exported(complete), VISION, "vision", "Two teams.")
    save(complete, "vision", {"main-vision": "Three teams."})
    save(complete, "vision", {"main-aims": "Shorter stays."}, by=complete.author)

    change = only(of(complete, content))

    assert change.message.startswith("Saved here by CCG author")


def test_a_row_removed_here_names_who_removed_it(complete):
    RiskFactory(plan=complete.plan, risk="Too few people", position=9)
    content = put(exported(complete), RISKS, 4, {"owner": "Director of finance"})
    save(complete, "risks", {"risks-0-DELETE": "on"})
    save(complete, "risks", {"risks-0-owner": "The board"}, by=complete.author)

    change = only(of(complete, content))

    assert "removed here since" in change.message
    assert "Saved here by CCG author" in change.message


def test_where_no_revision_tells_the_last_save_of_the_page_is_named_as_that(complete):
    from plans.models import SectionRevision

    content = answered(exported(complete), VISION, "vision", "Two teams.")
    save(complete, "vision", {"main-vision": "Three teams."})
    SectionRevision.objects.all().delete()

    assert only(of(complete, content)).message.startswith("The page was saved last by CCG author")


def test_the_saves_of_all_pages_are_read_in_one_query(complete):
    content = put(exported(complete), RISKS, 4, {"owner": "Director of finance"})
    content = answered(answered(content, VISION, "vision", "Two teams."), VISION, "aims", "Shorter stays.")

    def queries():
        with CaptureQueriesContext(connection) as found:
            preview = of(complete, content)
        return len(preview.of_kind(CONFLICT)), len(found)

    save(complete, "vision", {"main-vision": "Three teams."})
    one, few = queries()
    save(complete, "vision", {"main-aims": "No stays."})
    save(complete, "risks", {"risks-0-owner": "The board"})
    three, more = queries()

    assert (one, three) == (1, 3)
    assert more == few


def test_an_answer_saved_here_since_and_untouched_in_the_file_stays(complete):
    content = answered(exported(complete), VISION, "aims", "Shorter stays.")
    save(complete, "vision", {"main-vision": "Three teams."})

    change = only(of(complete, content))

    assert (change.kind, change.label) == (CHANGED, "What are your aims and objectives, and how will you measure them?")


def test_both_saying_the_same_is_no_change(complete):
    content = answered(exported(complete), VISION, "vision", "Two teams.")
    save(complete, "vision", {"main-vision": "Two teams."})

    assert of(complete, content).changes == ()


def test_a_conflict_in_a_scheme_is_found_by_the_version_of_its_own_page(complete):
    scheme = Scheme.objects.get()
    content = put(exported(complete), LINES, 4, {"stated": 500})
    first = Investment.objects.filter(scheme=scheme).order_by("position").first()
    save(complete, "schemes", {"investments-0-stated": "400"}, row=scheme)

    change = only(of(complete, content))

    assert (change.kind, change.row) == (CONFLICT, str(first.pk))
    assert (change.before, change.now, change.found) == ("£100", "£400", "£500")


def test_saves_of_one_sitting_after_the_export_do_not_take_its_words_away(complete):
    save(complete, "vision", {"main-vision": "One team, once more."}, sending=Sending("a sitting", 1, is_autosave=True))
    content = answered(exported(complete), VISION, "aims", "Shorter stays.")
    save(complete, "vision", {"main-vision": "Three teams."}, sending=Sending("a sitting", 2, is_autosave=True))

    change = only(of(complete, content))

    assert (change.kind, change.label) == (CHANGED, "What are your aims and objectives, and how will you measure them?")


def test_a_page_whose_earlier_words_nobody_kept_takes_every_difference_for_a_conflict(complete):
    content = answered(exported(complete), VISION, "vision", "Two teams.")
    save(complete, "vision", {"main-vision": "Three teams."})
    from plans.models import SectionRevision

    SectionRevision.objects.all().delete()

    assert only(of(complete, content)).kind == CONFLICT


def test_two_uploads_of_one_export_conflict_where_both_changed(complete):
    from plans.imports.applying import Accepted, accept

    workbook = exported(complete)
    first = of(complete, answered(workbook, VISION, "vision", "Two teams."))
    accept(complete.reread, first, Accepted(frozenset({"c1"}), {}), by=complete.author, at=NOW)

    second = of(complete, answered(workbook, VISION, "vision", "Three teams."))

    assert only(second).kind == CONFLICT


def test_a_row_in_the_empty_lines_below_a_table_is_added(complete):
    content = put(exported(complete), LINES, 6, {"parent": "S1 Home care", "label": "Van", "stated": 12})

    change = only(of(complete, content))

    assert (change.kind, change.place) == (ADDED, f"{LINES}!D6")
    assert change.found == "What is paid for: Van; Cost: £12"


@pytest.mark.parametrize("called", ["S1", "s1 home  CARE", "S1 Home care"])
def test_a_new_line_finds_its_scheme_by_reference_or_name(complete, called):
    content = put(exported(complete), LINES, 6, {"parent": called, "label": "Van"})

    assert only(of(complete, content)).page_row == str(Scheme.objects.get().pk)


@pytest.mark.parametrize("called", [None, "S9"])
def test_a_new_line_without_a_known_scheme_is_refused(complete, called):
    content = put(exported(complete), LINES, 6, {"parent": called, "label": "Van"})

    change = only(of(complete, content))

    assert (change.kind, change.place) == (REFUSED, f"{LINES}!C6")
    assert "as the scheme of this row" in change.message


def test_a_new_scheme_brings_its_lines(complete):
    content = put(exported(complete), "Schemes", 5, {"ref": "S2", "title": "Night care"})
    content = put(content, LINES, 6, {"parent": "S2", "label": "Van"})

    scheme, line = of(complete, content).changes

    assert (scheme.kind, line.kind) == (ADDED, ADDED)
    assert line.page_row == scheme.row


def test_a_row_in_a_table_that_the_template_fixes_is_refused(complete):
    content = put(exported(complete), "National conditions", 6, {"answer": "Another"})

    assert "fixed by the national template" in only(of(complete, content)).message


def test_a_row_deleted_from_the_sheet_is_offered_for_removal_and_not_ticked(complete):
    RiskFactory(plan=complete.plan, risk="Too few people")
    content = edited(exported(complete), lambda book: book[RISKS].delete_rows(5))

    change = only(of(complete, content))

    assert (change.kind, change.where) == (REMOVED, "Too few people")
    assert not change.is_offered
    assert not change.adds_or_changes


def test_a_scheme_deleted_from_its_sheet_takes_its_lines_unsaid(complete):
    def delete(book):
        for sheet in ("Schemes", LINES, "Outcome statements"):
            book[sheet].delete_rows(4, 2)

    change = only(of(complete, edited(exported(complete), delete)))

    assert (change.kind, change.table) == (REMOVED, "schemes")


def test_a_row_removed_here_since_and_changed_in_the_file_can_be_added_again(complete):
    content = put(exported(complete), RISKS, 4, {"owner": "Director of finance"})
    save(complete, "risks", {"risks-0-DELETE": "on"})

    change = only(of(complete, content))

    assert change.kind == CONFLICT
    assert "removed here since" in change.message
    assert change.row.startswith("new:")


def test_a_row_removed_here_since_and_untouched_in_the_file_stays_removed(complete):
    content = exported(complete)
    save(complete, "risks", {"risks-0-DELETE": "on"})

    assert of(complete, content).changes == ()


def test_a_changed_line_of_a_scheme_removed_since_is_refused_with_what_to_do(complete):
    save(complete, "schemes", {}, row=Scheme.objects.get())
    content = put(exported(complete), LINES, 4, {"stated": 500})
    authoring.remove_scheme(complete.plan, Scheme.objects.get().pk, by=complete.author, at=NOW)

    change = only(of(complete, content))

    assert (change.kind, change.table) == (REFUSED, "investments")
    assert "Put it back on its page" in change.message


def test_a_row_with_an_identity_from_elsewhere_is_refused(complete):
    other = InvestmentFactory()
    content = put(exported(complete), LINES, 6, {"row_id": str(other.pk), "label": "Mine"})

    change = only(of(complete, content))

    assert (change.kind, change.message[:36]) == (REFUSED, "This row is not one of this plan. En")


def test_a_copied_row_is_refused_because_two_rows_would_be_one(complete):
    def copy(book):
        sheet = book[LINES]
        for cell in sheet[4]:
            sheet.cell(6, cell.column).value = cell.value

    preview = of(complete, edited(exported(complete), copy))

    assert preview.changes == ()
    assert len(preview.remarks) == 1
    assert preview.remarks[0].startswith(f"{LINES}!A6: This row is a copy of row 4")


def test_a_line_moved_to_another_scheme_by_its_hidden_identity_is_refused(complete):
    content = put(exported(complete), LINES, 4, {"parent_id": "00000000-0000-0000-0000-000000000001"})

    change = only(of(complete, content))

    assert change.place == f"{LINES}!C4"
    assert "Move it on the page" in change.message


def test_a_question_that_is_not_asked_of_a_measure_is_refused(complete):
    content = put(exported(complete), "National and local measures", 4, {"local_title": "Our own"})

    assert only(of(complete, content)).message == "This question is not asked of this row. Clear the cell."


@pytest.mark.parametrize("field", ["mapped_share", "mapped_share_reason", "activity"])
def test_a_question_about_a_ccg_is_not_asked_of_a_council(complete, field):
    typed = "Newer figures" if field == "mapped_share_reason" else 55
    change = only(of(complete, put(exported(complete), PARTIES, row_of(complete, "council"), {field: typed})))

    assert (change.kind, change.message) == (REFUSED, "This question is not asked of this row. Clear the cell.")


def test_a_text_that_is_too_long_is_refused_in_the_words_of_the_page(complete):
    change = only(of(complete, answered(exported(complete), VISION, "vision", "x" * 20_001)))

    assert change.kind == REFUSED
    assert "20000" in re.sub(r"[ ,]", "", change.message)


def test_a_share_above_100_is_refused_and_can_be_decided(complete):
    change = only(of(complete, put(exported(complete), PARTIES, row_of(complete, "ccg"), {"mapped_share": 101})))

    assert (change.kind, change.to_decide) == (REFUSED, True)


def test_more_rows_than_a_table_holds_are_refused(complete):
    def crowd(book):
        for number in range(210):
            book[RISKS].cell(5 + number, column_of(book[RISKS], "risk")).value = f"Risk {number}"

    preview = of(complete, edited(exported(complete), crowd))

    assert {change.kind for change in preview.changes} == {REFUSED}
    assert "at most 200 rows" in preview.changes[0].message


def test_rows_inserted_in_the_middle_are_new_and_the_others_keep_their_identity(complete):
    def insert(book):
        book[LINES].insert_rows(4)
        book[LINES].cell(4, column_of(book[LINES], "label")).value = "Van"
        book[LINES].cell(4, column_of(book[LINES], "parent")).value = "S1"

    change = only(of(complete, edited(exported(complete), insert)))

    assert (change.kind, change.place) == (ADDED, f"{LINES}!D4")


def test_hidden_and_filtered_rows_are_read_like_any_other(complete):
    def hide(book):
        sheet = book[LINES]
        sheet.row_dimensions[4].hidden = True
        sheet.auto_filter.ref = "A3:E5"
        sheet.cell(4, column_of(sheet, "stated")).value = 7

    assert only(of(complete, edited(exported(complete), hide))).found == "£7"


def test_sorted_rows_are_known_by_their_identity(complete):
    def turn(book):
        sheet = book[LINES]
        four, five = ([cell.value for cell in sheet[row]] for row in (4, 5))
        for column, (first, second) in enumerate(zip(four, five, strict=True), start=1):
            sheet.cell(4, column).value, sheet.cell(5, column).value = second, first

    assert of(complete, edited(exported(complete), turn)).changes == ()


def test_a_copied_sheet_is_named_and_not_read(complete):
    def copy(book):
        book.copy_worksheet(book[LINES]).title = "My lines"

    preview = of(complete, edited(exported(complete), copy))

    assert preview.changes == ()
    assert preview.remarks == ("My lines: This sheet is not one of the plan's. Nothing in it was read.",)


def test_something_beside_a_table_is_named_and_not_read(complete):
    def note(book):
        book[LINES].cell(4, 40).value = "ask the finance lead"
        book[VISION].cell(4, 5).value = "and this"

    assert of(complete, edited(exported(complete), note)).remarks == (
        f"{LINES}!AN4: This stands outside the table. It was not read.",
        f"{VISION}!E4: This stands outside the table. It was not read.",
    )


def test_comments_and_excel_tables_are_left_aside(complete):
    from openpyxl.comments import Comment
    from openpyxl.worksheet.table import Table

    def comment(book):
        book[LINES]["D4"].comment = Comment("Is this right?", "Finance lead")
        book["About"].add_table(Table(displayName="Lines", ref="D30:E32"))
        for cell in ("D30", "E30"):
            book["About"][cell] = cell

    assert of(complete, edited(exported(complete), comment)).changes == ()


def test_days_of_a_workbook_that_counts_from_1904_are_read_as_they_show(complete):
    def since_1904(book):
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904
        sheet = book["Plan details and parties"]
        row = next(row for row in sheet.iter_rows(min_row=4) if row[0].value == "board_meets_on")
        row[2].value = dt.date(2014, 2, 3)

    preview = of(complete, edited(exported(complete), since_1904))

    assert only(preview).found == "3 February 2014"


def test_a_preview_survives_its_own_json(complete):
    content = put(exported(complete), LINES, 4, {"stated": "45.000", "label": "Others"})
    preview = of(complete, content)

    assert preview_from_json(preview.to_json()) == preview
    assert preview.summary.startswith("1 cell changed, 1 refused, ")


def test_a_preview_saves_nothing(complete):
    before = complete.content.fingerprint

    of(complete, put(exported(complete), LINES, 6, {"parent": "S1", "label": "Van"}))

    assert complete.content.fingerprint == before


def test_the_number_of_queries_does_not_grow_with_the_rows(complete):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        content = exported(complete)
        with CaptureQueriesContext(connection) as queries:
            of(complete, content)
        counts.append(len(queries))
        RiskFactory.create_batch(20, plan=complete.plan)

    assert counts[0] == counts[1]


def test_another_plans_workbook_is_refused_with_both_names(complete):
    other = a_plan("elsewhere")

    found = refusal(preview_of, other.plan, exported(complete))

    assert str(found).startswith("This is a workbook of the plan “samplebury”. Here is “elsewhere”")


def test_rows_of_other_models_are_untouched_by_reading(complete):
    counts = (Risk.objects.count(), Vision.objects.count())

    of(complete, exported(complete))

    assert (Risk.objects.count(), Vision.objects.count()) == counts
