"""Two states of a plan side by side: any two versions, or a version and the draft."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from plans import ledger
from plans.content import PlanContent
from plans.copies import by_origin, copy_of
from plans.documents.comparison import compare
from plans.gather import plan_content
from plans.models import PlanCopy, PlanVersion
from plans.queries import versions_of
from plans.views.base import PlanPage

DRAFT = "draft"
SOURCE = "source"  # the version that the plan was copied forward from
LONG = 60  # changed answers: more fill several screens, so rows are shown closed
MADE = "made"  # the plan as it was copied


@dataclass(frozen=True)
class Side:
    """One of the two: its name for readers, its content."""

    name: str
    content: PlanContent

    def by_origin(self, copied: PlanCopy) -> "Side":
        """This side with each copied row under the id of its origin."""
        return Side(self.name, by_origin(self.content, copied.origins))


@dataclass(frozen=True)
class MoneyPair:
    """A year of the one side beside that of the other; of a copied plan, the year that its first one came from."""

    title: str
    old: ledger.MoneyYear | None
    new: ledger.MoneyYear | None

    @property
    def pool_moved(self) -> Decimal | None:
        """By how much the agreed pool is larger; None where one side has none."""
        if not self.old or not self.new or self.old.pool is None or self.new.pool is None:
            return None
        return self.new.pool - self.old.pool

    @property
    def spend_moved(self) -> Decimal | None:
        """By how much the spend is larger; None where there is only one side."""
        return self.new.spend - self.old.spend if self.old and self.new else None


class Compare(PlanPage):
    """What changed from one state of the plan to another, or from the plan that it was copied from."""

    copied: PlanCopy | None = None

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
            "crumbs": self.crumbs(),
            **(self.compared(earlier, later) if earlier and later else {}),
        }
        return render(request, "plans/compare.html", context)

    def compared(self, earlier: str, later: str) -> dict[str, object]:
        """The two sides, what changed, and the money of both."""
        before, after = self.side(earlier), self.side(later)
        if self.copied and SOURCE in {earlier, later}:
            # Ids are those of the source wherever a row was copied, so that a row is compared with its origin.
            before, after = (side.by_origin(self.copied) for side in (before, after))
        changes = compare(before.content, after.content)
        changed = {change.slug for change in changes}
        return {
            "before": before,
            "after": after,
            "changes": changes,
            "is_long": sum(change.size for change in changes) > LONG,
            "unchanged": [section.title for section in after.content.sections if section.slug not in changed],
            "money": money_pairs(before.content, after.content),
        }

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


def money_pairs(before: PlanContent, after: PlanContent) -> list[MoneyPair]:
    """The money of both sides year by year; of plans for other years, the last one beside the first one."""
    old, new = ledger.money_years(before), ledger.money_years(after)
    if before.years == after.years:
        return [MoneyPair(year.year, was, year) for was, year in zip(old, new, strict=True)]
    (first, last), (following, later) = sorted((old, new), key=lambda years: years[0].year)
    in_order = new[0].year == following.year
    both = (last, following) if in_order else (following, last)
    alone = [
        MoneyPair(year.year, year, None) if (year in old) else MoneyPair(year.year, None, year)
        for year in (first, later)
    ]
    return [alone[0], MoneyPair(f"{last.year}, then {following.year}", *both), alone[1]]
