"""Reading the demonstration files: which plan, for whom, with which answers; a mistake is refused with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from itf.accounts.models import Role

FOLDER = Path(__file__).parent
# In the order of the sign-in page: first the plan that a newcomer can take to a decision.
KEYS = ("samplebury", "ealing", "exampleshire", "bromley")

Values = Mapping[str, Any]


class DemoFileRefused(ValueError):
    """Raised when a demonstration file says what no plan can hold; its text names the place."""


@dataclass(frozen=True)
class DemoPerson:
    """A post to sign in as, never a name. ``organisation``: kind and code; ``can``: a line for the sign-in page."""

    email: str
    post: str
    organisation: str
    role: Role
    can: str
    group: str
    order: int


@dataclass(frozen=True)
class DemoInvited:
    """A post invited to comment on the plan; ``figures``: those a provider is asked about, ``days``: until when."""

    email: str
    post: str
    organisation: str
    capacity: str
    can: str
    group: str
    order: int
    days: int
    figures: Values


@dataclass(frozen=True)
class Explained:
    """A warning that the plan's authors explain: the rule, words of its sentence, and who explains it."""

    rule: str
    about: str
    by: str
    explanation: str


@dataclass(frozen=True)
class DemoThread:
    """A comment that one of the people begins on a section or a question of it, and what another answers."""

    section: str
    by: str
    audience: str
    text: str
    field: str = ""
    answered_by: str = ""
    answer: str = ""


@dataclass(frozen=True)
class DemoPlan:
    """A demonstration plan as its file gives it; ``sections`` holds the answers by the template's own names.

    ``made_up``: the place and bodies of a synthetic plan, which no reference data knows.
    """

    key: str
    title: str
    locality: str
    round: str
    parties: tuple[str, ...]
    illustration: str
    sections: Mapping[str, Values]
    people: tuple[DemoPerson, ...]
    is_synthetic: bool = False
    window_closes_on: str = ""
    explained: tuple[Explained, ...] = ()
    made_up: Values | None = None
    invited: tuple[DemoInvited, ...] = ()
    comments: tuple[DemoThread, ...] = ()


def read_plan(key: str) -> DemoPlan:
    """One demonstration plan. Raises KeyError for a key that is none, DemoFileRefused for an unknown heading."""
    if key not in KEYS:
        raise KeyError(key)
    stored = dict(_read(key))
    people = _people(stored.pop("people"), group=str(stored["title"]), first=10 * (KEYS.index(key) + 1))
    first = 10 * (KEYS.index(key) + 1) + len(people)
    invited = tuple(
        DemoInvited(**{"figures": {}, **item}, group=str(stored["title"]), order=first + number)
        for number, item in enumerate(stored.pop("invited", ()))
    )
    explained = tuple(Explained(**item) for item in stored.pop("explained", ()))
    comments = tuple(DemoThread(**item) for item in stored.pop("comments", ()))
    parties = tuple(party["organisation"] for party in stored.pop("parties"))
    stored["illustration"] = paragraphs(stored["illustration"])
    try:
        return DemoPlan(
            **stored, people=people, invited=invited, explained=explained, comments=comments, parties=parties
        )
    except TypeError as error:
        raise DemoFileRefused(f"{key}.yaml: {error}") from error


def read_assurers() -> tuple[tuple[Values, ...], tuple[DemoPerson, ...]]:
    """The made-up bodies, and those who assure the demonstration plans."""
    stored = _read("assurers")
    return tuple(stored["made_up"]), _people(stored["people"], group="Assurance", first=90)


def paragraphs(text: str) -> str:
    """Prose as an author would type it: YAML folds a blank line to one line break, people leave a whole line."""
    return "\n\n".join(line for line in text.splitlines() if line.strip())


@cache
def _read(name: str) -> Values:
    stored: Values = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return stored


def _people(listed: list[Values], *, group: str, first: int) -> tuple[DemoPerson, ...]:
    return tuple(
        DemoPerson(**{**item, "role": Role(item["role"])}, group=group, order=first + number)
        for number, item in enumerate(listed)
    )
