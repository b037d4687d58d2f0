"""A page bound to what an author sent: what is stored, held, kept, refused; rows added, removed and put back."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from plans.models import HeldValue, Investment, Party, PlanDetails, Pool, Risk, Scheme
from plans.national_templates import template_for
from plans.pages import Page, table_total, whole_number, with_another_row, with_row_marked
from plans.row_forms import MOST_ROWS
from tests.factories.accounts import OrganisationFactory
from tests.factories.conditions import ConceptFactory, FundingSourceFactory
from tests.factories.plans import (
    ContributionFactory,
    HeldValueFactory,
    InvestmentFactory,
    OutcomeFactory,
    RiskFactory,
    SchemeFactory,
    a_plan,
)
from tests.plans.posting import query, sent

SECTIONS = {section.slug: section for section in template_for("dec-2013").sections}


def page(drafting, slug, data=None, row=None):
    return Page(drafting.plan, SECTIONS[slug], row=row, data=data)


def save(drafting, slug, changes=None, row=None):
    """Fill a page in as shown, with changes, and store it; returns what changed."""
    data = sent(page(drafting, slug, row=row), changes)
    bound = page(drafting, slug, data, row)
    assert bound.is_valid(), [form.errors for form in bound.forms()] + [
        table.non_form_errors() for table in bound.tables
    ]
    return bound.write()


def refused(drafting, slug, data, row=None):
    """A page that cannot be stored."""
    bound = page(drafting, slug, data, row)
    assert not bound.is_valid()
    return bound


def answer_of(drafting, slug, name):
    return drafting.content.section(slug).answer(name)


# Figures and dates: typed, held, kept, cleared


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


# Rows


def add_row(drafting, slug, table, changes, row=None):
    shown = page(drafting, slug, row=row)
    data = with_another_row(sent(shown), SECTIONS[slug].row_spec(table))
    data.update(changes)
    bound = page(drafting, slug, data, row)
    assert bound.is_valid()
    return bound.write()


def test_a_row_is_added_at_the_end(complete):
    changed = add_row(complete, "risks", "risks", {"risks-1-risk": "Flood"})

    assert list(Risk.objects.values_list("risk", "position"))[-1] == ("Flood", 1)
    assert "risks.risk" in changed


def test_a_new_row_left_empty_is_not_stored(complete):
    scheme = complete.plan.scheme_rows.get()

    assert add_row(complete, "risks", "risks", {}) == []
    assert add_row(complete, "schemes", "investments", {}, row=scheme) == []
    assert add_row(complete, "schemes", "investments", {"investments-2-basis": ""}, row=scheme) == []

    assert (Risk.objects.count(), Investment.objects.count()) == (1, 2)


def test_a_new_line_starts_as_a_lump_sum(complete):
    scheme = complete.plan.scheme_rows.get()

    add_row(complete, "schemes", "investments", {"investments-2-label": "More"}, row=scheme)

    assert Investment.objects.get(label="More").basis == "lump"


def test_a_new_row_that_says_only_no_is_stored(complete):
    add_row(complete, "acute", "impacts", {"impacts-0-agreed": "no"})

    assert list(complete.plan.acuteimpact_rows.values_list("agreed", flat=True)) == [False]


def test_a_new_row_holds_what_it_cannot_read(complete):
    scheme = complete.plan.scheme_rows.get()

    add_row(complete, "schemes", "investments", {"investments-2-stated": "45.000"}, row=scheme)

    new = Investment.objects.get(stated=None)
    assert list(HeldValue.objects.values_list("row", "text", "plan")) == [(new.pk, "45.000", complete.plan.pk)]


def test_a_row_is_removed_with_what_it_held(complete):
    risk = Risk.objects.get()
    HeldValueFactory(plan=complete.plan, row=risk.pk, section="risks", field="cost", text="?")
    other = RiskFactory(plan=complete.plan)
    data = with_row_marked(sent(page(complete, "risks")), "risks-0", removed=True)

    bound = page(complete, "risks", data)
    assert bound.is_valid()
    changed = bound.write()

    assert list(Risk.objects.values_list("pk", "position")) == [(other.pk, 0)]
    assert changed == ["risks.removed"]
    assert not HeldValue.objects.exists()


def test_a_removed_row_with_a_fault_does_not_stand_in_the_way(complete):
    data = sent(page(complete, "risks"), {"risks-0-risk": "x" * 2_001})

    bound = page(complete, "risks", with_row_marked(data, "risks-0", removed=True))

    assert bound.is_valid()


def test_a_row_removed_and_put_back_is_unchanged(complete):
    data = sent(page(complete, "risks"))

    again = with_row_marked(with_row_marked(data, "risks-0", removed=True), "risks-0", removed=False)

    assert again == data


def test_rows_are_known_by_their_ids_not_by_their_places(complete):
    first = Risk.objects.get()
    second = RiskFactory(plan=complete.plan, risk="Second")
    data = sent(page(complete, "risks"))
    for name in [name for name in data if name.startswith("risks-0-")]:
        other = name.replace("risks-0-", "risks-1-")
        here, there = data.getlist(name), data.getlist(other)
        data.setlist(name, there)
        data.setlist(other, here)

    bound = page(complete, "risks", data)
    assert bound.is_valid()
    bound.write()

    assert list(Risk.objects.values_list("pk", "risk")) == [(second.pk, "Second"), (first.pk, first.risk)]


def test_a_stored_row_beyond_the_first_ones_keeps_what_it_holds(complete):
    risk = RiskFactory(plan=complete.plan)
    HeldValueFactory(plan=complete.plan, row=risk.pk, section="risks", field="cost", text="?")

    save(complete, "risks", {"risks-INITIAL_FORMS": "0"})

    assert HeldValue.objects.get().text == "?"
    assert Risk.objects.count() == 2


def test_rows_that_were_not_sent_stay(complete):
    RiskFactory(plan=complete.plan)

    save(complete, "risks", {"risks-TOTAL_FORMS": "1", "risks-INITIAL_FORMS": "1"})

    assert Risk.objects.count() == 2


@pytest.mark.parametrize("forged", [str(uuid.uuid4()), "1", "' or 1=1", "x" * 5_000])
def test_a_forged_row_id_is_refused(complete, forged):
    bound = refused(complete, "risks", sent(page(complete, "risks"), {"risks-0-row": forged}))

    assert bound.tables[0].non_form_errors() == [
        "Risk 1 is no longer part of this plan. Open the page again to see what is."
    ]


def test_a_row_of_another_plan_or_scheme_is_refused(complete):
    elsewhere = RiskFactory(plan=a_plan("elsewhere").plan)
    other_scheme = InvestmentFactory(scheme=SchemeFactory(plan=complete.plan))
    scheme = complete.plan.scheme_rows.first()

    risks = page(complete, "risks", sent(page(complete, "risks"), {"risks-0-row": str(elsewhere.pk)}))
    lines = page(
        complete,
        "schemes",
        sent(page(complete, "schemes", row=scheme), {"investments-0-row": str(other_scheme.pk)}),
        scheme,
    )

    assert not risks.is_valid()
    assert not lines.is_valid()


def test_the_same_row_twice_is_refused(complete):
    risk = Risk.objects.get()
    changes = {"risks-TOTAL_FORMS": "2", "risks-1-row": str(risk.pk), "risks-1-risk": "Another"}

    refused(complete, "risks", sent(page(complete, "risks"), changes))


@pytest.mark.parametrize(
    ("slug", "table"), [("plan-details", "parties"), ("conditions", "conditions"), ("measures", "measures")]
)
def test_a_keyed_table_takes_no_new_row_and_loses_none(complete, slug, table):
    shown = page(complete, slug)
    count = len(shown.tables[0].forms)
    spec = SECTIONS[slug].row_spec(table)
    added = {
        f"{table}-TOTAL_FORMS": str(count + 1),
        f"{table}-{count}-row": "",
        f"{table}-{count}-{spec.fields[0]}": "1",
    }

    bound = refused(complete, slug, sent(shown, added))
    save(complete, slug, {f"{table}-0-DELETE": "on"})

    assert "no longer part of this plan" in bound.tables[0].non_form_errors()[0]
    assert len(page(complete, slug).tables[0].forms) == count


def test_a_keyed_table_keeps_the_templates_order(complete):
    before = [row.key for row in complete.content.section("conditions").table("conditions").rows]
    data = sent(page(complete, "conditions"))
    first, second = data["conditions-0-row"], data["conditions-1-row"]
    data["conditions-0-row"], data["conditions-1-row"] = second, first

    bound = page(complete, "conditions", data)
    assert bound.is_valid()
    bound.write()

    assert [row.key for row in complete.content.section("conditions").table("conditions").rows] == before


@pytest.mark.parametrize(
    "changes",
    [
        {"risks-TOTAL_FORMS": None},
        {"risks-TOTAL_FORMS": "many"},
        {"risks-INITIAL_FORMS": None},
    ],
)
def test_a_table_that_was_sent_incomplete_is_refused_in_words(complete, changes):
    bound = refused(complete, "risks", sent(page(complete, "risks"), changes))

    assert bound.tables[0].non_form_errors() == [
        "This table was sent incomplete, so nothing was saved. Open the page again."
    ]
    assert Risk.objects.count() == 1


def test_a_table_of_less_than_no_rows_changes_nothing(complete):
    assert save(complete, "risks", {"risks-TOTAL_FORMS": "-1"}) == []

    assert Risk.objects.count() == 1


def test_a_page_sent_without_anything_changes_nothing_and_says_so(complete):
    refused(complete, "risks", query({}))

    assert Risk.objects.count() == 1


def many_rows(count):
    rows = {f"risks-{place}-risk": f"Risk {place}" for place in range(count)}
    return query({**rows, "risks-TOTAL_FORMS": str(count), "risks-INITIAL_FORMS": "0"})


def test_the_most_rows_that_a_table_may_hold_are_stored(drafting):
    bound = page(drafting, "risks", many_rows(MOST_ROWS))

    assert bound.is_valid()
    bound.write()
    assert Risk.objects.count() == MOST_ROWS


def test_one_row_too_many_is_refused_and_stays_on_the_page(drafting):
    bound = refused(drafting, "risks", many_rows(MOST_ROWS + 1))

    assert bound.tables[0].non_form_errors() == ["A table holds at most 200 rows. Remove some and save again."]
    assert bound.tables[0].forms[-1]["risk"].value() == "Risk 200"
    assert not Risk.objects.exists()


def test_a_table_of_a_million_rows_is_not_built(drafting):
    data = query({"risks-TOTAL_FORMS": "1000000", "risks-INITIAL_FORMS": "0"})

    assert len(page(drafting, "risks", data).tables[0].forms) == 2 * MOST_ROWS


def test_the_forms_of_a_page_never_change_with_data_made_from_it(complete):
    data = sent(page(complete, "risks"))
    bound = page(complete, "risks", data)
    assert len(bound.tables[0].forms) == 1

    longer = with_another_row(data, SECTIONS["risks"].row_spec("risks"))

    assert data["risks-TOTAL_FORMS"] == "1"
    assert len(bound.tables[0].forms) == 1
    assert len(page(complete, "risks", longer).tables[0].forms) == 2


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("", 0), ("-1", 0), ("٣", 0), ("9" * 10, 0), ("1e3", 0)])
def test_a_number_in_a_hidden_box_is_ours_or_nought(text, number):
    assert whole_number(text) == number


def test_the_total_of_a_forged_table_is_bounded():
    assert table_total(query({"risks-TOTAL_FORMS": "999999"}), "risks") == 2 * MOST_ROWS


# What the bound page says


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
