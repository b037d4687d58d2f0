"""What a file or a fingerprint proves: which plan and version it is, whether it is whole, who signed, what is newer."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils import timezone

from approvals.deadlines import day_in_words
from approvals.documents.sign_offs import what_became_of
from approvals.events import BACK_WITH_AUTHORS
from approvals.models import WITH_THE_CENTRE, Case, Decision, SignOff
from itf.audit.models import AuditEvent
from plans.models import Document, DocumentKind, PlanVersion, Seal

FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_PRINTED = re.compile(rb"fingerprint ([0-9a-f]{64})")
REVISION = b"startxref"
TO_BE_RATIFIED = ", to be ratified"


class Verdict(StrEnum):
    """What became of the question."""

    WHOLE = "whole"  # byte for byte a file that the service made
    CHANGED = "changed"  # one of them, altered
    WORDS = "words"  # a fingerprint of a version; no file was given
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Known:
    """A version that the service knows, and the document of it that was asked about, if any.

    ``since``: what became of the answers in the document after it was printed, by the name of the body.
    """

    version: PlanVersion
    document: Document | None
    seal: Seal | None
    state: str
    newer: str
    since: dict[str, list[str]]

    @property
    def title(self) -> str:
        """``Samplebury joint plan, version 2``."""
        return f"{self.version.plan.title}, version {self.version.number}"

    @property
    def what(self) -> str:
        """What the file is, in words; empty where a fingerprint was asked about."""
        return self.document.get_kind_display() if self.document else ""

    @property
    def sign_offs(self) -> list[dict[str, Any]]:
        """The sign-offs as they were printed when it was sealed, each with what became of it ``since``."""
        printed = list(self.seal.sign_offs) if self.seal else []
        return [
            row
            | {
                "terms": _terms(row.get("authority", ""), row.get("minute", "")),
                "since": [note for note in self.since.get(row["organisation"], ()) if note not in row.get("notes", ())],
            }
            for row in printed
        ]


@dataclass(frozen=True)
class Proof:
    """The answer: a verdict, what speaks against the file, and the versions it is about, the newest first.

    ``apart``: a fingerprint was asked about together with a file that is not of that version.
    """

    verdict: Verdict
    faults: tuple[str, ...] = ()
    known: tuple[Known, ...] = ()
    apart: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is a file of the service, unchanged."""
        return self.verdict == Verdict.WHOLE


def prove_fingerprint(fingerprint: str) -> Proof:
    """The versions whose words have this fingerprint; the same words may have been frozen twice."""
    versions = PlanVersion.objects.select_related("plan").defer("content").filter(fingerprint=fingerprint)
    found = tuple(_known(version, _submitted(version)) for version in versions.order_by("plan__key", "-number"))
    return Proof(Verdict.WORDS if found else Verdict.UNKNOWN, (), found)


def prove_file(content: bytes, fingerprint: str = "") -> Proof:
    """What a file is, told by its hash, and by comparing it with the file as it was stored: quick, and no key needed.

    The seal of a stored file was checked in full before it was stored; a file that is byte for byte the same needs no
    second check. ``fingerprint`` helps where the file does not say its own legibly.
    """
    documents = Document.objects.select_related("version__plan", "seal").defer("version__content").exclude(file="")
    same = documents.filter(sha256=hashlib.sha256(content).hexdigest()).first()
    if same:
        return Proof(Verdict.WHOLE, (), (_known(same.version, same),))
    printed = fingerprint or fingerprint_in(content)
    candidates = documents.filter(version__fingerprint=printed).exclude(kind=DocumentKind.XLSX)
    kept = [(document, _kept(document)) for document in (candidates if printed else ())]
    compared = [(document, _against(stored, content)) for document, stored in kept if stored is not None]
    if not compared:
        return Proof(Verdict.UNKNOWN)
    document, (_, fault) = min(compared, key=lambda found: found[1][0])
    return Proof(Verdict.CHANGED, (fault,), (_known(document.version, document),))


def prove_both(content: bytes, fingerprint: str) -> Proof:
    """What a file is, and whether a fingerprint that was read elsewhere, on paper for example, is that of its words."""
    proof = prove_file(content, fingerprint_in(content) or fingerprint)
    is_its_own = any(known.version.fingerprint == fingerprint for known in proof.known)
    return replace(proof, apart="" if is_its_own else fingerprint)


def fingerprint_in(content: bytes) -> str:
    """The fingerprint that one of our PDFs says in its metadata, which stay legible; empty for any other file."""
    found = _PRINTED.search(content)
    return found.group(1).decode() if found else ""


def believed_certificates() -> list[bytes]:
    """The certificates with which the service seals or has sealed."""
    return Seal.believed()


def _kept(document: Document) -> bytes | None:
    """The file as it was stored; None where it is missing: a backup then has it."""
    try:
        with document.file.open() as file:
            return bytes(file.read())
    except OSError:
        return None


def _against(stored: bytes, content: bytes) -> tuple[int, str]:
    """How far the file is from the stored one in bytes (less is nearer), and the difference in a sentence."""
    added = len(content) - len(stored)
    if added < 0 and stored.startswith(content):
        return -added, f"It is cut off: the last {-added:,} of its {len(stored):,} bytes are missing."
    if added > 0 and content.startswith(stored):
        stand = "bytes stand" if added > 1 else "byte stands"
        is_revision = REVISION in content[len(stored) :]
        how = "a later change was saved into it" if is_revision else "nothing that a reader would show"
        return 0, f"{added:,} {stand} after the end of the file that we stored: {how}."
    if not added:
        places = [place for place, (given, kept) in enumerate(zip(content, stored, strict=True)) if given != kept]
        they_are = "is" if len(places) == 1 else "are"
        of_all = f"{len(places):,} of its {len(stored):,} bytes {they_are} not as we stored them"
        return len(places), f"{of_all}, the first at {places[0] + 1:,}."
    shared = _leading(stored, content) + _leading(stored[::-1], content[::-1])
    return max(len(stored), len(content)) - shared + abs(added), (
        f"It has {len(content):,} bytes where the file that we stored has {len(stored):,}: it was saved anew by "
        "another program, or altered inside."
    )


def _leading(one: bytes, other: bytes) -> int:
    """With how many of the same bytes both begin."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _terms(authority: str, minute: str) -> list[str]:
    """On what authority, and where it was minuted; that an action is to be ratified is said once, with its day."""
    if TO_BE_RATIFIED in minute:
        authority = authority.removesuffix(TO_BE_RATIFIED)
    return [said.removeprefix(", ") for said in (authority, minute) if said]


def _submitted(version: PlanVersion) -> Document | None:
    """The document with which the version was submitted."""
    documents = Document.objects.select_related("seal").filter(version=version, kind=DocumentKind.SUBMISSION)
    return documents.exclude(file="").first()


def _known(version: PlanVersion, document: Document | None) -> Known:
    seal = getattr(document, "seal", None) if document else None
    return Known(version, document, seal, _state(version), _newer(version), _since(document, seal))


def _since(document: Document | None, seal: Seal | None) -> dict[str, list[str]]:
    """What became of the answers with which a version was submitted, by the name of each body."""
    if document is None or seal is None or document.kind != DocumentKind.SUBMISSION:
        return {}
    step = AuditEvent.objects.filter(seq=seal.audit_seq).first()
    if step is None:
        return {}
    given = SignOff.objects.filter(case_id=step.subject_id, signed_at__lte=step.at).exclude(voided_at__lte=step.at)
    return {answer.organisation.name: what_became_of(answer) for answer in given.select_related("organisation")}


def _state(version: PlanVersion) -> str:
    """When it was frozen, and whether it is submitted; a draft is nobody's business here."""
    frozen = f"Frozen on {_day(version.frozen_at)}."
    case = Case.objects.filter(version=version, status__in=WITH_THE_CENTRE).first()
    if case and case.submitted_at:
        decision = Decision.objects.filter(case=case).first()
        became = f" {decision.get_outcome_display()} on {_day(decision.decided_at)}." if decision else ""
        return f"{frozen} Submitted on {_day(case.submitted_at)}.{became}"
    return f"{frozen} {_came_back(version) or 'It is not submitted.'}"


def _came_back(version: PlanVersion) -> str:
    """How a version that was submitted is no longer with the centre; empty where it never was."""
    if not Document.objects.filter(version=version, kind=DocumentKind.SUBMISSION).exists():
        return ""
    events = AuditEvent.objects.filter(plan_key=version.plan.key, action__in=BACK_WITH_AUTHORS)
    last = events.filter(data__version=version.number).order_by("seq").last()
    return f"It was submitted, and {BACK_WITH_AUTHORS[last.action]} on {_day(last.at)}." if last else ""


def _newer(version: PlanVersion) -> str:
    """The newest later version and where it stands; empty where there is none."""
    later: Iterable[PlanVersion] = version.plan.versions.defer("content").filter(number__gt=version.number)[:1]
    for newest in later:
        return f"Version {newest.number} is newer. {_state(newest)}"
    return ""


def _day(at: Any) -> str:
    return day_in_words(timezone.localdate(at))
