"""The PDF of a comparison, for a board paper: the money of both, then section by section what changed."""

from datetime import datetime

from django.template.loader import render_to_string

from itf.lib.pdf import html_to_pdf
from plans.documents.pdf import FOLDER
from plans.documents.plan_document import moment_text
from plans.documents.sides import Side, changes_between, money_pairs


def comparison_pdf(before: Side, after: Side, *, at: datetime) -> bytes:
    """The paper; ``at`` is when it was asked for. The same sides and moment give the same bytes."""
    return html_to_pdf(comparison_html(before, after, at=at), base=FOLDER, created=at)


def comparison_html(before: Side, after: Side, *, at: datetime) -> str:
    """The HTML behind it, with every word of the plan escaped."""
    changes = changes_between(before, after)
    changed = {change.slug for change in changes}
    context = {
        "about": after.content.about,
        "before": before,
        "after": after,
        "made": moment_text(at),
        "changes": changes,
        "unchanged": [section.title for section in after.content.sections if section.slug not in changed],
        "money": money_pairs(before.content, after.content),
    }
    return render_to_string("documents/comparison.html", context)
