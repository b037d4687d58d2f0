"""Two states of a plan side by side: any two versions, or a version and the draft."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from itf.jobs.models import JobState
from itf.jobs.views import progress_context, progress_response
from plans import papers
from plans.content import PlanContent
from plans.copies import copy_of
from plans.documents.sides import Side, changes_between, money_pairs
from plans.gather import plan_content
from plans.models import ComparisonPaper, PlanCopy, PlanVersion
from plans.queries import versions_of
from plans.views.base import PlanPage

DRAFT = "draft"
SOURCE = "source"  # the version that the plan was copied forward from
LONG = 60  # changed answers: more fill several screens, so rows are shown closed
MADE = "made"  # the plan as it was copied


class ComparePage(PlanPage):
    """A page about two states of the plan, or about it and the plan that it was copied from."""

    copied: PlanCopy | None = None

    def sides(self, earlier: str, later: str) -> tuple[Side, Side]:
        """The two that were chosen; 404 for what the plan does not have."""
        before, after = self.side(earlier), self.side(later)
        if self.copied and SOURCE in {earlier, later}:
            # Ids are those of the source wherever a row was copied, so that a row is compared with its origin.
            return before.by_origin(self.copied), after.by_origin(self.copied)
        return before, after

    def side(self, chosen: str) -> Side:
        """A version by its number, or the draft; 404 for what the plan does not have."""
        if chosen == DRAFT:
            return Side("Draft", plan_content(self.plan))
        if self.copied and chosen == MADE:
            return Side("As it was copied", PlanContent.from_json(self.copied.carried))
        if self.copied and chosen == SOURCE:
            source = self.copied.version
            return Side(f"{source.plan.title}, version {source.number}", PlanContent.from_json(source.content))
        number = int(chosen) if chosen.isascii() and chosen.isdigit() else 0
        version = PlanVersion.objects.filter(plan=self.plan, number=number).first()
        if version is None:
            raise Http404
        return Side(f"Version {version.number}", PlanContent.from_json(version.content))


class Compare(ComparePage):
    """What changed from one to the other."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Both chosen by a form; without a choice, the last version against the draft, or the last two versions."""
        versions = versions_of(self.plan)
        choices = [(str(version.number), f"Version {version.number}") for version in versions]
        self.copied = copy_of(self.plan)
        if self.copied:
            version = self.copied.version
            choices += [
                (MADE, "This plan as it was copied"),
                (SOURCE, f"{version.plan.title}, version {version.number}"),
            ]
        if self.plan.is_open:
            choices.insert(0, (DRAFT, "The draft as it is now"))
        later = request.GET.get("to") or (choices[0][0] if choices else "")
        earlier = request.GET.get("from") or (choices[1][0] if len(choices) > 1 else "")
        context = {
            "plan": self.plan,
            "choices": choices,
            "earlier": earlier,
            "later": later,
            "versions": len(versions),
            "crumbs": self.crumbs(),
            **(self.compared(earlier, later) if earlier and later else {}),
        }
        return render(request, "plans/compare.html", context)

    def compared(self, earlier: str, later: str) -> dict[str, object]:
        """The two sides, what changed, and the money of both."""
        before, after = self.sides(earlier, later)
        paper = papers.asked_for(self.plan, before, after)
        return {
            **side_by_side(before, after),
            "paper": paper,
            **(paper_context(paper) if paper else {}),
        }


class MakePaper(ComparePage):
    """The comparison as a PDF for a board paper: asked for by a button."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Have it made, once for the same words; go back to the comparison, which says how far it is."""
        self.copied = copy_of(self.plan)
        earlier, later = request.POST.get("from", ""), request.POST.get("to", "")
        papers.ask(self.plan, *self.sides(earlier, later), by=self.user, at=timezone.now())
        address = reverse("plans:compare", args=[key])
        return redirect(f"{address}?{urlencode({'from': earlier, 'to': later})}#paper")


class PaperPage(PlanPage):
    """One paper of this plan."""

    def paper(self, paper: UUID) -> ComparisonPaper:
        """The paper; 404 for one of another plan."""
        return get_object_or_404(ComparisonPaper.objects.select_related("job", "plan"), pk=paper, plan=self.plan)


class PaperFile(PaperPage):
    """The file."""

    def get(self, request: HttpRequest, key: str, paper: UUID) -> HttpResponse | FileResponse:
        """The PDF; the page of comparisons while it is being made."""
        found = self.paper(paper)
        if not found.file:
            return redirect("plans:compare", key)
        name = f"{key}-what-changed-{found.asked_at:%Y-%m-%d}.pdf"
        return FileResponse(found.file.open("rb"), as_attachment=True, filename=name)


class PaperProgress(PaperPage):
    """How far it is: a fragment that asks again by itself."""

    def get(self, request: HttpRequest, key: str, paper: UUID) -> HttpResponse:
        """The fragment alone for htmx; without a script, the page of comparisons."""
        found = self.paper(paper)
        if not request.htmx:  # type: ignore[attr-defined]  # added by django-htmx's middleware
            return redirect("plans:compare", key)
        return progress_response(request, found.job, request.path, **paper_outcome(found))


def side_by_side(before: Side, after: Side) -> dict[str, Any]:
    """What a page of comparison shows of two sides."""
    changes = changes_between(before, after)
    changed = {change.slug for change in changes}
    return {
        "before": before,
        "after": after,
        "changes": changes,
        "is_long": sum(change.size for change in changes) > LONG,
        "unchanged": [section.title for section in after.content.sections if section.slug not in changed],
        "money": money_pairs(before.content, after.content),
    }


def paper_outcome(paper: ComparisonPaper) -> dict[str, Any]:
    """What the fragment shows once the job has ended."""
    has_failed = paper.job.state == JobState.FAILED
    return {
        "paper": paper,
        "plan": paper.plan,
        "has_failed": has_failed,
        "job_outcome_template": "plans/_comparison_paper.html",
    }


def paper_context(paper: ComparisonPaper) -> dict[str, Any]:
    """Everything that the fragment needs on the page."""
    url = reverse("plans:paper-progress", args=[paper.plan.key, paper.pk])
    return {**progress_context(paper.job, url), **paper_outcome(paper)}
