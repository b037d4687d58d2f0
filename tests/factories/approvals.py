"""A locality at work: a complete plan, its bodies and their people; and a factory for each row of approvals."""

import datetime as dt
from dataclasses import dataclass, field

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from approvals import assurance, signoff, workflow
from approvals.models import Case, Decision, Review, Score, SignOff
from conditions.models import Concept
from itf.accounts.models import Organisation, OrganisationKind, Role, User
from plans import permissions
from plans.authoring import create_plan
from plans.gather import plan_content
from plans.models import (
    Acute,
    ConditionResponse,
    Contribution,
    Engagement,
    Governance,
    Investment,
    Locality,
    MeasuresNarrative,
    Outcome,
    Plan,
    PlanDetails,
    PlanVersion,
    Pool,
    Risk,
    Scheme,
    Vision,
)
from plans.models.drafting import Side
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.conditions import (
    ConceptFactory,
    FundingSourceFactory,
    KeyLineOfEnquiryFactory,
    NationalConditionFactory,
    RoundFactory,
)

WINDOW_CLOSES_ON = dt.date(2034, 2, 14)
NOW = dt.datetime(2034, 2, 3, 10, 0, tzinfo=dt.UTC)
AUTHORITY = signoff.Reply(position="Accountable officer", basis="full_body", meeting_on=dt.date(2034, 1, 30))
BOARD_AUTHORITY = signoff.Reply(
    position="Chair", basis="full_body", meeting_on=dt.date(2034, 1, 30), minute_reference="minute 14/22"
)


class VersionFactory(DjangoModelFactory):
    """A version of a plan, as if frozen; its words are the plan's draft."""

    class Meta:
        model = PlanVersion

    number = factory.Sequence(lambda n: n + 1)
    content = factory.LazyAttribute(lambda version: plan_content(version.plan).to_json())
    fingerprint = factory.LazyAttribute(lambda version: plan_content(version.plan).fingerprint)
    section_fingerprints = factory.LazyAttribute(lambda version: plan_content(version.plan).section_fingerprints)
    frozen_at = NOW
    frozen_by = factory.SubFactory(UserFactory)


class CaseFactory(DjangoModelFactory):
    """A case in sign-off; give it a ``version``."""

    class Meta:
        model = Case

    plan = factory.SelfAttribute("version.plan")
    opened_at = NOW


class SignOffFactory(DjangoModelFactory):
    """A signature of a party that covers nothing; give it a ``case``."""

    class Meta:
        model = SignOff

    version = factory.SelfAttribute("case.version")
    organisation = factory.SubFactory(OrganisationFactory)
    kind = "party"
    decision = "signed"
    signatory = factory.SubFactory(UserFactory)
    position = "Accountable officer"
    basis = "full_body"
    meeting_on = dt.date(2034, 1, 30)
    signed_at = NOW
    fingerprint = factory.SelfAttribute("version.fingerprint")
    sections = factory.LazyFunction(dict)


class ReviewFactory(DjangoModelFactory):
    """A review under way, without lines; give it a ``case``."""

    class Meta:
        model = Review

    assurer = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.AREA_TEAM)
    started_at = NOW


class ScoreFactory(DjangoModelFactory):
    """A line not yet scored; give it a ``review``."""

    class Meta:
        model = Score

    line = factory.Sequence(lambda n: f"K{n:02}")
    title = "Funding"
    question = "Does the funding reconcile?"


class DecisionFactory(DjangoModelFactory):
    """An approval; give it a ``case``."""

    class Meta:
        model = Decision

    outcome = "approved"
    reasons = "It holds together."
    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.AREA_TEAM)
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOW


@dataclass
class Place:
    """One locality with a complete plan: a council, two CCGs, a board, an area team, and a person for each role."""

    plan: Plan
    council: Organisation
    ccgs: list[Organisation]
    board: Organisation
    team: Organisation
    council_author: User
    nhs_author: User
    council_signatory: User
    ccg_signatories: list[User]
    chair: User
    assurer: User
    stranger: User
    at: dt.datetime = field(default=NOW)

    @property
    def parties(self):
        """Every party with its signatory."""
        return [(self.council, self.council_signatory), *zip(self.ccgs, self.ccg_signatories, strict=True)]

    @property
    def people(self):
        """Everyone, by what they are."""
        return {
            "council author": self.council_author,
            "nhs author": self.nhs_author,
            "council signatory": self.council_signatory,
            "ccg signatory": self.ccg_signatories[0],
            "chair": self.chair,
            "assurer": self.assurer,
            "stranger": self.stranger,
        }

    def freeze(self):
        """Both sides agree to freeze; returns the case that the version is in."""
        fingerprint = plan_content(Plan.objects.get(pk=self.plan.pk)).fingerprint
        asked = {"fingerprint": fingerprint, "at": self.at}
        workflow.put_up(self.plan, side=Side.COUNCIL, organisation=self.council, by=self.council_author, **asked)
        workflow.put_up(self.plan, side=Side.NHS, organisation=self.ccgs[0], by=self.nhs_author, **asked)
        return self.case()

    def case(self):
        """The plan's newest case, read again."""
        return Case.objects.select_related("plan__locality__board", "version").filter(plan=self.plan).first()

    def sign(self, organisation, by, **changes):
        """One party signs what is up."""
        case = self.case()
        asked = {"fingerprint_shown": case.version.fingerprint, "reply": AUTHORITY, "at": self.at} | changes
        return signoff.sign(case, organisation=organisation, by=by, **asked)

    def sign_all(self):
        """Every party signs that has not."""
        for organisation, signatory in self.parties:
            self.sign(organisation, signatory)

    def agree(self, **changes):
        """The chair agrees for the board."""
        case = self.case()
        asked = {"fingerprint_shown": case.version.fingerprint, "reply": BOARD_AUTHORITY, "at": self.at} | changes
        return signoff.agree(case, by=self.chair, **asked)

    def decline(self, organisation, by, **changes):
        """A body refuses."""
        case = self.case()
        refusal = signoff.Reply(position="Chief officer", statement="The risk is not shared.")
        asked = {"fingerprint_shown": case.version.fingerprint, "reply": refusal, "at": self.at} | changes
        return signoff.decline(case, organisation=organisation, by=by, **asked)

    def submit(self, **changes):
        """Everything up to and with submission, from wherever sign-off has come to."""
        self.sign_all()
        self.agree()
        return workflow.submit(self.case(), by=self.council_author, at=self.at, **changes)

    def take_up(self):
        """The assurer takes the submitted plan up."""
        return assurance.take_up(self.case(), organisation=self.team, by=self.assurer, at=self.at)

    def review(self):
        """The assurer takes the plan up, scores every line and finishes."""
        review = self.take_up()
        marks = {score.line: (2, "Sound.") for score in review.scores.all()}
        assurance.score(review, marks=marks, by=self.assurer, at=self.at)
        return assurance.finish(review, by=self.assurer, at=self.at)

    def decide(self, outcome="approved"):
        """The assurer records an outcome."""
        return assurance.decide(self.case(), outcome=outcome, reasons="As scored.", by=self.assurer, at=self.at)

    def change(self, section):
        """Change one word of a section of the open draft, past the forms."""
        model, name = CHANGEABLE[section]
        row = model.objects.get(plan=self.plan)
        setattr(row, name, f"{getattr(row, name)} Changed.")
        row.save()


CHANGEABLE = {
    "vision": (Vision, "vision"),
    "risks": (Risk, "mitigation"),
    "engagement": (Engagement, "public_engagement"),
    "acute": (Acute, "implications"),
    "contributions": (Pool, "unallocated_reason"),
    "schemes": (Scheme, "description"),
}


def a_place(key="samplebury", lines=2):
    """A locality whose plan is complete and open; ``lines`` is how many key lines of enquiry there are to score."""
    council = OrganisationFactory(kind="council", name=f"{key} council")
    ccgs = [OrganisationFactory(kind="ccg", name=f"{key} {side} CCG") for side in ("north", "south")]
    board = OrganisationFactory(kind="board", name=f"{key} board")
    team = OrganisationFactory(kind="area_team", name=f"{key} area team")
    plan = _plan(key, council, ccgs, board, team)
    fill(plan, council, ccgs[0])
    permissions.grant_parties(plan)
    for _ in range(lines):
        KeyLineOfEnquiryFactory()
    return Place(
        plan=plan,
        council=council,
        ccgs=ccgs,
        board=board,
        team=team,
        council_author=UserFactory(roles=[(council, Role.AUTHOR)]),
        nhs_author=UserFactory(roles=[(ccgs[0], Role.AUTHOR)]),
        council_signatory=UserFactory(roles=[(council, Role.SIGNATORY)]),
        ccg_signatories=[UserFactory(roles=[(ccg, Role.SIGNATORY)]) for ccg in ccgs],
        chair=UserFactory(roles=[(board, Role.CHAIR)]),
        assurer=UserFactory(roles=[(team, Role.ASSURER)]),
        stranger=UserFactory(roles=[(OrganisationFactory(), Role.AUTHOR)]),
    )


def _plan(key, council, ccgs, board, team):
    round_ = RoundFactory(window_closes_on=WINDOW_CLOSES_ON)
    NationalConditionFactory(condition_set=round_.condition_set, concepts=[ConceptFactory()])
    locality = Locality.objects.create(
        hwb_code=f"E{key[:8]}", key=key, name=key.title(), council=council, board=board, area_team=team
    )
    return create_plan(
        key=key, title=key.title(), locality=locality, round_=round_, organisations=[council, *ccgs], by=None
    )


def fill(plan, council, ccg):
    """Give every answer that the template needs, so that nothing stops a freeze."""
    source = FundingSourceFactory()
    plan.parties.update(mapped_share=100)
    PlanDetails.objects.create(
        plan=plan,
        council_contact="Director of adult social services",
        nhs_contact="Chief finance officer",
        board_meets_on=dt.date(2034, 1, 30),
        submits_on=WINDOW_CLOSES_ON,
    )
    Vision.objects.create(plan=plan, vision="One.", aims="Two.", changes="Three.", alignment="Four.")
    Governance.objects.create(plan=plan, governance="The board.", risk_sharing="Shared.")
    MeasuresNarrative.objects.create(plan=plan, expected_outcomes="Fewer admissions.")
    Engagement.objects.create(plan=plan, provider_engagement="Met.", public_engagement="Asked.")
    Acute.objects.create(plan=plan, implications="Fewer beds.", if_savings_fail="The reserve pays.")
    Risk.objects.create(plan=plan, risk="Delay", likelihood=2, impact=3, mitigation="Start early.", owner="Director")
    ConditionResponse.objects.filter(plan=plan).update(status="met", answer="It is.")
    Pool.objects.create(plan=plan, agreed_first_year=100, agreed_second_year=200)
    scheme = Scheme.objects.create(
        plan=plan, ref="S1", title="Home care", description="More.", lead_commissioner=council, lead_provider="A trust"
    )
    scheme.concepts.set(Concept.objects.filter(conditions__condition_set=plan.condition_set))
    Outcome.objects.create(scheme=scheme, measure="Admissions", change="reduction", target=3)
    for year, amount in ((plan.first_year, 100), (plan.second_year, 200)):
        Contribution.objects.create(plan=plan, organisation=ccg, funding_source=source, year=year, amount=amount)
        Investment.objects.create(
            scheme=scheme, label="Staff", year=year, stated=amount, funding_source=source, recurrent=True, capital=False
        )


def now():
    """The present, for steps whose forms compare with today."""
    return timezone.now()
