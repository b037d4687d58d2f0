"""Who agreed to, advised on and decided which version of a plan."""

from approvals.models.assurance import AssuringSide, Decision, Mark, Outcome, Review, Score
from approvals.models.case import ALL_LEVELS, ASSURING, HELD_AS, REASON_LIMIT, WITH_THE_CENTRE, Case, CaseStatus
from approvals.models.clarification import Clarification, Interest
from approvals.models.condition import ApprovalCondition
from approvals.models.delegation import Amendment, Delegation
from approvals.models.deputies import Deputy
from approvals.models.letter import MinistersLetter
from approvals.models.notices import Letter, LetterState, MailChoice, Notice, NoticeKind, Pace, Rounds
from approvals.models.recommendation import Level, ModeratedMark, Recommendation
from approvals.models.route import ForwardStatement, RouteStop
from approvals.models.signoff import (
    AUTHORITY,
    BY_A_MEETING,
    SIGNATURES,
    AuthorityBasis,
    SignatureKind,
    SignOff,
    SignOffDecision,
    side_of,
)
from approvals.models.timetable import CalendarLink, Meeting

__all__ = [
    "ALL_LEVELS",
    "ASSURING",
    "AUTHORITY",
    "BY_A_MEETING",
    "HELD_AS",
    "REASON_LIMIT",
    "SIGNATURES",
    "WITH_THE_CENTRE",
    "Amendment",
    "ApprovalCondition",
    "AssuringSide",
    "AuthorityBasis",
    "CalendarLink",
    "Case",
    "CaseStatus",
    "Clarification",
    "Decision",
    "Delegation",
    "Deputy",
    "ForwardStatement",
    "Interest",
    "Letter",
    "LetterState",
    "Level",
    "MailChoice",
    "Mark",
    "Meeting",
    "MinistersLetter",
    "ModeratedMark",
    "Notice",
    "NoticeKind",
    "Outcome",
    "Pace",
    "Recommendation",
    "Review",
    "Rounds",
    "RouteStop",
    "Score",
    "SignOff",
    "SignOffDecision",
    "SignatureKind",
    "side_of",
]
