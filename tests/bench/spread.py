"""How many of the made-up plans stand where: enough for every act of every round, the rest as in a real round."""

import itertools
from collections import Counter
from enum import StrEnum

LOCALITIES = 151  # with social care duties in 2013; see plans/reference_data


class Stop(StrEnum):
    """How far a plan is brought; the names say what comes next, or where it is."""

    DRAFT = "draft"
    TO_FREEZE = "to freeze"
    TO_SIGN = "to sign"
    TO_SUBMIT = "to submit"
    SUBMITTED = "submitted"
    IN_ASSURANCE = "in assurance"
    DECIDED = "decided"
    REOPENED = "reopened"


class TooFewPlans(ValueError):
    """An act can be done once to a plan, and there are not as many plans as rounds."""


def stops(plans: int, rounds: int) -> list[Stop]:
    """Where each of the present round's plans stands, the four large ones first. Raises TooFewPlans."""
    count = min(plans, LOCALITIES)
    acts = [Stop.TO_FREEZE, Stop.TO_SIGN, Stop.TO_SUBMIT] * rounds
    large = [Stop.DRAFT, Stop.REOPENED, Stop.SUBMITTED, Stop.DRAFT]
    left = count - len(large) - len(acts)
    if left < 1:
        raise TooFewPlans(f"So many rounds need at least {len(large) + len(acts) + 1} plans, not {count}.")
    # As a first round stands in its last week: most are with the assurers, some still being written.
    spread = itertools.cycle([Stop.DECIDED, *[Stop.SUBMITTED] * 5, Stop.DRAFT, Stop.SUBMITTED, Stop.IN_ASSURANCE])
    return [*large, *acts, *itertools.islice(spread, left)]


def described(plans: int, rounds: int) -> str:
    """Where the plans stand, in one line."""
    parts = [f"{number} {stop}" for stop, number in Counter(stops(plans, rounds)).items()]
    earlier = plans - LOCALITIES
    return ", ".join(parts + ([f"{earlier} of earlier rounds, decided"] if earlier > 0 else []))
