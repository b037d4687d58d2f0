"""What a key line of enquiry rests on: the sections that answer it, and what the rules find there."""

from dataclasses import dataclass

from conditions.models import KeyLineOfEnquiry
from plans.content import PlanContent
from plans.rules import Finding, findings


@dataclass(frozen=True)
class Criterion:
    """One line with its sections (slug and title), and the findings in them, in the order of the rules."""

    line: KeyLineOfEnquiry
    sections: tuple[tuple[str, str], ...]
    found: tuple[Finding, ...]


def criteria_of(content: PlanContent) -> list[Criterion]:
    """Every line in order, beside what it rests on in these words: the same for authors and for assurers."""
    found = findings(content)
    titles = {section.slug: section.title for section in content.sections}
    listed = []
    for line in KeyLineOfEnquiry.objects.all():
        slugs = [slug for slug in line.sections.split() if slug in titles]
        of_line = tuple(finding for finding in found if finding.section in slugs)
        listed.append(Criterion(line, tuple((slug, titles[slug]) for slug in slugs), of_line))
    return listed
