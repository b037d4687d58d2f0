"""From stored plans and versions to the documents made of them, and from a document to the bytes of a file."""

from dataclasses import replace
from datetime import datetime

from plans.content import PlanContent
from plans.documents import plan_document
from plans.documents.json_file import plan_json
from plans.documents.plan_document import PlanDocument
from plans.gather import plan_content
from plans.models import Plan, PlanVersion

KINDS = ("pdf", "xlsx", "json")


def draft_document(plan: Plan, *, at: datetime) -> PlanDocument:
    """The plan as it stands now; ``at`` is the moment printed on it."""
    return plan_document.draft(plan_content(plan), at=at)


def version_document(version: PlanVersion) -> PlanDocument:
    """A frozen version, word for word. Raises ContentFormatUnknown for one stored by a later release."""
    document = plan_document.frozen(
        PlanContent.from_json(version.content),
        number=version.number,
        fingerprint=version.fingerprint,
        at=version.frozen_at,
    )
    return replace(document, change_note=version.change_note)


def render(document: PlanDocument, kind: str) -> bytes:
    """The bytes of the file; the same document gives the same bytes. Raises ValueError for an unknown kind."""
    if kind == "xlsx":
        from plans.documents.workbook import plan_workbook  # noqa: PLC0415 - 28 MB, that no page should hold

        return plan_workbook(document)
    if kind == "json":
        return plan_json(document)
    if kind == "pdf":
        # Half a second and Pango: nothing but a PDF should need them.
        from plans.documents.pdf import plan_pdf  # noqa: PLC0415 - as said above

        return plan_pdf(document)
    raise ValueError(f"{kind!r} is none of {', '.join(KINDS)}")
