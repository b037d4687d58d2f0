"""The years that a template's wording names, as those of a plan for other years."""

import re
from calendar import month_name
from dataclasses import replace

from plans.sections import RowSpec, Section

ISSUED = ("2014/15", "2015/16")
# About money of one year alone: no other plan is asked.
OF_ITS_YEAR = {"transfer": "2014/15"}
_YEAR = re.compile(r"\b20\d\d/\d\d\b")
_MONTH = re.compile(rf"\b({'|'.join(month_name[1:])}) (20\d\d)\b")


def in_years(text: str, years: tuple[str, str]) -> str:
    """A wording with the two years that the templates were issued for, and the one before them, as the plan's own.

    A month moves with them: March 2015 ends the first year of the templates.
    """
    if years == ISSUED:
        return text
    later = int(years[0][:4]) - int(ISSUED[0][:4])
    text = _MONTH.sub(lambda found: f"{found[1]} {int(found[2]) + later}", text)
    own = dict(zip((_before(ISSUED[0]), *ISSUED), (_before(years[0]), *years), strict=True))
    return _YEAR.sub(lambda found: own.get(found[0], found[0]), text)


def asks_in(section: Section, years: tuple[str, str]) -> bool:
    """Whether a plan for these years is asked the section."""
    return OF_ITS_YEAR.get(section.slug) in {None, *years}


def section_in(section: Section, years: tuple[str, str]) -> Section:
    """A section whose questions name the plan's years."""
    labels = dict(section.labels)
    parts: tuple[Section | RowSpec, ...] = (section, *section.all_row_specs())
    for model, names in ((part.model, part.fields) for part in parts if part.model):
        for name in names:
            wording = section.labels.get(name) or str(getattr(model._meta.get_field(name), "verbose_name", ""))
            if in_years(wording, years) != wording:
                labels[name] = in_years(wording, years)
    return replace(section, title=in_years(section.title, years), labels=labels)


def _before(year: str) -> str:
    """The financial year before ``2014/15``: ``2013/14``."""
    begins = int(year[:4]) - 1
    return f"{begins}/{(begins + 1) % 100:02}"
