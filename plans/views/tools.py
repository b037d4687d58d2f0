"""What the schemes of a plan come to together: overlaps, cover of the conditions, hospital beds."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from plans import calculator, claims
from plans.coverage import coverage
from plans.documents.beds import printed_beds
from plans.links import FigureLinks, section_url
from plans.overview import LinkedFinding, linked
from plans.permissions import can_edit
from plans.rules import findings
from plans.rules.overlaps import lines_alike, same_sums
from plans.views.base import DraftOrVersionPage

OVERLAP_RULES = frozenset({"V13", "V14", "R27", "R36"})
AVOIDED_RULES = frozenset({"V13", "R36"})


class ToolPage(DraftOrVersionPage):
    """A page that works something out from the schemes."""

    def context(self) -> dict[str, Any]:
        """What each of these pages shows."""
        number = self.version.number if self.version else None
        return {
            "plan": self.plan,
            "version": self.version,
            "asked": f"?version={number}" if number else "",
            "editing": can_edit(self.user, self.plan),
            "years": self.content.years,
            "crumbs": self.crumbs(self.parent()),
        }

    def links(self) -> FigureLinks:
        """Where figures of the draft or of the version are entered or read."""
        return FigureLinks(self.plan.key, self.version.number if self.version else None)

    def parent(self) -> tuple[str, str]:
        """The page between the plan and this one."""
        if self.version is None:
            return "Schemes", section_url(self.plan.key, "schemes")
        page = reverse("plans:version", args=[self.plan.key, self.version.number])
        return f"Version {self.version.number}", page

    def found(self, rules: frozenset[str]) -> list[LinkedFinding]:
        """What these rules find; findings of a version lead nowhere, for its words do not change."""
        named = tuple(finding for finding in findings(self.content) if finding.rule in rules)
        return [LinkedFinding(finding, "") for finding in named] if self.version else linked(self.content, named)


class Overlaps(ToolPage):
    """What several schemes claim at once."""

    reads = ("schemes", "measures", "payment-metric", "acute", "provider-commentary")

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Shared changes against the plan's own target, admissions, benefits, purchases."""
        content = self.content
        worths = calculator.worths(content)
        context = {
            **self.context(),
            "changes": claims.shared_changes(content),
            "admissions": claims.admissions_claimed(content),
            "target": claims.target_percent(content),
            "benefits": claims.shared_benefits(content),
            "alike": list(lines_alike(content)),
            "same_sums": list(same_sums(content)),
            "told": claims.avoided_told(content, self.links()),
            "beneficiaries": list(calculator.totals_by_beneficiary(worths, content.years).items()),
            "findings": self.found(OVERLAP_RULES),
        }
        return render(request, "plans/overlaps.html", context)


class CoveragePage(ToolPage):
    """Conditions by schemes, gaps first."""

    reads = ("schemes", "conditions")

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The matrix, and what is spent on each condition."""
        return render(request, "plans/coverage.html", {**self.context(), "coverage": coverage(self.content)})


class HospitalBeds(ToolPage):
    """From fewer admissions to beds, provider by provider."""

    reads = ("schemes", "acute", "payment-metric", "provider-commentary")

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Each year with its assumptions, against what schemes claim."""
        context = {
            **self.context(),
            "beds": printed_beds(self.content),
            "told": claims.avoided_told(self.content, self.links()),
            "findings": self.found(AVOIDED_RULES),
            "enter_url": self.links().section("acute"),
        }
        return render(request, "plans/beds.html", context)
