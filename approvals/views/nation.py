"""The national page and its tranches: every plan at a glance, lists for ministers, what they decided."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View

from approvals import deciding, letters
from approvals.assuring_forms import TrancheForm, VerdictsForm
from approvals.forms import NationFilterForm
from approvals.meeting_conditions import in_words
from approvals.models import ApprovalCondition, Case, CaseStatus, Decision, Level, MinistersLetter, Outcome
from approvals.nation import Wanted, counts, nation_rows, rounds_of
from approvals.permissions import nation_plans, national_body, visible_cases
from approvals.queries import with_plan
from approvals.views.base import REFUSED, CheckedAct, Question, refused_meanwhile
from conditions.models import Round, Tranche
from itf.accounts.forms import ProofForm
from itf.accounts.models import Organisation, OrganisationKind, User
from itf.lib.verdict import ALLOWED, Verdict, refused
from plans.attached import MEGABYTE
from plans.models import Plan


class NationPage(View):
    """A page of those who look at more plans than one area's; strangers do not learn that it is there."""

    user: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the plans that this person oversees."""
        super().setup(request, *args, **kwargs)
        assert isinstance(request.user, User)  # noqa: S101 - the middleware lets nobody else in; this tells the type
        self.user = request.user
        self.plans: QuerySet[Plan] = nation_plans(self.user)
        if not self.plans.exists():
            raise Http404

    @property
    def team(self) -> Organisation | None:
        """The national team, if the person is of it."""
        return national_body(self.user, OrganisationKind.NATIONAL)

    @property
    def office(self) -> Organisation | None:
        """The ministers' office, if the person is of it."""
        return national_body(self.user, OrganisationKind.MINISTERS)


class Nation(NationPage):
    """All plans of a round, by region, state, tranche and outcome; the national team puts them into tranches."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One table, and above it how many plans stand where."""
        return self.show(None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Put the chosen plans into a tranche."""
        if self.team is None:
            raise PermissionDenied("Only the national team puts plans into tranches.")
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        tranche = Tranche.objects.get(pk=form.cleaned_data["tranche"])
        try:
            moved = deciding.put_into(form.cleaned_data["cases"], tranche, by=self.user, at=timezone.now())
        except REFUSED as refusal:
            return refused_meanwhile(request, refusal, request.get_full_path())
        messages.success(request, f"{moved} plan{'' if moved == 1 else 's'} put into {tranche}.")
        return redirect(request.get_full_path())

    def form(self, data: Any = None) -> TrancheForm:
        """Which plans, and where to."""
        tranches = Tranche.objects.filter(round=self.round).values_list("key", "title")
        cases = visible_cases(self.user).filter(plan__round=self.round).values_list("pk", "plan__title")
        return TrancheForm(data, tranches=tranches, cases=cases)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the round as well: the one asked for, or the newest."""
        super().setup(request, *args, **kwargs)
        self.rounds = rounds_of(self.plans)
        asked = request.GET.get("round", "")
        self.round: Round = next((one for one in self.rounds if one.key == asked), self.rounds[0])

    def show(self, form: TrancheForm | None, status: int = 200) -> HttpResponse:
        """The page."""
        rows = nation_rows(self.plans.filter(round=self.round))
        tranches = list(Tranche.objects.filter(round=self.round))
        regions = sorted({row.region for row in rows if row.region})
        filters = NationFilterForm(
            self.request.GET or None, auto_id="filter_%s", rounds=self.rounds, regions=regions, tranches=tranches
        )
        read = filters.cleaned_data if filters.is_valid() else {}
        wanted = Wanted(**{name: read.get(name) or "" for name in ("q", "region", "state", "tranche", "outcome")})
        context = {
            "filters": filters,
            "round": self.round,
            "counts": [(stage, number, self._only(stage)) for stage, number in counts(rows)],
            "rows": [row for row in rows if wanted.fits(row)],
            "without_a_list": sum(row.waits_without_a_list for row in rows),
            "all": len(rows),
            "tranches": tranches,
            "placing": form or self.form() if self.team else None,
            "chosen": self.request.POST.getlist("cases"),
        }
        return render(self.request, "approvals/nation.html", context, status=status)

    def _only(self, stage: str) -> str:
        return urlencode({"round": self.round.key, "state": stage})


class TranchePage(CheckedAct, NationPage):
    """One tranche: the national team sends it, the ministers' office records what was decided."""

    template_name = "approvals/tranche.html"
    tranche: Tranche | None
    round: Round

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the list and those of its cases that the person oversees."""
        super().setup(request, *args, **kwargs)
        named = Prefetch("conditions", ApprovalCondition.objects.select_related("owner"))
        cases = with_plan(self.of_the_list(**kwargs).filter(plan__in=self.plans))
        listed = cases.select_related("decision").prefetch_related("recommendations", named).order_by("plan__title")
        self.cases: list[Case] = list(listed)

    def of_the_list(self, **named: str) -> QuerySet[Case]:
        """The cases of the tranche at this address."""
        found = Tranche.objects.select_related("round").filter(pk=named["tranche"]).first()
        if found is None:
            raise Http404
        self.tranche, self.round = found, found.round
        return visible_cases(self.user).filter(tranche=found)

    @property
    def title(self) -> str:
        """What the list is called."""
        return str(self.tranche)

    @property
    def before_ministers(self) -> list[Case]:
        """Those that wait for their decision; one that is being returned at this moment has no advice any more."""
        held = [case for case in self.cases if case.status == CaseStatus.WITH_MINISTERS]
        return [case for case in held if case.recommendations.all()]

    @property
    def to_send(self) -> list[Case]:
        """Those that are to be sent to ministers."""
        early = deciding.BEFORE_MINISTERS
        return [case for case in self.cases if case.status in early and deciding.is_sent_in_a_list(case)]

    @property
    def decides(self) -> bool:
        """Whether this person is here to record decisions."""
        return self.office is not None and bool(self.before_ministers)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The list, for everyone who oversees it; with the form for those who act now."""
        return self.ask(self.form())

    def verdict(self) -> Verdict:
        """May send the list, or record decisions, now."""
        if self.decides:
            return ALLOWED
        if self.team is None:
            return refused("The national team sends a tranche; the ministers’ office records what was decided.")
        return ALLOWED if self.to_send else refused("No plan of this tranche waits to be sent.")

    def form(self, data: Any = None) -> Form:
        """The decisions; to send a list nothing more is asked."""
        files = None if data is None else self.request.FILES
        return VerdictsForm(data, files, cases=self.before_ministers) if self.decides else Form(data)

    @cached_property
    def letter(self) -> MinistersLetter | None:
        """The letter that this person sent in, on this page or on the way to the check page."""
        sent = self.request.FILES.get("letter")
        if sent:
            return letters.keep(sent, by=self.user, at=timezone.now())
        kept = self.request.POST.get("kept", "")
        mine = MinistersLetter.objects.filter(kept_by=self.user)
        return next((letter for letter in mine if str(letter.pk) == kept), None) if kept else None

    def proof(self, data: Any = None) -> ProofForm | None:
        """Who records a decision says again who they are; sending a list decides nothing."""
        return ProofForm(data, request=self.request) if self.decides else None

    def check(self, form: Form, proof: ProofForm | None, status: int = 200) -> HttpResponse:
        """As ever; the letter is kept on the way, because a page cannot carry a file."""
        if self.letter:
            posted = self.request.POST.copy()
            posted["kept"] = str(self.letter.pk)
            self.request.POST = posted  # type: ignore[assignment]  # a copy, that the next page carries
        return super().check(form, proof, status)

    def page(self, form: Form) -> dict[str, Any]:
        """Every plan of the list with what is recommended and decided."""
        return {
            "tranche": self.tranche,
            "title": self.title,
            "round": self.round,
            "rows": [(case, _told(case)) for case in self.cases],
            "decides": self.decides,
            "sends": bool(self.team and self.to_send),
            "late": deciding.lacking(self.to_send),
            "letter": self.letter if self.decides and form.is_bound and not form.errors.get("letter") else None,
            "largest": settings.ATTACHMENT_MOST_BYTES // MEGABYTE,
            "crumbs": [("The country", reverse("approvals:nation")), (self.title, self.request.path)],
        }

    def question(self, form: Form) -> Question:
        """Once more, in the words of the act."""
        if not isinstance(form, VerdictsForm):
            names = ", ".join(str(case.plan) for case in self.to_send)
            effect = "Ministers decide on the whole list. What is recommended can no longer be changed."
            return Question(
                title=f"Send {self.title} to ministers?", button="Send to ministers", effect=effect,
                answers=[("Plans", names)],
            )  # fmt: skip
        by_id = {case.pk: case for case in self.cases}
        said = [(str(by_id[one.case].plan), _outcome_told(one.outcome, by_id[one.case])) for one in form.verdicts()]
        return Question(
            title=f"Record {len(said)} decision{'' if len(said) == 1 else 's'}?",
            button="Record what ministers decided",
            effect="A decision is final. All parties see it with its reasons, and each plan gets its letter at once.",
            answers=[
                ("Reference of the letter", form.cleaned_data["reference"]),
                ("Signed letter", self.letter.name if self.letter else "None is sent in"),
                *said,
            ],
        )

    def is_done(self) -> bool:
        """Whether this is a second click: what was posted is decided, or sent, already."""
        posted = [name.removeprefix("outcome-") for name in self.request.POST if name.startswith("outcome-")]
        if posted:
            mine = Decision.objects.filter(decided_by=self.user, case__in=[case.pk for case in self.cases])
            return not self.before_ministers and mine.exists()
        sends = self.request.method == "POST" and self.team is not None
        return sends and bool(self.before_ministers) and not self.to_send and not self.decides

    def act(self, form: Form) -> None:
        """Send, or record."""
        at = timezone.now()
        if isinstance(form, VerdictsForm) and self.office:
            reference = form.cleaned_data["reference"]
            made = deciding.decide(
                form.verdicts(), organisation=self.office, reference=reference, by=self.user, at=at, letter=self.letter
            )
            messages.success(self.request, f"Recorded: {len(made)} decision{'' if len(made) == 1 else 's'}.")
        elif self.tranche:
            sent = deciding.send(self.tranche, by=self.user, at=at)
            messages.success(self.request, f"Sent to ministers: {sent} plan{'' if sent == 1 else 's'}.")

    def done_url(self) -> str:
        """The list, where each plan now says how it stands."""
        return self.request.path


class WithoutAList(TranchePage):
    """The plans of a round that ministers have though they are in no tranche: their route passes no national team."""

    def of_the_list(self, **named: str) -> QuerySet[Case]:
        """Those with ministers, and those that they decided; 404 for a round of which the person oversees no plan."""
        found = Round.objects.filter(pk__in=self.plans.values("round")).filter(pk=named["round"]).first()
        if found is None:
            raise Http404
        self.tranche, self.round = None, found
        had = (CaseStatus.WITH_MINISTERS, CaseStatus.DECIDED)
        listed = visible_cases(self.user).filter(plan__round=found, tranche=None, status__in=had)
        by_ministers = Q(status=CaseStatus.WITH_MINISTERS) | Q(decision__organisation__kind=OrganisationKind.MINISTERS)
        return listed.filter(by_ministers)

    @property
    def title(self) -> str:
        """What the list is called."""
        return "Plans in no tranche"


def _told(case: Case) -> str:
    """What the last level that spoke recommends."""
    made = {row.level: row.get_outcome_display() for row in case.recommendations.all()}
    return next((made[level] for level in reversed(list(Level)) if level in made), "")


def _outcome_told(outcome: Outcome, case: Case) -> str:
    """An outcome, with the conditions that bind by it."""
    binding = case.conditions.all() if outcome == Outcome.APPROVED_WITH_CONDITIONS else ()
    return "\n".join([str(outcome.label), *(in_words(condition, case.plan) for condition in binding)])
