"""A batch reads what its querysets would, in their order, in one statement."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.models import F

from itf.accounts.models import Organisation, RoleGroup
from itf.lib.batch import PLAN, PLANS, Batch, Part
from plans.models import Attachment, HeldValue, Investment, MinimumContribution, Party
from tests.factories.accounts import OrganisationFactory
from tests.factories.conditions import RoundFactory
from tests.factories.plans import (
    HeldValueFactory,
    InvestmentFactory,
    LocalityFactory,
    MinimumContributionFactory,
    PlanFactory,
    a_plan,
)

AWKWARD = "“£1,2 3”\n\t\\ \"'<&> \u2028 \N{GRINNING FACE} Żółć"


def same(found, wanted):
    """The instances are equal, field by field, and of the same types."""
    names = [field.attname for field in wanted[0]._meta.concrete_fields] if wanted else []
    assert [[getattr(row, name) for name in names] for row in found] == [
        [getattr(row, name) for name in names] for row in wanted
    ]
    assert [[type(getattr(row, name)) for name in names] for row in found] == [
        [type(getattr(row, name)) for name in names] for row in wanted
    ]


def test_every_part_is_read_in_one_query(db, django_assert_num_queries):
    bodies, groups = Part(Organisation.objects.all()), Part(RoleGroup.objects.all())
    batch = Batch({"bodies": bodies, "groups": groups})
    OrganisationFactory.create_batch(3)

    with django_assert_num_queries(1):
        found = batch.read()

    assert {name: len(rows) for name, rows in found.items()} == {"bodies": 3, "groups": 0}


@pytest.mark.parametrize(
    "figure", ["0.00", "0.01", "0.10", "1394.00", "45000.10", "1234567890.12", "999999999999.99", None]
)
def test_figures_come_to_the_penny(db, figure):
    line = InvestmentFactory(stated=figure and Decimal(figure), quantity=None, rate=None)

    (found,) = Batch({"lines": Part(Investment.objects.all())}).read()["lines"]

    same([found], [Investment.objects.get(pk=line.pk)])
    assert str(found.stated) == str(figure)


def test_texts_days_times_and_ids_come_as_they_are(db):
    place = a_plan()
    MinimumContributionFactory(organisation=place.ccg, name=AWKWARD, dated_on=dt.date(2013, 12, 20))
    MinimumContributionFactory(organisation=place.council, dated_on=None)
    at = dt.datetime(2014, 3, 30, 0, 59, 59, 123456, tzinfo=dt.UTC)
    Attachment.objects.create(
        plan=place.plan, kind="minutes", name=AWKWARD, size=2**40, attached_at=at, attached_by=place.author
    )
    kinds = (MinimumContribution, Attachment, Party)

    found = Batch({model.__name__: Part(model.objects.all()) for model in kinds}).read()

    for model in kinds:
        same(found[model.__name__], list(model.objects.all()))


def test_slots_are_filled_anew_each_time(db):
    small, large = a_plan("small"), a_plan("large")
    HeldValueFactory(plan=small.plan, text="one")
    HeldValueFactory(plan=large.plan, text="other")
    batch = Batch({"held": Part(HeldValue.objects.filter(plan=PLAN))})

    assert [value.text for value in batch.read(plan=small.plan.pk)["held"]] == ["one"]
    assert [value.text for value in batch.read(plan=large.plan.pk)["held"]] == ["other"]


@pytest.mark.parametrize("number", [0, 1, 300])
def test_any_number_of_plans_fills_one_slot(db, django_assert_num_queries, number):
    plans = PlanFactory.create_batch(number, locality=LocalityFactory(), round=RoundFactory())
    for plan in plans[:2]:
        HeldValueFactory(plan=plan, text=plan.key)
    HeldValueFactory(text="of a plan that is not asked about")
    batch = Batch({"held": Part(HeldValue.objects.filter(plan__in=PLANS))})

    with django_assert_num_queries(1):
        found = batch.read(plans=[plan.pk for plan in plans])["held"]

    assert {value.text for value in found} == {plan.key for plan in plans[:2]}


def test_rows_stand_in_the_order_of_their_queryset(db):
    for name in ("b", "C", "a"):
        OrganisationFactory(name=name)
    down = Organisation.objects.order_by(F("name").desc())

    found = Batch({"own": Part(Organisation.objects.all()), "down": Part(down)}).read()

    assert found == {"own": list(Organisation.objects.all()), "down": list(down)}


def test_columns_left_out_are_read_when_they_are_used(db, django_assert_num_queries):
    OrganisationFactory(code="E1", name="A council")

    (found,) = Batch({"bodies": Part(Organisation.objects.all(), ("name",))}).read()["bodies"]

    with django_assert_num_queries(0):
        assert found.name == "A council"
    with django_assert_num_queries(1):
        assert found.code == "E1"
