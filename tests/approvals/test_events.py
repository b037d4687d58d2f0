"""Events in sentences for lay readers."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from approvals.events import OF_THE_CENTRE, SENTENCES, saved_sentence, sentence
from itf.audit.models import AuditEvent


def event(action, **data):
    """An event as read from the chain."""
    return AuditEvent(seq=1, action=action, data=data)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (event("section.saved", section="risks"), "The author saved Risk register."),
        (event("section.saved", section="gone"), "The author saved a section."),
        (event("plan.frozen", version=2), "Both sides have agreed: version 2 was frozen and put up for sign-off."),
        (
            event("signoff.signed", organisation="Town council", version=1, basis="delegation"),
            "The author signed version 1 for Town council (by delegation).",
        ),
        (
            event(
                "signoff.signed", organisation="A CCG", version=1, basis="delegation", exception=True, statement="No."
            ),
            "The author signed version 1 for A CCG, with an exception (by delegation). “No.”",
        ),
        (
            event("signoff.declined", organisation="A CCG", version=1, statement="The risk is not shared."),
            "The author declined version 1 for A CCG: The risk is not shared.",
        ),
        (
            event(
                "signoff.voided", organisation="A CCG", reason="Version 2 changed what it covers.", sections=["Risks"]
            ),
            "The answer of A CCG became void: Version 2 changed what it covers. Changed: Risks.",
        ),
        (
            event("signoff.voided", organisation="A CCG", reason="A CCG has answered again since.", sections=[]),
            "The answer of A CCG became void: A CCG has answered again since.",
        ),
        (
            event(
                "signoff.agreed",
                organisation="A board",
                version=1,
                basis="delegation",
                authority="Delegated to the chair by the board",
            ),
            "The author agreed version 1 for A board (delegated to the chair by the board).",
        ),
        (event("plan.reopened", reason="A slip"), ""),
        (
            event("case.decided", organisation="An area team", version=1, outcome="not_approved"),
            "An area team decided on version 1: not approved. The plan is open for changes.",
        ),
        (
            event("case.decided", organisation="An area team", version=1, outcome="approved_with_support"),
            "An area team decided on version 1: approved with support.",
        ),
        (
            event("delegation.given", deputy="A director", organisation="A board", until="2034-03-14", minute="7/1"),
            "The author let A director accept minor amendments for A board until 14 March 2034 (7/1).",
        ),
        (
            event(
                "role.deputised", person="A director", role="chair", organisation="A board", until=" until 1 May 2034"
            ),
            "The author named A director deputy chair of A board until 1 May 2034.",
        ),
        (event("comment.opened", section="risks", audience="partners"), "The author commented on Risk register."),
        (
            event("comment.widened", section="risks", audience="assurers"),
            "The author let partners and assurers read comments on Risk register.",
        ),
        (event("comment.opened_inside", section="risks", audience="organisation"), ""),
        (event("case.opened", version=1), ""),
        (event("something.else"), ""),
    ],
)
def test_sentence_says_who_did_what(found, text):
    assert sentence(found, "The author") == text


def test_sentence_leaves_braces_of_people_alone():
    found = event("case.withdrawn", reason="{who} {0} {reason!r}")

    assert sentence(found, "The {author}") == "The {author} withdrew the submitted plan: {who} {0} {reason!r}"


def test_saved_sentence_names_each_section_once_and_counts_the_rest():
    sections = ("risks", "risks", "acute", "schemes", "measures", "vision")
    events = [event("section.saved", section=section) for section in sections]

    assert saved_sentence(events[:2], "The author") == "The author saved Risk register."
    assert saved_sentence(events, "The author") == (
        "The author saved Risk register, Implications for the acute sector, Schemes and 2 more."
    )


def test_every_action_that_plans_and_approvals_record_has_its_words():
    subjects = "plan|section|scheme|attachment|finding|comment|case|signoff|review|invitation|commentary|document"
    subjects += "|delegation|amendment|meeting|role|account|recommendation|clarification|interest|condition"
    recorded = re.compile(rf"\"((?:{subjects})\.[a-z_]+)\"")
    root = Path(settings.BASE_DIR)
    acting = ("lifecycle", "authoring", "inviting", "commenting", "discussing", "attachments/acts")
    of_plans = [root / "plans" / f"{name}.py" for name in acting]
    files = [*of_plans, *(root / "approvals").glob("*.py")]
    found = {action for path in files for action in recorded.findall(path.read_text(encoding="utf-8"))}

    assert found == set(SENTENCES)
    assert set(OF_THE_CENTRE) <= set(SENTENCES)
