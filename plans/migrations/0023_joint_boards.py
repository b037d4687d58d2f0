"""Boards that agree a plan beside its locality's own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_invited_accounts"),
        ("plans", "0022_document_hash_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="is_joint",
            field=models.BooleanField(default=False, help_text="More than the locality's own board agrees it"),
        ),
        migrations.AddField(
            model_name="plan",
            name="more_boards",
            field=models.ManyToManyField(
                blank=True,
                help_text="Boards that agree it beside the locality's own",
                related_name="+",
                to="accounts.organisation",
            ),
        ),
    ]
