"""The two readings side by side: what the area recommends, what the region and the national team make of it."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property

from approvals import recommending
from approvals.assuring_forms import AdviceForm
from approvals.desk_permissions import LEVELS, can_moderate, can_recommend
from approvals.follow_ups import settled_before
from approvals.lines import Line, lines_of, recommendations_of
from approvals.meeting_conditions import in_words, stand_as_proposed
from approvals.models import CaseStatus, Clarification, Level, Outcome, Recommendation
from approvals.views.base import REFUSED, CasePage, CheckedAct, Question, refused_meanwhile
from itf.accounts.forms import ProofForm
from itf.accounts.models import Organisation
from itf.lib.verdict import ALLOWED, Verdict, require
from plans.permissions import organisations_for

# What follows once a level has spoken, on a plan's own route.
FOLLOWS = {
    CaseStatus.WITH_REGION: "the plan goes to the regional team",
    CaseStatus.IN_NATIONAL_REVIEW: "the plan goes to the national team",
    CaseStatus.WITH_MINISTERS: "the plan goes to ministers",
    CaseStatus.DECIDED: "the plan is decided: all parties see the outcome with its reasons and its letter",
}


class Advise(CheckedAct, CasePage):
    """One level looks at the lines and says which outcome it advises; the last of a plan's route decides by that."""

    template_name = "approvals/advise.html"
    level: Level
    heading: str
    button: str

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read what stands so far as well."""
        super().setup(request, *args, **kwargs)
        self.lines: list[Line] = lines_of(self.case)
        self.advised = recommendations_of(self.case)

    def verdict(self) -> Verdict:
        """May speak for this level now."""
        return can_moderate(self.user, self.case, self.level)

    @property
    def body(self) -> Organisation:
        """For whom the person speaks."""
        return organisations_for(self.user, LEVELS.get(self.level, "assure_plan"), self.plan)[0]

    @property
    def before(self) -> Recommendation | None:
        """What the form begins with: this level's own, or that of the level before."""
        return self.advised.get(self.level) or next(reversed(self.advised.values()), None)

    def proof(self, data: Any = None) -> ProofForm | None:
        """Whoever decides, or tells ministers what to decide, says again who they are."""
        is_asked = self.level == Level.NATIONAL or (self.decides and self.level != Level.AREA)
        return ProofForm(data, request=self.request) if is_asked else None

    def form(self, data: Any = None) -> AdviceForm:
        """The marks to settle, the outcome and the reasons."""
        return AdviceForm(
            data,
            level=self.level,
            lines=self.lines,
            before=self.before,
            decides=self.decides,
            is_owed_an_answer=bool(self.unanswered),
            settled=settled_before(self.case, self.lines) if self.level == Level.AREA else {},
        )

    @cached_property
    def unanswered(self) -> list[Clarification]:
        """The questions to which the authors owe an answer."""
        return recommending.unanswered(self.case)

    @cached_property
    def conditions(self) -> list[str]:
        """What an approval would hang on."""
        return [in_words(condition, self.plan) for condition in self.case.conditions.select_related("owner")]

    @property
    def decides(self) -> bool:
        """Whether this level is the last on the plan's route."""
        return self.case.following == CaseStatus.DECIDED

    @property
    def follows(self) -> str:
        """What happens to the plan once this level has spoken."""
        return FOLLOWS[self.case.following]

    @property
    def effect(self) -> str:
        """What the check page says."""
        more = "" if self.decides else " The two sides see what you changed and why."
        return f"{self.follows[0].upper()}{self.follows[1:]}.{more}"

    def page(self, form: Form) -> dict[str, Any]:
        """Both readings, and what each level has made of them."""
        return self.here(
            lines=self.lines,
            advised=self.advised.values(),
            own=self.advised.get(self.level),
            body=self.body,
            level=self.level,
            follows=self.follows,
            heading=self.heading,
            documents=self.documents(),
            conditions=self.conditions,
            unanswered=self.unanswered,
        )

    def question(self, form: Form) -> Question:
        """Once more, in the words of the act."""
        assert isinstance(form, AdviceForm)  # noqa: S101 - ours; this tells the type
        advice = form.advice()
        titles = {line.key: line.title for line in self.lines}
        conditions = "\n".join(self.conditions) if advice.outcome == Outcome.APPROVED_WITH_CONDITIONS else ""
        changed = "\n".join(f"{titles[key]}: {mark}. {reason}" for key, (mark, reason) in advice.marks.items())
        return Question(
            title=f"{self.heading}: {self.plan.title}?",
            button=f"{'Decide' if self.decides and self.level != Level.AREA else self.button}: "
            f"{advice.outcome.label.lower()}",
            effect=self.effect,
            answers=[
                ("Outcome", advice.outcome.label),
                ("Conditions", conditions),
                ("Reasons", advice.reasons),
                ("Why before the answer", advice.without_answers),
                ("Marks settled", changed),
            ],
        )

    def done_url(self) -> str:
        """The case."""
        return reverse("approvals:case", args=[self.case.pk])


class Recommend(Advise):
    """The area: the two sides settle their differences, one proposes an outcome, the other agrees."""

    level = Level.AREA
    heading = "Recommend an outcome"
    button = "Propose"
    key: ProofForm | None = None  # filled in, where an agreement was sent with it

    @property
    def effect(self) -> str:
        """The second key comes first."""
        return f"The other side is asked to agree. Once it has, {self.follows}."

    def verdict(self) -> Verdict:
        """May recommend for one of the two sides now."""
        return can_recommend(self.user, self.case)

    def page(self, form: Form) -> dict[str, Any]:
        """With the proposal that waits for this person's agreement, if there is one."""
        own = self.advised.get(Level.AREA)
        theirs = own if own and own.organisation.kind != self.body.kind else None
        stands = stand_as_proposed(self.case, theirs) if theirs else ALLOWED
        to_agree = theirs if stands else None
        # The second key decides, where the route ends with the area.
        key = (self.key or ProofForm(request=self.request)) if to_agree and self.decides else None
        return super().page(form) | {"to_agree": to_agree, "key": key, "overtaken": stands.reason}

    def act(self, form: Form) -> None:
        """Propose."""
        assert isinstance(form, AdviceForm)  # noqa: S101 - as above
        advice = form.advice()
        recommending.propose(self.case, organisation=self.body, advice=advice, by=self.user, at=timezone.now())
        messages.success(self.request, "Proposed. The other side sees it now and is asked to agree.")


class AgreeRecommendation(Recommend):
    """The other side's yes to what was proposed; the page again where the password is wrong."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Agree to what the page showed; whatever was changed since is refused."""
        if not self.case.recommendations.filter(level=Level.AREA, agreed_by=self.user).exists():
            require(can_recommend(self.user, self.case))
            self.key = ProofForm(request.POST, request=request) if self.decides else None
            if self.key and not self.key.is_valid():
                return self.ask(self.form(), status=422)
        shown = parse_datetime(request.POST.get("shown", "")) or timezone.now()
        try:
            made = recommending.agree(self.case, organisation=self.body, shown=shown, by=self.user, at=timezone.now())
        except REFUSED as refusal:
            return refused_meanwhile(request, refusal, reverse("approvals:recommend", args=[self.case.pk]))
        self.case.refresh_from_db(fields=["status"])
        state = self.case.get_status_display().lower()
        messages.success(request, f"Agreed: {Outcome(made.outcome).label.lower()}. The plan is now {state}.")
        return redirect("approvals:case", self.case.pk)


class Moderate(Advise):
    """The region: any mark may be changed, with a reason."""

    level = Level.REGION
    heading = "Moderate the plan"
    button = "Moderate"

    def is_done(self) -> bool:
        """Whether this is a second click."""
        return self.case.recommendations.filter(level=Level.REGION, made_by=self.user).exists()

    def act(self, form: Form) -> None:
        """Moderate."""
        assert isinstance(form, AdviceForm)  # noqa: S101 - as above
        advice = form.advice()
        recommending.moderate(self.case, organisation=self.body, advice=advice, by=self.user, at=timezone.now())
        self.case.refresh_from_db(fields=["status"])
        messages.success(self.request, f"Moderated. The plan is now {self.case.get_status_display().lower()}.")


class NationalReview(Advise):
    """The national team: what ministers will be told, until the tranche is sent."""

    level = Level.NATIONAL
    heading = "Review the plan nationally"
    button = "Tell ministers"

    @property
    def effect(self) -> str:
        """Ministers read it with the tranche; where the route ends here, it is the decision."""
        return (
            super().effect if self.decides else "It goes to ministers with its tranche. Until then you can change it."
        )

    def is_done(self) -> bool:
        """Whether this is a second click on a decision."""
        mine = self.case.recommendations.filter(level=Level.NATIONAL, made_by=self.user)
        return self.case.status == CaseStatus.DECIDED and mine.exists()

    def act(self, form: Form) -> None:
        """Review."""
        assert isinstance(form, AdviceForm)  # noqa: S101 - as above
        advice = form.advice()
        recommending.review_nationally(
            self.case, organisation=self.body, advice=advice, by=self.user, at=timezone.now()
        )
        kept = "Kept. Ministers see it when the tranche is sent."
        messages.success(self.request, "The plan is decided." if self.decides else kept)
