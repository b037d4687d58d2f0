"""What a case puts on paper, from rows alone: the plan as it was submitted, and the letter with the outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from approvals.deadlines import day_in_words
from approvals.documents.sign_offs import sign_off_rows
from approvals.models import ApprovalCondition, Case, Decision, Level, Outcome
from approvals.queries import refusals_carried
from approvals.wording import listed, not_agreed
from itf.accounts.models import OrganisationKind
from itf.audit.models import AuditEvent
from itf.lib.pdf import html_to_pdf
from plans.documents.compose import render, version_document
from plans.documents.pdf import FOLDER, submitted_pdf
from plans.documents.plan_document import SignOffRow, Submission, moment_text, submitted
from plans.models import Document, DocumentKind, PlanVersion

READ = (
    "read against the published key lines of enquiry, by NHS England’s area team and by local government assurers apart"
)
ABOVE = {Level.REGION: "moderated by the region", Level.NATIONAL: "reviewed nationally"}


class NothingToPrint(Exception):
    """The case has moved on: what the document would say is no longer so. The message is a sentence for people."""


@dataclass(frozen=True)
class Printed:
    """A PDF to be sealed: its bytes, what the seal says it is for, who stands behind it, and its audit event."""

    pdf: bytes
    reason: str
    sign_offs: tuple[SignOffRow, ...]
    event: AuditEvent


def printed(document: Document) -> Printed:
    """The PDF of a document that follows a submission or a decision; the same rows give the same bytes.

    Raises NothingToPrint, and ContentFormatUnknown for a version stored by a later release.
    """
    makers: dict[str, Callable[[PlanVersion], Printed]] = {
        DocumentKind.SUBMISSION: _submission,
        DocumentKind.LETTER: _letter,
    }
    return makers[document.kind](document.version)


def _submission(version: PlanVersion) -> Printed:
    case = _case(version)
    if case is None or case.submitted_at is None:
        raise NothingToPrint("The submission was withdrawn before its PDF was made.")
    event = _event(case, "case.submitted")
    rows = sign_off_rows(case)
    team = str(case.plan.locality.area_team or "the area team")
    document = version_document(version)
    workbook = render(document, "xlsx")
    facts = Submission(
        at=case.submitted_at,
        by=str(case.submitted_by),
        to=team,
        audit_seq=event.seq,
        audit_hash=event.hash,
        late_reason=case.late_reason,
        not_agreed=not_agreed(refusals_carried(case)),
    )
    pdf = submitted_pdf(submitted(document, sign_offs=rows, submission=facts), workbook)
    return Printed(pdf, f"Version {version.number} as submitted to {team}", rows, event)


def _letter(version: PlanVersion) -> Printed:
    case = _case(version)
    named = Decision.objects.select_related("organisation", "decided_by", "case__follows__version")
    decision = named.defer("case__follows__version__content").filter(case=case).first()
    if case is None or decision is None:
        raise NothingToPrint("There is no decision on this version.")
    event = _event(case, "case.decided")
    decided_on = day_in_words(timezone.localdate(decision.decided_at))
    context = {
        "case": decision.case,
        "plan": case.plan,
        "version": version,
        "decision": decision,
        "conditions": case.conditions.select_related("owner"),
        "owed": _still_owed(decision),
        "steps": _steps(case),
        "decided_on": decided_on,
        "submitted_on": _moment(case.submitted_at),
        "bodies": [*(party.organisation for party in case.plan.parties.select_related("organisation"))],
        "board": case.plan.locality.board,
        "event": event,
    }
    html = render_to_string("documents/letter.html", context)
    rows = tuple(
        SignOffRow(
            organisation=body.name,
            capacity=OrganisationKind(body.kind).label,
            signed_on=decided_on,
            answer=decision.get_outcome_display(),
            position=str(person),
        )
        for person, body in decision.voices
    )
    pdf = html_to_pdf(html, base=FOLDER, created=decision.decided_at)
    return Printed(pdf, f"Outcome of version {version.number}", rows, event)


def _steps(case: Case) -> str:
    """What was done before the decision, by the levels that have spoken on this case and no others."""
    spoke = set(case.recommendations.values_list("level", flat=True))
    done = [READ] + [said for level, said in ABOVE.items() if level in spoke]
    return listed(done)


def _still_owed(decision: Decision) -> QuerySet[ApprovalCondition]:
    """The conditions of earlier approvals of the plan that nobody had closed when this was decided."""
    binding = ApprovalCondition.objects.filter(
        case__plan=decision.case.plan_id,
        case__decision__outcome=Outcome.APPROVED_WITH_CONDITIONS,
        case__decision__decided_at__lt=decision.decided_at,
    )
    # A letter that is printed later says the same.
    return binding.exclude(closed_at__lte=decision.decided_at).exclude(case=decision.case).select_related("owner")


def _case(version: PlanVersion) -> Case | None:
    cases = Case.objects.select_related("plan__locality__board", "plan__locality__area_team", "submitted_by")
    return cases.filter(version=version).first()


def _event(case: Case, action: str) -> AuditEvent:
    """The event of the audit trail that is the step itself: what is printed does not depend on when it is printed."""
    of_case = AuditEvent.objects.filter(subject_type=case._meta.label_lower, subject_id=str(case.pk), action=action)
    return of_case.latest("seq")


def _moment(at: datetime | None) -> str:
    return moment_text(at) if at else ""
