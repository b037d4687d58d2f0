"""Two authors on one page: whatever each did, nothing of either is lost, and what both changed is listed."""

import datetime as dt
from itertools import product

import pytest

from conditions.models import Concept
from plans.content import Answer
from plans.gather import page_content
from plans.merging import BOTH, MINE, THEIRS, both_texts, decided, merge, post_answer, prefix_of, signature
from plans.models import HeldValue, Investment, PlanDetails, Pool, Risk, Scheme
from plans.national_templates import template_for
from plans.pages import Page, with_another_row, with_row_marked
from tests.factories.plans import HeldValueFactory, InvestmentFactory, RiskFactory
from tests.plans.posting import query, sent

pytestmark = pytest.mark.one_database

SECTIONS = {section.slug: section for section in template_for("dec-2013").sections}
NOTHING = ""


class Desk:
    """One page of a plan that two authors open at the same moment."""

    def __init__(self, drafting, slug, row=None, *, remembers=True):
        self.plan, self.section, self.row_id = drafting.plan, SECTIONS[slug], row.pk if row else None
        self.before = self.stored() if remembers else None
        self.opened = sent(self.page())

    def page(self, data=None):
        """The page on what is stored now, bound to ``data`` when there is any."""
        row = Scheme.objects.prefetch_related("concepts").get(pk=self.row_id) if self.row_id else None
        return Page(self.plan, self.section, row=row, data=data)

    def stored(self):
        """What the page says now."""
        return page_content(self.plan, self.section, self.row_id)

    def save(self, data):
        """Store a page that was sent."""
        page = self.page(data)
        assert page.is_valid()
        page.write()
        return self.stored()

    def changed(self, **changes):
        """The page as opened, with answers changed: ``main__vision``, ``risks_0__risk``, and rows removed or added."""
        data = self.opened.copy()
        for name, value in changes.items():
            table, _, question = name.partition("__")
            prefix = table.replace("_", "-")
            if question == "added":
                data = with_another_row(data, self.section.row_spec(table))
                place = int(data[f"{table}-TOTAL_FORMS"]) - 1
                data.update({f"{table}-{place}-{key}": text for key, text in value.items()})
            elif question == "removed":
                data = with_row_marked(data, prefix, removed=True)
            elif isinstance(value, list):
                data.setlist(f"{prefix}-{question}", value)
            elif value is None:
                data.pop(f"{prefix}-{question}", None)
            else:
                data[f"{prefix}-{question}"] = value
        return data

    def merge(self, mine, theirs):
        """Theirs is saved, then mine is sent: the merge, and the plan after its page is saved as it stands."""
        now = self.save(theirs)
        page = self.page(mine)
        page.is_valid()
        self.merged = merge(page, self.before, now)
        return self.merged

    def save_with(self, *chosen, choice=THEIRS):
        """The merged page saved, with theirs (or another choice) taken where it was chosen."""
        page = self.page(self.merged.data)
        data = decided(self.merged.data, page, self.stored(), dict.fromkeys(chosen, choice), "CCG author")
        return self.save(data)


def test_both_texts_of_an_answer_can_be_kept_one_after_the_other(drafting):
    desk = Desk(drafting, "vision")
    merged = desk.merge(desk.changed(main__vision="Mine."), desk.changed(main__vision="Theirs."))
    (clash,) = merged.clashes

    kept = desk.save_with(clash.use, choice=BOTH)

    assert clash.takes_both
    assert kept.value("vision") == "Mine.\n\n[CCG author wrote:]\nTheirs."


def test_both_of_two_figures_cannot_be_kept(drafting):
    desk = Desk(drafting, "contributions")
    merged = desk.merge(desk.changed(main__agreed_first_year="1"), desk.changed(main__agreed_first_year="2"))
    (clash,) = merged.clashes

    kept = desk.save_with(clash.use, choice=BOTH)

    assert not clash.takes_both
    assert kept.figure("agreed_first_year") == 1


@pytest.mark.parametrize(("mine", "theirs", "kept"), [("a", "", "a"), ("", "b", "b"), ("", "", "")])
def test_both_of_a_text_and_none_is_the_text(mine, theirs, kept):
    assert both_texts(mine, theirs, "CCG author") == kept


def test_both_of_a_text_again_says_nothing_twice():
    both = both_texts("Mine.", "Theirs.", "CCG author")

    assert both == "Mine.\n\n[CCG author wrote:]\nTheirs."
    assert both_texts(both, "Theirs.\r\n", "CCG author") == both
    assert both_texts("Theirs.", both, "Council author") == both


def test_a_row_that_i_removed_and_they_changed_can_be_removed_after_all(complete):
    desk = Desk(complete, "risks")
    merged = desk.merge(desk.changed(risks_0__removed=True), desk.changed(risks_0__risk="Theirs"))
    (clash,) = merged.clashes

    kept = desk.save_with(clash.use, choice=MINE)

    assert kept.table("risks").rows == ()


WORDS = ["a", "b", NOTHING]


@pytest.mark.parametrize(("before", "mine", "theirs"), list(product(WORDS, [*WORDS, "c"], [*WORDS, "d"])))
def test_every_way_two_authors_can_leave_one_answer(drafting, before, mine, theirs):
    desk = Desk(drafting, "vision")
    desk.save(desk.changed(main__vision=before))
    desk = Desk(drafting, "vision")

    merged = desk.merge(desk.changed(main__vision=mine), desk.changed(main__vision=theirs))
    kept = desk.save_with().answer("vision").value

    both = before not in (mine, theirs) and mine != theirs
    assert [(clash.before, clash.mine, clash.theirs) for clash in merged.clashes] == (
        [(before, mine, theirs)] if both else []
    )
    assert kept == (mine if both or mine != before else theirs)
    only_they = theirs != before and mine == before
    assert list(merged.taken_over) == (
        ["What is your vision for health and care services in five years?"] if only_they else []
    )


@pytest.mark.parametrize("chosen", [True, False])
def test_a_clash_is_settled_as_its_author_chooses(drafting, chosen):
    desk = Desk(drafting, "vision")
    theirs = desk.changed(main__vision="theirs", main__aims="theirs too")
    merged = desk.merge(desk.changed(main__vision="mine", main__changes="mine too"), theirs)
    (clash,) = merged.clashes

    kept = desk.save_with(*([clash.use] if chosen else []))

    assert kept.answer("vision").value == ("theirs" if chosen else "mine")
    assert (kept.answer("aims").value, kept.answer("changes").value) == ("theirs too", "mine too")
    assert clash.target == "id_main-vision"


def test_where_nobody_knows_what_was_before_every_difference_is_listed(drafting):
    desk = Desk(drafting, "vision", remembers=False)

    merged = desk.merge(desk.changed(main__vision="mine"), desk.changed(main__aims="theirs"))

    assert {(clash.mine, clash.theirs) for clash in merged.clashes} == {("mine", ""), ("", "theirs")}
    assert desk.save_with().answer("vision").value == "mine"


KINDS = {
    "figure": ("contributions", "agreed_first_year", {"main__agreed_first_year": "5,000"}, "5000.00"),
    "held figure": ("contributions", "agreed_first_year", {"main__agreed_first_year": "45.000"}, "“45.000”"),
    "date": (
        "plan-details",
        "submits_on",
        {"main__submits_on_day": "4", "main__submits_on_month": "2", "main__submits_on_year": "2014"},
        "2014-02-04",
    ),
    "held date": (
        "plan-details",
        "submits_on",
        {"main__submits_on_day": "31", "main__submits_on_month": "feb", "main__submits_on_year": ""},
        "“31/feb/”",
    ),
    "choice": ("plan-details", "pooled_fund_agreement", {"main__pooled_fund_agreement": "signed"}, "signed"),
    "prose": ("plan-details", "late_reason", {"main__late_reason": "One\n\ntwo"}, "One\n\ntwo"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_of_each_kind_that_only_they_changed_is_taken_over(drafting, kind):
    slug, name, changes, value = KINDS[kind]
    desk = Desk(drafting, slug)

    merged = desk.merge(desk.changed(), desk.changed(**changes))
    answer = desk.save_with().answer(name)

    assert (answer.text if answer.held else answer.value) == value
    assert merged.clashes == ()
    assert len(merged.taken_over) == 1


@pytest.mark.parametrize(
    ("changes", "place", "name", "value"),
    [
        ({"main__lead_commissioner": ""}, "main", "lead_commissioner", None),
        ({"main__title_inferred": "on"}, "main", "title_inferred", True),
        ({"investments_0__recurrent": "no"}, "line", "recurrent", False),
        ({"investments_0__recurrent": ""}, "line", "recurrent", None),
        ({"investments_0__capital": "yes"}, "line", "capital", True),
        ({"investments_0__funding_source": ""}, "line", "funding_source", None),
        ({"investments_0__year": "2015/16"}, "line", "year", "2015/16"),
        ({"investments_0__quantity": "0.1234"}, "line", "quantity", "0.1234"),
        ({"investments_0__quantity": "?"}, "line", "quantity", None),
    ],
)
def test_an_answer_of_a_scheme_that_only_they_changed_is_taken_over(complete, changes, place, name, value):
    desk = Desk(complete, "schemes", complete.plan.scheme_rows.get())

    merged = desk.merge(desk.changed(main__title="Mine"), desk.changed(**changes))
    (row,) = desk.save_with().table("schemes").rows

    part = row if place == "main" else row.table("investments").rows[0]
    assert part.value(name) == value
    assert row.value("title") == "Mine"
    assert merged.clashes == ()


def test_conditions_that_only_they_chose_are_taken_over(complete):
    desk = Desk(complete, "schemes", complete.plan.scheme_rows.get())
    every = [concept.pk for concept in Concept.objects.all()]

    desk.merge(desk.changed(main__title="Mine"), desk.changed(main__concepts=every))
    (row,) = desk.save_with().table("schemes").rows

    assert (row.value("concepts"), row.value("title")) == (sorted(every), "Mine")


def test_conditions_that_both_chose_differently_are_listed(complete):
    first, second = (concept.pk for concept in Concept.objects.order_by("key"))
    desk = Desk(complete, "schemes", complete.plan.scheme_rows.get())
    assert desk.before.table("schemes").rows[0].value("concepts") == [first]

    merged = desk.merge(desk.changed(main__concepts=[second]), desk.changed(main__concepts=[first, second]))
    (clash,) = merged.clashes
    (row,) = desk.save_with(clash.use).table("schemes").rows

    assert clash.target == "id_main-concepts"
    assert row.value("concepts") == [first, second]


def test_a_held_figure_with_a_reading_is_taken_over_with_its_reading(drafting):
    desk = Desk(drafting, "contributions")
    Pool.objects.create(plan=drafting.plan, agreed_first_year=45_000)
    HeldValueFactory(plan=drafting.plan, from_source=True)
    page = desk.page(desk.changed(main__unallocated_reason="Mine"))
    page.is_valid()

    desk.merged = merge(page, desk.before, desk.stored())
    kept = desk.save_with()

    assert (kept.figure("agreed_first_year"), kept.answer("agreed_first_year").held) == (45_000, "45.000")
    assert HeldValue.objects.get().from_source


# Rows. Each author leaves the row alone, changes it, or removes it; "mine" and "theirs" are its words afterwards.

ACTS = {
    "left": {},
    "changed": {"risks_0__risk": "{}"},
    "also": {"risks_0__owner": "{}"},
    "removed": {"risks_0__removed": True},
}


def act(desk, name, author):
    changes = {place: value if value is True else value.format(author) for place, value in ACTS[name].items()}
    return desk.changed(**changes)


@pytest.mark.parametrize(("mine", "theirs"), list(product(ACTS, ACTS)))
def test_every_way_two_authors_can_leave_one_row(complete, mine, theirs):
    desk = Desk(complete, "risks")
    original = Risk.objects.get()

    merged = desk.merge(act(desk, mine, "mine"), act(desk, theirs, "theirs"))
    rows = desk.save_with().table("risks").rows

    gone = {mine, theirs} <= {"left", "removed"} and "removed" in {mine, theirs}
    assert len(rows) == (0 if gone else 1)
    both = (mine, theirs) == ("changed", "changed") or (mine, theirs) == ("also", "also")
    one_removed = "removed" in {mine, theirs} and {mine, theirs} & {"changed", "also"}
    assert len(merged.clashes) == bool(both or one_removed)
    if rows:
        words = {"left": original.risk, "removed": original.risk}
        expected = {"changed": "mine"}.get(mine) or {"changed": "theirs"}.get(theirs) or words["left"]
        assert rows[0].value("risk") == expected


@pytest.mark.parametrize(("mine", "theirs"), list(product(ACTS, ACTS)))
def test_every_clash_about_a_row_can_be_settled_for_them(complete, mine, theirs):
    desk = Desk(complete, "risks")
    merged = desk.merge(act(desk, mine, "mine"), act(desk, theirs, "theirs"))

    kept = desk.save_with(*(clash.use for clash in merged.clashes if clash.use)).table("risks").rows

    assert len(kept) == (0 if theirs == "removed" or (mine == "removed" and theirs == "left") else 1)
    if kept and theirs == "changed":
        assert kept[0].value("risk") == "theirs"


def test_a_row_that_they_removed_and_i_changed_comes_back_as_the_same_row(complete):
    desk = Desk(complete, "risks")
    original = str(Risk.objects.get().pk)

    merged = desk.merge(desk.changed(risks_0__risk="Mine"), desk.changed(risks_0__removed=True))
    (clash,) = merged.clashes
    (row,) = desk.save_with().table("risks").rows

    assert (clash.label, clash.mine, clash.theirs) == ("Risk 1", "Risk and its cause: Mine", "Removed")
    assert clash.target == "row-risks-0"
    assert (row.value("risk"), row.value("owner")) == ("Mine", "Director of integration")
    assert row.id == original


def test_a_row_that_i_removed_and_they_changed_stays_with_their_words(complete):
    desk = Desk(complete, "risks")
    original = str(Risk.objects.get().pk)

    merged = desk.merge(desk.changed(risks_0__removed=True), desk.changed(risks_0__risk="Theirs", risks_0__cost="?"))
    (clash,) = merged.clashes
    (row,) = desk.save_with().table("risks").rows

    assert (clash.mine, clash.theirs) == ("Removed", "Risk and its cause: Theirs; Cost if it happens: “?”")
    assert (clash.use, clash.target, clash.stands) == ("drop:risks-0", f"row-{original}", THEIRS)
    assert (row.id, row.value("risk"), row.answer("cost").held) == (original, "Theirs", "?")


def test_rows_that_either_added_are_all_there(complete):
    desk = Desk(complete, "risks")
    mine = desk.changed(risks__added={"risk": "Mine", "cost": "45.000"})
    theirs = desk.changed(risks__added={"risk": "Theirs", "cost": "46.000"})

    merged = desk.merge(mine, theirs)
    rows = desk.save_with().table("risks").rows

    assert [row.value("risk") for row in rows][1:] == ["Mine", "Theirs"]
    assert [row.answer("cost").held for row in rows][1:] == ["45.000", "46.000"]
    assert merged.clashes == ()
    assert merged.taken_over == ("Theirs added",)


def test_lines_that_either_added_to_a_scheme_are_all_there(complete):
    desk = Desk(complete, "schemes", complete.plan.scheme_rows.get())
    mine = desk.changed(investments__added={"label": "Mine"}, benefits__added={"label": "My benefit"})
    theirs = desk.changed(
        investments__added={"label": "Theirs"}, main__title="Their title", investments_0__removed=True
    )

    desk.merge(mine, theirs)
    (row,) = desk.save_with().table("schemes").rows

    assert [line.value("label") for line in row.table("investments").rows] == ["Staff", "Mine", "Theirs"]
    assert [benefit.value("label") for benefit in row.table("benefits").rows] == ["My benefit"]
    assert row.value("title") == "Their title"


def test_a_row_they_added_with_a_held_figure_keeps_it_untouched(complete):
    desk = Desk(complete, "risks")

    desk.merge(desk.changed(), desk.changed(risks__added={"risk": "Theirs", "cost": "45.000"}))
    desk.save_with()

    assert HeldValue.objects.get().text == "45.000"


def test_many_changes_at_once_lose_nothing(complete):
    for number in range(4):
        RiskFactory(plan=complete.plan, risk=f"Number {number}")
    desk = Desk(complete, "risks")
    mine = desk.changed(
        risks_0__risk="mine 0", risks_1__removed=True, risks_2__owner="mine 2", risks__added={"risk": "mine new"}
    )
    theirs = desk.changed(
        risks_0__risk="theirs 0",
        risks_2__removed=True,
        risks_3__cost="7",
        risks_4__risk="theirs 4",
        risks__added={"risk": "theirs new"},
    )

    merged = desk.merge(mine, theirs)
    rows = desk.save_with().table("risks").rows

    said = {answer.text for row in rows for answer in row.answers}
    said |= {text for clash in merged.clashes for text in (clash.mine, clash.theirs)}
    assert {"mine 0", "theirs 0", "mine 2", "mine new", "£7", "theirs 4", "theirs new"} <= said
    assert "Removed" in said
    assert "Number 0" not in {row.value("risk") for row in rows}


def test_words_too_long_to_store_stay_mine(drafting):
    desk = Desk(drafting, "vision")
    long = "x" * 20_001
    now = desk.save(desk.changed(main__vision="theirs"))
    page = desk.page(desk.changed(main__vision=long))
    assert not page.is_valid()

    merged = merge(page, desk.before, now)

    assert merged.data["main-vision"] == long
    assert [clash.mine for clash in merged.clashes] == [long]


def test_the_page_that_was_sent_is_not_changed(complete):
    desk = Desk(complete, "risks")
    mine = desk.changed(risks_0__risk="Mine")
    as_sent = mine.copy()

    desk.merge(mine, desk.changed(risks_0__removed=True))

    assert mine == as_sent


def test_a_choice_that_means_nothing_on_this_page_is_passed_over(complete):
    desk = Desk(complete, "risks")
    page = desk.page(desk.opened)

    uses = ["", "x:y", ":risk", "remove:main", "a:b:c"]
    chosen = decided(desk.opened, page, desk.stored(), dict.fromkeys(uses, THEIRS))

    assert {name for name in chosen if chosen.getlist(name) != desk.opened.getlist(name)} <= {"main-DELETE"}


def test_only_a_page_that_was_sent_can_be_merged(complete):
    desk = Desk(complete, "risks")

    with pytest.raises(ValueError, match="sent"):
        merge(desk.page(), None, desk.stored())


def test_a_rows_boxes_are_found_by_its_id(complete):
    scheme = complete.plan.scheme_rows.get()
    desk = Desk(complete, "schemes", scheme)
    page = desk.page(desk.opened)
    line = Investment.objects.order_by("position").last()

    assert prefix_of(page, str(scheme.pk)) == "main"
    assert prefix_of(page, "") == "main"
    assert prefix_of(page, str(line.pk)) == "investments-1"
    assert prefix_of(page, "unknown") == ""


@pytest.mark.parametrize(
    ("answer", "same"),
    [
        (Answer("a", "A", "line", "", ""), None),
        (Answer("a", "A", "money", None, ""), None),
        (Answer("a", "A", "references", [], ""), None),
        (Answer("a", "A", "flag", value=False, text=""), None),
        (Answer("a", "A", "yesno", value=False, text="No"), ("False", "")),
        (Answer("a", "A", "money", None, "“?”", "?"), ("None", "?")),
    ],
)
def test_blank_in_every_form_is_one_and_no_is_not_blank(answer, same):
    assert signature(answer) == same


@pytest.mark.parametrize(
    ("answer", "boxes"),
    [
        (Answer("at", "", "date", "2014-02-04", ""), {"m-at_day": "04", "m-at_month": "02", "m-at_year": "2014"}),
        (Answer("at", "", "date", None, "", "30 Jan. 14"), {"m-at_day": "30", "m-at_month": "Jan.", "m-at_year": "14"}),
        (Answer("at", "", "date", None, ""), {"m-at_day": "", "m-at_month": "", "m-at_year": ""}),
        (Answer("at", "", "flag", value=False, text=""), {}),
    ],
)
def test_an_answer_is_posted_as_its_boxes_would_post_it(answer, boxes):
    data = query({"m-at": "on"} if answer.kind == "flag" else {})

    post_answer(data, "m", answer)

    assert data.dict() == boxes


def test_a_date_held_by_an_import_is_taken_over_with_its_reading(drafting):
    desk = Desk(drafting, "plan-details")
    PlanDetails.objects.create(plan=drafting.plan, submits_on=dt.date(2014, 1, 30))
    HeldValueFactory(plan=drafting.plan, section="plan-details", field="submits_on", text="30 Jan. 14")
    page = desk.page(desk.changed(main__nhs_contact="Mine"))
    page.is_valid()

    desk.merged = merge(page, desk.before, desk.stored())
    kept = desk.save_with()

    assert (kept.answer("submits_on").held, kept.value("submits_on")) == ("30 Jan. 14", "2014-01-30")


def test_rows_stand_in_the_order_they_were_sent(complete):
    scheme = complete.plan.scheme_rows.get()
    InvestmentFactory(scheme=scheme, label="Third")
    desk = Desk(complete, "schemes", scheme)

    desk.merge(desk.changed(investments__added={"label": "Mine"}), desk.changed(investments_0__removed=True))
    desk.save_with()

    assert list(Investment.objects.values_list("label", "position")) == [("Staff", 0), ("Third", 1), ("Mine", 2)]
