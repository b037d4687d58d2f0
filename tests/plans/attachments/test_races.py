"""Two authors at once on PostgreSQL: one file once, and nothing slips into a version that is being frozen."""

import functools

import pytest
from django.core.files.base import ContentFile

from plans.attachments.acts import attach, take_out
from plans.attachments.problems import AttachedAlready, AttachmentGone
from plans.authoring import PlanNotOpen
from plans.content import PlanContent
from plans.lifecycle import WordsMoved
from plans.models import Attachment
from plans.naming_files import attached_table
from tests import races
from tests.factories.approvals import a_place
from tests.plans.attachments.files import PDF

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
LOSING = (AttachedAlready, AttachmentGone, PlanNotOpen, WordsMoved)


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return a_place()


at_once = functools.partial(races.refusals, losing=LOSING)


def put(place, by):
    """One author attaches the minutes."""
    return attach(place.plan, ContentFile(PDF, "Minutes.pdf"), kind="minutes", by=by, at=place.at)


def test_two_authors_attach_the_same_file_once(place, settings):
    authors = (place.council_author, place.nhs_author)

    outcomes = at_once(*(lambda by=by: put(place, by) for by in authors))

    assert sorted(map(str, outcomes)) == sorted(map(str, (None, AttachedAlready)))
    assert Attachment.objects.count() == 1
    assert len(list(settings.MEDIA_ROOT.glob("attachments/*"))) == 1


def test_two_authors_take_a_file_out_once(place, settings):
    attachment = put(place, place.council_author)
    authors = (place.council_author, place.nhs_author)

    outcomes = at_once(*(lambda by=by: take_out(place.plan, attachment.pk, by=by, at=place.at) for by in authors))

    assert sorted(map(str, outcomes)) == sorted(map(str, (None, AttachmentGone)))
    assert not list(settings.MEDIA_ROOT.glob("attachments/*"))


@pytest.mark.parametrize("attempt", range(3))
def test_a_version_names_exactly_the_files_it_lists(place, attempt):
    at_once(place.freeze, lambda: put(place, place.nhs_author))

    case = place.case()
    if case:
        table = attached_table(PlanContent.from_json(case.version.content).section("related-documents"))
        listed = [row.id for row in table.rows] if table else []
        assert listed == [str(one.pk) for one in case.version.attachments.all()]
    assert bool(case) or Attachment.objects.count() == 1
