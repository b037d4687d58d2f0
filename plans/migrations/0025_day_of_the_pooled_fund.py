"""The day of the section 75 agreement, beside how far it has come."""

from django.db import migrations

import plans.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0024_named_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="plandetails",
            name="pooled_fund_agreed_on",
            field=plans.models.fields.DayField(
                blank=True,
                help_text="When it was signed, or when it is to be.",
                null=True,
                verbose_name="Date of the section 75 agreement",
            ),
        ),
    ]
