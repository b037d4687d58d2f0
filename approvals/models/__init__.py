"""Who agreed to, advised on and decided which version of a plan."""

from approvals.models.assurance import Decision, Mark, Outcome, Review, Score
from approvals.models.case import REASON_LIMIT, WITH_THE_CENTRE, Case, CaseStatus
from approvals.models.delegation import Amendment, Delegation
from approvals.models.deputies import Deputy
from approvals.models.notices import Letter, LetterState, MailChoice, Notice, NoticeKind, Pace, Rounds
from approvals.models.route import ForwardStatement, RouteStop
from approvals.models.signoff import (
    AUTHORITY,
    SIGNATURES,
    AuthorityBasis,
    SignatureKind,
    SignOff,
    SignOffDecision,
    side_of,
)
from approvals.models.timetable import CalendarLink, Meeting

__all__ = [
    "AUTHORITY",
    "REASON_LIMIT",
    "SIGNATURES",
    "WITH_THE_CENTRE",
    "Amendment",
    "AuthorityBasis",
    "CalendarLink",
    "Case",
    "CaseStatus",
    "Decision",
    "Delegation",
    "Deputy",
    "ForwardStatement",
    "Letter",
    "LetterState",
    "MailChoice",
    "Mark",
    "Meeting",
    "Notice",
    "NoticeKind",
    "Outcome",
    "Pace",
    "Review",
    "Rounds",
    "RouteStop",
    "Score",
    "SignOff",
    "SignOffDecision",
    "SignatureKind",
    "side_of",
]
