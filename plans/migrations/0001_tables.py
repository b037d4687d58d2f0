"""The tables of plans."""

import uuid
from decimal import Decimal

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import plans.models.fields
import plans.models.locality


class Migration(migrations.Migration):
    replaces = [
        ("plans", "0001_initial"),
        ("plans", "0002_whole_plan"),
        ("plans", "0003_workbooks"),
        ("plans", "0004_joint_drafting"),
        ("plans", "0005_move_consents"),
        ("plans", "0011_invited_people"),
        ("plans", "0012_held_before_and_whole_spend"),
        ("plans", "0013_dated_minimums"),
        ("plans", "0014_scheme_tools"),
        ("plans", "0015_plan_copies"),
        ("plans", "0016_attachments"),
        ("plans", "0017_comments"),
        ("plans", "0018_papers_in_words"),
        ("plans", "0019_kept_replies"),
        ("plans", "0020_seals"),
        ("plans", "0021_comparison_papers"),
        ("plans", "0022_document_hash_index"),
        ("plans", "0023_joint_boards"),
        ("plans", "0024_named_files"),
        ("plans", "0025_day_of_the_pooled_fund"),
        ("plans", "0026_who_assures"),
        ("plans", "0027_replaced_words"),
        ("plans", "0028_proven_addresses"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("accounts", "__first__"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("conditions", "0001_tables"),
        ("jobs", "0001_job"),
    ]

    operations = [
        migrations.CreateModel(
            name="CcgFacts",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="accounts.organisation",
                    ),
                ),
                ("ons_code", models.CharField(max_length=9, verbose_name="ONS code, April 2013")),
                ("ons_code_july_2015", models.CharField(blank=True, max_length=9, verbose_name="ONS code, July 2015")),
                ("nhs_region", models.CharField(max_length=40, verbose_name="NHS region")),
                (
                    "gp_registered",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="2013/14; registered, not resident",
                        null=True,
                        verbose_name="people registered with its practices",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "successor_code",
                    models.CharField(blank=True, help_text="The body it was merged into", max_length=10),
                ),
                (
                    "area_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "facts of a CCG",
                "verbose_name_plural": "facts of CCGs",
                "ordering": ["organisation__name"],
            },
        ),
        migrations.CreateModel(
            name="Locality",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hwb_code", models.CharField(max_length=9, unique=True, verbose_name="ONS code")),
                ("key", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("region", models.CharField(blank=True, max_length=40)),
                ("authority_type", models.CharField(blank=True, max_length=40)),
                (
                    "area_team_share",
                    plans.models.locality.ShareField(
                        blank=True,
                        decimal_places=4,
                        help_text="Part of the residents under this area team; derived",
                        max_digits=5,
                        null=True,
                    ),
                ),
                (
                    "joint_board",
                    models.CharField(blank=True, help_text="The name of a board shared with others", max_length=100),
                ),
                ("is_synthetic", models.BooleanField(default=False, help_text="Made up; not a real area")),
                (
                    "area_team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "local_government",
                    models.ForeignKey(
                        blank=True,
                        help_text="Those who assure its plans beside the area team",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="local government assurers",
                    ),
                ),
                (
                    "region_team",
                    models.ForeignKey(
                        blank=True,
                        help_text="The regional team that moderates",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "localities",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area_team_share__isnull", True), ("area_team_share__range", (0, 1)), _connector="OR"
                        ),
                        name="locality_area_team_share_is_a_share",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalityCcg",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "share",
                    plans.models.locality.ShareField(
                        decimal_places=4,
                        help_text="Part of the locality's residents who live in the CCG's area",
                        max_digits=5,
                    ),
                ),
                (
                    "ccg_share",
                    plans.models.locality.ShareField(
                        decimal_places=4,
                        help_text="Part of the CCG area's residents who live in the locality",
                        max_digits=5,
                    ),
                ),
                (
                    "lsoa_count",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Lower-layer super output areas of 2011",
                        null=True,
                        verbose_name="small areas in both",
                    ),
                ),
                (
                    "principal",
                    models.BooleanField(default=True, help_text="Either share is at least 0.10; the line is ours"),
                ),
                ("basis", models.CharField(help_text="Whether the link is sourced or matched by name", max_length=20)),
                ("share_basis", models.CharField(help_text="How the shares were estimated", max_length=20)),
                (
                    "ccg",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "locality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ccg_shares", to="plans.locality"
                    ),
                ),
            ],
            options={
                "verbose_name": "CCG of a locality",
                "verbose_name_plural": "CCGs of localities",
                "ordering": ["locality", "-share", "ccg__code"],
                "constraints": [
                    models.UniqueConstraint(fields=("locality", "ccg"), name="locality_ccg_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("share__isnull", True), ("share__range", (0, 1)), _connector="OR"),
                            models.Q(("ccg_share__isnull", True), ("ccg_share__range", (0, 1)), _connector="OR"),
                        ),
                        name="locality_ccg_shares_are_shares",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureOutturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_code", models.CharField(max_length=9)),
                (
                    "series",
                    models.CharField(
                        help_text="The published series, for example reablement_home_91_days", max_length=60
                    ),
                ),
                ("period", models.CharField(help_text="A financial year, or year and month", max_length=10)),
                ("value", models.DecimalField(decimal_places=4, max_digits=14)),
                ("unit", models.CharField(max_length=60)),
                ("source_ref", models.CharField(max_length=5)),
                ("source", models.CharField(max_length=300)),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conditions.measuredefinition"
                    ),
                ),
            ],
            options={
                "ordering": ["area_code", "series", "period"],
                "constraints": [
                    models.UniqueConstraint(fields=("area_code", "series", "period"), name="measure_outturn_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="MinimumContribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("national", "England"),
                            ("hwb-group", "Several boards together"),
                            ("ccg", "One CCG"),
                            ("council", "One council"),
                        ],
                        max_length=10,
                    ),
                ),
                ("area_codes", models.CharField(help_text="ONS or ODS codes, separated by spaces", max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("component", models.CharField(help_text="What it is of: total, nhs_revenue, …", max_length=40)),
                ("year", models.CharField(max_length=7)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                (
                    "basis",
                    models.CharField(
                        help_text="sourced, imported, or project-brief: given to us and not found in a source",
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[("confirmed", "Confirmed"), ("indicative", "Indicative")],
                        help_text="Empty where its source does not say",
                        max_length=10,
                    ),
                ),
                ("source_ref", models.CharField(blank=True, max_length=5)),
                ("source", models.CharField(max_length=300)),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="date of the source")),
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
                "ordering": ["year", "scope", "name", "component"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scope", "area_codes", "component", "year"), name="minimum_contribution_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="minimum_contribution_above_nought"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__regex", "^\\d{4}/\\d{2}$")),
                        name="minimum_contribution_financial_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["national", "hwb-group", "ccg", "council"])),
                        name="minimum_contribution_scope_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["", "confirmed", "indicative"])),
                        name="minimum_contribution_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scope", "ccg"), _negated=True), ("organisation__isnull", False), _connector="OR"
                        ),
                        name="minimum_contribution_of_a_ccg_names_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.SlugField(help_text="The plan's address, for example ealing", max_length=60, unique=True),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "template_key",
                    models.CharField(help_text="The national template, for example dec-2013", max_length=40),
                ),
                ("first_year", models.CharField(help_text="Financial year, for example 2014/15", max_length=7)),
                ("second_year", models.CharField(max_length=7)),
                ("window_closes_on", models.DateField(help_text="The last day on which submitting is on time")),
                (
                    "status",
                    models.CharField(choices=[("open", "Open"), ("frozen", "Frozen")], default="open", max_length=10),
                ),
                (
                    "is_joint",
                    models.BooleanField(default=False, help_text="More than the locality's own board agrees it"),
                ),
                (
                    "illustration",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Where a demonstration plan's content comes from",
                        max_length=20000,
                        verbose_name="illustration note",
                    ),
                ),
                ("is_synthetic", models.BooleanField(default=False, help_text="Made up; not a real locality's plan")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "condition_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conditions.conditionset"
                    ),
                ),
                (
                    "more_boards",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Boards that agree it beside the locality's own",
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conditions.round"
                    ),
                ),
                (
                    "locality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="plans.locality"
                    ),
                ),
            ],
            options={
                "ordering": ["title"],
                "permissions": [
                    ("edit_plan", "Can write the plan's sections"),
                    ("freeze_plan", "Can agree, for one side, to freeze the plan"),
                    ("sign_plan", "Can sign for a council or CCG"),
                    ("agree_plan", "Can agree for the Health and Wellbeing Board"),
                    ("submit_plan", "Can submit and withdraw the plan"),
                    ("assure_plan", "Can assure the plan once submitted"),
                    ("moderate_plan", "Can moderate what both assurers recommend"),
                    ("review_plan", "Can review the plan nationally, by tranche"),
                    ("decide_plan", "Can record what ministers decide"),
                    (
                        "comment_on_plan",
                        "Can give the commentary that the person was invited to give, and nothing else",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "frozen"])), name="plan_status_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_year__regex", "^\\d{4}/\\d{2}$"), ("second_year__regex", "^\\d{4}/\\d{2}$")
                        ),
                        name="plan_years_are_financial_years",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AcceptedFinding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("section", models.SlugField(max_length=40)),
                (
                    "finding",
                    models.CharField(help_text="The finding's lasting key: rule, row and field", max_length=200),
                ),
                (
                    "figures",
                    models.CharField(
                        help_text="The figures explained; other figures need a new explanation", max_length=400
                    ),
                ),
                ("explanation", models.TextField(max_length=2000)),
                ("accepted_at", models.DateTimeField()),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="accepted_findings", to="plans.plan"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "finding"), name="accepted_finding_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("explanation", ""), _negated=True), name="accepted_finding_is_explained"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acute",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "implications",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Activity, beds and money, for each provider affected.",
                        max_length=20000,
                        verbose_name="What does the plan mean for acute hospitals?",
                    ),
                ),
                (
                    "if_savings_fail",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        max_length=20000,
                        verbose_name="What happens to hospital services if the savings are not made?",
                    ),
                ),
            ],
            options={
                "verbose_name": "implications for the acute sector",
            },
        ),
        migrations.CreateModel(
            name="AcuteImpact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("provider", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Provider")),
                (
                    "service_line",
                    plans.models.fields.LineField(
                        blank=True, max_length=200, verbose_name="Hospital activity affected"
                    ),
                ),
                ("year", plans.models.fields.ChoiceField(blank=True, max_length=7, verbose_name="Financial year")),
                (
                    "activity_change",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        help_text="Number of spells, attendances or bed-days fewer.",
                        max_digits=14,
                        null=True,
                        verbose_name="Fall in activity",
                    ),
                ),
                (
                    "admissions",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        help_text="For the beds they take; no other activity.",
                        max_digits=14,
                        null=True,
                        verbose_name="Emergency admissions fewer",
                    ),
                ),
                (
                    "length_of_stay",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        help_text="The usual assumption if left empty.",
                        max_digits=14,
                        null=True,
                        verbose_name="Average length of stay (days)",
                    ),
                ),
                (
                    "occupancy",
                    plans.models.fields.PercentField(
                        blank=True,
                        decimal_places=2,
                        help_text="The usual assumption if left empty.",
                        max_digits=14,
                        null=True,
                        verbose_name="Occupancy of beds (%)",
                    ),
                ),
                (
                    "value",
                    plans.models.fields.MoneyField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="Value of the fall"
                    ),
                ),
                (
                    "agreed",
                    plans.models.fields.YesNoField(blank=True, null=True, verbose_name="Has the provider agreed?"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "impact on a provider",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Aim",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("aim", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Aim")),
                (
                    "other_measure",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="Only if none of the measures shows it.",
                        max_length=200,
                        verbose_name="Measured otherwise by",
                    ),
                ),
                (
                    "measures",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="conditions.measuredefinition", verbose_name="Measured by"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "aim",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Alignment",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "other_work",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="How does it fit other work on joined-up care?"
                    ),
                ),
                (
                    "operating_plans",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        max_length=20000,
                        verbose_name="How does it fit the two-year operating plans and the five-year strategy?",
                    ),
                ),
                (
                    "primary_care",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        max_length=20000,
                        verbose_name="How does it fit plans for co-commissioning primary care?",
                    ),
                ),
                (
                    "operating_reduction",
                    plans.models.fields.PercentField(
                        blank=True,
                        decimal_places=2,
                        help_text="0 if they plan no fall.",
                        max_digits=14,
                        null=True,
                        verbose_name="Fall in emergency admissions in the CCGs' operating plans (%)",
                    ),
                ),
                (
                    "difference_reason",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Needed when it is more than two points away.",
                        max_length=20000,
                        verbose_name="Why does this plan differ?",
                    ),
                ),
            ],
            options={
                "verbose_name": "alignment",
            },
        ),
        migrations.CreateModel(
            name="BoardShare",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "board",
                    plans.models.fields.LineField(
                        blank=True, max_length=200, verbose_name="Health and Wellbeing Board"
                    ),
                ),
                (
                    "share",
                    plans.models.fields.PercentField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="Share of the whole (%)"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "board",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseForChange",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "segments",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        max_length=20000,
                        verbose_name="Which groups of people does the plan aim at, and what do they need?",
                    ),
                ),
                (
                    "stratification",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Risk stratification and its results.",
                        max_length=20000,
                        verbose_name="How were people at risk found?",
                    ),
                ),
                (
                    "opportunity",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="In people, activity and pounds.",
                        max_length=20000,
                        verbose_name="How large is the opportunity?",
                    ),
                ),
            ],
            options={
                "verbose_name": "case for change",
            },
        ),
        migrations.CreateModel(
            name="CommentThread",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("section", models.SlugField(max_length=40)),
                (
                    "page_row",
                    models.UUIDField(help_text="The scheme on whose page it stands, where there is one", null=True),
                ),
                ("row", models.UUIDField(help_text="The row it is about, if it is about one", null=True)),
                (
                    "field",
                    models.CharField(
                        blank=True, help_text="The question it is about, if it is about one", max_length=60
                    ),
                ),
                ("section_title", models.CharField(max_length=200)),
                ("row_title", models.CharField(blank=True, max_length=400)),
                ("question", models.CharField(blank=True, max_length=300)),
                ("said", models.TextField(blank=True, help_text="The answer as it stood when the thread began")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("organisation", "One organisation"),
                            ("partners", "All partners of the plan"),
                            ("assurers", "Partners and assurers"),
                        ],
                        max_length=12,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField(help_text="When the newest message was written")),
                ("resolved_at", models.DateTimeField(null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="The body it was begun for; nobody else may know of a thread for one organisation",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="threads", to="plans.plan"
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-last_at", "id"],
                "indexes": [models.Index(fields=["plan", "section"], name="comment_thread_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["organisation", "partners", "assurers"])),
                        name="comment_thread_audience_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", "organisation"), _negated=True),
                            ("organisation__isnull", False),
                            _connector="OR",
                        ),
                        name="comment_thread_organisation_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                            models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="comment_thread_resolved_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(help_text="Place in the thread, from 1")),
                ("text", models.TextField(blank=True, max_length=5000)),
                ("written_at", models.DateTimeField()),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0, help_text="The newest version when it was written; 0 for none"
                    ),
                ),
                ("on_draft", models.BooleanField(default=True, help_text="Whether the plan was open for changes then")),
                (
                    "token",
                    models.CharField(help_text="The opened form that sent it: sent twice, kept once", max_length=32),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="plans.commentthread"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("thread", "number"), name="comment_number_unique"),
                    models.UniqueConstraint(fields=("written_by", "token"), name="comment_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True), ("text", ""), _connector="OR"),
                        name="comment_withdrawn_has_no_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComparisonPaper",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "words",
                    models.CharField(help_text="SHA-256 of the names and fingerprints of both sides", max_length=64),
                ),
                (
                    "sides",
                    models.JSONField(
                        blank=True, default=list, help_text="Name and content of each; empty once it is made"
                    ),
                ),
                ("file", models.FileField(blank=True, upload_to="comparisons/")),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobs.job"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comparison_papers", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at"],
                "constraints": [models.UniqueConstraint(fields=("plan", "words"), name="comparison_paper_unique")],
            },
        ),
        migrations.CreateModel(
            name="ConditionResponse",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "status",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[("met", "Met"), ("plan", "A plan is in place"), ("not_met", "Not met")],
                        max_length=30,
                        verbose_name="Is the condition met?",
                    ),
                ),
                (
                    "answer",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="How is it met, and what is the evidence?"
                    ),
                ),
                (
                    "owner",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="Needed when a plan is in place.",
                        max_length=200,
                        verbose_name="Who owns the plan to meet it (post)?",
                    ),
                ),
                (
                    "meets_on",
                    plans.models.fields.DayField(
                        blank=True,
                        help_text="Needed when a plan is in place.",
                        null=True,
                        verbose_name="Met by which date?",
                    ),
                ),
                (
                    "concept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conditions.concept"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "national condition",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "concept"), name="condition_response_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["", "met", "plan", "not_met"])),
                        name="condition_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contingency",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "trigger",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="A measure, a figure and a date.",
                        max_length=20000,
                        verbose_name="What sets the contingency off?",
                    ),
                ),
                (
                    "amount",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Amount held for it, second year",
                    ),
                ),
                (
                    "destination",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="Where does the money go then?"
                    ),
                ),
                (
                    "decision_maker",
                    plans.models.fields.LineField(
                        blank=True, max_length=200, verbose_name="Who decides (post or board)?"
                    ),
                ),
                (
                    "at_risk",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="The whole sum that depends on emergency admissions.",
                        max_digits=14,
                        null=True,
                        verbose_name="Performance payment at risk, second year",
                    ),
                ),
            ],
            options={
                "verbose_name": "contingency and risk sharing",
            },
        ),
        migrations.CreateModel(
            name="ContingencyRow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "saving",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Saving if achieved in full, second year",
                    ),
                ),
                (
                    "saving_ongoing",
                    plans.models.fields.MoneyField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="Saving each year after"
                    ),
                ),
                (
                    "support",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Most that other services need if not achieved, second year",
                    ),
                ),
                (
                    "support_ongoing",
                    plans.models.fields.MoneyField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="The same, each year after"
                    ),
                ),
                (
                    "other_source",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="Only if it is more than the performance payment covers.",
                        max_length=200,
                        verbose_name="Other source of the support",
                    ),
                ),
                (
                    "route",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=2000, verbose_name="How is money redeployed, and who decides?"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conditions.measuredefinition",
                        verbose_name="Outcome at risk",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "outcome at risk",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("year", plans.models.fields.ChoiceField(blank=True, max_length=7, verbose_name="Financial year")),
                (
                    "amount",
                    plans.models.fields.MoneyField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="Amount"
                    ),
                ),
                ("note", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Note")),
                (
                    "funding_source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conditions.fundingsource",
                        verbose_name="Funding source",
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
                        verbose_name="Organisation",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
                (
                    "previous_holder",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose budget it was before. Leave empty where it follows from the source.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="Held before by",
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                        name="contribution_amount_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DataSharing",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "nhs_number",
                    plans.models.fields.YesNoField(
                        blank=True,
                        null=True,
                        verbose_name="Is the NHS number the main identifier in letters between health and social care?",
                    ),
                ),
                (
                    "nhs_number_by",
                    plans.models.fields.DayField(blank=True, null=True, verbose_name="If not, by which date?"),
                ),
                (
                    "matched_now",
                    plans.models.fields.PercentField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Social care records with the NHS number now (%)",
                    ),
                ),
                (
                    "matched_first_year",
                    plans.models.fields.PercentField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Aimed at by the end of the first year (%)",
                    ),
                ),
                (
                    "matched_second_year",
                    plans.models.fields.PercentField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Aimed at by the end of the second year (%)",
                    ),
                ),
                (
                    "open_interfaces",
                    plans.models.fields.YesNoField(
                        blank=True, null=True, verbose_name="Are you committed to open interfaces and standards?"
                    ),
                ),
                (
                    "interfaces",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="Which interfaces and standards?"
                    ),
                ),
                (
                    "controls",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Information governance controls.",
                        max_length=20000,
                        verbose_name="How is information kept safe?",
                    ),
                ),
            ],
            options={
                "verbose_name": "data sharing",
            },
        ),
        migrations.CreateModel(
            name="DistrictGrant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "district",
                    plans.models.fields.LineField(blank=True, max_length=200, verbose_name="District council"),
                ),
                ("year", plans.models.fields.ChoiceField(blank=True, max_length=7, verbose_name="Financial year")),
                (
                    "amount",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Disabled Facilities Grant passed on",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "district council",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Districts",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "agreement",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Only where district councils are the housing authorities.",
                        max_length=20000,
                        verbose_name="If the Disabled Facilities Grant is not passed on in full, what was agreed, and where is it recorded?",
                    ),
                ),
            ],
            options={
                "verbose_name": "district councils",
            },
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "provider_engagement",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        max_length=20000,
                        verbose_name="How have service providers been involved in the plan?",
                    ),
                ),
                (
                    "public_engagement",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        max_length=20000,
                        verbose_name="How have patients, service users and the public been involved?",
                    ),
                ),
                (
                    "healthwatch_view",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="What is the view of local Healthwatch?"
                    ),
                ),
                (
                    "healthwatch_reply",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=5000, verbose_name="What do the partners reply to Healthwatch?"
                    ),
                ),
            ],
            options={
                "verbose_name": "engagement",
            },
        ),
        migrations.CreateModel(
            name="EngagementEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "who",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="An organisation or group, never a person's name.",
                        max_length=200,
                        verbose_name="Who was involved",
                    ),
                ),
                (
                    "type",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[
                            ("acute", "Acute provider"),
                            ("community", "Community provider"),
                            ("mental_health", "Mental health provider"),
                            ("primary_care", "Primary care"),
                            ("social_care", "Social care provider"),
                            ("voluntary", "Voluntary sector"),
                            ("public", "Patients, users and public"),
                        ],
                        max_length=30,
                        verbose_name="Type",
                    ),
                ),
                ("held_on", plans.models.fields.DayField(blank=True, null=True, verbose_name="Date")),
                ("method", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="How")),
                (
                    "issue",
                    plans.models.fields.NarrativeField(blank=True, max_length=2000, verbose_name="What they raised"),
                ),
                (
                    "response",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=2000, verbose_name="What you did about it"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "engagement event",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FreezeConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("council", "Council"), ("nhs", "NHS")], max_length=10)),
                ("fingerprint", models.CharField(max_length=64)),
                ("agreed_at", models.DateTimeField()),
                (
                    "agreed_by",
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="freeze_consents", to="plans.plan"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "side"), name="freeze_consent_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["council", "nhs"])), name="freeze_consent_side_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Governance",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "governance",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="The board, who may decide what, escalation and the reporting cycle.",
                        max_length=20000,
                        verbose_name="How is the plan governed?",
                    ),
                ),
                (
                    "risk_sharing",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Say who decides on redeployment.",
                        max_length=20000,
                        verbose_name="How is risk shared, and what happens to money held back if targets are missed?",
                    ),
                ),
            ],
            options={
                "verbose_name": "governance",
            },
        ),
        migrations.CreateModel(
            name="HeldValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.UUIDField(help_text="The row's id; the plan's own id for a section's single answers")),
                ("section", models.SlugField(max_length=40)),
                ("field", models.CharField(max_length=60)),
                ("text", models.CharField(max_length=200)),
                ("from_source", models.BooleanField(default=False, help_text="As imported, not typed here")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="held_values", to="plans.plan"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("row", "section", "field"), name="held_value_unique")],
            },
        ),
        migrations.CreateModel(
            name="JointAssessment",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "high_risk",
                    plans.models.fields.PercentField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Adults at high risk of admission to hospital (%)",
                    ),
                ),
                (
                    "joint_plans",
                    plans.models.fields.PercentField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Of those, people with a joint care plan and a named professional (%)",
                    ),
                ),
                (
                    "method",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="How are people at risk found, and assessed jointly?"
                    ),
                ),
                (
                    "accountable_role",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="For example, the person's GP. Needed when the fund pays for integrated packages of care.",
                        max_length=200,
                        verbose_name="Who is the accountable professional (role)?",
                    ),
                ),
            ],
            options={
                "verbose_name": "joint assessment",
            },
        ),
        migrations.CreateModel(
            name="LocalMeasure",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "numerator",
                    plans.models.fields.LineField(
                        blank=True, max_length=200, verbose_name="Own measure: what is counted"
                    ),
                ),
                (
                    "denominator",
                    plans.models.fields.LineField(
                        blank=True, max_length=200, verbose_name="Own measure: out of how many"
                    ),
                ),
                (
                    "unit",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="For example, per 100,000, or %.",
                        max_length=80,
                        verbose_name="Own measure: unit",
                    ),
                ),
                (
                    "direction",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[("up", "Higher is better"), ("down", "Lower is better")],
                        max_length=30,
                        verbose_name="Own measure: which way is better",
                    ),
                ),
                (
                    "source",
                    plans.models.fields.LineField(
                        blank=True, max_length=200, verbose_name="Own measure: source of the figures"
                    ),
                ),
                (
                    "frequency",
                    plans.models.fields.LineField(
                        blank=True, max_length=80, verbose_name="Own measure: how often it is published"
                    ),
                ),
                (
                    "experience",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[
                            ("national", "The national measure, once it is settled"),
                            ("local", "A local measure"),
                        ],
                        max_length=30,
                        verbose_name="Which measure of people's experience is used?",
                    ),
                ),
                (
                    "instrument",
                    plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Name of the survey"),
                ),
                (
                    "question",
                    plans.models.fields.NarrativeField(blank=True, max_length=2000, verbose_name="The question asked"),
                ),
                (
                    "combined",
                    plans.models.fields.YesNoField(
                        blank=True,
                        null=True,
                        verbose_name="Are figures combined with other Health and Wellbeing Boards?",
                    ),
                ),
                (
                    "menu",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave empty to define your own below, in all six parts.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conditions.measuredefinition",
                        verbose_name="Local measure from the national menu",
                    ),
                ),
            ],
            options={
                "verbose_name": "local measure and experience",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("direction__in", ["", "up", "down"]), ("experience__in", ["", "national", "local"])
                        ),
                        name="local_measure_choices_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasurePlan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "local_title",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="Only for the measure you choose yourselves.",
                        max_length=200,
                        verbose_name="Name of the local measure",
                    ),
                ),
                (
                    "baseline_numerator",
                    plans.models.fields.QuantityField(
                        blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="Baseline numerator"
                    ),
                ),
                (
                    "baseline_denominator",
                    plans.models.fields.QuantityField(
                        blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="Baseline denominator"
                    ),
                ),
                (
                    "baseline_from",
                    plans.models.fields.DayField(blank=True, null=True, verbose_name="Baseline period from"),
                ),
                ("baseline_to", plans.models.fields.DayField(blank=True, null=True, verbose_name="Baseline period to")),
                (
                    "april_numerator",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Numerator for the April 2015 payment",
                    ),
                ),
                (
                    "april_denominator",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Denominator for the April 2015 payment",
                    ),
                ),
                (
                    "october_numerator",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Numerator for the October 2015 payment",
                    ),
                ),
                (
                    "october_denominator",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Denominator for the October 2015 payment",
                    ),
                ),
                (
                    "baseline_stated",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        help_text="It is compared with numerator and denominator.",
                        max_digits=14,
                        null=True,
                        verbose_name="Baseline rate, if stated elsewhere",
                    ),
                ),
                (
                    "april_stated",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Rate for the April 2015 payment, if stated elsewhere",
                    ),
                ),
                (
                    "october_stated",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Rate for the October 2015 payment, if stated elsewhere",
                    ),
                ),
                (
                    "rationale",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=2000, verbose_name="Why is this target right?"
                    ),
                ),
                (
                    "source",
                    plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Source of the figures"),
                ),
                (
                    "quality",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=30,
                        verbose_name="Quality of the figures",
                    ),
                ),
                (
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conditions.measuredefinition"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "measure",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("plan", "definition"), name="measure_plan_unique")],
            },
        ),
        migrations.CreateModel(
            name="MeasuresNarrative",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "expected_outcomes",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        max_length=20000,
                        verbose_name="What outcomes do you expect, and how will you measure them?",
                    ),
                ),
                (
                    "assurance_process",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="How will the measures be assured locally?"
                    ),
                ),
            ],
            options={
                "verbose_name": "measures",
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="plans.comment"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("seen_at__isnull", True)), fields=["user"], name="mention_waiting")
                ],
                "constraints": [models.UniqueConstraint(fields=("comment", "user"), name="mention_unique")],
            },
        ),
        migrations.CreateModel(
            name="MoveConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("council", "Council"), ("nhs", "NHS")], max_length=10)),
                ("template_key", models.CharField(max_length=40)),
                ("fingerprint", models.CharField(help_text="Of the difference as it was shown", max_length=64)),
                ("agreed_at", models.DateTimeField()),
                (
                    "agreed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "condition_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conditions.conditionset"
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="move_consents", to="plans.plan"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conditions.round"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "side"), name="move_consent_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["council", "nhs"])), name="move_consent_side_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("holds_pool", models.BooleanField(default=False, verbose_name="Hosts the pooled budget")),
                (
                    "mapped_share",
                    plans.models.fields.PercentField(
                        blank=True,
                        decimal_places=2,
                        help_text="Per cent. Prefilled from ONS boundaries, an estimate; change it with a reason.",
                        max_digits=14,
                        null=True,
                        validators=[
                            django.core.validators.MaxValueValidator(
                                Decimal(100), "A share cannot be more than 100 per cent."
                            )
                        ],
                        verbose_name="Share of the CCG's population in this locality",
                    ),
                ),
                (
                    "mapped_share_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="Reason for a changed share"),
                ),
                (
                    "activity",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        help_text="Counted to this area by the share above.",
                        max_digits=14,
                        null=True,
                        verbose_name="Emergency admissions of all the CCG's people, baseline year",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="Organisation",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "parties",
                "ordering": ["position", "organisation__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "organisation"), name="party_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mapped_share__isnull", True),
                            models.Q(("mapped_share__gte", 0), ("mapped_share__lte", 100)),
                            _connector="OR",
                        ),
                        name="party_mapped_share_is_a_percentage",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentMetric",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "population",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Residents, for the rate per 100,000",
                    ),
                ),
                (
                    "baseline_q1",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Baseline, January to March 2014",
                    ),
                ),
                (
                    "baseline_q2",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Baseline, April to June 2014",
                    ),
                ),
                (
                    "baseline_q3",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Baseline, July to September 2014",
                    ),
                ),
                (
                    "baseline_q4",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Baseline, October to December 2014",
                    ),
                ),
                (
                    "planned_q1",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Planned, January to March 2015",
                    ),
                ),
                (
                    "planned_q2",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Planned, April to June 2015",
                    ),
                ),
                (
                    "planned_q3",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Planned, July to September 2015",
                    ),
                ),
                (
                    "planned_q4",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Planned, October to December 2015",
                    ),
                ),
                (
                    "ambition_reason",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Needed when it is less than the 3.5% expected in July 2014.",
                        max_length=20000,
                        verbose_name="Why is the planned fall smaller than expected?",
                    ),
                ),
                (
                    "price",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="£1,490 unless you give your own (not checked).",
                        max_digits=14,
                        null=True,
                        verbose_name="Price of an admission",
                    ),
                ),
                (
                    "price_reason",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Needed when it is not £1,490.",
                        max_length=20000,
                        verbose_name="Why another price?",
                    ),
                ),
                (
                    "ring_fenced",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Ring-fenced; from the allocation sent to you.",
                        max_digits=14,
                        null=True,
                        verbose_name="Your share of the £1bn",
                    ),
                ),
                (
                    "stated_linked",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="As you state it; it is compared with the computation.",
                        max_digits=14,
                        null=True,
                        verbose_name="Performance payment",
                    ),
                ),
                (
                    "stated_out_of_hospital",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="As you state it.",
                        max_digits=14,
                        null=True,
                        verbose_name="For NHS services outside hospital",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment metric",
            },
        ),
        migrations.CreateModel(
            name="PlanDetails",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "boundary_differences",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Needed when a CCG's population is only partly in this locality.",
                        max_length=20000,
                        verbose_name="How are differences between council and CCG boundaries dealt with?",
                    ),
                ),
                (
                    "five_year_strategy",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Name the strategy, or give a link to it.",
                        max_length=20000,
                        verbose_name="How does this plan fit the five-year strategy?",
                    ),
                ),
                (
                    "council_contact",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="A post, for example Director of adult social services.",
                        max_length=200,
                        verbose_name="Council lead (post)",
                    ),
                ),
                (
                    "nhs_contact",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="A post, for example Chief finance officer.",
                        max_length=200,
                        verbose_name="CCG lead (post)",
                    ),
                ),
                (
                    "board_meets_on",
                    plans.models.fields.DayField(
                        blank=True,
                        help_text="For example, 30 1 2014.",
                        null=True,
                        verbose_name="Date the Health and Wellbeing Board considers the plan",
                    ),
                ),
                (
                    "submits_on",
                    plans.models.fields.DayField(
                        blank=True,
                        help_text="The last day of the window is shown above.",
                        null=True,
                        verbose_name="Date you mean to submit the plan",
                    ),
                ),
                (
                    "late_reason",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Only if the date above is later.",
                        max_length=20000,
                        verbose_name="Why will the plan be submitted after the window closes?",
                    ),
                ),
                (
                    "pooled_fund_agreement",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[
                            ("not_started", "Not started"),
                            ("draft", "In draft"),
                            ("agreed", "Agreed, not signed"),
                            ("signed", "Signed"),
                        ],
                        max_length=30,
                        verbose_name="Section 75 agreement",
                    ),
                ),
                (
                    "pooled_fund_agreed_on",
                    plans.models.fields.DayField(
                        blank=True,
                        help_text="When it was signed, or when it is to be.",
                        null=True,
                        verbose_name="Date of the section 75 agreement",
                    ),
                ),
                (
                    "version_label",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="For example, Second draft.",
                        max_length=60,
                        verbose_name="Name of this version",
                    ),
                ),
                (
                    "change_note",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="One line, shown in the list of versions.",
                        max_length=200,
                        verbose_name="What changed in this version",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan details",
            },
        ),
        migrations.CreateModel(
            name="PlanGroupPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_object", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="plans.plan")),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
            ],
            options={
                "abstract": False,
                "unique_together": {("group", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="PlanMilestone",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("label", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Milestone")),
                ("due_on", plans.models.fields.DayField(blank=True, null=True, verbose_name="By which date")),
                ("owner", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Owner (post)")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanOfAction",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "interdependencies",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Other programmes, people, systems.",
                        max_length=20000,
                        verbose_name="What does the plan depend on?",
                    ),
                ),
                (
                    "delivery",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="Who manages delivery, and how?"
                    ),
                ),
                (
                    "oversight",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="How will a scheme that goes off track be put right?"
                    ),
                ),
            ],
            options={
                "verbose_name": "plan of action",
            },
        ),
        migrations.CreateModel(
            name="PlanUserPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_object", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="plans.plan")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "abstract": False,
                "unique_together": {("user", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("fingerprint", models.CharField(db_index=True, max_length=64)),
                ("section_fingerprints", models.JSONField(help_text="Fingerprint of each section, by slug")),
                ("change_note", models.CharField(blank=True, max_length=200)),
                ("frozen_at", models.DateTimeField()),
                (
                    "frozen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number_unique")],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("minutes", "Minutes"), ("agreement", "Agreement"), ("related", "Related document")],
                        max_length=10,
                        verbose_name="What it is",
                    ),
                ),
                ("name", models.CharField(help_text="What the author's file was called", max_length=120)),
                (
                    "media_type",
                    models.CharField(help_text="By its content, never as the browser named it", max_length=100),
                ),
                ("size", models.PositiveBigIntegerField(help_text="Bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("file", models.FileField(upload_to="attachments/")),
                ("attached_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attached_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="plans.plan"
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "versions",
                    models.ManyToManyField(
                        help_text="Those that list it", related_name="attachments", to="plans.planversion"
                    ),
                ),
            ],
            options={
                "ordering": ["attached_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["minutes", "agreement", "related"])),
                        name="attachment_kind_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("plan", "sha256"),
                        name="attachment_once_in_a_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="attachment_removed_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF document"),
                            ("xlsx", "Excel workbook"),
                            ("submission", "PDF as submitted"),
                            ("letter", "Outcome letter"),
                        ],
                        max_length=10,
                    ),
                ),
                ("file", models.FileField(blank=True, upload_to="documents/")),
                ("size", models.PositiveBigIntegerField(null=True)),
                (
                    "sha256",
                    models.CharField(
                        blank=True, db_index=True, help_text="By which a file that comes back is known", max_length=64
                    ),
                ),
                ("built_at", models.DateTimeField(null=True)),
                (
                    "job",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobs.job"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="plans.planversion"
                    ),
                ),
            ],
            options={
                "ordering": ["kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "kind"), name="document_version_kind_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["pdf", "xlsx", "submission", "letter"])),
                        name="document_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("built_at__isnull", True), ("file", ""), ("sha256", "")),
                            models.Q(models.Q(("file", ""), _negated=True), models.Q(("sha256", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="document_file_has_its_hash",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanCopy",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="copied",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "origins",
                    models.JSONField(help_text="By the id of a copied row, the id of the row that it was copied from"),
                ),
                ("carried", models.JSONField(help_text="The plan's content as it was when it was made")),
                ("copied_at", models.DateTimeField()),
                (
                    "copied_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="plans.planversion"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "plan copies",
            },
        ),
        migrations.CreateModel(
            name="Pool",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "agreed_first_year",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Total agreed pool, first year",
                    ),
                ),
                (
                    "agreed_second_year",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Total agreed pool, second year",
                    ),
                ),
                (
                    "unallocated_first_year",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Not yet allocated to a scheme, first year",
                    ),
                ),
                (
                    "unallocated_second_year",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Not yet allocated to a scheme, second year",
                    ),
                ),
                (
                    "unallocated_reason",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="For example, a contingency. Needed when either figure above is not 0.",
                        max_length=20000,
                        verbose_name="Why is money left unallocated?",
                    ),
                ),
                (
                    "performance_linked",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Your part of £1bn nationally, if it is known.",
                        max_digits=14,
                        null=True,
                        verbose_name="Of which depends on performance, second year",
                    ),
                ),
            ],
            options={
                "verbose_name": "pooled fund",
            },
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mid_year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("persons", models.PositiveIntegerField()),
                ("aged_65_plus", models.PositiveIntegerField(blank=True, null=True, verbose_name="aged 65 and over")),
                (
                    "locality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="populations", to="plans.locality"
                    ),
                ),
            ],
            options={
                "ordering": ["locality", "mid_year"],
                "constraints": [
                    models.UniqueConstraint(fields=("locality", "mid_year"), name="population_year_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("aged_65_plus__isnull", True), ("aged_65_plus__lte", models.F("persons")), _connector="OR"
                        ),
                        name="population_aged_65_within_persons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(max_length=40)),
                (
                    "row",
                    models.UUIDField(
                        blank=True, help_text="The scheme, where the section has a page for each row", null=True
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                (
                    "seen_at",
                    models.DateTimeField(
                        help_text="When the open page last spoke up; never, without a script", null=True
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="plans.plan"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("row__isnull", True)),
                        fields=("plan", "user", "section"),
                        name="presence_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("row__isnull", False)),
                        fields=("plan", "user", "section", "row"),
                        name="presence_row_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderCommentary",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "outturn",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Emergency admissions, outturn 2013/14",
                    ),
                ),
                (
                    "plan_first",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Emergency admissions, plan 2014/15",
                    ),
                ),
                (
                    "plan_second",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Emergency admissions, plan 2015/16",
                    ),
                ),
                (
                    "avoided",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Of the fall, admissions avoided by this plan",
                    ),
                ),
                (
                    "agrees",
                    plans.models.fields.YesNoField(
                        blank=True, null=True, verbose_name="Does the provider agree with the figures?"
                    ),
                ),
                (
                    "why_not",
                    plans.models.fields.NarrativeField(blank=True, max_length=5000, verbose_name="If not, why?"),
                ),
                (
                    "considered",
                    plans.models.fields.YesNoField(
                        blank=True, null=True, verbose_name="Has it considered what this means for its services?"
                    ),
                ),
                (
                    "implications",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=5000, verbose_name="What does it mean for its services?"
                    ),
                ),
                ("provider", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Provider")),
                (
                    "signed_by",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="A post, for example Chief executive. Never a name.",
                        max_length=200,
                        verbose_name="Signed by (post)",
                    ),
                ),
                ("signed_on", plans.models.fields.DayField(blank=True, null=True, verbose_name="Signed on")),
                (
                    "reply",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Needed when it disagrees.",
                        max_length=5000,
                        verbose_name="What do the partners reply?",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "provider's commentary",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "outturn",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Emergency admissions, outturn 2013/14",
                    ),
                ),
                (
                    "plan_first",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Emergency admissions, plan 2014/15",
                    ),
                ),
                (
                    "plan_second",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Emergency admissions, plan 2015/16",
                    ),
                ),
                (
                    "avoided",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Of the fall, admissions avoided by this plan",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "capacity",
                    models.CharField(
                        choices=[("provider", "Acute provider"), ("healthwatch", "Local Healthwatch")],
                        max_length=20,
                        verbose_name="As what",
                    ),
                ),
                (
                    "organisation",
                    plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Organisation"),
                ),
                ("post", plans.models.fields.LineField(blank=True, max_length=120, verbose_name="Post")),
                ("email", models.EmailField(max_length=254, verbose_name="E-mail address")),
                ("respond_by", plans.models.fields.DayField(blank=True, null=True, verbose_name="By when")),
                ("invited_at", models.DateTimeField()),
                (
                    "link_number",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="Raised by a new link, so that older ones stop"
                    ),
                ),
                ("link_issued_at", models.DateTimeField()),
                ("link_mailed_at", models.DateTimeField(null=True)),
                ("link_used_at", models.DateTimeField(null=True)),
                (
                    "is_unproven",
                    models.BooleanField(
                        default=False, help_text="The authors passed the link on: the address is unproven"
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True)),
                ("given_at", models.DateTimeField(null=True)),
                (
                    "last_reply",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        max_length=20000,
                        verbose_name="What the partners replied to words that were taken back since",
                    ),
                ),
                (
                    "replaced",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="plans.plan"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "row",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="invitation",
                        to="plans.providercommentary",
                    ),
                ),
            ],
            options={
                "ordering": ["invited_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("capacity__in", ["provider", "healthwatch"])),
                        name="invitation_capacity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_at__isnull", True), ("given_by__isnull", True)),
                            models.Q(("given_at__isnull", False), ("given_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="invitation_given_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"),
                        name="invitation_given_stands",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("plan", "account"),
                        name="invitation_account_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("capacity", "healthwatch"), ("withdrawn_at__isnull", True)),
                        fields=("plan",),
                        name="invitation_one_healthwatch",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentaryDraft",
            fields=[
                (
                    "outturn",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Emergency admissions, outturn 2013/14",
                    ),
                ),
                (
                    "plan_first",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Emergency admissions, plan 2014/15",
                    ),
                ),
                (
                    "plan_second",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Emergency admissions, plan 2015/16",
                    ),
                ),
                (
                    "avoided",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Of the fall, admissions avoided by this plan",
                    ),
                ),
                (
                    "agrees",
                    plans.models.fields.YesNoField(
                        blank=True, null=True, verbose_name="Does the provider agree with the figures?"
                    ),
                ),
                (
                    "why_not",
                    plans.models.fields.NarrativeField(blank=True, max_length=5000, verbose_name="If not, why?"),
                ),
                (
                    "considered",
                    plans.models.fields.YesNoField(
                        blank=True, null=True, verbose_name="Has it considered what this means for its services?"
                    ),
                ),
                (
                    "implications",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=5000, verbose_name="What does it mean for its services?"
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="draft",
                        serialize=False,
                        to="plans.invitation",
                    ),
                ),
                (
                    "view",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="What is the view of local Healthwatch?"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RelatedDocument",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("title", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Title")),
                (
                    "synopsis",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=2000, verbose_name="What it says that matters here"
                    ),
                ),
                (
                    "link",
                    plans.models.fields.LineField(blank=True, max_length=400, verbose_name="Link, or where it is kept"),
                ),
                (
                    "attached_file",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        help_text="One of the files attached to this plan, if it is among them.",
                        max_length=140,
                        verbose_name="Attached file",
                    ),
                ),
                ("dated_on", plans.models.fields.DayField(blank=True, null=True, verbose_name="Date")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "related document",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Scheme",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "ref",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="Short and unique in this plan, for example E1.",
                        max_length=20,
                        verbose_name="Reference",
                    ),
                ),
                ("title", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Scheme name")),
                (
                    "title_inferred",
                    models.BooleanField(
                        default=False,
                        help_text="Untick once you have agreed a name.",
                        verbose_name="The name is inferred: the source does not show it",
                    ),
                ),
                (
                    "description",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="What is the scheme?"
                    ),
                ),
                (
                    "service_group",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="One of the groups named under plan details, if any.",
                        max_length=200,
                        verbose_name="Local service group",
                    ),
                ),
                (
                    "concepts_inferred",
                    models.BooleanField(
                        default=False, verbose_name="The condition is inferred: the source does not show it"
                    ),
                ),
                (
                    "lead_provider",
                    plans.models.fields.LineField(
                        blank=True, help_text="An organisation's name.", max_length=200, verbose_name="Lead provider"
                    ),
                ),
                (
                    "other_type",
                    plans.models.fields.LineField(blank=True, max_length=200, verbose_name="If other, which type?"),
                ),
                ("sub_type", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Sub-type")),
                (
                    "output_first_year",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        help_text="In the unit of the scheme's type.",
                        max_digits=14,
                        null=True,
                        verbose_name="Output expected, first year",
                    ),
                ),
                (
                    "output_second_year",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="Output expected, second year",
                    ),
                ),
                (
                    "output_unit",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="Only where the type names none.",
                        max_length=80,
                        verbose_name="Unit of the output",
                    ),
                ),
                ("starts_on", plans.models.fields.DayField(blank=True, null=True, verbose_name="Starts on")),
                ("ends_on", plans.models.fields.DayField(blank=True, null=True, verbose_name="Ends on")),
                (
                    "evidence",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="What is the evidence that it will work?"
                    ),
                ),
                (
                    "objective",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="What is its strategic objective?"
                    ),
                ),
                (
                    "cohort",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Model of care and group of people.",
                        max_length=20000,
                        verbose_name="Who is it for, and how are they cared for?",
                    ),
                ),
                (
                    "delivery_chain",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="The whole chain.",
                        max_length=20000,
                        verbose_name="Who commissions and who delivers it?",
                    ),
                ),
                (
                    "investment_needs",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="The lines below, explained.",
                        max_length=20000,
                        verbose_name="What does it need to be paid for?",
                    ),
                ),
                (
                    "expected_impact",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="The benefits below, explained.",
                        max_length=20000,
                        verbose_name="What will change, and by how much?",
                    ),
                ),
                (
                    "feedback",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="How will you know whether it works?"
                    ),
                ),
                (
                    "success_factors",
                    plans.models.fields.NarrativeField(
                        blank=True, max_length=20000, verbose_name="What must go right?"
                    ),
                ),
                (
                    "stated_first_year",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Only if a total was stated elsewhere; it is compared with the lines.",
                        max_digits=14,
                        null=True,
                        verbose_name="Total stated, first year",
                    ),
                ),
                (
                    "stated_second_year",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Only if a total was stated elsewhere; it is compared with the lines.",
                        max_digits=14,
                        null=True,
                        verbose_name="Total stated, second year",
                    ),
                ),
                (
                    "source_note",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="What the source of this scheme shows or leaves open.",
                        max_length=20000,
                        verbose_name="Note on the source",
                    ),
                ),
                (
                    "concepts",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="conditions.concept",
                        verbose_name="National conditions it serves",
                    ),
                ),
                (
                    "lead_commissioner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="Lead commissioner",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
                (
                    "provider_type",
                    models.ForeignKey(
                        blank=True,
                        db_column="provider_type",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conditions.providertype",
                        verbose_name="Type of provider",
                    ),
                ),
                (
                    "scheme_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conditions.schemetype",
                        verbose_name="Type of scheme",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Benefit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "label",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="For example, fewer unplanned acute episodes.",
                        max_length=200,
                        verbose_name="Benefit",
                    ),
                ),
                (
                    "type",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[
                            ("admissions", "Fewer emergency admissions"),
                            ("care_homes", "Fewer admissions to care homes"),
                            ("reablement", "Better reablement"),
                            ("delays", "Fewer delayed transfers"),
                            ("other", "Other"),
                        ],
                        max_length=30,
                        verbose_name="Kind of benefit",
                    ),
                ),
                (
                    "cohort",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="Two schemes that name the same people may count one fall twice.",
                        max_length=200,
                        verbose_name="For which people",
                    ),
                ),
                (
                    "beneficiary",
                    plans.models.fields.LineField(
                        blank=True, help_text="The body whose costs fall.", max_length=200, verbose_name="Who benefits"
                    ),
                ),
                ("year", plans.models.fields.ChoiceField(blank=True, max_length=7, verbose_name="Financial year")),
                (
                    "quantity",
                    plans.models.fields.QuantityField(
                        blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="Quantity"
                    ),
                ),
                ("unit", plans.models.fields.LineField(blank=True, max_length=40, verbose_name="Unit")),
                (
                    "unit_price",
                    plans.models.fields.MoneyField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="Unit price (£)"
                    ),
                ),
                (
                    "unit_price_high",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Only where the price is a range.",
                        max_digits=14,
                        null=True,
                        verbose_name="Unit price, up to (£)",
                    ),
                ),
                (
                    "stated",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Leave empty to use quantity × unit price.",
                        max_digits=14,
                        null=True,
                        verbose_name="Value",
                    ),
                ),
                ("recurrent", plans.models.fields.YesNoField(blank=True, null=True, verbose_name="Recurrent?")),
                (
                    "how_calculated",
                    plans.models.fields.LineField(blank=True, max_length=200, verbose_name="How it is calculated"),
                ),
                (
                    "how_measured",
                    plans.models.fields.LineField(blank=True, max_length=200, verbose_name="How it is measured"),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.scheme"
                    ),
                ),
            ],
            options={
                "verbose_name": "benefit",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("type__in", ["", "admissions", "care_homes", "reablement", "delays", "other"])
                        ),
                        name="benefit_type_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Investment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("label", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="What is paid for")),
                ("year", plans.models.fields.ChoiceField(blank=True, max_length=7, verbose_name="Financial year")),
                (
                    "basis",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[("lump", "Lump sum"), ("rate", "Quantity × rate × periods")],
                        default="lump",
                        max_length=30,
                        verbose_name="Basis",
                    ),
                ),
                (
                    "stated",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Leave empty to use quantity × rate × periods.",
                        max_digits=14,
                        null=True,
                        verbose_name="Cost",
                    ),
                ),
                (
                    "quantity",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        help_text="For example, 2 posts.",
                        max_digits=14,
                        null=True,
                        verbose_name="Quantity",
                    ),
                ),
                (
                    "rate",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        help_text="For example, 33.35 an hour.",
                        max_digits=14,
                        null=True,
                        verbose_name="Rate (£)",
                    ),
                ),
                (
                    "unit",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="For example, hour, week, item.",
                        max_length=40,
                        verbose_name="Unit of the rate",
                    ),
                ),
                (
                    "units_per_period",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        help_text="For example, 35 hours a week. 1 if left empty.",
                        max_digits=14,
                        null=True,
                        verbose_name="Units in a period",
                    ),
                ),
                (
                    "periods",
                    plans.models.fields.QuantityField(
                        blank=True,
                        decimal_places=4,
                        help_text="For example, 52 weeks. 1 if left empty.",
                        max_digits=14,
                        null=True,
                        verbose_name="Periods in the year",
                    ),
                ),
                ("recurrent", plans.models.fields.YesNoField(blank=True, null=True, verbose_name="Recurrent?")),
                ("capital", plans.models.fields.YesNoField(blank=True, null=True, verbose_name="Capital?")),
                (
                    "other_area",
                    plans.models.fields.LineField(blank=True, max_length=120, verbose_name="If other, which area?"),
                ),
                (
                    "commissioner",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[("nhs", "NHS"), ("council", "Council"), ("joint", "Both together")],
                        max_length=30,
                        verbose_name="Commissioned by",
                    ),
                ),
                (
                    "nhs_share",
                    plans.models.fields.PercentField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="NHS share of a joint line (%)",
                    ),
                ),
                (
                    "council_share",
                    plans.models.fields.PercentField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Council share of a joint line (%)",
                    ),
                ),
                (
                    "spend_status",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[("new", "New"), ("existing", "Existing")],
                        max_length=30,
                        verbose_name="New or existing?",
                    ),
                ),
                (
                    "area_of_spend",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conditions.areaofspend",
                        verbose_name="Area of spend",
                    ),
                ),
                (
                    "funding_source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conditions.fundingsource",
                        verbose_name="Funding source",
                    ),
                ),
                (
                    "provider_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conditions.providertype",
                        verbose_name="Type of provider",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.scheme"
                    ),
                ),
            ],
            options={
                "verbose_name": "investment line",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("commissioner__in", ["", "nhs", "council", "joint"]),
                            ("spend_status__in", ["", "new", "existing"]),
                        ),
                        name="investment_commissioner_and_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stated__isnull", True), ("stated__gte", 0), _connector="OR"),
                        name="investment_stated_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["", "lump", "rate"])), name="investment_basis_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("label", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Milestone")),
                ("due_on", plans.models.fields.DayField(blank=True, null=True, verbose_name="By which date")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.scheme"
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "measure",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="For example, delayed transfers of care.",
                        max_length=200,
                        verbose_name="Measure",
                    ),
                ),
                ("year", plans.models.fields.ChoiceField(blank=True, max_length=7, verbose_name="Financial year")),
                (
                    "change",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[
                            ("reduction", "Reduction of"),
                            ("increase", "Increase of"),
                            ("at_least", "At least"),
                            ("done", "Done (no figure)"),
                        ],
                        max_length=30,
                        verbose_name="Promise",
                    ),
                ),
                (
                    "target",
                    plans.models.fields.PercentField(
                        blank=True,
                        decimal_places=2,
                        help_text="Leave empty only where the promise has no figure.",
                        max_digits=14,
                        null=True,
                        verbose_name="Target (%)",
                    ),
                ),
                (
                    "baseline_period",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="For example, 2013/14. Before the target's year.",
                        max_length=40,
                        verbose_name="Baseline period",
                    ),
                ),
                ("baseline", plans.models.fields.LineField(blank=True, max_length=60, verbose_name="Baseline value")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.scheme"
                    ),
                ),
            ],
            options={
                "verbose_name": "outcome statement",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("change__in", ["", "reduction", "increase", "at_least", "done"])),
                        name="outcome_change_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "risk",
                    plans.models.fields.NarrativeField(blank=True, max_length=2000, verbose_name="Risk and its cause"),
                ),
                (
                    "category",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[
                            ("finance", "Finance"),
                            ("acute", "Acute provider"),
                            ("social_care", "Protection of social care"),
                            ("delivery", "Delivery capacity"),
                            ("information", "Data and information governance"),
                        ],
                        max_length=30,
                        verbose_name="Category",
                    ),
                ),
                (
                    "likelihood",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="Likelihood, 1 to 5",
                    ),
                ),
                (
                    "impact",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="Impact, 1 to 5",
                    ),
                ),
                (
                    "cost",
                    plans.models.fields.MoneyField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="Cost if it happens"
                    ),
                ),
                (
                    "bearer",
                    plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Who bears the cost"),
                ),
                (
                    "mitigation",
                    plans.models.fields.NarrativeField(blank=True, max_length=2000, verbose_name="Mitigation"),
                ),
                ("owner", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Owner (post)")),
                ("review_on", plans.models.fields.DayField(blank=True, null=True, verbose_name="Next review")),
                (
                    "measures",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="conditions.measuredefinition",
                        verbose_name="Measures affected",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
                (
                    "schemes",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="plans.scheme", verbose_name="Schemes affected"
                    ),
                ),
            ],
            options={
                "verbose_name": "risk",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("likelihood__isnull", True), ("likelihood__range", (1, 5)), _connector="OR"),
                            models.Q(("impact__isnull", True), ("impact__range", (1, 5)), _connector="OR"),
                        ),
                        name="risk_scores_in_range",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed_at", models.DateTimeField()),
                ("signer", models.CharField(help_text="The name in the certificate", max_length=200)),
                ("certificate", models.BinaryField(help_text="DER")),
                (
                    "unsealed_sha256",
                    models.CharField(help_text="Of the PDF before it was sealed: it can be made again", max_length=64),
                ),
                ("audit_seq", models.PositiveBigIntegerField()),
                ("audit_hash", models.CharField(max_length=64)),
                ("sign_offs", models.JSONField(blank=True, default=list)),
                ("made_with", models.JSONField(blank=True, default=dict, help_text="Package to version")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seal", to="plans.document"
                    ),
                ),
            ],
            options={
                "ordering": ["-sealed_at"],
            },
        ),
        migrations.CreateModel(
            name="SectionState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(max_length=40)),
                (
                    "row",
                    models.UUIDField(
                        blank=True, help_text="The scheme, where the section has a page for each row", null=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(null=True)),
                ("sitting", models.CharField(blank=True, help_text="The opened page that saved last", max_length=32)),
                (
                    "sitting_since",
                    models.PositiveIntegerField(
                        default=0, help_text="The version from which that page has saved without another in between"
                    ),
                ),
                ("sent", models.PositiveIntegerField(default=0, help_text="How often that page had sent itself")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="section_states", to="plans.plan"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("row__isnull", True)),
                        fields=("plan", "section"),
                        name="section_state_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("row__isnull", False)),
                        fields=("plan", "section", "row"),
                        name="section_state_row_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionRevision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                (
                    "began_at",
                    models.DateTimeField(help_text="The first save of the sitting that this revision keeps", null=True),
                ),
                ("saved_at", models.DateTimeField()),
                ("sitting", models.CharField(blank=True, max_length=32)),
                (
                    "is_kept",
                    models.BooleanField(
                        default=True, help_text="Saved on purpose, or opened by someone: never replaced"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="plans.sectionstate"
                    ),
                ),
            ],
            options={
                "ordering": ["-version"],
                "constraints": [models.UniqueConstraint(fields=("state", "version"), name="section_revision_unique")],
            },
        ),
        migrations.CreateModel(
            name="ServiceGroup",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "name",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="For example, Long-term care. Each scheme may be put into one.",
                        max_length=200,
                        verbose_name="Group",
                    ),
                ),
                (
                    "services",
                    plans.models.fields.NarrativeField(blank=True, max_length=2000, verbose_name="Services in it"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "local service group",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SevenDayService",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("service", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Service")),
                (
                    "sector",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[("health", "Health"), ("social_care", "Social care")],
                        max_length=30,
                        verbose_name="Sector",
                    ),
                ),
                (
                    "current_hours",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="For example, Monday to Friday, 9 to 5.",
                        max_length=80,
                        verbose_name="Hours now",
                    ),
                ),
                (
                    "target_hours",
                    plans.models.fields.LineField(blank=True, max_length=80, verbose_name="Hours aimed at"),
                ),
                ("starts_on", plans.models.fields.DayField(blank=True, null=True, verbose_name="From which date")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "seven-day service",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sector__in", ["", "health", "social_care"])),
                        name="seven_day_service_sector_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SocialCare",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "definition",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Services, not budgets: say what people will still get.",
                        max_length=20000,
                        verbose_name="What does protecting social care services mean locally?",
                    ),
                ),
                (
                    "support",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Name the schemes.",
                        max_length=20000,
                        verbose_name="How do the schemes protect them?",
                    ),
                ),
                (
                    "amount_first_year",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Spent on social care, first year",
                    ),
                ),
                (
                    "amount_second_year",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Spent on social care, second year",
                    ),
                ),
                (
                    "required_amount",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Only if an amount was confirmed to you. Leave empty if none was: it is not nought.",
                        max_digits=14,
                        null=True,
                        verbose_name="Least that must go to social care from the NHS minimum, second year",
                    ),
                ),
                (
                    "care_act_amount",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Your share of £135m nationally (policy framework 2016-17).",
                        max_digits=14,
                        null=True,
                        verbose_name="For duties under the Care Act, second year",
                    ),
                ),
                (
                    "carers_amount",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="For support to carers, second year",
                    ),
                ),
            ],
            options={
                "verbose_name": "protection of social care",
            },
        ),
        migrations.CreateModel(
            name="SourcedFigure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("statement", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="What it says")),
                (
                    "figure",
                    plans.models.fields.QuantityField(
                        blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="Figure"
                    ),
                ),
                ("unit", plans.models.fields.LineField(blank=True, max_length=60, verbose_name="Unit")),
                ("source", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Source")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "sourced figure",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SpendingCall",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "call",
                    plans.models.fields.ChoiceField(
                        blank=True,
                        choices=[
                            ("offset", "Offset against other lines of the pool"),
                            ("risk_pool", "The risk pool or contingency"),
                            ("cut", "Cut spending that is not committed"),
                            ("outside", "Money from outside the pool"),
                        ],
                        max_length=30,
                        verbose_name="What is called on",
                    ),
                ),
                (
                    "limit",
                    plans.models.fields.MoneyField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="Up to"
                    ),
                ),
                (
                    "note",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="For example, in proportion to contributions.",
                        max_length=200,
                        verbose_name="How it is shared",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "step",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("call__in", ["", "offset", "risk_pool", "cut", "outside"])),
                        name="spending_call_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "share",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="The additional transfer of 2014/15, for this area.",
                        max_digits=14,
                        null=True,
                        verbose_name="Your share of the £200m",
                    ),
                ),
                (
                    "use",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="The additional transfer from the NHS to social care (joint statement, 8 August 2013).",
                        max_length=20000,
                        verbose_name="How is your share of the £200m transferred in 2014/15 used?",
                    ),
                ),
            ],
            options={
                "verbose_name": "use of the 2014/15 transfer",
            },
        ),
        migrations.CreateModel(
            name="TransferLine",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("label", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="What it pays for")),
                (
                    "amount",
                    plans.models.fields.MoneyField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="Amount"
                    ),
                ),
                ("note", plans.models.fields.LineField(blank=True, max_length=200, verbose_name="Note")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "use of the transfer",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Vision",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s_section",
                        serialize=False,
                        to="plans.plan",
                    ),
                ),
                (
                    "vision",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="Say what will be different for people who use them.",
                        max_length=20000,
                        verbose_name="What is your vision for health and care services in five years?",
                    ),
                ),
                (
                    "person_statement",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="In the words of someone who uses services, if you wish.",
                        max_length=20000,
                        verbose_name="What will a person be able to say about their care?",
                    ),
                ),
                (
                    "aims",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        max_length=20000,
                        verbose_name="What are your aims and objectives, and how will you measure them?",
                    ),
                ),
                (
                    "changes",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        help_text="The schemes, what makes them succeed, and when each happens.",
                        max_length=20000,
                        verbose_name="What changes are planned?",
                    ),
                ),
                (
                    "alignment",
                    plans.models.fields.NarrativeField(
                        blank=True,
                        max_length=20000,
                        verbose_name="How does the plan align with the needs assessment, the health and wellbeing strategy and each partner's plans?",
                    ),
                ),
            ],
            options={
                "verbose_name": "vision",
            },
        ),
        migrations.CreateModel(
            name="WholeSpend",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("year", plans.models.fields.ChoiceField(blank=True, max_length=7, verbose_name="Financial year")),
                (
                    "amount",
                    plans.models.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Gross, with what it pays into the fund.",
                        max_digits=14,
                        null=True,
                        verbose_name="All its spend on health and care",
                    ),
                ),
                (
                    "source",
                    plans.models.fields.LineField(
                        blank=True,
                        help_text="For example, a budget book and its page.",
                        max_length=200,
                        verbose_name="Source of the figure",
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
                        verbose_name="Organisation",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_rows", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "spend of a partner",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                        name="whole_spend_amount_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkbookDownload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "words",
                    models.CharField(
                        help_text="SHA-256 of the content and page versions it was asked for", max_length=64
                    ),
                ),
                ("file", models.FileField(blank=True, upload_to="workbooks/")),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobs.job"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="workbook_downloads", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at"],
                "constraints": [models.UniqueConstraint(fields=("plan", "words"), name="workbook_download_unique")],
            },
        ),
        migrations.CreateModel(
            name="WorkbookUpload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("uploaded_at", models.DateTimeField()),
                ("name", models.CharField(help_text="What the author's file was called", max_length=120)),
                ("file", models.FileField(blank=True, upload_to="workbooks/")),
                (
                    "reads",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="How often it was read: again once the plan moved"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Being read"),
                            ("ready", "To be decided"),
                            ("refused", "Refused"),
                            ("accepted", "Accepted"),
                            ("set_aside", "Nothing taken"),
                        ],
                        default="reading",
                        max_length=10,
                    ),
                ),
                (
                    "result",
                    models.JSONField(blank=True, default=dict, help_text="The preview, or why the file was refused"),
                ),
                ("stored", models.PositiveIntegerField(default=0, help_text="How many changes were accepted")),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "job",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobs.job"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="workbook_uploads", to="plans.plan"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-uploaded_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["reading", "ready", "refused", "accepted", "set_aside"])),
                        name="workbook_upload_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", False), ("state__in", ["accepted", "set_aside"])),
                            models.Q(
                                models.Q(("state__in", ["accepted", "set_aside"]), _negated=True),
                                ("settled_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="workbook_upload_settled_at_when_settled",
                    ),
                ],
            },
        ),
    ]
