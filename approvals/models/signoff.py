"""SignOff: what each body answered when it was asked to sign, and on what authority."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from approvals.models.case import REASON_LIMIT, Case
from itf.accounts.models import OrganisationKind

if TYPE_CHECKING:
    from approvals.models.delegation import Amendment


class SignatureKind(models.TextChoices):
    """In which capacity a body signs: as a party that pools money, or as the board that agrees the whole."""

    PARTY = "party", "Party"
    BOARD = "board", "Health and Wellbeing Board"


class SignOffDecision(models.TextChoices):
    """What a body answered when it was asked to sign."""

    SIGNED = "signed", "Signed"
    EXCEPT = "except", "Signed, with an exception"
    DECLINED = "declined", "Declined"


SIGNATURES = (SignOffDecision.SIGNED, SignOffDecision.EXCEPT)


class AuthorityBasis(models.TextChoices):
    """On what authority a person signs for a body (domain.md 1.2, own)."""

    FULL_BODY = "full_body", "Decision of the full body"
    EXECUTIVE = "executive", "Decision of the executive or cabinet"
    COMMITTEE = "committee", "Decision of a committee"
    DELEGATION = "delegation", "Delegated to an officer"
    CHAIRS_ACTION = "chairs_action", "Chair's action, to be ratified"


BY_A_MEETING = (AuthorityBasis.FULL_BODY, AuthorityBasis.EXECUTIVE, AuthorityBasis.COMMITTEE)

# Who decides for each kind of body, in its own words: as they are chosen, so are they recorded and printed.
AUTHORITY = {
    OrganisationKind.COUNCIL: {
        AuthorityBasis.EXECUTIVE: "Decision of the executive or cabinet",
        AuthorityBasis.FULL_BODY: "Decision of the full council",
        AuthorityBasis.COMMITTEE: "Decision of a committee",
        AuthorityBasis.DELEGATION: "Delegated to the signatory",
        AuthorityBasis.CHAIRS_ACTION: "Urgent action, to be ratified",
    },
    OrganisationKind.CCG: {
        AuthorityBasis.FULL_BODY: "Decision of the governing body",
        AuthorityBasis.COMMITTEE: "Decision of a committee",
        AuthorityBasis.DELEGATION: "Delegated to the signatory",
        AuthorityBasis.CHAIRS_ACTION: "Chair's action, to be ratified",
    },
    OrganisationKind.BOARD: {
        AuthorityBasis.FULL_BODY: "Decision of the board at a meeting",
        AuthorityBasis.DELEGATION: "Delegated to the chair by the board",
        AuthorityBasis.CHAIRS_ACTION: "Chair's action, to be ratified",
    },
}


class SignOff(models.Model):
    """One body's answer to one version, and which words it covers: the fingerprint of each section as signed.

    Nothing is overwritten. A sign-off whose sections changed, or that the body replaced, is *void* and says why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signoffs")
    version = models.ForeignKey("plans.PlanVersion", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=SignatureKind)
    decision = models.CharField(max_length=10, choices=SignOffDecision)
    signatory = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    position = models.CharField("position, as signed", max_length=120)
    basis = models.CharField(max_length=20, choices=AuthorityBasis, blank=True)
    minute_reference = models.CharField(max_length=120, blank=True)
    meeting_on = models.DateField(null=True, blank=True)
    ratification_due_on = models.DateField(null=True, blank=True)
    ratified_on = models.DateField("day of the meeting that ratified it", null=True, blank=True)
    ratified_minute = models.CharField(max_length=120, blank=True)
    ratified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ratified_at = models.DateTimeField("when that was recorded", null=True, blank=True)
    is_refused = models.BooleanField(
        "the body refused to ratify it", default=False, help_text="Then the day and the minute are of the refusal"
    )
    statement = models.TextField("statement, or reason for declining", max_length=REASON_LIMIT, blank=True)
    signed_at = models.DateTimeField()
    fingerprint = models.CharField("fingerprint of the version shown", max_length=64)
    sections = models.JSONField(help_text="Fingerprint of each section it covers, by slug")
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)
    carried_by = models.ForeignKey(
        "approvals.ForwardStatement", on_delete=models.PROTECT, null=True, blank=True, related_name="refusals"
    )
    changed_sections = models.JSONField(default=dict, blank=True, help_text="Titles of what changed, by slug")

    class Meta:
        ordering: ClassVar = ["signed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "organisation"], condition=Q(voided_at__isnull=True), name="signoff_one_standing"
            ),
            models.CheckConstraint(condition=Q(kind__in=SignatureKind.values), name="signoff_kind_known"),
            models.CheckConstraint(condition=Q(decision__in=SignOffDecision.values), name="signoff_decision_known"),
            models.CheckConstraint(
                condition=Q(decision__in=SIGNATURES, basis__in=AuthorityBasis.values)
                | Q(decision=SignOffDecision.DECLINED, basis=""),
                name="signoff_signed_on_a_basis",
            ),
            models.CheckConstraint(condition=~Q(position=""), name="signoff_names_the_position"),
            models.CheckConstraint(
                condition=Q(decision=SignOffDecision.SIGNED) | ~Q(statement=""),
                name="signoff_says_what_it_does_not_agree",
            ),
            models.CheckConstraint(
                condition=~Q(basis__in=[AuthorityBasis.FULL_BODY, AuthorityBasis.EXECUTIVE, AuthorityBasis.COMMITTEE])
                | Q(meeting_on__isnull=False),
                name="signoff_meeting_has_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(basis=AuthorityBasis.DELEGATION) | ~Q(minute_reference=""),
                name="signoff_delegation_has_its_minute",
            ),
            models.CheckConstraint(
                condition=~Q(basis=AuthorityBasis.CHAIRS_ACTION) | Q(ratification_due_on__isnull=False),
                name="signoff_chairs_action_is_to_be_ratified",
            ),
            models.CheckConstraint(
                condition=Q(
                    ratified_on__isnull=True, ratified_minute="", ratified_by__isnull=True, ratified_at__isnull=True
                )
                | (
                    Q(basis=AuthorityBasis.CHAIRS_ACTION, ratified_on__isnull=False, ratified_by__isnull=False)
                    & Q(ratified_at__isnull=False)
                    & ~Q(ratified_minute="")
                ),
                name="signoff_ratified_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_refused=False) | Q(ratified_on__isnull=False), name="signoff_refused_at_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="signoff_void_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} by {self.organisation_id}"

    @property
    def authority(self) -> str:
        """On what authority it was given, in the words of that kind of body; empty for a refusal."""
        words = AUTHORITY.get(OrganisationKind(self.organisation.kind), {})
        return words.get(AuthorityBasis(self.basis), self.get_basis_display()) if self.basis else ""

    @property
    def is_by_a_meeting(self) -> bool:
        """Whether a meeting decided: then its day is the decision's, and of an action or a delegation it is not."""
        return self.basis in BY_A_MEETING

    @property
    def answer(self) -> str:
        """What was answered, in a word: the board agrees where a party signs."""
        words: str = self.get_decision_display()
        return words.replace("Signed", "Agreed") if self.kind == SignatureKind.BOARD else words

    @property
    def awaits_ratification(self) -> bool:
        """Whether it is an action that its body has yet to ratify."""
        return self.ratification_due_on is not None and self.ratified_on is None and self.voided_at is None

    def is_ratification_late(self, today: date) -> bool:
        """Whether the day by which it was to be ratified is over. The day itself is on time; never stored."""
        return self.awaits_ratification and self.ratification_due_on is not None and today > self.ratification_due_on

    @property
    def is_late_today(self) -> bool:
        """The same of today, United Kingdom time."""
        return self.is_ratification_late(timezone.localdate())

    @property
    def stands(self) -> bool:
        """Whether nothing has undone it."""
        return self.voided_at is None

    @property
    def is_signed(self) -> bool:
        """Whether it is a signature, with an exception or without, not a refusal to sign."""
        return self.decision in SIGNATURES

    @property
    def is_settled(self) -> bool:
        """Whether the plan can go on: it is signed, or goes forward in spite of the refusal."""
        return self.is_signed or self.carried_by_id is not None

    @property
    def amendments_in_force(self) -> "list[Amendment]":
        """What deputies accepted since, in the order in which versions took it up; prefetched with ``places``."""
        taken_up = [amendment for amendment in self.amendments.all() if amendment.version]
        # Words accepted first may be taken up last: the draft can come back to them.
        return sorted(taken_up, key=lambda amendment: amendment.version.number if amendment.version else 0)

    @property
    def side(self) -> str:
        """Whose key it is: ``council``, ``nhs`` or ``board``. Needs the organisation."""
        return side_of(self.organisation.kind)


def side_of(kind: str) -> str:
    """Which of the three keys a body of this kind holds: ``council``, ``nhs`` or ``board``."""
    return {OrganisationKind.COUNCIL: "council", OrganisationKind.CCG: "nhs"}.get(OrganisationKind(kind), "board")
