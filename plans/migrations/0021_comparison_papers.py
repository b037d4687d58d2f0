"""Comparisons of two states of a plan as PDFs."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_job"),
        ("plans", "0020_seals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
    ]
