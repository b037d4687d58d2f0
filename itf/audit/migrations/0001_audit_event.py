"""The table of audit events."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "seq",
                    models.PositiveBigIntegerField(
                        help_text="1, 2, 3 ... without a gap", primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "actor_id",
                    models.PositiveBigIntegerField(
                        help_text="The user's id; none when the service itself acted", null=True
                    ),
                ),
                ("action", models.CharField(help_text="Lower case with dots, for example plan.frozen", max_length=60)),
                ("subject_type", models.CharField(help_text="The model, for example plans.plan", max_length=60)),
                ("subject_id", models.CharField(max_length=60)),
                (
                    "plan_key",
                    models.CharField(blank=True, help_text="The plan whose history shows this, if any", max_length=80),
                ),
                ("data", models.JSONField(blank=True, default=dict)),
                ("previous_hash", models.CharField(max_length=64, unique=True)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ["seq"],
                "indexes": [
                    models.Index(fields=["plan_key", "seq"], name="audit_plan_key"),
                    models.Index(fields=["subject_type", "subject_id", "seq"], name="audit_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="audit_seq_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", ""), _negated=True), models.Q(("subject_type", ""), _negated=True)
                        ),
                        name="audit_says_what",
                    ),
                ],
            },
        ),
    ]
