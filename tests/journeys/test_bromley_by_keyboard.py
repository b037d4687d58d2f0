"""The whole of Bromley's early draft, filled in without a mouse, until nothing must be settled."""

import pytest

from tests.journeys import bromley
from tests.pages import KeyboardDesk

pytestmark = pytest.mark.postgresql


def test_bromleys_draft_is_filled_in_by_keyboard_alone(embedded, desk):
    author = KeyboardDesk(desk(embedded).enter("Council author, Bromley").page)
    author.open("/").follow("Plans").follow("Bromley").is_at("Bromley")

    for title, answers, rows, new_rows in bromley.SECTIONS:
        author.follow(title).is_at(title)
        fill_in(author, answers, rows, new_rows)
        author.press("Save and come back later").is_at("Bromley")
    author.follow("Schemes").is_at("Schemes").follow(bromley.SCHEME)
    fill_in(author, bromley.SCHEME_ANSWERS, {}, bromley.SCHEME_ROWS)
    author.press("Save and go to the schemes").is_at("Schemes")

    author.open("/plans/bromley/findings/").sees("0 must be settled")


def fill_in(author, answers, rows, new_rows):
    """Answer the questions of a page, its rows and new rows, in the order of the page."""
    author.fill(answers)
    for row, row_answers in rows.items():
        author.fill(row_answers, author.row(row))
    for singular, row_answers in new_rows:
        author.add_row(singular, row_answers)
