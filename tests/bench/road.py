"""Bringing plans along their road: by the real steps for this round, by copies of rows for rounds long decided."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from approvals import assurance, deciding, recommending, signoff, workflow
from approvals.models import Case, CaseStatus, Decision, Outcome
from approvals.signoff import Reply
from itf.accounts.models import Organisation, OrganisationKind, User
from plans.gather import plan_content
from plans.models import Plan, PlanVersion, Scheme
from plans.models.drafting import Side
from tests.bench.bodies import Area, Everywhere
from tests.bench.spread import Stop

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Traveller:
    """A plan, its area, and what all areas share."""

    plan: Plan
    area: Area
    everywhere: Everywhere

    def travel(self, stop: Stop) -> None:
        """Take every step up to and with the stop. A reopened plan has new words in every tenth scheme."""
        steps = {
            Stop.TO_FREEZE: self._consent,
            Stop.TO_SIGN: self._freeze,
            **({Stop.REOPENED: self._reopen} if stop == Stop.REOPENED else {}),
            Stop.TO_SUBMIT: self._sign,
            Stop.SUBMITTED: self._submit,
            Stop.IN_ASSURANCE: self._take_up,
            Stop.DECIDED: self._decide,
        }
        for reached, step in steps.items():
            if stop == Stop.DRAFT:
                return
            step()
            if reached == stop:
                return

    @property
    def case(self) -> Case:
        """The plan's case as stored."""
        return Case.objects.select_related("plan__locality__board", "version").get(plan=self.plan)

    def _consent(self) -> None:
        self._put_up(Side.COUNCIL, self.area.council, self.area.author)

    def _freeze(self) -> None:
        """And everyone signs but the CCG of everywhere."""
        self._put_up(Side.NHS, self.everywhere.ccg, self.everywhere.author)
        self._signed(self.area.council, self.area.council_signatory)
        self._signed(self.area.ccg, self.area.ccg_signatory)

    def _reopen(self) -> None:
        by, at = self.everywhere.author, timezone.now()
        workflow.reopen(self.case, by=by, at=at, reason="The figures of some schemes have moved.")
        changed = list(self.plan.scheme_rows.all()[::10])
        for scheme in changed:
            scheme.description = f"Since the first version: {scheme.description}"
        Scheme.objects.bulk_update(changed, ["description"])

    def _sign(self) -> None:
        self._signed(self.everywhere.ccg, self.everywhere.signatory)
        case, at = self.case, timezone.now()
        asked = {"at": at, "fingerprint_shown": case.version.fingerprint, "reply": reply()}
        signoff.agree(case, organisation=self.area.board, by=self.area.chair, **asked)

    def _submit(self) -> None:
        workflow.submit(self.case, by=self.everywhere.author, at=timezone.now())

    def _take_up(self) -> None:
        case, everywhere = self.case, self.everywhere
        review = assurance.take_up(case, organisation=everywhere.team, by=everywhere.assurer, at=timezone.now())
        marks = {score.line: (2, "It holds together.") for score in review.scores.all()}
        assurance.score(review, marks=marks, by=everywhere.assurer, at=timezone.now())

    def _decide(self) -> None:
        """By both sides, the region, the national team and the ministers' office, each following the one before."""
        by, above, at = self.everywhere.assurer, self.everywhere.above, timezone.now()
        advice = recommending.Advice(Outcome.APPROVED, "As scored.", {})
        assurance.finish(self.case.reviews.get(assurer=by), by=by, at=at)
        body, local = above[OrganisationKind.LOCAL_GOVERNMENT]
        review = assurance.take_up(self.case, organisation=body, by=local, at=at)
        marks = {score.line: (2, "It holds together.") for score in review.scores.all()}
        assurance.score(review, marks=marks, by=local, at=at)
        assurance.finish(review, by=local, at=at)
        recommending.propose(self.case, organisation=self.everywhere.team, advice=advice, by=by, at=at)
        recommending.agree(self.case, organisation=body, shown=at, by=local, at=at)
        body, by = above[OrganisationKind.REGION]
        recommending.moderate(self.case, organisation=body, advice=advice, by=by, at=at)
        body, by = above[OrganisationKind.NATIONAL]
        recommending.review_nationally(self.case, organisation=body, advice=advice, by=by, at=at)
        # Each plan is a list of its own here: which one it is in does not change what a page costs.
        workflow.move(self.case, to=CaseStatus.WITH_MINISTERS, by=by, at=at)
        body, by = above[OrganisationKind.MINISTERS]
        said = [deciding.Verdicts(self.case.pk, Outcome.APPROVED, "As scored.")]
        deciding.decide(said, organisation=body, reference="M/14", by=by, at=at)

    def _put_up(self, side: Side, organisation: Organisation, by: User) -> None:
        fingerprint = plan_content(self.plan).fingerprint
        at = timezone.now()
        workflow.put_up(self.plan, side=side, organisation=organisation, fingerprint=fingerprint, by=by, at=at)

    def _signed(self, organisation: Organisation, by: User) -> None:
        case, at = self.case, timezone.now()
        shown = case.version.fingerprint
        signoff.sign(case, organisation=organisation, by=by, at=at, fingerprint_shown=shown, reply=reply())


def reply() -> Reply:
    """What everyone writes on signing."""
    return Reply(
        position="Chief officer",
        basis="full_body",
        minute_reference="Minute 14",
        meeting_on=timezone.localdate() - DAY,
    )


def copy_of_decided(decided: Plan, plans: list[Plan]) -> None:
    """Give each plan the version, case and decision of ``decided``: lists read rows, and steps take half a second."""
    version, now = decided.versions.get(), timezone.now()
    pattern = Decision.objects.get(case__plan=decided)
    versions = PlanVersion.objects.bulk_create(
        [
            PlanVersion(
                plan=plan,
                number=1,
                content=version.content,
                fingerprint=version.fingerprint,
                section_fingerprints=version.section_fingerprints,
                frozen_at=now,
                frozen_by=version.frozen_by,
            )
            for plan in plans
        ],
        batch_size=50,
    )
    cases = Case.objects.bulk_create(
        Case(
            plan=made.plan,
            version=made,
            status=CaseStatus.DECIDED,
            opened_at=now,
            submitted_at=now,
            submitted_by=pattern.case.submitted_by,
        )
        for made in versions
    )
    Decision.objects.bulk_create(
        Decision(
            case=case,
            outcome=pattern.outcome,
            reasons=pattern.reasons,
            organisation=pattern.organisation,
            decided_by=pattern.decided_by,
            decided_at=now,
        )
        for case in cases
    )
    Plan.objects.filter(pk__in=[plan.pk for plan in plans]).update(status=decided.status)
