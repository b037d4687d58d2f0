"""The rows of a page: known by their ids, added, removed, put back, bounded and never forged."""

import pytest
from django.conf import settings

from itf.lib.forms import DateField3
from plans.models import HeldValue, Investment, Risk
from plans.pages import table_total, whole_number, with_another_row, with_row_marked
from plans.row_forms import MOST_ROWS
from tests.factories.plans import (
    HeldValueFactory,
    InvestmentFactory,
    RiskFactory,
    SchemeFactory,
    a_plan,
)
from tests.plans.paging import SECTIONS, page, refused, save
from tests.plans.posting import query, sent


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


@pytest.mark.parametrize("forged", ["00000000-0000-4000-8000-000000000000", "1", "' or 1=1", "x" * 5_000])
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


def test_as_many_boxes_may_be_sent_as_the_fullest_page_holds(complete):
    scheme = complete.plan.scheme_rows.get()
    shown = page(complete, "schemes", row=scheme)
    boxes = len(sent(shown))
    for table in shown.tables:
        row = table.empty_form
        names = [row.add_prefix(name) for name in (*row.fields, "row", "new")]
        dates = [name for name, field in row.fields.items() if isinstance(field, DateField3)]
        boxes += MOST_ROWS * (len(names) + 2 * len(dates))

    assert len(shown.tables) == 4
    assert MOST_ROWS * 40 < boxes <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
