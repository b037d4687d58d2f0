"""What a page of measures comes to as it is typed: rates and charts of its figures in place of those saved."""

from collections.abc import Sequence
from dataclasses import replace

from plans.content import PlanContent
from plans.documents.measures import PrintedMeasure, measures_of
from plans.pages import Page


def running_measures(content: PlanContent, page: Page) -> tuple[PrintedMeasure, ...]:
    """Every measure with what is typed on the page; as saved for a page only shown."""
    rows = content.section("measures").table("measures").rows
    if page.data is None:
        return measures_of(rows)
    page.is_valid()
    typed = {row.id: row.answers for row in page.content().table("measures").rows}
    return measures_of(replace(row, answers=typed.get(row.id, row.answers)) for row in rows)


def said_of(measures: Sequence[PrintedMeasure]) -> str:
    """For how many measures there is a target to set against the baseline."""
    done = sum(bool(measure.finding) for measure in measures)
    return f"{done} of {len(measures)} measures have a target to set against a baseline."
