"""What each reading of the whole chain showed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_audit_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("count", models.PositiveBigIntegerField(help_text="How many events hold")),
                ("head", models.CharField(help_text="The hash of the last one that holds", max_length=64)),
                ("first_bad", models.PositiveBigIntegerField(null=True)),
                ("fault", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fault", ""), ("first_bad__isnull", True)),
                            models.Q(("first_bad__isnull", False), models.Q(("fault", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="chain_check_fault_with_its_place",
                    )
                ],
            },
        ),
    ]
