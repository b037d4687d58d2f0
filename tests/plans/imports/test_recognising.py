"""A workbook that comes back a second time, and new rows that the plan has already."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from itf.jobs.execution import execute
from plans.imports import uploads
from plans.imports.applying import Accepted
from plans.imports.changes import ADDED, CHANGED, CONFLICT, REFUSED, Preview
from plans.imports.outgoing import handed_out
from plans.models import Investment, Risk, Scheme
from tests.factories.plans import NOW
from tests.plans.imports.test_comparing import LINES, RISKS, save
from tests.plans.imports.workbooks import edited, exported, put

VAN = {"parent": "S1", "label": "Van", "year": "2014/15", "stated": 12}
BOAT = {"parent": "S1", "label": "Boat", "year": "2014/15", "stated": 20}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Files of this test alone."""
    settings.MEDIA_ROOT = tmp_path


def uploaded(drafting, content):
    """An upload that was read."""
    upload = uploads.receive(drafting.reread, ContentFile(content), name="plan.xlsx", by=drafting.author, at=NOW)
    execute(upload.job_id, "test")
    upload.refresh_from_db()
    return upload


def kept(drafting, content, decided=None) -> Preview:
    """The preview of an upload, once what it offers was saved."""
    upload = uploaded(drafting, content)
    preview = uploads.preview_in(upload)
    ids = frozenset(change.id for change in preview.changes if change.is_offered)
    uploads.accept_upload(upload, Accepted(ids, decided or {}), by=drafting.author, at=NOW)
    return preview


def again(drafting, content) -> Preview:
    """The preview of an upload."""
    return uploads.preview_in(uploaded(drafting, content))


def labels():
    """What the lines of the plan are called, in order."""
    added = Investment.objects.filter(label__in=["Van", "Boat", "Nurses"])
    return list(added.order_by("scheme__position", "position").values_list("label", flat=True))


def of_another(drafting, row):
    """A second download of the draft, a minute later, with one new line."""
    return put(handed_out(drafting.reread).workbook(NOW + timedelta(minutes=1)), LINES, 6, row)


def test_the_same_file_again_adds_nothing(complete):
    content = put(put(exported(complete), LINES, 6, VAN), LINES, 7, BOAT)
    content = put(content, "Schemes", 5, {"title": "Night care", "lead_provider": "A trust"})
    content = put(content, LINES, 8, {"parent": "Night care", "label": "Nurses", "year": "2015/16"})
    kept(complete, content)

    preview = again(complete, content)

    assert preview.changes == ()
    assert preview.recognised == 4
    assert "4 rows here already" in preview.summary
    assert (labels(), Scheme.objects.count()) == (["Van", "Boat", "Nurses"], 2)


def test_a_refused_cell_mended_in_the_same_file_changes_the_row_that_was_added(complete):
    content = put(exported(complete), LINES, 6, VAN | {"stated": "45.000"})
    kept(complete, content)

    preview = kept(complete, put(content, LINES, 6, {"stated": 45_000}))

    assert [(change.kind, change.label, change.found) for change in preview.changes] == [(CHANGED, "Cost", "£45,000")]
    assert Investment.objects.get(label="Van").stated == 45_000


def test_two_rows_that_say_the_same_are_known_apart(complete):
    content = put(put(exported(complete), LINES, 6, VAN), LINES, 7, VAN)
    kept(complete, content)

    preview = again(complete, put(content, LINES, 7, {"stated": 13}))

    assert [(change.kind, change.place) for change in preview.changes] == [(CHANGED, f"{LINES}!L7")]


def test_rows_are_known_where_others_were_deleted_above_them(complete):
    content = put(put(exported(complete), LINES, 6, VAN), LINES, 7, BOAT)
    kept(complete, content)

    preview = again(complete, edited(content, lambda book: book[LINES].delete_rows(6)))

    assert preview.changes == ()
    assert preview.recognised == 1


def test_another_row_on_the_same_line_is_not_taken_for_the_first(complete):
    content = exported(complete)
    kept(complete, put(content, LINES, 6, VAN))

    preview = kept(complete, put(content, LINES, 6, BOAT))

    assert [(change.kind, change.is_offered) for change in preview.changes] == [(ADDED, False)]
    assert "an earlier upload of this workbook added “Van”" in preview.changes[0].message
    assert "1 row here already" in preview.summary
    assert labels() == ["Van"]


def test_a_row_of_another_download_of_the_same_draft_is_its_own(complete):
    other = of_another(complete, BOAT)
    kept(complete, put(exported(complete), LINES, 6, VAN))

    preview = again(complete, other)

    assert [(change.kind, change.is_offered) for change in preview.changes] == [(ADDED, True)]


def test_a_row_changed_on_the_page_since_it_was_added_stays(complete):
    content = put(exported(complete), LINES, 6, VAN)
    kept(complete, content)
    save(complete, "schemes", {"investments-2-stated": "30"}, row=Scheme.objects.get())

    untouched = again(complete, content)
    mended = again(complete, put(content, LINES, 6, {"stated": 40}))

    assert untouched.changes == ()
    assert [(change.kind, change.before, change.now) for change in mended.changes] == [(CONFLICT, "£12", "£30")]


def test_a_row_removed_here_since_it_was_added_is_not_added_again_unasked(complete):
    content = put(exported(complete), LINES, 6, VAN)
    kept(complete, content)
    save(complete, "schemes", {"investments-2-DELETE": "on"}, row=Scheme.objects.get())

    assert again(complete, content).changes == ()


def test_a_row_moved_to_another_scheme_in_the_file_is_refused_with_the_way_to_move_it(complete):
    content = put(put(exported(complete), "Schemes", 5, {"title": "Night care"}), LINES, 6, VAN)
    kept(complete, content)

    (change,) = again(complete, put(content, LINES, 6, {"parent": "Night care"})).changes

    assert change.kind == REFUSED
    assert "Move it on the page." in change.message


def test_a_row_that_someone_typed_the_same_on_the_page_is_here(complete):
    content = put(exported(complete), RISKS, 5, {"risk": "Too few people", "likelihood": 2})
    Risk.objects.create(plan=complete.plan, risk="Too few people", likelihood=2, position=9)

    preview = again(complete, content)

    assert (preview.changes, preview.recognised) == ((), 1)


def test_a_row_that_begins_like_one_added_here_since_is_not_ticked(complete):
    content = put(exported(complete), LINES, 6, VAN)
    kept(complete, of_another(complete, VAN | {"stated": 99}))

    (change,) = again(complete, content).changes

    assert (change.kind, change.is_offered, change.adds_or_changes) == (ADDED, False, False)
    assert "“Van”" in change.message


def test_a_row_of_another_year_is_another_row(complete):
    content = put(exported(complete), LINES, 6, VAN)
    kept(complete, of_another(complete, VAN | {"year": "2015/16"}))

    assert [change.is_offered for change in again(complete, content).changes] == [True]


def test_a_copy_of_a_row_of_the_file_is_not_ticked(complete):
    first = Risk.objects.get()
    Risk.objects.update(likelihood=None, impact=None, mitigation="")
    content = put(exported(complete), RISKS, 5, {"risk": first.risk, "owner": first.owner})

    (change,) = again(complete, content).changes

    assert (change.kind, change.is_offered) == (ADDED, False)
    assert "A row that says the same is here already." in change.message


def test_a_new_scheme_with_a_reference_that_is_here_is_not_ticked(complete):
    content = put(exported(complete), "Schemes", 5, {"ref": "s1", "title": "Night care"})

    (change,) = again(complete, content).changes

    assert (change.kind, change.is_offered) == (ADDED, False)
    assert "A scheme with this reference is in the plan already." in change.message
