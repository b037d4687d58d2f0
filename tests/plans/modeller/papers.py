"""Plans with the figures of the papers: the worked example of July 2014, Bromley's pool of 2013."""

from decimal import Decimal

from plans.models import Contingency, MeasurePlan, PaymentMetric, Pool, SpendingCall
from tests.factories.conditions import MeasureDefinitionFactory
from tests.factories.plans import SECOND_YEAR, ContributionFactory, a_plan

BASELINES, TARGETS = (6000, 5900, 5900, 6200), (5910, 5700, 5650, 5900)
QUARTERS = ("q1", "q2", "q3", "q4")


def july_plan(*, targets=TARGETS, **figures):
    """A draft by the template of July 2014 with the figures of the worked example."""
    drafting = a_plan(template="jul-2014")
    counts = {f"baseline_{name}": count for name, count in zip(QUARTERS, BASELINES, strict=True)}
    counts |= {f"planned_{name}": count for name, count in zip(QUARTERS, targets, strict=True)}
    PaymentMetric.objects.create(plan=drafting.plan, **{"ring_fenced": 4_000_000, **counts, **figures})
    return drafting


def december_plan(*, measures=2, pool=15_000_000, linked=3_750_000):
    """A draft by the template of December 2013 with Bromley's pool, paid in 65 to 35, and measures with targets."""
    drafting = a_plan(measures=0)
    plan = drafting.plan
    Pool.objects.create(plan=plan, agreed_second_year=pool, performance_linked=linked)
    for organisation, part in ((drafting.ccg, Decimal("0.65")), (drafting.council, Decimal("0.35"))):
        ContributionFactory(plan=plan, organisation=organisation, year=SECOND_YEAR, amount=(pool or 0) * part)
    for number in range(measures):
        add_measure(plan, f"Measure {number}")
    return drafting


def add_measure(plan, title, *, good="down", multiplier=1000, unit="per 100,000"):
    """A measure of 100 for each 1,000, with 90 and 80 (or 110 and 120) as targets."""
    definition = MeasureDefinitionFactory(
        title=title, good_direction=good, multiplier=multiplier, unit=unit, counts_for_april=True
    )
    april, october = (90, 80) if good == "down" else (110, 120)
    return MeasurePlan.objects.create(
        plan=plan,
        definition=definition,
        baseline_numerator=100,
        baseline_denominator=1000,
        april_numerator=april,
        april_denominator=1000,
        october_numerator=october,
        october_denominator=1000,
    )


def add_contingency(plan):
    """An order of calls: £100,000 from other lines, then what is held, then in proportion."""
    Contingency.objects.create(plan=plan, amount=50_000, decision_maker="Joint commissioning group")
    SpendingCall.objects.create(plan=plan, call="offset", limit=100_000, position=1)
    SpendingCall.objects.create(plan=plan, call="risk_pool", note="The contingency", position=2)
