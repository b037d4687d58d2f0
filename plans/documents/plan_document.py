"""PlanDocument: everything that a file of a plan says, as plain values. No output looks anywhere else."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from itf.accounts.models import OrganisationKind
from plans.content import BESIDE, PlanContent
from plans.questions import day_text
from plans.rules import Finding, findings

CAPACITIES = {kind.value: kind.label for kind in OrganisationKind}


@dataclass(frozen=True)
class SignOffRow:
    """One line of the sign-off table, all of it as printed; a body that is still to answer has blanks.

    ``notes``: what is to be known of the answer, a sentence each: given earlier, amended by a deputy, void.
    """

    organisation: str
    capacity: str
    authority: str = ""
    minute: str = ""
    signed_on: str = ""
    answer: str = ""
    position: str = ""
    statement: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submission:
    """When and by whom the version was submitted, and the event of the audit trail that says so.

    ``not_agreed``: without whose agreement it went forward, in words; empty where all agreed.
    """

    at: datetime
    by: str
    to: str
    audit_seq: int
    audit_hash: str
    late_reason: str = ""
    not_agreed: str = ""


@dataclass(frozen=True)
class Acceptance:
    """Who let a warning stand, and when; the reason is on the finding."""

    by: str
    on: str


@dataclass(frozen=True)
class PlanDocument:
    """A plan as a file shows it: its content, what the rules find in it, and which version it is.

    ``version`` is None for a draft. ``made_at`` is when the version was frozen, or the moment a draft was taken.
    ``fingerprint`` is the content's own; for a version, the one stored with it. ``change_note``: what its authors say
    of it, or of what answers conditions of approval what it was opened for.
    """

    content: PlanContent
    findings: tuple[Finding, ...]
    fingerprint: str
    made_at: datetime
    version: int | None = None
    sign_offs: tuple[SignOffRow, ...] = ()
    submission: Submission | None = None
    change_note: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether the words may still change."""
        return self.version is None

    @property
    def version_text(self) -> str:
        """``Version 3``, or what a draft is called everywhere."""
        return "Draft, not frozen" if self.version is None else f"Version {self.version}"

    @property
    def made_text(self) -> str:
        """When it was frozen or taken, in words."""
        return moment_text(self.made_at)

    @property
    def submitted_text(self) -> str:
        """When it was submitted, in words; empty before."""
        return moment_text(self.submission.at) if self.submission else ""

    def acceptance(self, finding: Finding) -> Acceptance | None:
        """Who explained this finding, None where nobody did."""
        if not finding.explanation:
            return None
        for explanation in self.content.section(finding.section).explanations:
            if (explanation.finding, explanation.figures) == (finding.key, finding.figures_text):
                return Acceptance(explanation.by, explanation.on)
        return None


def moment_text(at: datetime) -> str:
    """The day and time in the locality's own zone: ``30 January 2014 at 10:42``."""
    local = timezone.localtime(at)
    return f"{day_text(local.date())} at {local:%H:%M}"


def draft(content: PlanContent, *, at: datetime) -> PlanDocument:
    """The document of a draft as it stood at the moment ``at``."""
    return PlanDocument(
        content=content,
        findings=findings(content),
        fingerprint=content.fingerprint,
        made_at=at,
        sign_offs=to_be_signed(content),
        change_note=content.section("plan-details").answer("change_note").text,
    )


def frozen(content: PlanContent, *, number: int, fingerprint: str, at: datetime) -> PlanDocument:
    """The document of version ``number``, frozen at ``at``, with nobody's signature yet."""
    return replace(draft(content, at=at), version=number, fingerprint=fingerprint)


def submitted(document: PlanDocument, *, sign_offs: tuple[SignOffRow, ...], submission: Submission) -> PlanDocument:
    """The document of a version as it was submitted: with what each body answered."""
    return replace(document, sign_offs=sign_offs, submission=submission)


def to_be_signed(content: PlanContent) -> tuple[SignOffRow, ...]:
    """Each party of the plan and then its board, with nothing signed."""
    parties = tuple(SignOffRow(party.name, CAPACITIES.get(party.kind, party.kind)) for party in content.about.parties)
    boards = content.about.board.split(BESIDE) if content.about.board else []
    return (*parties, *(SignOffRow(board, CAPACITIES[OrganisationKind.BOARD.value]) for board in boards))
