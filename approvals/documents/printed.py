"""What a case puts on paper, from rows alone: the plan as it was submitted, and the letter with the outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from approvals.deadlines import day_in_words
from approvals.documents.sign_offs import sign_off_rows
from approvals.models import Case, Decision
from approvals.queries import refusals_carried
from approvals.wording import not_agreed
from itf.audit.models import AuditEvent
from itf.lib.pdf import html_to_pdf
from plans.documents.compose import render, version_document
from plans.documents.pdf import FOLDER, submitted_pdf
from plans.documents.plan_document import SignOffRow, Submission, moment_text, submitted
from plans.models import Document, DocumentKind, PlanVersion


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
    decision = Decision.objects.select_related("organisation", "decided_by").filter(case=case).first()
    if case is None or decision is None:
        raise NothingToPrint("There is no decision on this version.")
    event = _event(case, "case.decided")
    context = {
        "case": case,
        "plan": case.plan,
        "version": version,
        "decision": decision,
        "conditions": case.conditions.select_related("owner"),
        "decided_on": day_in_words(timezone.localdate(decision.decided_at)),
        "submitted_on": _moment(case.submitted_at),
        "bodies": [*(party.organisation for party in case.plan.parties.select_related("organisation"))],
        "board": case.plan.locality.board,
        "event": event,
    }
    html = render_to_string("documents/letter.html", context)
    row = SignOffRow(
        organisation=decision.organisation.name,
        capacity=decision.organisation.get_kind_display(),
        signed_on=str(context["decided_on"]),
        answer=decision.get_outcome_display(),
        position=str(decision.decided_by),
    )
    pdf = html_to_pdf(html, base=FOLDER, created=decision.decided_at)
    return Printed(pdf, f"Outcome of version {version.number}", (row,), event)


def _case(version: PlanVersion) -> Case | None:
    cases = Case.objects.select_related("plan__locality__board", "plan__locality__area_team", "submitted_by")
    return cases.filter(version=version).first()


def _event(case: Case, action: str) -> AuditEvent:
    """The event of the audit trail that is the step itself: what is printed does not depend on when it is printed."""
    of_case = AuditEvent.objects.filter(subject_type=case._meta.label_lower, subject_id=str(case.pk), action=action)
    return of_case.latest("seq")


def _moment(at: datetime | None) -> str:
    return moment_text(at) if at else ""
