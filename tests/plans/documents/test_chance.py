"""The hint whether chance alone could make the distance between a baseline and a target."""

from decimal import Decimal

import pytest

from plans.content import Answer, Row
from plans.documents.chance import chance_text


def measure(baseline, target, unit="per 100,000"):
    """A measure with a baseline and a target for October: cases, and out of how many."""
    counts = (
        dict(zip(("numerator", "denominator"), baseline, strict=True)),
        dict(zip(("numerator", "denominator"), target, strict=True)),
    )
    answers = tuple(
        Answer(f"{point}_{part}", part, "number", None if value is None else str(Decimal(value)), "")
        for point, of in zip(("baseline", "october"), counts, strict=True)
        for part, value in of.items()
    )
    return Row("1", "A measure", answers=answers, facts={"unit": unit})


@pytest.mark.parametrize(
    ("baseline", "target", "unit", "said"),
    [
        # 1.96 × √(1,000 + 900) ÷ 10,000 = 0.0085, less than the 0.0100 between them.
        ((1000, 10000), (900, 10000), "per 100,000", "further from the baseline than chance alone would bring it."),
        # 1.96 × √2,000 ÷ 10,000 = 0.0088, or 8.8% of the baseline's 0.1.
        (
            (1000, 10000),
            (950, 10000),
            "per 100,000",
            "chance alone could do this; a change of about 8.8% or more it would not.",
        ),
        # Shares: 1.96 × √(0.825 × 0.175 × 2 ÷ 100) = 0.105, more than the 0.05 between them.
        ((80, 100), (85, 100), "%", "chance alone could do this; a change of about 13.9% or more it would not."),
        ((800, 1000), (850, 1000), "%", "further from the baseline than chance alone would bring it."),
        ((9, 10000), (20, 10000), "per 100,000", "too few cases to tell from chance."),
        ((1000, 10000), (900, 10000), "days per 100,000 a month", ""),
        ((1000, 100), (900, 100), "average score", ""),
        ((1000, 0), (900, 100), "per 100,000", ""),
        ((1000, 10000), (None, 10000), "per 100,000", ""),
        ((120, 100), (85, 100), "%", ""),
    ],
)
def test_a_target_says_what_chance_alone_could_do(baseline, target, unit, said):
    assert chance_text(measure(baseline, target, unit), "october") == said
