"""Verdict: may this person do this now, and if not, why."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Verdict:
    """Truthy when the act is allowed; otherwise carries the sentence that page and server both show."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(allowed=True)


def refused(reason: str) -> Verdict:
    """A refusal that says why, who can, or what to do."""
    return Verdict(allowed=False, reason=reason)


def require(verdict: Verdict) -> None:
    """Raise PermissionDenied with the verdict's reason unless it allows the act."""
    if not verdict:
        raise PermissionDenied(verdict.reason)


def first_refusal(*verdicts: Verdict) -> Verdict:
    """The first that refuses, or leave to act."""
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)
