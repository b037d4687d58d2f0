"""Seals of stored documents; the PDF as submitted and the outcome letter among the kinds of document."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_job"),
        ("plans", "0019_kept_replies"),
    ]

    operations = [
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
            ],
            options={
                "ordering": ["-sealed_at"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="document",
            name="document_kind_known",
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pdf", "PDF document"),
                    ("xlsx", "Excel workbook"),
                    ("submission", "PDF as submitted"),
                    ("letter", "Outcome letter"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["pdf", "xlsx", "submission", "letter"])), name="document_kind_known"
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="document",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="seal", to="plans.document"
            ),
        ),
    ]
