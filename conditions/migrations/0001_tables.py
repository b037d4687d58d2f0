"""The tables of what the centre issues."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import conditions.models.rounds


class Migration(migrations.Migration):
    replaces = [
        ("conditions", "0001_initial"),
        ("conditions", "0002_spending_and_checks"),
        ("conditions", "0003_terms_of_payment"),
        ("conditions", "0004_periods_of_targets"),
        ("conditions", "0005_routes"),
        ("conditions", "0006_tranches"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AreaOfSpend",
            fields=[
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("is_social_care", models.BooleanField(default=False)),
                (
                    "is_out_of_hospital",
                    models.BooleanField(default=False, help_text="Counts as a service outside acute hospitals"),
                ),
                ("is_free", models.BooleanField(default=False, verbose_name="the plan names the area itself")),
                ("note", models.TextField(blank=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "areas of spend",
                "ordering": ["position", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="area_of_spend_source_mark_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Concept",
            fields=[
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("description", models.TextField(blank=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="concept_source_mark_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConditionSet",
            fields=[
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=160)),
                ("issued_on", models.DateField(blank=True, help_text="Empty when the paper bears no day", null=True)),
                (
                    "issued_text",
                    models.CharField(help_text="The date as people say it, for example December 2013", max_length=60),
                ),
                ("note", models.TextField(blank=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="condition_set_source_mark_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FundingSource",
            fields=[
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                (
                    "contributor",
                    models.CharField(
                        choices=[("nhs", "NHS"), ("council", "Council")],
                        help_text="The side that pays it into the pool",
                        max_length=10,
                    ),
                ),
                (
                    "previous_holder",
                    models.CharField(
                        choices=[("nhs", "NHS"), ("council", "Council")],
                        help_text="The side whose budget it was before",
                        max_length=10,
                    ),
                ),
                ("capital_only", models.BooleanField(default=False)),
                (
                    "first_year",
                    models.CharField(
                        help_text="The first financial year in which it exists",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}/\\d{2}$", "Write a financial year like 2014/15."
                            )
                        ],
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="funding_source_source_mark_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contributor__in", ["nhs", "council"]), ("previous_holder__in", ["nhs", "council"])
                        ),
                        name="funding_source_sides_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_year__regex", "^\\d{4}/\\d{2}$")),
                        name="funding_source_first_year_is_a_financial_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImpliedConcept",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("where", models.CharField(blank=True, max_length=120)),
                (
                    "concept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conditions.concept"
                    ),
                ),
                (
                    "condition_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="implied",
                        to="conditions.conditionset",
                    ),
                ),
            ],
            options={
                "ordering": ["concept__position"],
                "constraints": [
                    models.UniqueConstraint(fields=("condition_set", "concept"), name="implied_concept_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyLineOfEnquiry",
            fields=[
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("question", models.TextField()),
                (
                    "sections",
                    models.CharField(
                        blank=True,
                        help_text="The sections of a plan that answer it, by their slugs, between spaces",
                        max_length=200,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "key lines of enquiry",
                "ordering": ["position", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="key_line_of_enquiry_source_mark_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureDefinition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.CharField(max_length=40)),
                (
                    "version",
                    models.PositiveSmallIntegerField(default=1, help_text="A changed definition is a new version"),
                ),
                ("title", models.CharField(max_length=160)),
                ("numerator", models.TextField()),
                ("denominator", models.TextField()),
                ("unit", models.CharField(max_length=80)),
                (
                    "multiplier",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Empty when the plan's own definition says",
                        max_digits=12,
                        null=True,
                    ),
                ),
                (
                    "good_direction",
                    models.CharField(
                        blank=True,
                        choices=[("up", "Higher is better"), ("down", "Lower is better")],
                        help_text="Empty when the plan's own definition says",
                        max_length=4,
                    ),
                ),
                ("period", models.TextField(blank=True)),
                (
                    "april_period",
                    models.CharField(blank=True, max_length=120, verbose_name="period of the April 2015 target"),
                ),
                (
                    "october_period",
                    models.CharField(blank=True, max_length=120, verbose_name="period of the October 2015 target"),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "counts_for_april",
                    models.BooleanField(default=False, verbose_name="counts for the April 2015 payment"),
                ),
                (
                    "counts_for_october",
                    models.BooleanField(default=False, verbose_name="counts for the October 2015 payment"),
                ),
                (
                    "is_national",
                    models.BooleanField(default=False, help_text="One of the five national measures of December 2013"),
                ),
                (
                    "is_local",
                    models.BooleanField(
                        default=False, help_text="On the menu from which a plan takes its one local measure"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "key", "version"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="measure_definition_source_mark_known",
                    ),
                    models.UniqueConstraint(fields=("key", "version"), name="measure_definition_version_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("good_direction__in", ["", "up", "down"])),
                        name="measure_definition_direction_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("multiplier__isnull", True), ("multiplier__gt", 0), _connector="OR"),
                        name="measure_definition_multiplier_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_national", False), ("is_local", False), _connector="OR"),
                        name="measure_definition_national_or_local",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NationalCondition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("number", models.CharField(help_text="As the paper numbers it, for example 4 or C1", max_length=5)),
                (
                    "kind",
                    models.CharField(
                        choices=[("condition", "Condition"), ("principle", "Principle")],
                        default="condition",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("wording", models.TextField(help_text="What the authors answer, in our own words")),
                (
                    "scope",
                    models.CharField(
                        blank=True, help_text="Where the set is narrower or wider than others", max_length=120
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("applies_if", models.CharField(blank=True, help_text="Empty when it always applies", max_length=160)),
                (
                    "payment_gate",
                    models.CharField(
                        blank=True,
                        help_text="What of it was a test for the first performance payment; empty if none",
                        max_length=160,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("concepts", models.ManyToManyField(related_name="conditions", to="conditions.concept")),
                (
                    "condition_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conditions",
                        to="conditions.conditionset",
                    ),
                ),
            ],
            options={
                "ordering": ["condition_set", "position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="national_condition_source_mark_known",
                    ),
                    models.UniqueConstraint(
                        fields=("condition_set", "number"), name="national_condition_number_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["condition", "principle"])),
                        name="national_condition_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NationalStatement",
            fields=[
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                (
                    "reckoning",
                    models.CharField(
                        choices=[
                            ("sum", "The parts add up to it"),
                            ("share", "The parts counted, as per cent of all parts"),
                        ],
                        default="sum",
                        max_length=10,
                    ),
                ),
                (
                    "stated",
                    models.DecimalField(
                        decimal_places=2, help_text="£ million, or per cent for a share", max_digits=12
                    ),
                ),
                (
                    "parts",
                    models.JSONField(
                        help_text='Each part as ["name", "amount"]; for a share, "counted" after those that count'
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="national_statement_source_mark_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reckoning__in", ["sum", "share"])), name="national_statement_reckoning"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderType",
            fields=[
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="provider_type_source_mark_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=160)),
                (
                    "national_template",
                    models.CharField(help_text="The template's key, for example dec-2013", max_length=40),
                ),
                (
                    "first_year",
                    models.CharField(
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}/\\d{2}$", "Write a financial year like 2014/15."
                            )
                        ],
                    ),
                ),
                (
                    "second_year",
                    models.CharField(
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}/\\d{2}$", "Write a financial year like 2014/15."
                            )
                        ],
                    ),
                ),
                ("window_closes_on", models.DateField(help_text="The last day on which submitting is on time")),
                (
                    "route",
                    models.CharField(
                        default="party board area region national ministers",
                        help_text="The groups that a plan passes, in order. A plan keeps the route it was put up for sign-off on",
                        max_length=120,
                        validators=[conditions.models.rounds.is_route],
                    ),
                ),
                (
                    "allows_not_agreed",
                    models.BooleanField(
                        default=False,
                        help_text="With the statements of both sides. A plan keeps what held when it was put up for sign-off",
                        verbose_name="a plan may go forward though a body cannot agree",
                    ),
                ),
                (
                    "assurance_days",
                    models.PositiveSmallIntegerField(
                        default=20,
                        help_text="From submission to the decision, without days spent waiting for the authors. Our own figure",
                        verbose_name="working days for assurance",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "condition_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="conditions.conditionset"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="round_source_mark_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_year__regex", "^\\d{4}/\\d{2}$"), ("second_year__regex", "^\\d{4}/\\d{2}$")
                        ),
                        name="round_years_are_financial_years",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_year__lt", models.F("second_year"))), name="round_years_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleParameter",
            fields=[
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=160)),
                (
                    "rules",
                    models.CharField(
                        blank=True,
                        help_text="The rules that use it, separated by spaces; none for a term of payment",
                        max_length=60,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("number", "A number"),
                            ("keys", "Keys of funding sources, separated by spaces"),
                            ("months", "Months as 2015-04, in order, separated by spaces"),
                        ],
                        default="number",
                        max_length=10,
                    ),
                ),
                ("value", models.CharField(max_length=200)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("note", models.TextField(blank=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="rule_parameter_source_mark_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["number", "keys", "months"])), name="rule_parameter_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeType",
            fields=[
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("unit", models.CharField(blank=True, help_text="Empty where no output is counted", max_length=80)),
                ("is_free", models.BooleanField(default=False, verbose_name="the plan names type and unit itself")),
                ("note", models.TextField(blank=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="scheme_type_source_mark_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TimetableEntry",
            fields=[
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("falls_on", models.DateField(blank=True, null=True)),
                (
                    "period",
                    models.CharField(blank=True, help_text="For example, December 2013 to January 2014", max_length=60),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "timetable entries",
                "ordering": ["position", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="timetable_entry_source_mark_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("falls_on__isnull", False), ("period", "")),
                            models.Q(("falls_on__isnull", True), models.Q(("period", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="timetable_entry_day_or_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tranche",
            fields=[
                (
                    "source",
                    models.CharField(
                        help_text="The paper, with the paragraph or page where there is one", max_length=300
                    ),
                ),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("sourced", "Stated in a published paper"),
                            ("derived", "Worked out from published facts"),
                            ("own", "Not checked against a source: not official"),
                            ("design", "Our recommendation: not official"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("loaded", models.JSONField(blank=True, default=dict, editable=False)),
                ("key", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tranches", to="conditions.round"
                    ),
                ),
            ],
            options={
                "ordering": ["round__position", "position", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_mark__in", ["sourced", "derived", "own", "design"])),
                        name="tranche_source_mark_known",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="conditionset",
            name="implied_concepts",
            field=models.ManyToManyField(
                help_text="Concepts that no condition of the set names but that its papers ask for elsewhere",
                related_name="implied_by",
                through="conditions.ImpliedConcept",
                to="conditions.concept",
            ),
        ),
    ]
