"""The pooled ledger: contributions against spend, of the draft or of one version, with the lines behind each sum."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from plans import ledger
from plans.documents import ledger as tables
from plans.links import FigureLinks, part_id
from plans.overview import LinkedFinding, linked
from plans.permissions import can_edit
from plans.rules import findings
from plans.running_totals import running_totals
from plans.spending import WAYS, breakdown, breakdowns
from plans.views.base import DraftOrVersionPage

# What the ledger shows, and what the rules about money read.
READS = ("schemes", "contributions", "transfer", "whole-spend", "districts", "social-care", "payment-metric")
RULES = frozenset({"V01", "V02", "V03", "V04", "V07", "V08", "V09", "V15", "V16", "V20", "V22"})


class LedgerPage(DraftOrVersionPage):
    """A page of the ledger: of the draft as it stands, or with ``?version=`` of a version as it was frozen."""

    reads = READS

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the money of the draft or of the version asked for."""
        super().setup(request, *args, **kwargs)
        self.links = FigureLinks(self.plan.key, self.version.number if self.version else None)

    def context(self) -> dict[str, Any]:
        """What every page of the ledger shows."""
        return {
            "plan": self.plan,
            "version": self.version,
            "years": self.content.years,
            "ledger_url": self.links.ledger(),
        }

    def found(self) -> list[LinkedFinding]:
        """What the rules about money find; those of a version lead nowhere, for its words do not change."""
        money = tuple(finding for finding in findings(self.content) if finding.rule in RULES)
        return [LinkedFinding(finding, "") for finding in money] if self.version else linked(self.content, money)


class Ledger(LedgerPage):
    """Differences first, then who pays in, then what the spend is made of."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Everything from one reading."""
        content, links = self.content, self.links
        context = {
            **self.context(),
            "money": ledger.money_years(content),
            "doubts": running_totals(content).doubts,
            "findings": self.found(),
            "sources": tables.sources(content, links),
            "contributions": tables.contributions(content, links),
            "holders": tables.holders(content, links),
            "whole_spend": tables.whole_spend(content, links),
            "chart": tables.sources_chart(content),
            "spend": [tables.spend(found, content.years, links) for found in breakdowns(content)],
            "transfer": tables.transfer(content, links),
            "editing": can_edit(self.user, self.plan),
            "crumbs": self.crumbs(),
        }
        return render(request, "plans/ledger.html", context)


class LedgerLines(LedgerPage):
    """The lines behind one breakdown of the spend."""

    def get(self, request: HttpRequest, key: str, by: str) -> HttpResponse:
        """Each part with its lines; 404 for a breakdown that there is not."""
        if by not in WAYS:
            raise Http404
        found = breakdown(self.content, by)
        parts = [
            {
                "id": part_id(part.key),
                "title": part.title,
                "lines": [(line, self.links.scheme(line.scheme.id, f"row-{line.line.id}")) for line in part.portions],
                "amounts": list(zip(self.content.years, part.amounts, strict=True)),
            }
            for part in found.parts
        ]
        context = {
            **self.context(),
            "found": found,
            "parts": parts,
            "crumbs": self.crumbs(("Ledger", self.links.ledger())),
        }
        return render(request, "plans/ledger_lines.html", context)
