"""The rule about delayed transfers of care by quarter (July 2014): R39."""

from collections.abc import Iterator

from itf.lib.figures import plain
from plans.content import PlanContent
from plans.rules.admissions import QUARTERS
from plans.rules.finding import WARN, Finding, at
from plans.rules.places import figure

DELAYS = "delayed-transfers"
FOLLOWS = {"first": "baseline", "second": "first"}


def r39(content: PlanContent) -> Iterator[Finding]:
    """No quarter plans more delayed days than the same quarter of the year before, or the plan says why.

    Fewer days are better, as of the measure by year; the winter quarters are compared with winter.
    """
    section = content.section(DELAYS)
    if not section.answer("reason").is_blank:
        return
    for year, before in FOLLOWS.items():
        for name in QUARTERS:
            planned, earlier = figure(section, f"{year}_{name}"), figure(section, f"{before}_{name}")
            if planned is None or earlier is None or planned <= earlier:
                continue
            label = section.answer(f"{year}_{name}").label.partition(", ")[2]
            yield at(
                section,
                "R39",
                WARN,
                f"More delayed days are planned for {label} than for the same quarter of the year before, and no "
                "reason is given.",
                answer=f"{year}_{name}",
                figures=(("Planned", plain(planned)), ("Year before", plain(earlier))),
            )
