"""Two authors at once on PostgreSQL: one file once, and nothing slips into a version that is being frozen."""

import threading

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from plans.attached import attached_table
from plans.attachments.acts import attach, take_out
from plans.attachments.problems import AttachedAlready, AttachmentGone
from plans.authoring import PlanNotOpen
from plans.content import PlanContent
from plans.lifecycle import WordsMoved
from plans.models import Attachment
from tests.factories.approvals import a_place
from tests.plans.attachments.files import PDF

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
LOSING = (AttachedAlready, AttachmentGone, PlanNotOpen, WordsMoved)


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return a_place()


def at_once(*acts):
    """Run the acts in threads that start together; the kind of refusal that each met, None for none."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            gate.wait(timeout=10)
            act()
        except LOSING as refusal:
            outcomes[number] = type(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


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
