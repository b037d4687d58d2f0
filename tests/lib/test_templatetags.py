"""Filters for figures."""

from decimal import Decimal

import pytest

from tests.lib.sample import from_string


@pytest.mark.parametrize(
    ("value", "as_pounds", "as_plain"),
    [
        (Decimal(121394), "£121,394", "121,394"),
        (Decimal("0.50"), "£0.50", "0.5"),
        (-5, "-£5", "-5"),
        (0, "£0", "0"),
        (None, "–", ""),
        ("", "–", ""),
    ],
)
def test_figures_are_written_as_everywhere(value, as_pounds, as_plain):
    html = from_string("{% load figures %}{{ value|pounds }}|{{ value|plain }}", {"value": value})

    assert html == f"{as_pounds}|{as_plain}"
