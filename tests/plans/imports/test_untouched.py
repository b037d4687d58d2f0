"""A workbook that nobody touched has nothing to say, whichever plan it came from and whatever happened to that plan."""

import pytest
from django.db import transaction

from conditions.models import ConditionSet
from plans import commenting, moving
from plans.demo.files import KEYS
from plans.demo.loading import load_assurers, load_plan
from plans.imports.preview import preview_of
from plans.models import Capacity, HeldValue, Invitation, Plan
from plans.reference import load_reference
from tests.factories.invited import given
from tests.factories.plans import NOW
from tests.plans.imports.test_round_trip import saved_by_openpyxl
from tests.plans.imports.workbooks import edited, exported, put

pytestmark = pytest.mark.one_database

TEMPLATES = ("dec-2013", "jul-2014")
HELD = {"45.000", "460,,000", "?%", "TBC"}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """All demo plans, in one transaction around the module's tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        load_assurers()
        for key in KEYS:
            load_plan(key, at=NOW)
        yield
        transaction.set_rollback(True)


class Demo:
    """A demo plan in the place of a drafting."""

    def __init__(self, key):
        self.key = key

    @property
    def reread(self):
        """The plan as the database has it now."""
        return Plan.objects.get(key=self.key)


@pytest.fixture(params=KEYS)
def plan(request, demo, db):
    return Demo(request.param)


@pytest.fixture
def ealing(demo, db):
    return Demo("ealing")


@pytest.fixture
def samplebury(demo, db):
    return Demo("samplebury")


def says(plan, workbook):
    """Everything that the preview tells the author."""
    preview = preview_of(plan.reread, workbook)
    if not preview.changes:
        assert preview.summary.startswith("Nothing changed: ")
    return [*preview.changes, *preview.remarks]


def in_template(plan, template):
    written = plan.reread
    moving.move_to_template(written, template)
    if template == "jul-2014":
        moving.move_to_condition_set(written, ConditionSet.objects.get(pk="BCF_DEC_2013"))
    written.save()


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_demo_plan_comes_back_with_nothing_to_say(plan, template):
    in_template(plan, template)

    assert says(plan, saved_by_openpyxl(exported(plan))) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_invited_people_gave_comes_back_with_nothing_to_say(samplebury, template):
    in_template(samplebury, template)
    for invitation in samplebury.reread.invitations.all():
        given(invitation)
    Invitation.objects.filter(capacity=Capacity.HEALTHWATCH).update(is_unproven=True)

    assert says(samplebury, saved_by_openpyxl(exported(samplebury))) == []


def test_a_note_beside_given_words_is_ours_also_once_they_were_taken_back(samplebury):
    watch = given(samplebury.reread.invitations.get(capacity="healthwatch"))
    workbook = exported(samplebury)
    commenting.take_back(watch, by=watch.account, at=NOW)

    assert [str(one) for one in says(samplebury, workbook)] == []


def test_held_figures_come_back_untouched_beside_a_changed_one(ealing):
    assert set(HeldValue.objects.filter(plan=ealing.reread).values_list("text", flat=True)) == HELD
    row = []

    def find(book):
        row.extend(cell.row for line in book["Investment lines"] for cell in line if cell.value == "45.000")

    edited(exported(ealing), find)

    (change,) = says(ealing, put(exported(ealing), "Investment lines", row[0], {"quantity": 3}))
    assert (change.kind, change.found) == ("changed", "3")
