"""Hints name published papers as readers know them."""

from django.db import migrations

import plans.models.fields


class Migration(migrations.Migration):
    """Words only."""

    dependencies = [("plans", "0017_comments")]

    operations = [
        migrations.AlterField(
            model_name="paymentmetric",
            name="ambition_reason",
            field=plans.models.fields.NarrativeField(
                blank=True,
                help_text="Needed when it is less than the 3.5% expected in July 2014.",
                max_length=20000,
                verbose_name="Why is the planned fall smaller than expected?",
            ),
        ),
        migrations.AlterField(
            model_name="socialcare",
            name="care_act_amount",
            field=plans.models.fields.MoneyField(
                blank=True,
                decimal_places=2,
                help_text="Your share of £135m nationally (policy framework 2016-17).",
                max_digits=14,
                null=True,
                verbose_name="For duties under the Care Act, second year",
            ),
        ),
    ]
