"""Attaching and taking out: what is kept, what is refused, what a version holds on to."""

import hashlib
import os

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from itf.audit.models import AuditEvent
from plans.attachments.acts import attach, take_out
from plans.attachments.problems import AttachedAlready, AttachmentGone, NotTaken
from plans.authoring import PlanNotOpen
from plans.content import PlanContent
from plans.documents import plan_document
from plans.documents.comparison import compare
from plans.documents.pdf import plan_html
from plans.documents.workbook import plan_workbook
from plans.gather import part_content, plan_content, written_content
from plans.models import Attachment, Plan, PlanVersion
from plans.naming_files import attached_table
from tests.factories.approvals import a_place
from tests.plans.attachments.files import PDF


@pytest.fixture
def place(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return a_place()


def put(place, name="Minutes.pdf", content=PDF, kind="minutes"):
    """The council's author attaches a file."""
    return attach(place.plan, ContentFile(content, name), kind=kind, by=place.council_author, at=place.at)


def files_of(place):
    """The files in the draft's content, by name."""
    table = attached_table(plan_content(Plan.objects.get(pk=place.plan.pk)).section("related-documents"))
    return [row.title for row in table.rows] if table else []


def stored(settings):
    """The bytes on the disk."""
    return sorted(path.read_bytes() for path in settings.MEDIA_ROOT.glob("attachments/*"))


def test_a_file_is_kept_under_a_random_name_and_listed_with_its_hash(place, settings):
    attachment = put(place)

    row = attached_table(plan_content(place.plan).section("related-documents")).rows[0]
    assert "inutes" not in attachment.file.name
    assert row.answer("sha256").text == hashlib.sha256(PDF).hexdigest()
    assert stored(settings) == [PDF]
    assert AuditEvent.objects.filter(action="attachment.added").get().data["name"] == "Minutes.pdf"


def test_content_without_files_is_as_before_there_were_any(place):
    assert plan_content(place.plan) == written_content(place.plan)


def test_a_file_moves_the_boards_section_and_no_other(place):
    before = plan_content(place.plan)

    put(place)

    after = plan_content(place.plan)
    moved = [slug for slug, said in after.section_fingerprints.items() if said != before.section_fingerprints[slug]]
    assert moved == ["related-documents"]
    assert [row.title for row in compare(before, after)[0].rows] == ["Minutes.pdf"]


def test_every_document_is_made_and_the_pdf_lists_each_file_with_its_hash(place):
    put(place)
    document = plan_document.draft(plan_content(place.plan), at=place.at)

    html, workbook = plan_html(document), plan_workbook(document)

    assert "Attached files" in html
    assert "Minutes.pdf" in html
    assert hashlib.sha256(PDF).hexdigest() in html
    assert workbook.startswith(b"PK")


def test_the_same_file_twice_is_known(place, settings):
    put(place)

    with pytest.raises(AttachedAlready) as found:
        put(place, "Copy.pdf")

    assert found.value.attachment.name == "Minutes.pdf"
    assert len(stored(settings)) == 1


@pytest.mark.parametrize(("limit", "most"), [("ATTACHMENT_MOST_BYTES", 10), ("ATTACHMENTS_MOST_BYTES", 10)])
def test_too_much_is_refused_and_nothing_of_it_kept(place, settings, limit, most):
    setattr(settings, limit, most)

    with pytest.raises(NotTaken):
        put(place)

    assert (stored(settings), files_of(place)) == ([], [])


def test_a_file_that_no_version_lists_goes_with_its_bytes(place, settings, django_capture_on_commit_callbacks):
    attachment = put(place)

    with django_capture_on_commit_callbacks(execute=True):
        take_out(place.plan, attachment.pk, by=place.nhs_author, at=place.at)

    assert (files_of(place), stored(settings), Attachment.objects.count()) == ([], [], 0)
    with pytest.raises(AttachmentGone):
        take_out(place.plan, attachment.pk, by=place.nhs_author, at=place.at)


def test_a_version_holds_on_to_what_it_lists(place, settings, django_capture_on_commit_callbacks):
    from approvals import workflow

    attachment = put(place)
    case = place.freeze()
    with pytest.raises(PlanNotOpen):
        put(place, content=PDF + b"\n")
    with pytest.raises(PlanNotOpen):
        take_out(place.plan, attachment.pk, by=place.nhs_author, at=place.at)
    workflow.reopen(case, by=place.council_author, at=place.at, reason="The minutes were a draft.")

    with django_capture_on_commit_callbacks(execute=True):
        take_out(place.plan, attachment.pk, by=place.council_author, at=place.at)
    put(place)

    version = PlanVersion.objects.get()
    listed = attached_table(PlanContent.from_json(version.content).section("related-documents"))
    assert [row.id for row in listed.rows] == [str(attachment.pk)]
    assert list(version.attachments.all()) == [attachment]
    assert stored(settings) == [PDF, PDF]


def test_many_files_take_as_many_queries_as_one(place, django_assert_num_queries):
    for number in range(6):
        put(place, f"{number}.pdf", PDF + b"\n" * number)
        plan = Plan.objects.select_related("locality__board", "round", "condition_set").get(pk=place.plan.pk)
        with django_assert_num_queries(1):
            assert len(attached_table(part_content(plan, ["related-documents"]).sections[0]).rows) == number + 1


def test_what_is_missing_changed_or_left_over_is_reported(place, settings, capsys):
    put(place)
    call_command("check_attachments")
    orphan = settings.MEDIA_ROOT / "attachments" / "orphan"
    orphan.write_bytes(b"x")
    call_command("check_attachments", sweep=True)
    assert orphan.exists()
    long_ago = timezone.now().timestamp() - 3 * 24 * 3600
    os.utime(orphan, (long_ago, long_ago))

    call_command("check_attachments", sweep=True)

    assert not orphan.exists()
    (settings.MEDIA_ROOT / Attachment.objects.get().file.name).write_bytes(b"other")
    with pytest.raises(CommandError, match="1 files are not as they were given"):
        call_command("check_attachments")
    assert "All 1 attached files and 0 letters are as they were given" in capsys.readouterr().out
