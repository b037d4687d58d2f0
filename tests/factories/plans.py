"""Factories of plans: one per model, each a valid row that says nothing beyond its name; and plans put together."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from conditions.models import ConditionSet, FundingSource, MeasureDefinition
from itf.accounts.models import Organisation, OrganisationKind, Role, User
from plans.beginning import create_plan
from plans.gather import plan_content
from plans.models import (
    AcceptedFinding,
    Acute,
    AcuteImpact,
    Benefit,
    ConditionResponse,
    ContingencyRow,
    Contribution,
    Engagement,
    EngagementEvent,
    Governance,
    HeldValue,
    Investment,
    Locality,
    LocalityCcg,
    MeasurePlan,
    MeasuresNarrative,
    MinimumContribution,
    Outcome,
    Party,
    Plan,
    PlanDetails,
    PlanVersion,
    Pool,
    Risk,
    Scheme,
    SocialCare,
    Vision,
)
from plans.permissions import grant_parties
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.conditions import (
    ConceptFactory,
    FundingSourceFactory,
    MeasureDefinitionFactory,
    NationalConditionFactory,
    RoundFactory,
)

NOW = dt.datetime(2014, 1, 15, 10, 30, tzinfo=dt.UTC)
FIRST_YEAR, SECOND_YEAR = "2014/15", "2015/16"


class LocalityFactory(DjangoModelFactory):
    """An area with a council, a board and an area team of its own."""

    class Meta:
        model = Locality

    hwb_code = factory.Sequence(lambda n: f"T{n:08}")
    key = factory.Sequence(lambda n: f"place-{n}")
    name = factory.LazyAttribute(lambda place: place.key.title())
    council = factory.SubFactory(OrganisationFactory)
    board = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.BOARD)
    area_team = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.AREA_TEAM)
    local_government = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.LOCAL_GOVERNMENT)
    region_team = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.REGION)
    is_synthetic = True


class LocalityCcgFactory(DjangoModelFactory):
    """A CCG that lies wholly in its locality."""

    class Meta:
        model = LocalityCcg

    locality = factory.SubFactory(LocalityFactory)
    ccg = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.CCG)
    share = Decimal(1)
    ccg_share = Decimal(1)
    basis = "made for a test"
    share_basis = "made for a test"


class MinimumContributionFactory(DjangoModelFactory):
    """What one CCG must pay in, in the second year."""

    class Meta:
        model = MinimumContribution

    scope = "ccg"
    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.CCG)
    area_codes = factory.LazyAttribute(lambda minimum: minimum.organisation.code)
    name = factory.LazyAttribute(lambda minimum: minimum.organisation.name)
    component = "nhs_revenue"
    year = SECOND_YEAR
    amount = Decimal(1000)
    basis = "sourced"
    source_ref = "S1"
    source = "Made for a test"


class PlanFactory(DjangoModelFactory):
    """A plan row alone: no parties, no answers to give, no states. ``a_plan`` makes what an author would open."""

    class Meta:
        model = Plan

    key = factory.Sequence(lambda n: f"plan-{n}")
    title = factory.LazyAttribute(lambda plan: f"Plan {plan.key}")
    locality = factory.SubFactory(LocalityFactory)
    round = factory.SubFactory(RoundFactory)
    condition_set = factory.SelfAttribute("round.condition_set")
    template_key = "dec-2013"
    first_year = FIRST_YEAR
    second_year = SECOND_YEAR
    window_closes_on = dt.date(2014, 2, 14)
    is_synthetic = True


class PartyFactory(DjangoModelFactory):
    """A council in a plan."""

    class Meta:
        model = Party

    plan = factory.SubFactory(PlanFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class PlanRowFactory(DjangoModelFactory):
    """What every row of a plan has."""

    class Meta:
        abstract = True

    plan = factory.SubFactory(PlanFactory)
    position = factory.Sequence(lambda n: n % 30_000)


class SchemeFactory(PlanRowFactory):
    """A scheme with a reference; ``concepts=[...]`` says which conditions it serves."""

    class Meta:
        model = Scheme
        skip_postgeneration_save = True

    ref = factory.Sequence(lambda n: f"S{n}")

    @factory.post_generation
    def concepts(self, create, given, **options):
        """Serve the conditions given."""
        if create and given:
            self.concepts.set(given)


class SchemeRowFactory(DjangoModelFactory):
    """What every row under a scheme has."""

    class Meta:
        abstract = True

    scheme = factory.SubFactory(SchemeFactory)
    position = factory.Sequence(lambda n: n % 30_000)


class InvestmentFactory(SchemeRowFactory):
    """A line in the first year, without an amount."""

    class Meta:
        model = Investment

    label = factory.Sequence(lambda n: f"Line {n}")
    year = FIRST_YEAR


class BenefitFactory(SchemeRowFactory):
    """A benefit with a name."""

    class Meta:
        model = Benefit

    label = factory.Sequence(lambda n: f"Benefit {n}")


class OutcomeFactory(SchemeRowFactory):
    """A promise without a figure."""

    class Meta:
        model = Outcome

    measure = factory.Sequence(lambda n: f"Measure {n}")
    change = "done"


class ContributionFactory(PlanRowFactory):
    """A contribution in the first year of nothing from nobody."""

    class Meta:
        model = Contribution

    year = FIRST_YEAR


class ConditionResponseFactory(PlanRowFactory):
    """A condition not yet answered."""

    class Meta:
        model = ConditionResponse

    concept = factory.SubFactory(ConceptFactory)


class MeasurePlanFactory(PlanRowFactory):
    """A measure without figures."""

    class Meta:
        model = MeasurePlan

    definition = factory.SubFactory(MeasureDefinitionFactory)


class RiskFactory(PlanRowFactory):
    """A risk with a name."""

    class Meta:
        model = Risk

    risk = factory.Sequence(lambda n: f"Risk {n}")


class EngagementEventFactory(PlanRowFactory):
    """An occasion with someone."""

    class Meta:
        model = EngagementEvent

    who = factory.Sequence(lambda n: f"Forum {n}")


class AcuteImpactFactory(PlanRowFactory):
    """An impact on a provider."""

    class Meta:
        model = AcuteImpact

    provider = factory.Sequence(lambda n: f"Hospital {n}")


class ContingencyRowFactory(PlanRowFactory):
    """An outcome at risk that nobody named."""

    class Meta:
        model = ContingencyRow


class HeldValueFactory(DjangoModelFactory):
    """An agreed pool that nobody can read."""

    class Meta:
        model = HeldValue

    plan = factory.SubFactory(PlanFactory)
    row = factory.SelfAttribute("plan.pk")
    section = "contributions"
    field = "agreed_first_year"
    text = "45.000"


class AcceptedFindingFactory(DjangoModelFactory):
    """A warning explained."""

    class Meta:
        model = AcceptedFinding

    plan = factory.SubFactory(PlanFactory)
    section = "plan-details"
    finding = "V21:plan-details::board_meets_on"
    figures = "Board 30 January 2014; Submission 14 January 2014"
    explanation = "The chair has agreed it."
    accepted_at = NOW
    accepted_by = factory.SubFactory(UserFactory)


class PlanVersionFactory(DjangoModelFactory):
    """The draft as it stands, stored as a version without being frozen."""

    class Meta:
        model = PlanVersion

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    content = factory.LazyAttribute(lambda version: plan_content(version.plan).to_json())
    fingerprint = factory.LazyAttribute(lambda version: plan_content(version.plan).fingerprint)
    section_fingerprints = factory.LazyAttribute(lambda version: plan_content(version.plan).section_fingerprints)
    frozen_at = NOW
    frozen_by = factory.SubFactory(UserFactory)


@dataclass
class Drafting:
    """A plan, its bodies, and someone in each role that has to do with its draft."""

    plan: Plan
    council: Organisation
    ccg: Organisation
    board: Organisation
    source: FundingSource
    author: User
    nhs_author: User
    signatory: User
    stranger: User

    @property
    def content(self):
        """The draft as the database has it now."""
        return plan_content(self.reread)

    @property
    def reread(self):
        """The plan as the database has it now."""
        return Plan.objects.get(pk=self.plan.pk)


def a_plan(key="samplebury", *, conditions=2, measures=1, template="dec-2013") -> Drafting:
    """An empty draft as ``create_plan`` leaves it: a council, a CCG wholly in its area, conditions and measures."""
    round_ = RoundFactory(national_template=template)
    for number in range(conditions):
        concept = ConceptFactory(title=f"Concept {number}")
        NationalConditionFactory(condition_set=round_.condition_set, concepts=[concept])
    for _ in range(measures):
        MeasureDefinitionFactory(is_national=True, counts_for_october=True)
    source = FundingSourceFactory(title="Minimum CCG contribution")
    council = OrganisationFactory(name=f"{key.title()} Council")
    ccg = OrganisationFactory(kind=OrganisationKind.CCG, name=f"{key.title()} CCG")
    locality = LocalityFactory(council=council, name=key.title())
    LocalityCcgFactory(locality=locality, ccg=ccg)
    plan = create_plan(
        key=key,
        title=f"{key.title()} joint plan",
        locality=locality,
        round_=round_,
        organisations=[council, ccg],
        by=None,
        is_synthetic=True,
    )
    grant_parties(plan)
    return Drafting(
        plan=plan,
        council=council,
        ccg=ccg,
        board=locality.board,
        source=source,
        author=UserFactory(post="Council author", roles=[(council, Role.AUTHOR)]),
        nhs_author=UserFactory(post="CCG author", roles=[(ccg, Role.AUTHOR)]),
        signatory=UserFactory(post="Council signatory", roles=[(council, Role.SIGNATORY)]),
        stranger=UserFactory(post="Stranger", roles=[(OrganisationFactory(), Role.AUTHOR)]),
    )


def complete_plan(key="samplebury", **options) -> Drafting:
    """A draft that no finding stops: one scheme, £100 in the first year and £200 in the second, paid in by the CCG."""
    drafting = a_plan(key, **options)
    plan = drafting.plan
    PlanDetails.objects.create(
        plan=plan,
        council_contact="Director of adult social services",
        nhs_contact="Chief finance officer",
        board_meets_on=dt.date(2014, 1, 30),
        submits_on=dt.date(2014, 2, 14),
    )
    Vision.objects.create(plan=plan, vision="One team.", aims="Fewer stays.", changes="At home.", alignment="It fits.")
    Governance.objects.create(plan=plan, governance="The board decides.", risk_sharing="Shared equally.")
    MeasuresNarrative.objects.create(plan=plan, expected_outcomes="Fewer admissions.")
    Engagement.objects.create(plan=plan, provider_engagement="They met.", public_engagement="People were asked.")
    Acute.objects.create(plan=plan, implications="Fewer beds.", if_savings_fail="The reserve pays.")
    RiskFactory(plan=plan, likelihood=2, impact=3, mitigation="Start early.", owner="Director of integration")
    SocialCare.objects.create(plan=plan, definition="Nobody loses support.")
    ContingencyRowFactory(
        plan=plan,
        measure=MeasureDefinition.objects.first(),
        saving=50,
        support=50,
        route="The board decides each quarter.",
    )
    Party.objects.filter(plan=plan, organisation=drafting.council).update(holds_pool=True)
    ConditionResponse.objects.filter(plan=plan).update(status="met", answer="In every ward.")
    MeasurePlan.objects.filter(plan=plan).update(
        baseline_numerator=264, baseline_denominator=40_000, october_numerator=240, october_denominator=41_000
    )
    _add_the_money(drafting)
    return drafting


def _add_the_money(drafting: Drafting) -> None:
    plan, source = drafting.plan, drafting.source
    amounts = {FIRST_YEAR: Decimal(100), SECOND_YEAR: Decimal(200)}
    Pool.objects.create(plan=plan, agreed_first_year=amounts[FIRST_YEAR], agreed_second_year=amounts[SECOND_YEAR])
    concepts = ConditionSet.objects.get(pk=plan.condition_set_id).conditions.values_list("concepts", flat=True)
    scheme = SchemeFactory(
        plan=plan,
        ref="S1",
        title="Home care",
        description="More hours at home.",
        concepts=concepts[:1],
        lead_commissioner=drafting.council,
        lead_provider="A community trust",
    )
    OutcomeFactory(scheme=scheme, measure="Admissions", change="reduction", target=3)
    for year, amount in amounts.items():
        ContributionFactory(plan=plan, organisation=drafting.ccg, funding_source=source, year=year, amount=amount)
        InvestmentFactory(
            scheme=scheme,
            label="Staff",
            year=year,
            stated=amount,
            funding_source=source,
            recurrent=True,
            capital=False,
        )
