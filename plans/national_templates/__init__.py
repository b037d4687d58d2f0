"""The national templates, each a literal tuple of sections. A plan pins the one it was written for."""

from dataclasses import dataclass

from plans.national_templates import dec_2013, jul_2014
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


def template_for(key: str) -> NationalTemplate:
    """The template with this key; raises KeyError for one that was never issued."""
    return TEMPLATES[key]
