"""Tags that lead from a row or a question to the comments on it."""

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from plans.threads import Link, PageComments

register = template.Library()


@register.simple_tag
def row_comments(comments: PageComments | str, row: object, title: str) -> SafeString:
    """``{% row_comments comments form.row_id form.row_title %}``: the comments on a row, or a way to begin them."""
    if not comments or not row or isinstance(comments, str):
        return SafeString()
    return _link(comments.at(row), title)


@register.filter
def on_scheme(comments: PageComments, row: object) -> int:
    """``{{ comments|on_scheme:row.id }}``: how many open comments stand on the page of one scheme."""
    return comments.on_page(row)


@register.simple_tag
def field_comments(comments: PageComments | str, row: object, field: BoundField) -> SafeString:
    """``{% field_comments comments form.row_id field %}``: the open comments on one question, where there are any."""
    if not comments or isinstance(comments, str) or not comments.are_open_at(row, field.name):
        return SafeString()
    link = comments.at(row, field.name)
    return format_html('<p class="desk-comment-link">{}</p>', _link(link, str(field.label)))


@register.filter
def of_section(comments: dict[str, PageComments], section: str) -> PageComments | None:
    """The comments on one section of a page that shows them all."""
    return comments.get(section)


def _link(link: Link, about: str) -> SafeString:
    words = f"Comments ({link.number})" if link.number else "Comment"
    return format_html(
        '<a class="govuk-link desk-no-print" href="{}">{}<span class="govuk-visually-hidden"> on {}</span></a>',
        link.url,
        words,
        about,
    )
