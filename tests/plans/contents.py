"""Changing a built PlanContent: one section, one answer, one row at a time."""

from dataclasses import replace


def with_section(content, changed):
    """The plan with one section in place of the one of that slug."""
    sections = tuple(changed if one.slug == changed.slug else one for one in content.sections)
    return replace(content, sections=sections)


def with_tables(part, **rows):
    """A section or row with other rows in the tables named."""
    tables = tuple(replace(one, rows=tuple(rows[one.slug])) if one.slug in rows else one for one in part.tables)
    return replace(part, tables=tables)


def with_values(part, **values):
    """A section or row with other values; figures and dates as content stores them."""
    answers = tuple(
        replace(answer, value=values[answer.name], text=str(values[answer.name] or ""))
        if answer.name in values
        else answer
        for answer in part.answers
    )
    return replace(part, answers=answers)
