"""A locality at work: a complete plan, its bodies and their people; and a factory for each row of approvals."""

import datetime as dt
from dataclasses import dataclass, field

import factory
from factory.django import DjangoModelFactory

from approvals import assurance, signoff, workflow
from approvals.models import Case, Decision, Review, Score, SignOff
from itf.accounts.models import Organisation, OrganisationKind, Role, User
from plans import permissions
from plans.gather import plan_content
from plans.models import Acute, Engagement, Plan, Pool, Risk, Scheme, Vision
from plans.models.drafting import Side
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.conditions import KeyLineOfEnquiryFactory
from tests.factories.plans import PartyFactory, PlanVersionFactory, complete_plan

WINDOW_CLOSES_ON = dt.date(2034, 2, 14)
NOW = dt.datetime(2034, 2, 3, 10, 0, tzinfo=dt.UTC)
AUTHORITY = signoff.Reply(position="Accountable officer", basis="full_body", meeting_on=dt.date(2034, 1, 30))
BOARD_AUTHORITY = signoff.Reply(
    position="Chair", basis="full_body", meeting_on=dt.date(2034, 1, 30), minute_reference="minute 14/22"
)


class CaseFactory(DjangoModelFactory):
    """A case in sign-off, of a version of its own."""

    class Meta:
        model = Case

    version = factory.SubFactory(PlanVersionFactory)
    plan = factory.SelfAttribute("version.plan")
    opened_at = NOW


class SignOffFactory(DjangoModelFactory):
    """A signature of a party that covers nothing."""

    class Meta:
        model = SignOff

    case = factory.SubFactory(CaseFactory)
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
    """A review under way, without lines."""

    class Meta:
        model = Review

    case = factory.SubFactory(CaseFactory)
    assurer = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.AREA_TEAM)
    started_at = NOW


class ScoreFactory(DjangoModelFactory):
    """A line not yet scored."""

    class Meta:
        model = Score

    review = factory.SubFactory(ReviewFactory)
    line = factory.Sequence(lambda n: f"K{n:02}")
    title = "Funding"
    question = "Does the funding reconcile?"


class DecisionFactory(DjangoModelFactory):
    """An approval."""

    class Meta:
        model = Decision

    case = factory.SubFactory(CaseFactory)
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
        cases = Case.objects.select_related("plan__locality__board", "version").filter(plan=self.plan)
        return cases.order_by("-version__number").first()

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
        return signoff.agree(case, organisation=self.board, by=self.chair, **asked)

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


def a_place(key="samplebury", lines=2) -> Place:
    """A locality whose plan is complete and open; ``lines`` is how many key lines of enquiry there are to score."""
    drafting = complete_plan(key)
    plan, ccgs = (
        drafting.plan,
        [drafting.ccg, OrganisationFactory(kind=OrganisationKind.CCG, name=f"{key.title()} South CCG")],
    )
    PartyFactory(plan=plan, organisation=ccgs[1], mapped_share=100, position=2)
    Plan.objects.filter(pk=plan.pk).update(window_closes_on=WINDOW_CLOSES_ON)
    plan.refresh_from_db()
    permissions.grant_parties(plan)
    for _ in range(lines):
        KeyLineOfEnquiryFactory()
    team = plan.locality.area_team
    return Place(
        plan=plan,
        council=drafting.council,
        ccgs=ccgs,
        board=drafting.board,
        team=team,
        council_author=drafting.author,
        nhs_author=drafting.nhs_author,
        council_signatory=drafting.signatory,
        ccg_signatories=[UserFactory(post=f"{ccg} signatory", roles=[(ccg, Role.SIGNATORY)]) for ccg in ccgs],
        chair=UserFactory(post="Chair", roles=[(drafting.board, Role.CHAIR)]),
        assurer=UserFactory(post="Assurer", roles=[(team, Role.ASSURER)]),
        stranger=drafting.stranger,
    )
