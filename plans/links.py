"""Where things are: the address of a section, a scheme, a finding's answer."""

from django.urls import reverse

from plans.rules.finding import Finding


def section_url(plan_key: str, section: str) -> str:
    """The page of a section."""
    return reverse("plans:section", args=[plan_key, section])


def finding_url(plan_key: str, finding: Finding) -> str:
    """The page that holds the finding's answer, at the row or box itself."""
    is_scheme = finding.section == "schemes" and finding.page_row
    page = (
        reverse("plans:scheme", args=[plan_key, finding.page_row])
        if is_scheme
        else section_url(plan_key, finding.section)
    )
    if finding.row and finding.row != (finding.page_row if is_scheme else ""):
        return f"{page}#row-{finding.row}"
    return f"{page}#id_main-{finding.field}" if finding.field else page
