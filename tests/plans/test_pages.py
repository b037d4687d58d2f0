"""A page bound to what an author sent: what is stored, held, kept and refused."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from itf.lib.field_markup import field_html
from plans.models import HeldValue, Investment, Party, PlanDetails, Pool, Risk, Scheme
from plans.pages import with_another_row
from tests.factories.accounts import OrganisationFactory
from tests.factories.conditions import ConceptFactory, FundingSourceFactory
from tests.factories.plans import (
    ContributionFactory,
    HeldValueFactory,
    InvestmentFactory,
    OutcomeFactory,
    SchemeFactory,
    a_plan,
)
from tests.plans.paging import SECTIONS, answer_of, page, refused, save
from tests.plans.posting import sent


@pytest.mark.parametrize(
    ("typed", "stored"), [("45,000", "45000"), ("£45 000.50", "45000.50"), ("0", "0"), ("", None), (" 45 ", "45")]
)
def test_a_figure_that_can_be_read_is_stored(drafting, typed, stored):
    save(drafting, "contributions", {"main-agreed_first_year": typed})

    assert Pool.objects.get().agreed_first_year == (None if stored is None else Decimal(stored))
    assert not HeldValue.objects.exists()


@pytest.mark.parametrize(
    "typed", ["45.000", "460,,000", "£1,2 3", "1e9", "-5", str(10**15), "?", "TBC", "٤٥", "４５", "x" * 200, "5%"]
)
def test_a_figure_that_cannot_be_read_is_held_and_the_draft_saves(drafting, typed):
    changed = save(drafting, "contributions", {"main-agreed_first_year": typed})

    held = HeldValue.objects.get()
    assert (held.text, held.field, held.section, held.row) == (
        typed,
        "agreed_first_year",
        "contributions",
        drafting.plan.pk,
    )
    assert Pool.objects.get().agreed_first_year is None
    assert not held.from_source
    assert "agreed_first_year" in changed


@pytest.mark.parametrize("typed", ["x" * 201, "9" * 100_000, "4\x005"])
def test_a_figure_that_cannot_even_be_held_is_refused_with_the_text_in_its_box(drafting, typed):
    data = sent(page(drafting, "contributions"), {"main-agreed_first_year": typed})

    bound = refused(drafting, "contributions", data)

    (message,) = bound.main.errors["agreed_first_year"]
    assert len(message) < 130
    assert bound.main["agreed_first_year"].value() == typed


def test_a_held_figure_is_shown_as_typed_and_saved_again_unchanged(drafting):
    save(drafting, "contributions", {"main-agreed_first_year": "45.000"})

    shown = page(drafting, "contributions").main
    changed = save(drafting, "contributions")

    assert shown["agreed_first_year"].value() == "45.000"
    assert shown.held_messages == {"agreed_first_year": "“45.000” can mean 45 or 45,000. Type one of them."}
    assert changed == []
    assert HeldValue.objects.get().text == "45.000"


def test_a_held_figure_with_a_proposed_reading_says_what_it_counts_as_until_another_is_typed(drafting):
    save(drafting, "contributions", {"main-agreed_first_year": "45.000"})
    Pool.objects.update(agreed_first_year=45_000)

    shown, again = (
        page(drafting, "contributions").main,
        page(drafting, "contributions", sent(page(drafting, "contributions"))),
    )
    typed = page(drafting, "contributions", sent(page(drafting, "contributions"), {"main-agreed_first_year": "46.000"}))
    assert again.is_valid()
    assert typed.is_valid()

    assert shown.held_readings == again.main.held_readings == {"agreed_first_year": "£45,000"}
    assert typed.main.held_readings == {}
    assert "Counted as £45,000 until you decide." in field_html(shown["agreed_first_year"])
    assert "Not counted yet." in field_html(typed.main["agreed_first_year"])


@pytest.mark.parametrize(("stored", "shown"), [("24.5", "24.50"), ("24", "24"), ("1234.05", "1,234.05")])
def test_an_amount_stands_in_its_box_as_people_write_money_and_saves_unchanged(drafting, stored, shown):
    scheme = SchemeFactory(plan=drafting.plan)
    InvestmentFactory(scheme=scheme, stated=stored, rate=stored, quantity=stored)

    (form,) = page(drafting, "schemes", row=scheme).table("investments").forms

    assert (form["stated"].value(), form["rate"].value()) == (shown, shown)
    assert form["quantity"].value() == shown.removesuffix("0")
    assert save(drafting, "schemes", row=scheme) == []


@pytest.mark.parametrize("typed", ["24.5", "24.5.", "£24.5"])
def test_what_was_typed_and_refused_or_held_stands_in_its_box_word_for_word(drafting, typed):
    data = sent(page(drafting, "contributions"), {"main-agreed_first_year": typed})
    bound = page(drafting, "contributions", data)

    bound.is_valid()

    assert bound.main["agreed_first_year"].value() == typed


def test_a_held_figure_goes_when_another_is_typed(drafting):
    save(drafting, "contributions", {"main-agreed_first_year": "45.000"})

    changed = save(drafting, "contributions", {"main-agreed_first_year": "45,000"})

    assert changed == ["agreed_first_year"]
    assert Pool.objects.get().agreed_first_year == 45_000
    assert not HeldValue.objects.exists()


def test_a_held_figure_goes_when_it_is_cleared(drafting):
    save(drafting, "contributions", {"main-agreed_first_year": "45.000"})

    save(drafting, "contributions", {"main-agreed_first_year": ""})

    assert answer_of(drafting, "contributions", "agreed_first_year").is_blank


def test_one_held_text_takes_the_place_of_another(drafting):
    save(drafting, "contributions", {"main-agreed_first_year": "45.000"})

    save(drafting, "contributions", {"main-agreed_first_year": "45..000"})

    assert HeldValue.objects.get().text == "45..000"


@pytest.fixture
def imported(drafting):
    """A figure and a date held as they were found, each with a proposed reading."""
    Pool.objects.create(plan=drafting.plan, agreed_first_year=45_000, agreed_second_year=7)
    HeldValueFactory(plan=drafting.plan, from_source=True)
    PlanDetails.objects.create(plan=drafting.plan, board_meets_on=dt.date(2014, 1, 30))
    HeldValueFactory(
        plan=drafting.plan, section="plan-details", field="board_meets_on", text="30 Jan. 14", from_source=True
    )
    return drafting


def test_a_proposed_reading_stands_while_the_held_text_is_unchanged(imported):
    save(imported, "contributions", {"main-agreed_second_year": "8"})
    save(imported, "plan-details", {"main-nhs_contact": "Chief finance officer"})

    assert Pool.objects.get().agreed_first_year == 45_000
    assert PlanDetails.objects.get().board_meets_on == dt.date(2014, 1, 30)
    assert set(HeldValue.objects.values_list("text", "from_source")) == {("45.000", True), ("30 Jan. 14", True)}


def test_a_proposed_reading_goes_with_the_text_it_was_read_from(imported):
    save(imported, "contributions", {"main-agreed_first_year": "46.000"})
    save(imported, "plan-details", {"main-board_meets_on_day": "31", "main-board_meets_on_month": "2"})

    assert Pool.objects.get().agreed_first_year is None
    assert PlanDetails.objects.get().board_meets_on is None
    assert set(HeldValue.objects.values_list("text", "from_source")) == {("46.000", False), ("31/2/14", False)}


def test_typing_the_reading_confirms_it(imported):
    save(imported, "contributions", {"main-agreed_first_year": "45000"})

    assert Pool.objects.get().agreed_first_year == 45_000
    assert not HeldValue.objects.filter(section="contributions").exists()


@pytest.mark.parametrize(
    ("day", "month", "year", "held", "stored"),
    [
        ("30", "1", "2014", None, dt.date(2014, 1, 30)),
        ("30", "January", "2014", None, dt.date(2014, 1, 30)),
        ("", "", "", None, None),
        ("31", "2", "2014", "31/2/2014", None),
        ("30", "", "2014", "30//2014", None),
        ("30", "Janury", "2014", "30/Janury/2014", None),
        ("1/2", "", "", "1/2//", None),
        ("٣", "1", "2014", "٣/1/2014", None),
    ],
)
def test_a_date_is_stored_or_held_and_comes_back_as_typed(drafting, day, month, year, held, stored):
    changes = {f"main-board_meets_on_{part}": typed for part, typed in (("day", day), ("month", month), ("year", year))}

    save(drafting, "plan-details", changes)
    before = list(HeldValue.objects.values_list("text", flat=True))
    changed = save(drafting, "plan-details")

    assert PlanDetails.objects.get().board_meets_on == stored
    assert before == ([held] if held else [])
    assert changed == []
    assert list(HeldValue.objects.values_list("text", flat=True)) == before


def test_a_council_is_not_asked_about_a_ccg(drafting):
    of_council, of_ccg = (form.fields for form in page(drafting, "plan-details").tables[0].forms)

    assert set(of_ccg) - set(of_council) == {"mapped_share", "mapped_share_reason", "activity"}
    assert "holds_pool" in of_council


@pytest.mark.parametrize("typed", ["55", "about half"])
def test_what_was_entered_for_a_council_about_a_ccg_can_be_emptied(drafting, typed):
    row = Party.objects.get(organisation=drafting.council)
    if typed.isdigit():
        Party.objects.filter(pk=row.pk).update(mapped_share=typed)
    else:
        HeldValueFactory(plan=drafting.plan, section="plan-details", row=row.pk, field="mapped_share", text=typed)
    assert "mapped_share" in page(drafting, "plan-details").tables[0].forms[0].fields

    save(drafting, "plan-details", {"parties-0-mapped_share": ""})

    assert "mapped_share" not in page(drafting, "plan-details").tables[0].forms[0].fields
    assert Party.objects.get(pk=row.pk).mapped_share is None


def test_a_share_above_100_is_held_with_its_reason(drafting):
    (ccg_row,) = Party.objects.filter(organisation=drafting.ccg)

    save(drafting, "plan-details", {"parties-1-mapped_share": "150"})

    shown = page(drafting, "plan-details").tables[0].forms[1]
    assert HeldValue.objects.get().row == ccg_row.pk
    assert shown.held_messages == {"mapped_share": "A share cannot be more than 100 per cent."}


# Answers of other kinds


def test_a_blank_page_saves_everywhere(drafting):
    for slug, section in SECTIONS.items():
        if not section.page_per_row:
            assert save(drafting, slug) == []


def test_a_text_that_is_too_long_is_refused_and_stays(drafting):
    data = sent(page(drafting, "vision"), {"main-vision": "x" * 20_001})

    bound = refused(drafting, "vision", data)

    assert bound.main["vision"].value() == "x" * 20_001
    assert bound.content().answer("vision").text == "x" * 20_001


def test_line_ends_count_once_against_the_limit(drafting):
    save(drafting, "vision", {"main-vision": "x\r\n" * 10_000})

    assert answer_of(drafting, "vision", "vision").value == ("x\n" * 10_000).strip()


@pytest.mark.parametrize(("typed", "stored"), [("yes", True), ("no", False), ("", None)])
def test_yes_no_and_not_yet(complete, typed, stored):
    scheme = complete.plan.scheme_rows.get()

    save(complete, "schemes", {"investments-0-capital": typed}, row=scheme)

    assert Investment.objects.get(year="2014/15").capital is stored


def test_an_unchanged_page_says_that_nothing_changed(complete):
    scheme = complete.plan.scheme_rows.get()
    before = complete.content.fingerprint

    assert save(complete, "schemes", row=scheme) == []
    assert save(complete, "contributions") == []
    assert save(complete, "measures") == []
    assert complete.content.fingerprint == before


def test_a_score_is_one_to_five(complete):
    save(complete, "risks", {"risks-0-likelihood": "5", "risks-0-impact": ""})

    assert Risk.objects.values_list("likelihood", "impact").get() == (5, None)

    bound = refused(complete, "risks", sent(page(complete, "risks"), {"risks-0-likelihood": "6"}))

    assert "likelihood" in bound.tables[0].forms[0].errors


def test_conditions_are_chosen_and_given_up(complete):
    scheme = complete.plan.scheme_rows.get()
    offered = [key for key, _ in page(complete, "schemes", row=scheme).main.fields["concepts"].choices]

    changed = save(complete, "schemes", {"main-concepts": offered}, row=scheme)

    assert changed == ["concepts"]
    assert {concept.pk for concept in scheme.concepts.all()} == set(offered)
    scheme = Scheme.objects.get()
    save(complete, "schemes", {"main-concepts": None}, row=scheme)
    assert not Scheme.objects.get().concepts.exists()


def test_what_a_row_has_stays_though_its_list_offers_it_no_longer(complete):
    scheme = complete.plan.scheme_rows.get()
    former, retired = OrganisationFactory(kind="ccg"), FundingSourceFactory(first_year="2019/20")
    concept = ConceptFactory()
    Scheme.objects.update(lead_commissioner=former)
    Investment.objects.update(funding_source=retired, year="2013/14")
    scheme.concepts.add(concept)

    save(complete, "schemes", {"main-title": "Another"}, row=Scheme.objects.get())

    assert Scheme.objects.get().lead_commissioner == former
    assert set(Investment.objects.values_list("funding_source", "year")) == {(retired.pk, "2013/14")}
    assert concept in scheme.concepts.all()


@pytest.mark.parametrize(
    ("slug", "changes", "field"),
    [
        ("contributions", {"contributions-0-organisation": str(uuid.uuid4())}, "organisation"),
        ("contributions", {"contributions-0-funding_source": "MADE_UP"}, "funding_source"),
        ("contributions", {"contributions-0-year": "2031/32"}, "year"),
    ],
)
def test_a_forged_choice_is_refused(complete, slug, changes, field):
    bound = refused(complete, slug, sent(page(complete, slug), changes))

    assert field in bound.tables[0].forms[0].errors
    assert Pool.objects.count() == 1


def test_another_plans_organisation_is_not_on_the_list(complete):
    other = a_plan("elsewhere")
    data = sent(page(complete, "contributions"), {"contributions-0-organisation": str(other.ccg.pk)})

    bound = refused(complete, "contributions", data)

    assert "organisation" in bound.tables[0].forms[0].errors


def test_fields_that_the_page_does_not_have_are_passed_over(complete):
    before = complete.content.fingerprint

    save(
        complete,
        "risks",
        {
            "risks-0-plan": str(uuid.uuid4()),
            "risks-0-position": "9",
            "risks-0-id": str(uuid.uuid4()),
            "main-status": "x",
        },
    )

    assert complete.content.fingerprint == before


def test_the_content_of_a_page_is_what_its_author_typed(complete):
    scheme = complete.plan.scheme_rows.get()
    concept = ConceptFactory()
    data = sent(
        page(complete, "schemes", row=scheme),
        {"main-title": "Mine", "main-concepts": None, "investments-0-stated": "45.000", "outcomes-0-DELETE": "on"},
    )
    data = with_another_row(data, SECTIONS["schemes"].row_spec("benefits"))
    data["benefits-0-label"] = "Fewer stays"

    bound = page(complete, "schemes", data, scheme)
    bound.is_valid()
    (row,) = bound.content().table("schemes").rows

    assert concept.pk
    assert (row.id, row.value("title"), row.value("concepts")) == (str(scheme.pk), "Mine", [])
    assert row.table("investments").rows[0].answer("stated").held == "45.000"
    assert row.table("investments").rows[0].id == data["investments-0-row"]
    assert [below.value("label") for below in row.table("benefits").rows] == ["Fewer stays"]
    assert row.table("outcomes").rows == ()


def test_the_content_of_an_unchanged_page_is_the_stored_one(complete):
    from plans.gather import page_content

    for slug, section in SECTIONS.items():
        row = complete.plan.scheme_rows.get() if section.page_per_row else None
        bound = page(complete, slug, sent(page(complete, slug, row=row)), row)
        assert bound.is_valid()

        stored = page_content(complete.plan, section, row.pk if row else None)
        typed = [(one.id if one else "", answer.name, answer.value) for one, answer in bound.content().walk()]

        assert typed == [(one.id if one else "", answer.name, answer.value) for one, answer in stored.walk()]


def test_a_row_that_is_gone_keeps_its_id_in_what_was_typed(complete):
    risk = Risk.objects.get()
    data = sent(page(complete, "risks"))
    Risk.objects.all().delete()

    bound = page(complete, "risks", data)
    bound.is_valid()

    assert [row.id for row in bound.content().table("risks").rows] == [str(risk.pk)]


@pytest.mark.parametrize("rows", [1, 30])
def test_a_page_asks_the_database_as_often_for_many_rows_as_for_one(complete, rows, django_assert_max_num_queries):
    scheme = SchemeFactory(plan=complete.plan)
    for _ in range(rows):
        InvestmentFactory(scheme=scheme, funding_source=complete.source)
        OutcomeFactory(scheme=scheme)
        ContributionFactory(plan=complete.plan, organisation=complete.ccg, funding_source=complete.source)
    scheme = Scheme.objects.prefetch_related("concepts").get(pk=scheme.pk)

    with django_assert_max_num_queries(12):
        sent(page(complete, "schemes", row=scheme))
    with django_assert_max_num_queries(6):
        sent(page(complete, "contributions"))
