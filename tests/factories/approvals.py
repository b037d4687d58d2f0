"""A locality at work: a complete plan, its bodies and their people; and a factory for each row of approvals."""

import datetime as dt
from dataclasses import dataclass, field

import factory
from factory.django import DjangoModelFactory

from approvals import assurance, deciding, meeting_conditions, recommending, signoff, workflow
from approvals.models import ApprovalCondition, Case, Decision, Outcome, Review, Score, SignOff
from conditions.models import Tranche
from itf.accounts.models import Organisation, OrganisationKind, Role, User
from plans import permissions
from plans.gather import plan_content
from plans.models import Acute, Engagement, Plan, Pool, Risk, Scheme, Vision
from plans.models.drafting import Side
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.conditions import KeyLineOfEnquiryFactory, TrancheFactory
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


class ApprovalConditionFactory(DjangoModelFactory):
    """What an approval hangs on."""

    class Meta:
        model = ApprovalCondition

    case = factory.SubFactory(CaseFactory)
    text = "Name the staff in the east."
    owner = factory.SubFactory(OrganisationFactory)
    due_on = dt.date(2034, 4, 1)
    drafted_by = factory.SubFactory(UserFactory)
    drafted_at = NOW


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
    local: Organisation
    region: Organisation
    national: Organisation
    ministers: Organisation
    local_assurer: User
    moderator: User
    reviewer: User
    office: User
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
            "local assurer": self.local_assurer,
            "moderator": self.moderator,
            "reviewer": self.reviewer,
            "office": self.office,
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

    def review(self, mark=2):
        """The assurer takes the plan up, scores every line and finishes."""
        return self._read(self.take_up(), self.assurer, mark)

    def review_locally(self, mark=2):
        """The other side does the same."""
        review = assurance.take_up(self.case(), organisation=self.local, by=self.local_assurer, at=self.at)
        return self._read(review, self.local_assurer, mark)

    def _read(self, review, assurer, mark):
        marks = {score.line: (mark, "Sound.") for score in review.scores.all()}
        assurance.score(review, marks=marks, by=assurer, at=self.at)
        return assurance.finish(review, by=assurer, at=self.at)

    def propose(self, outcome="approved", marks=None, **why):
        """The NHS side proposes what the area recommends."""
        asked = {"advice": advice(outcome, marks, **why), "by": self.assurer, "at": self.at}
        return recommending.propose(self.case(), organisation=self.team, **asked)

    def recommend(self, outcome="approved"):
        """Both sides read the plan, as far as they have not, and agree."""
        case = self.case()
        if not case.reviews.filter(assurer=self.assurer, finished_at__isnull=False).exists():
            self.review()
        if not case.reviews.filter(assurer=self.local_assurer, finished_at__isnull=False).exists():
            self.review_locally()
        self.propose(outcome)
        asked = {"shown": self.at, "by": self.local_assurer, "at": self.at}
        return recommending.agree(self.case(), organisation=self.local, **asked)

    def moderate(self, outcome="approved", marks=None):
        """The region follows the area, or changes marks."""
        asked = {"advice": advice(outcome, marks), "by": self.moderator, "at": self.at}
        return recommending.moderate(self.case(), organisation=self.region, **asked)

    def review_nationally(self, outcome="approved"):
        """The national team puts the plan into a tranche and reviews it."""
        tranche = Tranche.objects.filter(round=self.plan.round).first() or TrancheFactory(round=self.plan.round)
        deciding.put_into([self.case().pk], tranche, by=self.reviewer, at=self.at)
        asked = {"advice": advice(outcome), "by": self.reviewer, "at": self.at}
        return recommending.review_nationally(self.case(), organisation=self.national, **asked)

    def draft_condition(self):
        """The assurer names what an approval would hang on."""
        task = meeting_conditions.Task("Name the staff in the east.", self.council, dt.date(2034, 4, 1), ("risks",))
        return meeting_conditions.draft(self.case(), task=task, by=self.assurer, at=self.at)

    def send(self):
        """The tranche goes to ministers."""
        return deciding.send(self.case().tranche, by=self.reviewer, at=self.at)

    def record(self, outcome="approved"):
        """The ministers' office records the outcome."""
        said = [deciding.Verdicts(self.case().pk, Outcome(outcome), "As scored.")]
        asked = {"organisation": self.ministers, "reference": "M/14", "by": self.office, "at": self.at}
        return deciding.decide(said, **asked)

    def decide(self, outcome="approved"):
        """Everything up to and with the decision, from wherever assurance has come to."""
        steps = {
            "in_assurance": self.recommend,
            "with_region": self.moderate,
            "in_national_review": lambda: (self.review_nationally(), self.send()),
        }
        while self.case().status in steps:
            steps[self.case().status]()
        if outcome == "approved_with_conditions" and not self.case().conditions.exists():
            # Past the step: an outcome that is not as recommended is the ministers' to choose.
            ApprovalConditionFactory(case=self.case(), owner=self.council, drafted_by=self.assurer)
        self.record(outcome)
        return self.case().decision

    def change(self, section):
        """Change one word of a section of the open draft, past the forms."""
        model, name = CHANGEABLE[section]
        row = model.objects.get(plan=self.plan)
        setattr(row, name, f"{getattr(row, name)} Changed.")
        row.save()


def advice(outcome="approved", marks=None, without_answers="No mark hangs on it."):
    """What a level advises, with these marks settled or changed, and why it goes on where a question is open."""
    return recommending.Advice(Outcome(outcome), "As scored.", marks or {}, without_answers)


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
    national, ministers = (of_all_england(kind) for kind in (OrganisationKind.NATIONAL, OrganisationKind.MINISTERS))
    permissions.grant_parties(plan)
    for _ in range(lines):
        KeyLineOfEnquiryFactory()
    team, local, region = plan.locality.area_team, plan.locality.local_government, plan.locality.region_team
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
        local=local,
        region=region,
        national=national,
        ministers=ministers,
        local_assurer=UserFactory(post="Local assurer", roles=[(local, Role.ASSURER)]),
        moderator=UserFactory(post="Moderator", roles=[(region, Role.ASSURER)]),
        reviewer=UserFactory(post="Reviewer", roles=[(national, Role.ASSURER)]),
        office=UserFactory(post="Ministers’ office", roles=[(ministers, Role.ASSURER)]),
        stranger=drafting.stranger,
    )


def of_all_england(kind) -> Organisation:
    """The one body of its kind: the national team, the ministers' office."""
    return Organisation.objects.filter(kind=kind).first() or OrganisationFactory(kind=kind)
