"""Comments under a case: what its assurers may read of them, and write, against the words that were submitted."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.urls import reverse

from approvals.models import Case
from approvals.permissions import reader_of_case
from approvals.views.base import CasePage
from plans.content import PlanContent, SectionContent
from plans.places import Spot
from plans.readers import Reader
from plans.threads import Addresses
from plans.views.comments import CommentSide, NewThread, ThreadList, ThreadPage


class CaseSide(CasePage, CommentSide):
    """The side of those who may know of the case: nothing of a later draft shows here."""

    @cached_property
    def reader(self) -> Reader:
        """For their bodies in the plan, and for their area team."""
        return reader_of_case(self.user, self.case)

    @property
    def addresses(self) -> Addresses:
        """Under the case."""
        return case_addresses(self.case)

    @cached_property
    def content(self) -> PlanContent:
        """The words of the case's version."""
        return PlanContent.from_json(self.case.version.content)

    def sections(self, slugs: Iterable[str]) -> list[SectionContent]:
        """As the version has them."""
        wanted = set(slugs)
        return [section for section in self.content.sections if section.slug in wanted]

    def titles(self) -> list[tuple[str, str]]:
        """Of the version."""
        return [(section.slug, section.title) for section in self.content.sections]

    def place_url(self, spot: Spot) -> str:
        """The plan on screen, at its section."""
        return f"{reverse('approvals:case-plan', args=[self.case.pk])}#section-{spot.section}"

    def here(self, **more: Any) -> dict[str, Any]:
        """As every page of a case, with the way back to the list."""
        context = super().here()
        crumbs = [*context["crumbs"], ("Comments", self.addresses.base)]
        return {**context, "crumbs": crumbs, **more}


class CaseThreads(ThreadList, CaseSide):
    """The list, under the case."""


class CaseNewThread(NewThread, CaseSide):
    """Beginning a thread, under the case."""


class CaseThread(ThreadPage, CaseSide):
    """A thread, under the case."""


def case_addresses(case: Case) -> Addresses:
    """Where those who may know of a case find its comments."""
    return Addresses(reverse("approvals:case-comments", args=[case.pk]))
