"""A statement that is asked again and again is planned once for a connection."""

import pytest
from django.db import DataError, connection

from itf.lib.batch import KEY, PLAN, Batch, Part
from plans.models import Party, Plan
from tests.factories.plans import PlanFactory, a_plan

pytestmark = [pytest.mark.postgresql]


def ready() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


def of_a_plan(words="none"):
    """A batch whose statement is its own where ``words`` are: the tests share a connection."""
    plans = Plan.objects.filter(pk=PLAN).exclude(title=words)
    return Batch({"plans": Part(plans), "parties": Part(Party.objects.filter(plan=PLAN))})


def test_it_is_planned_once_for_a_connection(db):
    mine, theirs = PlanFactory(key="mine"), PlanFactory(key="theirs")
    batch, before = of_a_plan("planned once"), ready()

    found = [batch.read(plan=plan.pk)["plans"] for plan in (mine, theirs, mine)]

    assert found == [[mine], [theirs], [mine]]
    assert ready() == before + 1


def test_a_batch_written_again_finds_it_ready(db):
    plan = a_plan().plan
    of_a_plan().read(plan=plan.pk)
    before = ready()

    assert of_a_plan().read(plan=plan.pk)["plans"] == [plan]
    assert ready() == before


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_is_told_it_again():
    plan, batch = a_plan().plan, of_a_plan()
    batch.read(plan=plan.pk)

    connection.close()

    assert batch.read(plan=plan.pk)["plans"] == [plan]
    assert ready() == 1


@pytest.mark.django_db(transaction=True)
def test_a_fault_leaves_it_ready():
    plan, batch = a_plan().plan, of_a_plan()

    with pytest.raises(DataError):
        batch.read(plan="no id")

    assert batch.read(plan=plan.pk)["plans"] == [plan]


def test_what_never_changes_is_written_into_it(db):
    plan = a_plan().plan
    odd = Plan.objects.filter(pk=PLAN).exclude(title="50% of “it's”").exclude(key=KEY)
    batch = Batch({"plans": Part(odd)})

    assert batch.read(plan=plan.pk, key="none")["plans"] == [plan]
    assert batch.read(plan=plan.pk, key=plan.key)["plans"] == []
