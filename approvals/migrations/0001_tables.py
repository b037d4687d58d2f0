"""The tables of sign-off and assurance, and where telling of the audit trail begins."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def begin_telling(apps, schema_editor):
    """Nothing has happened yet, so nothing has been told."""
    apps.get_model("approvals", "Rounds").objects.create(pk=1, read_to=0)


class Migration(migrations.Migration):
    replaces = [
        ("approvals", "0001_initial"),
        ("approvals", "0002_notices"),
        ("approvals", "0003_delegations"),
        ("approvals", "0004_routes"),
        ("approvals", "0005_ratification"),
        ("approvals", "0006_timetable"),
        ("approvals", "0007_deputies"),
        ("approvals", "0008_levels_of_assurance"),
        ("approvals", "0009_clarifications"),
        ("approvals", "0010_conditions_of_approval"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("accounts", "__first__"),
        ("conditions", "0001_tables"),
        ("plans", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("in_signoff", "In sign-off"),
                            ("reopened", "Reopened for changes"),
                            ("submitted", "Submitted"),
                            ("in_assurance", "In area assurance"),
                            ("with_region", "In regional moderation"),
                            ("in_national_review", "In national review"),
                            ("with_ministers", "With ministers"),
                            ("decided", "Decided"),
                        ],
                        default="in_signoff",
                        max_length=20,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "allows_not_agreed",
                    models.BooleanField(
                        default=False,
                        help_text="As its round was at sign-off",
                        verbose_name="it may go forward though a body cannot agree",
                    ),
                ),
                (
                    "late_reason",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="why it is submitted after the window closed"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tranche",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conditions.tranche",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.planversion"
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "in_signoff",
                                    "reopened",
                                    "submitted",
                                    "in_assurance",
                                    "with_region",
                                    "in_national_review",
                                    "with_ministers",
                                    "decided",
                                ],
                            )
                        ),
                        name="case_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("submitted_at__isnull", True), ("submitted_by__isnull", True)),
                            models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="case_submitted_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "status__in",
                                    (
                                        "submitted",
                                        "in_assurance",
                                        "with_region",
                                        "in_national_review",
                                        "with_ministers",
                                        "decided",
                                    ),
                                ),
                                ("submitted_at__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "status__in",
                                        (
                                            "submitted",
                                            "in_assurance",
                                            "with_region",
                                            "in_national_review",
                                            "with_ministers",
                                            "decided",
                                        ),
                                    ),
                                    _negated=True,
                                ),
                                ("submitted_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="case_submitted_when_with_the_centre",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "decided"), _negated=True),
                        fields=("plan",),
                        name="case_one_live_for_a_plan",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalCondition",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField(max_length=4000)),
                ("sections", models.JSONField(blank=True, default=list)),
                ("due_on", models.DateField()),
                ("drafted_at", models.DateTimeField()),
                ("evidence", models.TextField(blank=True, max_length=4000)),
                ("given_at", models.DateTimeField(blank=True, null=True)),
                ("sent_back", models.TextField(blank=True, max_length=4000)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="approvals.case"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "drafted_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="approval_condition_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", ""), ("given_at__isnull", True), ("given_by__isnull", True)),
                            models.Q(
                                ("given_at__isnull", False),
                                ("given_by__isnull", False),
                                models.Q(("evidence", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="approval_condition_evidence_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__gte", models.F("given_at")), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="approval_condition_closed_on_evidence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clarification",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("section", models.CharField(max_length=40)),
                ("row", models.UUIDField(blank=True, null=True)),
                ("field", models.CharField(blank=True, max_length=60)),
                ("place", models.CharField(max_length=300)),
                ("said", models.TextField(blank=True)),
                ("question", models.TextField(max_length=4000)),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, max_length=4000)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clarifications", to="approvals.case"
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="again",
                        to="approvals.clarification",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("question", ""), _negated=True), name="clarification_asks_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__gte", models.F("asked_at")),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="clarification_answered_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(("accepted_at__gte", models.F("answered_at")), ("accepted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="clarification_accepted_once_answered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("approved_with_support", "Approved with support"),
                            ("approved_with_conditions", "Approved with conditions"),
                            ("not_approved", "Not approved"),
                        ],
                        max_length=30,
                    ),
                ),
                ("reasons", models.TextField(max_length=4000)),
                ("decided_at", models.DateTimeField()),
                (
                    "reference",
                    models.CharField(blank=True, max_length=120, verbose_name="reference of the ministers' letter"),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="approvals.case"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                ["approved", "approved_with_support", "approved_with_conditions", "not_approved"],
                            )
                        ),
                        name="decision_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="decision_has_reasons"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sections", models.JSONField(blank=True, default=list)),
                (
                    "up_to",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                    ),
                ),
                ("until", models.DateField(help_text="The last day on which an amendment can be accepted")),
                ("minute_reference", models.CharField(max_length=120)),
                ("meeting_on", models.DateField()),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
                ),
            ],
            options={
                "ordering": ["given_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("plan", "organisation", "deputy"),
                        name="delegation_one_live_for_a_deputy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="delegation_ended_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minute_reference", ""), _negated=True), name="delegation_has_its_minute"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("up_to__isnull", True), ("up_to__gte", 0), _connector="OR"),
                        name="delegation_up_to_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "Author"),
                            ("signatory", "Signatory"),
                            ("chair", "Chair"),
                            ("member", "Member"),
                            ("assurer", "Assurer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("until", models.DateField(blank=True, help_text="The last day; empty: until it is ended", null=True)),
                ("named_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-named_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["author", "signatory", "chair", "member", "assurer"])),
                        name="deputy_role_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("organisation", "role", "person"),
                        name="deputy_named_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ForwardStatement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("stated_at", models.DateTimeField()),
                ("statement", models.TextField(max_length=4000)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forward_statements",
                        to="approvals.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.planversion"
                    ),
                ),
            ],
            options={
                "ordering": ["stated_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("statement", ""), _negated=True), name="forward_statement_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("interest", models.TextField(max_length=4000)),
                ("declared_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["declared_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "organisation"), name="interest_one_for_a_body"),
                    models.CheckConstraint(
                        condition=models.Q(("interest", ""), _negated=True), name="interest_says_what"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting to be sent"),
                            ("leaving", "Being handed over"),
                            ("sent", "Sent"),
                            ("unconfirmed", "Handed over, not confirmed"),
                            ("refused", "Address refused"),
                            ("dropped", "No longer needed"),
                        ],
                        default="queued",
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now, help_text="Not tried before")),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("claim", models.UUIDField(editable=False, null=True)),
                ("claimed_until", models.DateTimeField(editable=False, null=True)),
                ("address", models.EmailField(blank=True, help_text="As it was when the mail left", max_length=254)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["made_at"],
                "indexes": [models.Index(fields=["state", "due_at"], name="letter_state_due_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "leaving", "sent", "unconfirmed", "refused", "dropped"])
                        ),
                        name="letter_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state__in", ["queued", "leaving"])),
                            models.Q(
                                models.Q(("state__in", ["queued", "leaving"]), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="letter_ended_at_when_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "leaving"), _negated=True), ("claim__isnull", False), _connector="OR"
                        ),
                        name="letter_leaves_by_a_claim",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailChoice",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pace",
                    models.CharField(
                        choices=[("at_once", "As things happen"), ("daily", "One message each working morning")],
                        default="at_once",
                        max_length=10,
                    ),
                ),
                ("wants_information", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pace__in", ["at_once", "daily"])), name="mail_choice_pace_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(help_text="For example: Cabinet", max_length=80)),
                ("meets_on", models.DateField()),
                ("papers_by", models.DateField(help_text="The last day on which papers for it are taken")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["meets_on", "title"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "meets_on", "title"), name="meeting_entered_once"),
                    models.CheckConstraint(
                        condition=models.Q(("papers_by__lte", models.F("meets_on"))),
                        name="meeting_papers_come_before_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("owed", "To do"),
                            ("reminder", "Reminder"),
                            ("escalated", "Overdue elsewhere"),
                            ("people", "Who acts"),
                            ("told", "For information"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="The same thing has the same key, and is told a person once", max_length=200
                    ),
                ),
                (
                    "about",
                    models.CharField(blank=True, help_text="The address of the act it speaks of", max_length=200),
                ),
                ("text", models.CharField(max_length=300)),
                ("url", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(help_text="When the act was no longer theirs to do", null=True)),
                ("needs_mail", models.BooleanField(default=True)),
                (
                    "mail_from",
                    models.DateTimeField(default=django.utils.timezone.now, help_text="Not put into a mail before"),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="approvals.letter",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.plan"),
                ),
            ],
            options={
                "ordering": ["-made_at", "text"],
                "indexes": [
                    models.Index(fields=["person", "-made_at"], name="notice_person_made_at"),
                    models.Index(
                        condition=models.Q(("needs_mail", True)), fields=["mail_from"], name="notice_needs_mail"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["owed", "reminder", "escalated", "people", "told"])),
                        name="notice_kind_known",
                    ),
                    models.UniqueConstraint(fields=("person", "plan", "key"), name="notice_told_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "owed"), ("settled_at__isnull", True)),
                        fields=("person", "plan", "about"),
                        name="notice_owed_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "level",
                    models.CharField(
                        choices=[("area", "Area"), ("region", "Region"), ("national", "National review")], max_length=10
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("approved_with_support", "Approved with support"),
                            ("approved_with_conditions", "Approved with conditions"),
                            ("not_approved", "Not approved"),
                        ],
                        max_length=30,
                    ),
                ),
                ("reasons", models.TextField(max_length=4000)),
                ("made_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agreed_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recommendations", to="approvals.case"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["made_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "level"), name="recommendation_one_for_a_level"),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["area", "region", "national"])),
                        name="recommendation_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                ["approved", "approved_with_support", "approved_with_conditions", "not_approved"],
                            )
                        ),
                        name="recommendation_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="recommendation_has_reasons"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreed_at__isnull", True), ("agreed_by__isnull", True), ("agreed_for__isnull", True)
                            ),
                            models.Q(
                                ("agreed_at__isnull", False),
                                ("agreed_by__isnull", False),
                                ("agreed_for__isnull", False),
                                ("level", "area"),
                            ),
                            _connector="OR",
                        ),
                        name="recommendation_agreed_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ModeratedMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(max_length=40, verbose_name="key of the line of enquiry")),
                (
                    "mark",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "0: not addressed"), (1, "1: weak"), (2, "2: sound"), (3, "3: strong")]
                    ),
                ),
                ("reason", models.TextField(max_length=4000)),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="approvals.recommendation"
                    ),
                ),
            ],
            options={
                "ordering": ["line"],
                "constraints": [
                    models.UniqueConstraint(fields=("recommendation", "line"), name="moderated_mark_one_for_a_line"),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", [0, 1, 2, 3])), name="moderated_mark_from_0_to_3"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="moderated_mark_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assurer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="approvals.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["started_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "assurer"), name="review_one_for_each_assurer"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at__isnull", True), ("finished_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="review_finished_after_it_started",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rounds",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_to", models.BigIntegerField(default=0, help_text="The last audit event that was looked at")),
                ("reminded_on", models.DateField(null=True)),
                ("checked_on", models.DateField(null=True)),
            ],
            options={
                "verbose_name_plural": "rounds",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="rounds_single_row")],
            },
        ),
        migrations.CreateModel(
            name="RouteStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("party", "Councils and CCGs"),
                            ("board", "Health and Wellbeing Board"),
                            ("area", "Area team"),
                            ("region", "Region"),
                            ("national", "National team"),
                            ("ministers", "Ministers"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stops", to="approvals.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "position"), name="route_stop_one_for_a_position"),
                    models.UniqueConstraint(fields=("case", "organisation"), name="route_stop_one_for_a_body"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("group__in", ["party", "board", "area", "region", "national", "ministers"])
                        ),
                        name="route_stop_group_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("organisation__isnull", False),
                            models.Q(("group__in", ["party", "board"]), _negated=True),
                            _connector="OR",
                        ),
                        name="route_stop_signs_as_a_body",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(max_length=40, verbose_name="key of the line of enquiry")),
                ("title", models.CharField(max_length=120)),
                ("question", models.TextField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "mark",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(0, "0: not addressed"), (1, "1: weak"), (2, "2: sound"), (3, "3: strong")],
                        null=True,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=4000)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="approvals.review"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "line"],
                "constraints": [
                    models.UniqueConstraint(fields=("review", "line"), name="score_one_for_each_line"),
                    models.CheckConstraint(
                        condition=models.Q(("mark__isnull", True), ("mark__in", [0, 1, 2, 3]), _connector="OR"),
                        name="score_mark_from_0_to_3",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("party", "Party"), ("board", "Health and Wellbeing Board")], max_length=10
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("signed", "Signed"),
                            ("except", "Signed, with an exception"),
                            ("declined", "Declined"),
                        ],
                        max_length=10,
                    ),
                ),
                ("position", models.CharField(max_length=120, verbose_name="position, as signed")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("full_body", "Decision of the full body"),
                            ("executive", "Decision of the executive or cabinet"),
                            ("committee", "Decision of a committee"),
                            ("delegation", "Delegated to an officer"),
                            ("chairs_action", "Chair's action, to be ratified"),
                        ],
                        max_length=20,
                    ),
                ),
                ("minute_reference", models.CharField(blank=True, max_length=120)),
                ("meeting_on", models.DateField(blank=True, null=True)),
                ("ratification_due_on", models.DateField(blank=True, null=True)),
                (
                    "ratified_on",
                    models.DateField(blank=True, null=True, verbose_name="day of the meeting that ratified it"),
                ),
                ("ratified_minute", models.CharField(blank=True, max_length=120)),
                ("ratified_at", models.DateTimeField(blank=True, null=True, verbose_name="when that was recorded")),
                (
                    "statement",
                    models.TextField(blank=True, max_length=4000, verbose_name="statement, or reason for declining"),
                ),
                ("signed_at", models.DateTimeField()),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint of the version shown")),
                ("sections", models.JSONField(help_text="Fingerprint of each section it covers, by slug")),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                (
                    "changed_sections",
                    models.JSONField(blank=True, default=dict, help_text="Titles of what changed, by slug"),
                ),
                (
                    "carried_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refusals",
                        to="approvals.forwardstatement",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signoffs", to="approvals.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "ratified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.planversion"
                    ),
                ),
            ],
            options={
                "ordering": ["signed_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("case", "organisation"),
                        name="signoff_one_standing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["party", "board"])), name="signoff_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["signed", "except", "declined"])),
                        name="signoff_decision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("basis__in", ["full_body", "executive", "committee", "delegation", "chairs_action"]),
                                ("decision__in", ("signed", "except")),
                            ),
                            models.Q(("basis", ""), ("decision", "declined")),
                            _connector="OR",
                        ),
                        name="signoff_signed_on_a_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position", ""), _negated=True), name="signoff_names_the_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", "signed"), models.Q(("statement", ""), _negated=True), _connector="OR"
                        ),
                        name="signoff_says_what_it_does_not_agree",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis__in", ["full_body", "executive", "committee"]), _negated=True),
                            ("meeting_on__isnull", False),
                            _connector="OR",
                        ),
                        name="signoff_meeting_has_its_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "delegation"), _negated=True),
                            models.Q(("minute_reference", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="signoff_delegation_has_its_minute",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "chairs_action"), _negated=True),
                            ("ratification_due_on__isnull", False),
                            _connector="OR",
                        ),
                        name="signoff_chairs_action_is_to_be_ratified",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ratified_at__isnull", True),
                                ("ratified_by__isnull", True),
                                ("ratified_minute", ""),
                                ("ratified_on__isnull", True),
                            ),
                            models.Q(
                                ("basis", "chairs_action"),
                                ("ratified_by__isnull", False),
                                ("ratified_on__isnull", False),
                                ("ratified_at__isnull", False),
                                models.Q(("ratified_minute", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="signoff_ratified_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at__isnull", True)),
                            models.Q(("voided_at__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="signoff_void_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("accepted_at", models.DateTimeField()),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint of the draft shown")),
                ("sections", models.JSONField(help_text="Fingerprint of each covered section as accepted, by slug")),
                (
                    "changed_sections",
                    models.JSONField(help_text="Titles of what differs from the words signed, by slug"),
                ),
                ("money_moved", models.DecimalField(decimal_places=2, max_digits=14)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.planversion",
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="approvals.delegation",
                    ),
                ),
                (
                    "signoff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="approvals.signoff"
                    ),
                ),
            ],
            options={
                "ordering": ["accepted_at"],
            },
        ),
        migrations.RunPython(begin_telling, migrations.RunPython.noop),
    ]
