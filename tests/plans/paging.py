"""Pages of a draft as a test opens, fills and stores them."""

from plans.national_templates import template_for
from plans.pages import Page
from tests.plans.posting import sent

SECTIONS = {section.slug: section for section in template_for("dec-2013").sections}


def page(drafting, slug, data=None, row=None):
    return Page(drafting.plan, SECTIONS[slug], row=row, data=data)


def save(drafting, slug, changes=None, row=None):
    """Fill a page in as shown, with changes, and store it; returns what changed."""
    data = sent(page(drafting, slug, row=row), changes)
    bound = page(drafting, slug, data, row)
    assert bound.is_valid(), [form.errors for form in bound.forms()] + [
        table.non_form_errors() for table in bound.tables
    ]
    return bound.write()


def refused(drafting, slug, data, row=None):
    """A page that cannot be stored."""
    bound = page(drafting, slug, data, row)
    assert not bound.is_valid()
    return bound


def answer_of(drafting, slug, name):
    return drafting.content.section(slug).answer(name)
