"""The assurers' inbox, a case, its plan on screen and its documents."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from approvals import deciding, letters
from approvals.assuring_forms import LetterForm
from approvals.clock import clock_of
from approvals.desk_permissions import (
    can_add_letter,
    can_ask,
    can_correct,
    can_declare,
    can_moderate,
    can_recommend,
    can_score,
)
from approvals.earlier import earlier_of
from approvals.lines import lines_of, recommendations_of
from approvals.models import AssuringSide, CaseStatus, Level, Review
from approvals.permissions import OF_THE_CENTRE, can_assure, can_return, readable_reviews, reader_of_case, visible_cases
from approvals.queries import inbox, places, refusals_carried
from approvals.views.base import REFUSED, CasePage, refused_meanwhile
from approvals.views.comments import case_addresses
from approvals.wording import listed, not_agreed
from itf.accounts.models import User
from itf.lib.verdict import require
from plans import ledger
from plans.attached import MEGABYTE
from plans.content import PlanContent
from plans.coverage import coverage
from plans.documents.sides import Side
from plans.models import Document
from plans.permissions import codenames_for
from plans.rules import findings
from plans.threads import version_comments
from plans.views.attachments import attachment_response
from plans.views.comparing import side_by_side
from plans.views.files import file_response
from plans.views.paying import modelled

PER_PAGE = 25
LISTS = (
    (CaseStatus.SUBMITTED, "To take up", "No submitted plan waits to be taken up."),
    (CaseStatus.IN_ASSURANCE, "In assurance", "No plan is being assured."),
    (CaseStatus.WITH_REGION, "With the region", "No plan is with the region."),
    (CaseStatus.IN_NATIONAL_REVIEW, "In national review", "No plan is in national review."),
    (CaseStatus.WITH_MINISTERS, "With ministers", "No plan is with ministers."),
    (CaseStatus.DECIDED, "Decided", "No plan is decided yet."),
)


class Inbox(View):
    """Submitted plans: to take up, in assurance, decided."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One list at a time, each with its number."""
        assert isinstance(request.user, User)  # noqa: S101 - the middleware lets nobody else in; this tells the type
        cases = visible_cases(request.user)
        found = dict(cases.order_by().values_list("status").annotate(Count("pk")))
        numbers = {status: found.get(status, 0) for status, _, _ in LISTS}
        present = request.GET.get("list", "")
        if present not in numbers:
            present = next((status for status, _, _ in LISTS if numbers[status]), CaseStatus.SUBMITTED)
        pages = Paginator(inbox(cases.filter(status=present)), PER_PAGE)
        page_obj = pages.get_page(request.GET.get("page"))
        for case in page_obj:
            names = [refusal.organisation.name for refusal in case.carried]  # type: ignore[attr-defined]  # read with the inbox
            case.not_agreed = not_agreed(names)  # type: ignore[attr-defined]  # for the template
        context = {
            "lists": [(status, title, numbers[status]) for status, title, _ in LISTS],
            "present": present,
            "empty": next(text for status, _, text in LISTS if status == present),
            "title": next(title for status, title, _ in LISTS if status == present),
            "page_obj": page_obj,
            "query": f"list={present}",
        }
        return render(request, "approvals/inbox.html", context)


class CaseDetail(CasePage):
    """Everything about one case: the plan's money and findings, who signed, documents, scores, the decision."""

    reads_words = True

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """The page, for parties and assurers alike; each sees the scores that are theirs to see."""
        reviews = readable_reviews(self.user, self.case)
        own = next((review for review in reviews if review.assurer_id == self.user.pk), None)
        context = self.here(
            **self.words(),
            open_comments=reader_of_case(self.user, self.case).open_threads(self.plan).count(),
            earlier=earlier_of(self.plan, before=self.case.version.number),
            not_agreed=not_agreed(refusals_carried(self.case)),
            places=places(self.case),
            documents=self.documents(),
            decision=getattr(self.case, "decision", None),
            **self.questions(),
            **self.read_side_by_side(reviews),
            own=own,
            **self.verdicts(own),
        )
        return render(request, "approvals/case.html", context)

    def words(self) -> dict[str, Any]:
        """What the version says, in figures and findings."""
        content = PlanContent.from_json(self.case.version.content)
        found = findings(content)
        return {
            "content": content,
            "money": ledger.money_years(content),
            "explained": [finding for finding in found if finding.explanation],
            "noted": [finding for finding in found if not finding.explanation],
        }

    def questions(self) -> dict[str, Any]:
        """What the authors were asked, and the clock."""
        asked = list(self.case.clarifications.all())
        decision = getattr(self.case, "decision", None)
        clock = clock_of(self.case, asked, timezone.localdate(), decision.decided_at if decision else None)
        return {"asked": len(asked), "unanswered": sum(one.is_open for one in asked), "clock": clock}

    def read_side_by_side(self, reviews: list[Review]) -> dict[str, Any]:
        """Both readings in one table once both are in, and what each level advises, for those who may read them."""
        is_decided = self.case.status == CaseStatus.DECIDED
        of_the_centre = bool(codenames_for(self.user, self.plan).intersection(OF_THE_CENTRE))
        sides = {review.side for review in reviews if review.is_finished}
        if len(sides) == len(AssuringSide) and (is_decided or of_the_centre):
            return {"lines": lines_of(self.case), "advised": list(recommendations_of(self.case).values())}
        return {"reviews": [review for review in reviews if review.is_finished or is_decided]}

    def verdicts(self, own: Review | None) -> dict[str, Any]:
        """What this person may do now, and why not."""
        assuring = can_assure(self.user, self.case)
        return {
            "assuring": assuring,
            "adding_letter": can_add_letter(self.user, self.case),
            "is_reviewed": self.case.recommendations.filter(level=Level.NATIONAL).exists(),
            # To those above and below, that they are no assurers of the area says nothing.
            "of_the_area": "assure_plan" in codenames_for(self.user, self.plan),
            "scoring": can_score(self.user, self.case, own, assuring),
            "recommending": can_recommend(self.user, self.case),
            "correcting": can_correct(self.user, self.case, own),
            "asking": can_ask(self.user, self.case),
            "declaring": can_declare(self.user, self.case),
            "returning": can_return(self.user, self.case, assuring),
            "moderating": can_moderate(self.user, self.case, Level.REGION),
            "reviewing": can_moderate(self.user, self.case, Level.NATIONAL),
        }


class CasePlan(CasePage):
    """The words of the version on screen, for those who may see the case."""

    reads_words = True

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """Read from the stored content alone."""
        content = PlanContent.from_json(self.case.version.content)
        context = self.here(
            content=content,
            comments=version_comments(
                reader_of_case(self.user, self.case), self.plan, case_addresses(self.case), content.sections
            ),
            parties=listed([party.name for party in content.about.parties]),
            findings=[finding for finding in findings(content) if finding.explanation],
            attachments_at=f"/cases/{case}/attachments/",
        )
        return render(request, "approvals/case_plan.html", context)


class CasePayment(CasePage):
    """The payment model of the version, for those who may see the case."""

    reads_words = True

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """As the parties' own page; the address holds the model and nothing is stored."""
        content = PlanContent.from_json(self.case.version.content)
        return modelled(request, content, shown=self.case.version.number, **self.here())


class CaseCoverage(CasePage):
    """Which scheme of the version serves which condition, for those who may see the case."""

    reads_words = True

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """As the parties' own page, without the ways into the plan."""
        content = PlanContent.from_json(self.case.version.content)
        context = self.here(version=self.case.version, coverage=coverage(content))
        return render(request, "approvals/case_coverage.html", context)


class CaseChanges(CasePage):
    """What changed since a version that was decided or returned before, for those who may see the case."""

    reads_words = True

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """Since the last such version, or the one asked for; 404 for one that was never assured."""
        listed = earlier_of(self.plan, before=self.case.version.number)
        numbers = list(dict.fromkeys(str(one.version.number) for one in listed))
        asked = request.GET.get("from") or next(iter(numbers), "")
        if request.GET.get("from") and asked not in numbers:
            raise Http404
        context = self.here(choices=[], of_case=True, **(self.compared(int(asked)) if asked else {}))
        return render(request, "plans/compare.html", context)

    def compared(self, number: int) -> dict[str, Any]:
        """The two versions side by side, as the parties' own page shows them."""
        then = self.plan.versions.get(number=number)
        before = Side(f"Version {number}", PlanContent.from_json(then.content))
        after = Side(f"Version {self.case.version.number}", PlanContent.from_json(self.case.version.content))
        return side_by_side(before, after)


class CaseDocument(CasePage):
    """One of the version's files."""

    def get(self, request: HttpRequest, case: UUID, kind: str) -> HttpResponse | FileResponse:
        """The file; while it is being built, the case says so."""
        found = Document.objects.select_related("version__plan")
        document = get_object_or_404(found, version=self.case.version, kind=kind)
        return file_response(document) if document.is_ready else redirect("approvals:case", self.case.pk)


class CaseAttachment(CasePage):
    """One of the files that the version lists."""

    def get(self, request: HttpRequest, case: UUID, attachment: UUID) -> FileResponse:
        """The file; 404 for one that this version does not list."""
        return attachment_response(self.case.version.attachments.filter(pk=attachment).first())


class CaseLetter(CasePage):
    """The ministers' letter on which the decision rests, as it was signed."""

    def get(self, request: HttpRequest, case: UUID) -> FileResponse:
        """The PDF as a download; 404 where none was sent in, or nothing is decided."""
        decision = getattr(self.case, "decision", None)
        letter = decision.letter if decision else None
        if letter is None:
            raise Http404
        try:
            content = letter.file.open("rb")
        except FileNotFoundError:
            raise Http404("The file is not here.") from None
        return FileResponse(content, as_attachment=True, filename=letter.name, content_type=letters.PDF)


class AddLetter(CasePage):
    """The ministers' office sends in the signed letter of a decision that was recorded without it."""

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """The form; where the letter is there already, the case."""
        if self.is_there:
            return redirect("approvals:case", self.case.pk)
        require(can_add_letter(self.user, self.case))
        return self.ask(LetterForm())

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """Keep it, and go back to the case; a second click finds it there."""
        if not self.is_there:
            require(can_add_letter(self.user, self.case))
            form = LetterForm(request.POST, request.FILES)
            if not form.is_valid():
                return self.ask(form, status=422)
            at = timezone.now()
            letter = letters.keep(form.cleaned_data["letter"], by=self.user, at=at)
            try:
                deciding.add_letter(self.case, letter, by=self.user, at=at)
            except REFUSED as refusal:
                return refused_meanwhile(request, refusal, reverse("approvals:case", args=[self.case.pk]))
            messages.success(request, "The signed letter stands with the decision.")
        return redirect("approvals:case", self.case.pk)

    @property
    def is_there(self) -> bool:
        """Whether this person, or a colleague, has sent it in already."""
        decision = getattr(self.case, "decision", None)
        return bool(decision and decision.letter_id and "decide_plan" in codenames_for(self.user, self.plan))

    def ask(self, form: LetterForm, status: int = 200) -> HttpResponse:
        """The page with the form."""
        largest = settings.ATTACHMENT_MOST_BYTES // MEGABYTE
        return render(self.request, "approvals/add_letter.html", self.here(form=form, largest=largest), status=status)
