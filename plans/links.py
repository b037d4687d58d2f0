"""Where things are: the address of a section, a scheme, a finding's answer, a ledger figure, a place commented on."""

from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse

from plans.content import About
from plans.models import Plan
from plans.national_templates import template_for
from plans.places import Spot
from plans.rules.finding import Finding
from plans.sections import RowSpec, Section


def section_url(plan_key: str, section: str) -> str:
    """The page of a section."""
    return reverse("plans:section", args=[plan_key, section])


def place_url(plan: Plan, spot: Spot) -> str:
    """The page of a place of the draft, at its row or box."""
    page = section_url(plan.key, spot.section)
    if spot.page_row:
        page = reverse("plans:scheme", args=[plan.key, spot.page_row])
    if spot.row and spot.row != spot.page_row:
        return f"{page}#row-{spot.row}"
    return f"{page}#id_main-{spot.field}" if spot.field else page


def finding_url(about: About, finding: Finding) -> str:
    """The page that holds the finding's answer, at the row, box or table itself."""
    section = template_for(about.template).section(finding.section)
    if not section.page_per_row:
        page, asks, tables = section_url(about.key, section.slug), section.fields, section.rows
    elif finding.page_row:
        (spec,) = section.rows
        page = reverse("plans:scheme", args=[about.key, finding.page_row])
        asks, tables = spec.fields, spec.children
    else:
        return section_url(about.key, section.slug)
    return f"{page}{_anchor(section, finding, asks, tables)}"


def _anchor(section: Section, finding: Finding, asks: tuple[str, ...], tables: tuple[RowSpec, ...]) -> str:
    """The row of a table; a box of the page's own questions; the table that a finding without one is about."""
    owner = finding.page_row if section.page_per_row else ""
    if finding.row and finding.row != owner:
        return f"#row-{finding.row}"
    if finding.field in asks:
        return f"#id_main-{finding.field}"
    named = [table.slug for table in tables if table.slug == finding.field] or [table.slug for table in tables]
    return f"#{named[0]}-heading" if named and finding.field else ""


@dataclass(frozen=True)
class FigureLinks:
    """Where the ledger's figures are entered: on the pages of the draft, or in the words of one version."""

    plan_key: str
    version: int | None = None

    def section(self, slug: str, anchor: str = "") -> str:
        """A section's page, at a place in it."""
        return self._frozen(slug) or section_url(self.plan_key, slug) + (f"#{anchor}" if anchor else "")

    def scheme(self, scheme: str, anchor: str = "") -> str:
        """A scheme's page, at a place in it."""
        page = reverse("plans:scheme", args=[self.plan_key, scheme])
        return self._frozen("schemes") or page + (f"#{anchor}" if anchor else "")

    def part(self, way: str, key: str) -> str:
        """The lines that make up one part of the spend."""
        page = reverse("plans:ledger-lines", args=[self.plan_key, way])
        asked = f"?version={self.version}" if self.version else ""
        return f"{page}{asked}#{part_id(key)}"

    def ledger(self) -> str:
        """The ledger itself."""
        return self.tool("ledger")

    def tool(self, name: str) -> str:
        """A page that works something out: ``ledger``, ``overlaps``, ``coverage`` or ``beds``."""
        return reverse(f"plans:{name}", args=[self.plan_key]) + (f"?version={self.version}" if self.version else "")

    def _frozen(self, slug: str) -> str:
        if not self.version:
            return ""
        return f"{reverse('plans:version', args=[self.plan_key, self.version])}#section-{slug}"


def part_id(key: str) -> str:
    """The place of one part of the spend on the page of its lines."""
    return f"part-{quote(key, safe='')}" if key else "part-not-said"
