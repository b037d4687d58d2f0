"""Accepting changes of a preview: what is ticked, all of it or nothing, by the same door as every save."""

import pytest

from itf.audit.models import AuditEvent
from plans import authoring
from plans.imports.applying import Accepted, NotTaken, accept
from plans.imports.changes import ADDED, CHANGED, REFUSED
from plans.imports.preview import ABOVE_REFUSED, preview_of
from plans.models import HeldValue, Investment, Plan, PlanStatus, Risk, Scheme, SectionState, Vision
from tests.factories.plans import NOW, RiskFactory
from tests.plans.imports.test_comparing import LINES, RISKS, VISION, save
from tests.plans.imports.workbooks import answered, edited, exported, put


def preview(drafting, content):
    """The preview of a workbook."""
    return preview_of(drafting.reread, content)


def take(drafting, found, ids=None, decided=None):
    """Accept changes by id; without ids, all that can be taken."""
    ids = frozenset(change.id for change in found.changes if change.can_take) if ids is None else frozenset(ids)
    return accept(drafting.reread, found, Accepted(ids, decided or {}), by=drafting.author, at=NOW).count


def test_what_is_ticked_is_stored_and_nothing_else(complete):
    content = answered(exported(complete), VISION, "vision", "Two teams.")
    found = preview(complete, answered(content, VISION, "aims", "Shorter stays."))

    stored = take(complete, found, ["c1"])

    assert stored == 1
    assert (Vision.objects.get().vision, Vision.objects.get().aims) == ("Two teams.", "Fewer stays.")


def test_what_was_stored_comes_back_unchanged(complete):
    content = answered(exported(complete), VISION, "vision", "Two teams.")
    content = put(content, LINES, 4, {"stated": 333.33, "capital": "Yes"})
    content = put(content, LINES, 6, {"parent": "S1", "label": "Van", "year": "2014/15", "stated": 12})
    take(complete, preview(complete, content))

    again = preview(complete, exported(complete))

    assert again.changes == ()
    assert Investment.objects.get(label="Van").basis == "lump"


def test_every_page_touched_gets_one_version_and_the_door_notes_it(complete):
    content = put(exported(complete), LINES, 4, {"stated": 333.33, "label": "Nurses"})
    take(complete, preview(complete, answered(content, VISION, "vision", "Two teams.")))

    versions = {state.section: state.version for state in SectionState.objects.filter(version__gt=0)}

    assert versions == {"vision": 1, "schemes": 1}
    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions.count("section.saved") == 2
    assert actions.count("workbook.accepted") == 1


def test_nothing_is_stored_when_one_page_moved_since_the_preview(complete):
    content = put(answered(exported(complete), VISION, "vision", "Two teams."), RISKS, 4, {"owner": "Nobody"})
    found = preview(complete, content)
    save(complete, "risks", {"risks-0-owner": "The board"})

    with pytest.raises(authoring.PageMoved):
        take(complete, found)

    assert Vision.objects.get().vision == "One team."
    assert Risk.objects.get().owner == "The board"


def test_a_page_that_moved_and_is_not_touched_stands_in_nobodys_way(complete):
    found = preview(complete, answered(exported(complete), VISION, "vision", "Two teams."))
    save(complete, "risks", {"risks-0-owner": "The board"})

    assert take(complete, found) == 1


def test_a_conflict_that_is_ticked_takes_the_files_words(complete):
    content = answered(exported(complete), VISION, "vision", "Two teams.")
    save(complete, "vision", {"main-vision": "Three teams."})

    take(complete, preview(complete, content))

    assert Vision.objects.get().vision == "Two teams."


def test_a_figure_that_was_held_back_is_stored_as_the_author_decides(complete):
    found = preview(complete, put(exported(complete), LINES, 4, {"stated": "45.000"}))

    stored = take(complete, found, [], {"c1": "45,000"})

    assert stored == 1
    assert Investment.objects.order_by("position").first().stated == 45_000


@pytest.mark.parametrize("typed", ["45.000", "many", "-1"])
def test_a_decision_that_decides_nothing_is_refused_and_nothing_is_held(complete, typed):
    content = put(answered(exported(complete), VISION, "vision", "Two teams."), LINES, 4, {"stated": "45.000"})
    found = preview(complete, content)
    refused = next(change for change in found.changes if change.kind == REFUSED)

    with pytest.raises(NotTaken) as fault:
        take(complete, found, decided={refused.id: typed})

    assert list(fault.value.messages) == [refused.id]
    assert HeldValue.objects.count() == 0
    assert Vision.objects.get().vision == "One team."


def test_a_decision_about_what_was_not_refused_is_left_aside(complete):
    found = preview(complete, answered(exported(complete), VISION, "vision", "Two teams."))

    assert take(complete, found, [], {"c1": "Mine", "c99": "Mine"}) == 0


def test_a_refused_change_cannot_be_ticked(complete):
    found = preview(complete, answered(exported(complete), VISION, "vision", "=1+1 typed"))

    assert found.changes[0].kind == REFUSED
    assert take(complete, found, ["c1"]) == 0


def test_a_day_is_decided_on_the_preview(complete):
    found = preview(complete, put(exported(complete), "National conditions", 4, {"meets_on": "soon"}))

    take(complete, found, [], {"c1": "1 April 2015"})

    assert "1 April 2015" in [row.answer("meets_on").text for row in rows(complete, "conditions", "conditions")]


def rows(drafting, section, table):
    """The rows of a table as the plan has them now."""
    return drafting.content.section(section).table(table).rows


def test_a_new_scheme_is_stored_with_its_lines(complete):
    content = put(exported(complete), "Schemes", 5, {"title": "Night care", "lead_provider": "A trust"})
    content = put(content, LINES, 6, {"parent": "Night care", "label": "Van", "year": "2014/15", "stated": 12})
    found = preview(complete, content)

    stored = take(complete, found)

    scheme = Scheme.objects.get(title="Night care")
    assert stored == 2
    assert scheme.ref == "S2"
    assert [line.label for line in scheme.investment_rows.all()] == ["Van"]


def with_new_scheme(drafting, *, title="Night care", **line):
    """The preview of a workbook with a new scheme and a line of it."""
    content = put(exported(drafting), "Schemes", 5, {"ref": "S2", "title": title})
    return preview(drafting, put(content, LINES, 6, {"parent": "S2", "label": "Van", "year": "2014/15"} | line))


def test_lines_of_a_new_scheme_that_is_not_ticked_are_named_and_nothing_is_stored(complete):
    found = with_new_scheme(complete)
    scheme, line = found.changes

    with pytest.raises(NotTaken) as fault:
        take(complete, found, [line.id])

    assert fault.value.left == {line.id}
    assert list(fault.value.messages) == [scheme.id]
    assert "cannot be saved without it: “Van”." in fault.value.messages[scheme.id]
    assert Scheme.objects.count() == 1


def test_a_figure_typed_for_a_new_row_that_is_not_ticked_is_named_and_nothing_is_stored(complete):
    found = preview(complete, put(exported(complete), LINES, 6, {"parent": "S1", "label": "Van", "stated": "45.000"}))
    row, cell = found.changes

    with pytest.raises(NotTaken) as fault:
        take(complete, found, [], {cell.id: "45"})

    assert "cannot be saved without it: Cost." in fault.value.messages[row.id]


def test_lines_of_a_new_scheme_that_is_refused_are_refused_with_it(complete):
    scheme, line, cell = with_new_scheme(complete, title="x" * 300, stated="45.000").changes

    assert [one.kind for one in (scheme, line, cell)] == [REFUSED] * 3
    assert line.message == ABOVE_REFUSED
    assert not cell.to_decide


def test_a_new_row_is_stored_without_the_cell_that_was_refused(complete):
    content = put(exported(complete), LINES, 6, {"parent": "S1", "label": "Van", "stated": "45.000"})
    found = preview(complete, content)

    assert [change.kind for change in found.changes] == [ADDED, REFUSED]
    take(complete, found)

    assert Investment.objects.get(label="Van").stated is None


def test_a_cell_of_a_new_row_is_stored_as_the_author_decides(complete):
    content = put(exported(complete), LINES, 6, {"parent": "S1", "label": "Van", "stated": "45.000"})

    take(complete, preview(complete, content), decided={"c2": "45"})

    assert Investment.objects.get(label="Van").stated == 45


def test_a_row_missing_from_the_file_goes_only_when_ticked(complete):
    RiskFactory(plan=complete.plan, risk="Too few people", position=9)
    content = edited(exported(complete), lambda book: book[RISKS].delete_rows(5))
    found = preview(complete, content)

    take(complete, found, [])
    kept = Risk.objects.count()
    take(complete, found, ["c1"])

    assert (kept, Risk.objects.count()) == (2, 1)


def test_a_scheme_missing_from_the_file_is_removed_with_its_lines_when_ticked(complete):
    def delete(book):
        for sheet in ("Schemes", LINES, "Outcome statements"):
            book[sheet].delete_rows(4, 2)

    take(complete, preview(complete, edited(exported(complete), delete)))

    assert Scheme.objects.count() == 0
    assert Investment.objects.count() == 0


def test_a_scheme_that_someone_saved_since_is_not_removed(complete):
    content = edited(exported(complete), lambda book: book["Schemes"].delete_rows(4))
    found = preview(complete, content)
    save(complete, "schemes", {"main-title": "Better care"}, row=Scheme.objects.get())

    with pytest.raises(authoring.PageMoved):
        take(complete, found)

    assert Scheme.objects.count() == 1


def test_a_row_removed_here_since_is_added_again_when_ticked(complete):
    content = put(exported(complete), RISKS, 4, {"owner": "Director of finance"})
    save(complete, "risks", {"risks-0-DELETE": "on"})

    take(complete, preview(complete, content))

    assert Risk.objects.get().owner == "Director of finance"


def test_a_frozen_plan_takes_nothing(complete):
    found = preview(complete, answered(exported(complete), VISION, "vision", "Two teams."))
    Plan.objects.update(status=PlanStatus.FROZEN)

    with pytest.raises(authoring.PlanNotOpen):
        take(complete, found)

    assert Vision.objects.get().vision == "One team."


def test_a_held_text_elsewhere_on_the_page_stays_held(complete):
    line = Investment.objects.order_by("position").first()
    HeldValue.objects.create(plan=complete.plan, row=line.pk, section="schemes", field="rate", text="ask finance")
    content = put(exported(complete), LINES, 4, {"label": "Nurses"})
    found = preview(complete, content)

    take(complete, found)

    assert [change.kind for change in found.changes] == [CHANGED]
    assert HeldValue.objects.get().text == "ask finance"
