"""Threads and messages as people would begin them, past the pages."""

from uuid import uuid4

from plans import discussing
from plans.models import Audience
from plans.permissions import reader_of
from plans.places import Spot
from tests.factories.approvals import NOW

VISION = Spot("vision", "Vision")


def message(by, text="Where does this come from?", *, tell=(), organisation=None, token=""):
    """What someone sends, from a form of its own."""
    return discussing.Message(text, token or uuid4().hex, by, organisation, tuple(tell))


def a_thread(
    plan, by, text="Where does this come from?", *, spot=VISION, audience="partners", tell=(), at=NOW, body=None
):
    """A thread begun by someone for the first body they act for."""
    body = body or reader_of(by, plan).body
    said = message(by, text, tell=tell, organisation=body)
    return discussing.begin(plan, spot, said, audience=Audience(audience), organisation=body, at=at)
