"""Comments of the demonstration: begun and answered by its people, through the steps that the pages use."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import uuid4

from itf.accounts.models import User
from plans.demo.files import DemoThread
from plans.discussing import Message, begin, reply
from plans.gather import plan_content
from plans.models import Audience, Plan
from plans.permissions import reader_of
from plans.places import spot_in


def write_threads(plan: Plan, listed: Iterable[DemoThread], people: Mapping[str, User], at: datetime) -> None:
    """Begin every thread listed, and answer those that have an answer.

    Raises KeyError for a section or a person that there is not, ValueError for a question that is not asked there.
    """
    content = plan_content(plan)
    for item in listed:
        spot = spot_in(content.section(item.section), None, item.field)
        if spot is None:
            raise ValueError(f"{plan.key}: {item.section} asks no {item.field}")
        said = _message(plan, people[item.by], item.text)
        thread = begin(plan, spot, said, audience=Audience(item.audience), organisation=said.organisation, at=at)
        if item.answer:
            reply(thread, _message(plan, people[item.answered_by], item.answer), at=at)


def _message(plan: Plan, by: User, text: str) -> Message:
    return Message(text.strip(), uuid4().hex, by, reader_of(by, plan).body)
