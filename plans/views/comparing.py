"""Two states of a plan side by side: any two versions, or a version and the draft."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from plans import ledger
from plans.content import PlanContent
from plans.documents.comparison import compare
from plans.gather import plan_content
from plans.models import PlanVersion
from plans.queries import versions_of
from plans.views.base import PlanPage

DRAFT = "draft"


@dataclass(frozen=True)
class Side:
    """One of the two: its name for readers, its content."""

    name: str
    content: PlanContent


class Compare(PlanPage):
    """What changed from one state of the plan to another."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Both chosen by a form; without a choice, the last version against the draft, or the last two versions."""
        versions = versions_of(self.plan)
        choices = [(str(version.number), f"Version {version.number}") for version in versions]
        if self.plan.is_open:
            choices.insert(0, (DRAFT, "The draft as it is now"))
        later = request.GET.get("to") or (choices[0][0] if choices else "")
        earlier = request.GET.get("from") or (choices[1][0] if len(choices) > 1 else "")
        context = {
            "plan": self.plan,
            "choices": choices,
            "earlier": earlier,
            "later": later,
            "crumbs": self.crumbs(),
            **(self.compared(earlier, later) if earlier and later else {}),
        }
        return render(request, "plans/compare.html", context)

    def compared(self, earlier: str, later: str) -> dict[str, object]:
        """The two sides, what changed, and the money of both."""
        before, after = self.side(earlier), self.side(later)
        return {
            "before": before,
            "after": after,
            "changes": compare(before.content, after.content),
            "money": list(zip(ledger.money_years(before.content), ledger.money_years(after.content), strict=False)),
        }

    def side(self, chosen: str) -> Side:
        """A version by its number, or the draft; 404 for what the plan does not have."""
        if chosen == DRAFT:
            return Side("Draft", plan_content(self.plan))
        number = int(chosen) if chosen.isascii() and chosen.isdigit() else 0
        version = PlanVersion.objects.filter(plan=self.plan, number=number).first()
        if version is None:
            raise Http404
        return Side(f"Version {version.number}", PlanContent.from_json(version.content))
