"""Pasting schemes and lines, as authors and others meet the pages."""

import pytest
from django.urls import reverse

from itf.audit.models import AuditEvent
from plans.models import HeldValue, Investment, Plan, PlanStatus, Scheme
from tests.factories.plans import SchemeFactory, a_plan
from tests.markup import Markup
from tests.plans.imports.test_comparing import save
from tests.plans.posting import boxes

ROWS = (
    "Item\tYear\tCost\tSource\tCapital\n"
    "Van\t2014/15\t12,000\tMinimum CCG contribution\tyes\n"
    "Nurses\t2015/16\t45.000\t\tno"
)


@pytest.fixture
def author(client, complete):
    """The client, signed in as the council's author of a complete plan."""
    client.force_login(complete.author)
    return client


def lines_url(key="samplebury"):
    return reverse("plans:paste-lines", args=[key, Scheme.objects.get(ref="S1").pk])


def schemes_url(key="samplebury"):
    return reverse("plans:paste-schemes", args=[key])


def text(response):
    return Markup(response).elements[0].text


def add(client, response, changes=None):
    """Press "Add" on a page of rows as read."""
    data = {**boxes(response, "paste-form"), **(changes or {}), "act": "add"}
    return client.post(response.request["PATH_INFO"], data)


def test_the_empty_page_says_what_to_paste(author, complete):
    response = author.get(lines_url())

    assert response.status_code == 200
    assert "Paste investment lines into S1 Home care" in text(response)


def test_pasted_rows_are_shown_as_read_and_nothing_is_added(author, complete):
    response = author.post(lines_url(), {"rows": ROWS, "act": "look"})

    fields = boxes(response, "paste-form")
    assert [fields[f"column-{place}"] for place in range(5)] == [
        ["label"], ["year"], ["stated"], ["funding_source"], ["capital"],
    ]  # fmt: skip
    assert fields["take"] == ["r1", "r2"]
    assert "held for you to decide: “45.000” can mean 45 or 45,000" in text(response)
    assert Investment.objects.count() == 2


BY_YEAR = (
    "\t\tCost\t\tFunding\nItem\tNotes\t2014/15\t2015/16\tSource\n"
    "Community team\t\t\t\t\nNurses\tBand 6\t45,000\t46,000\t\nBeds\t\t–\t200\t"
)


def test_a_table_with_a_column_for_each_year_gives_a_line_for_each(author, complete):
    page = author.post(lines_url(), {"rows": BY_YEAR, "act": "look"})

    fields = boxes(page, "paste-form")
    assert fields["headings"] == ["2"]
    assert [fields[f"column-{place}"] for place in range(4)] == [
        ["label"], [""], ["stated@2014/15"], ["stated@2015/16"],
    ]  # fmt: skip
    assert fields["take"] == ["r2-2014", "r2-2015", "r3-2015"]
    assert "No year has a cost in this row." in text(page)

    add(author, page)

    added = Investment.objects.order_by("position").values_list("label", "year", "stated")[2:]
    assert list(added) == [("Nurses", "2014/15", 45_000), ("Nurses", "2015/16", 46_000), ("Beds", "2015/16", 200)]


def test_the_sum_below_a_table_is_left_unticked_and_said(author, complete):
    response = author.post(lines_url(), {"rows": f"{ROWS}\nTotal\t2015/16\t57,000\t\t", "act": "look"})

    assert boxes(response, "paste-form")["take"] == ["r1", "r2"]
    assert "This looks like the sum of the rows above." in text(response)


def test_a_year_with_a_dash_and_a_source_by_its_first_words_are_understood(author, complete):
    rows = "Item\tYear\tCost\tSource\nVan\t2014-15\t12,000\tMinimum CCG"

    add(author, author.post(lines_url(), {"rows": rows, "act": "look"}))

    van = Investment.objects.order_by("position")[2]
    assert (van.year, van.funding_source) == ("2014/15", complete.source)


def test_a_text_that_is_too_long_is_refused_in_plain_words(author, complete):
    response = author.post(lines_url(), {"rows": f"Item\tYear\n{'v' * 500}\t2014/15", "act": "look"})

    assert "Use 200 characters or fewer. There are 500." in text(response)


def test_rows_cut_by_commas_are_said_to_want_tabs(author, complete):
    response = author.post(lines_url(), {"rows": "Item,Year,Cost\nVan,2014/15,12000", "act": "look"})

    assert "between the cells of a spreadsheet there are tabs" in text(response)


def test_adding_stores_the_rows_behind_those_there_are(author, complete):
    response = add(author, author.post(lines_url(), {"rows": ROWS, "act": "look"}))

    van, nurses = Investment.objects.order_by("position")[2:]
    assert response.status_code == 302
    assert (van.label, van.stated, van.year, van.capital, van.basis) == ("Van", 12_000, "2014/15", True, "lump")
    assert van.funding_source == complete.source
    assert (nurses.label, nurses.stated) == ("Nurses", None)
    assert HeldValue.objects.get().text == "45.000"
    assert AuditEvent.objects.filter(action="rows.pasted").count() == 1


def test_only_ticked_rows_are_added(author, complete):
    add(author, author.post(lines_url(), {"rows": ROWS}), {"take": ["r2"]})

    assert list(Investment.objects.order_by("position").values_list("label", flat=True)[2:]) == ["Nurses"]


def test_columns_follow_the_authors_choice(author, complete):
    page = author.post(lines_url(), {"rows": "12\tVan"})
    again = author.post(lines_url(), {**boxes(page, "paste-form"), "column-0": "stated", "column-1": "label"})

    add(author, again)

    line = Investment.objects.order_by("-position").first()
    assert (line.label, line.stated) == ("Van", 12)


def test_what_is_not_in_a_list_is_left_blank_and_said(author, complete):
    response = author.post(lines_url(), {"rows": "Item\tSource\nVan\tLottery"})

    assert "Funding source, left blank: “Lottery” is not in the list" in text(response)


def test_a_text_that_a_spreadsheet_would_run_is_not_taken(author, complete):
    response = author.post(lines_url(), {"rows": "Item\tCost\n=cmd|' /C calc'!A0\t12"})

    assert "begins like a formula" in text(response)


def test_a_row_that_cannot_be_stored_says_why_and_cannot_be_added(author, complete):
    page = author.post(lines_url(), {"rows": f"Item\tCost\n{'x' * 300}\t12\nVan\t13"})

    response = add(author, page, {"take": ["r1"]})

    assert "200 characters or fewer" in text(page), text(page)
    assert response.status_code == 422
    assert "Tick the rows that are to be added." in text(response)
    assert Investment.objects.count() == 2


def test_nothing_pasted_says_what_to_do(author, complete):
    response = author.post(lines_url(), {"rows": " "})

    assert response.status_code == 422
    assert "Paste the rows, copied from a spreadsheet." in text(response)
    assert Markup(response).all("title")[0].text.startswith("Error: ")


def test_more_rows_than_the_table_holds_cannot_be_added(author, complete):
    page = author.post(lines_url(), {"rows": "\n".join(f"Line {number}\t2014/15" for number in range(199))})

    assert "at most 200 rows" in text(page)


def test_rows_are_added_to_what_someone_else_saved_meanwhile(author, complete):
    page = author.post(lines_url(), {"rows": ROWS})
    save(complete, "schemes", {"main-title": "Better care"}, row=Scheme.objects.get())

    add(author, page)

    assert Scheme.objects.get().title == "Better care"
    assert Investment.objects.count() == 4


def test_schemes_are_added_with_the_next_reference(author, complete):
    rows = "Scheme name\tProvider\tConditions\nNight care\tA trust\t\nTransport\tA company\t"

    add(author, author.post(schemes_url(), {"rows": rows}))

    found = Scheme.objects.order_by("position").values_list("ref", "title", "lead_provider")
    assert list(found)[1:] == [("S2", "Night care", "A trust"), ("S3", "Transport", "A company")]


def test_a_scheme_that_is_there_already_is_said_and_not_ticked(author, complete):
    page = author.post(schemes_url(), {"rows": "Ref\tScheme name\nS1\tHome care\nS7\tNight care"})

    assert boxes(page, "paste-form")["take"] == ["r2"]
    assert "A scheme with this reference is in the plan already." in text(page)


def test_schemes_are_added_all_or_none(author, complete):
    page = author.post(schemes_url(), {"rows": f"Scheme name\nNight care\n{'x' * 300}"})
    add(author, page, {"take": ["r1", "r2"]})

    assert list(Scheme.objects.order_by("position").values_list("title", flat=True))[1:] == ["Night care"]


@pytest.mark.parametrize("url", [lines_url, schemes_url])
def test_a_stranger_does_not_know_of_the_page(client, complete, url):
    client.force_login(complete.stranger)

    assert client.get(url()).status_code == 404
    assert client.post(url(), {"rows": ROWS}).status_code == 404


@pytest.mark.parametrize("url", [lines_url, schemes_url])
def test_a_signatory_is_refused_with_the_reason(client, complete, url):
    client.force_login(complete.signatory)

    for response in (client.get(url()), client.post(url(), {"rows": ROWS, "act": "add", "take": ["r1"]})):
        assert response.status_code == 403
    assert Investment.objects.count() == 2


@pytest.mark.parametrize("url", [lines_url, schemes_url])
def test_a_frozen_plan_takes_no_rows(author, url):
    Plan.objects.update(status=PlanStatus.FROZEN)

    assert author.post(url(), {"rows": ROWS, "act": "add", "take": ["r1"]}).status_code == 403


def test_a_scheme_of_another_plan_is_unknown(author, complete):
    other = SchemeFactory(plan=a_plan("elsewhere").plan)

    response = author.post(
        reverse("plans:paste-lines", args=["samplebury", other.pk]), {"rows": ROWS, "act": "add", "take": ["r1"]}
    )

    assert response.status_code == 404
    assert not other.investment_rows.exists()
