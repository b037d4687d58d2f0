"""What a message about a save says of answers that could not be read, with the way back to each."""

from django.template.defaultfilters import truncatechars
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from plans.pages import Page

LISTED = 5  # answers, in one message
LONGEST = 40  # characters of each


def told_of_held(page: Page, address: str) -> SafeString:
    """How many answers of a saved page are not counted, the first of them as links; empty where all was read."""
    held = list(page.held())
    if not held:
        return SafeString()
    what = "1 answer could not be read and is not counted"
    if len(held) > 1:
        what = f"{len(held)} answers could not be read and are not counted"
    links = format_html_join(
        ", ",
        '<a class="govuk-notification-banner__link" href="{}#{}">{}: “{}”</a>',
        ((address, item.target, item.label, truncatechars(item.text, LONGEST)) for item in held[:LISTED]),
    )
    more = f" and {len(held) - LISTED} more" if len(held) > LISTED else ""
    return format_html(" {}: {}{}.", what, links, more)
