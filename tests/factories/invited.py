"""People invited to comment on a plan, made by the product's own steps."""

from decimal import Decimal

from plans import commenting, inviting
from tests.factories.plans import NOW

FIGURES = {
    "outturn": Decimal(1000),
    "plan_first": Decimal(990),
    "plan_second": Decimal(940),
    "avoided": Decimal(50),
}
WORDS = FIGURES | {"agrees": False, "why_not": "Winter is missing.", "considered": True, "implications": "One ward."}
VIEW = {"view": "People without a telephone must be heard."}
HOSPITAL, HEALTHWATCH = "Riverside Hospital", "Healthwatch Riverside"


def invited(plan, by, **changes):
    """A hospital asked to comment, unless ``changes`` say otherwise."""
    asked = {"capacity": "provider", "organisation": HOSPITAL, "post": "Chief executive", "email": "ce@example.org"}
    return inviting.invite(plan, **(asked | changes), by=by, at=NOW)


def healthwatch(plan, by, **changes):
    """Healthwatch asked for its view."""
    asked = {"capacity": "healthwatch", "organisation": HEALTHWATCH, "post": "Chief officer", "email": "hw@example.org"}
    return invited(plan, by, **(asked | changes))


def given(invitation, **changes):
    """The commentary as its author gave it."""
    words = (WORDS if invitation.is_provider else VIEW) | changes
    draft = type(invitation.draft).objects.get(pk=invitation.pk)
    commenting.save_draft(invitation, words=words, base=draft.version, at=NOW)
    commenting.give(invitation, base=draft.version + 1, by=invitation.account, at=NOW)
    return type(invitation).objects.select_related("account", "row", "draft", "plan").get(pk=invitation.pk)
