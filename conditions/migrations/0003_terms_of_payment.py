from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conditions", "0002_spending_and_checks"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="ruleparameter",
            name="rule_parameter_kind_known",
        ),
        migrations.AlterField(
            model_name="ruleparameter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("number", "A number"),
                    ("keys", "Keys of funding sources, separated by spaces"),
                    ("months", "Months as 2015-04, in order, separated by spaces"),
                ],
                default="number",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="ruleparameter",
            name="rules",
            field=models.CharField(
                blank=True,
                help_text="The rules that use it, separated by spaces; none for a term of payment",
                max_length=60,
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleparameter",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["number", "keys", "months"])), name="rule_parameter_kind_known"
            ),
        ),
    ]
