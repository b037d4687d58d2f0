"""The national templates, each a literal tuple of sections. A plan pins the one it was written for."""

from dataclasses import dataclass, replace
from functools import cache

from plans.national_templates import dec_2013, jul_2014
from plans.national_templates.years import ISSUED, asks_in, section_in
from plans.sections import Section


@dataclass(frozen=True)
class NationalTemplate:
    """One issue of the national template. ``leaves_out``: national measures that it no longer asks about."""

    key: str
    title: str
    sections: tuple[Section, ...]
    leaves_out: frozenset[str] = frozenset()

    def section(self, slug: str) -> Section:
        """The section with this slug; raises KeyError when the template has none."""
        for section in self.sections:
            if section.slug == slug:
                return section
        raise KeyError(slug)


TEMPLATES = {
    template.key: template
    for template in (
        NationalTemplate(key="dec-2013", title=dec_2013.TITLE, sections=dec_2013.SECTIONS),
        NationalTemplate(
            key="jul-2014", title=jul_2014.TITLE, sections=jul_2014.SECTIONS, leaves_out=jul_2014.LEAVES_OUT
        ),
    )
}


@cache
def template_for(key: str, years: tuple[str, str] = ISSUED) -> NationalTemplate:
    """The template with this key, as it asks a plan for these years; raises KeyError for one that was never issued."""
    template = TEMPLATES[key]
    if years == ISSUED:
        return template
    asked = [section for section in template.sections if asks_in(section, years)]
    return replace(template, sections=tuple(section_in(section, years) for section in asked))
