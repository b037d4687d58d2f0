"""The plan as JSON: its content word for word, and what the rules find in it."""

import json
from dataclasses import asdict
from typing import Any

from plans.documents.plan_document import PlanDocument
from plans.rules import Finding

FORMAT = 1


def plan_json(document: PlanDocument) -> bytes:
    """UTF-8 JSON with sorted keys. ``content`` is what the fingerprint is taken of: see PlanContent.fingerprint."""
    whole = {
        "format": FORMAT,
        "plan": document.content.about.key,
        "version": document.version,
        "fingerprint": document.fingerprint,
        "section_fingerprints": document.content.section_fingerprints,
        "made_at": document.made_at.isoformat(),
        "content": document.content.to_json(),
        "findings": [finding_json(finding) for finding in document.findings],
    }
    return (json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding as JSON-ready values, with whether it stops a freeze."""
    return {**asdict(finding), "stops": finding.stops}
