"""A measure's definition says for which period each of its targets is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two texts, empty where the definition does not say."""

    dependencies = [("conditions", "0003_terms_of_payment")]

    operations = [
        migrations.AddField(
            model_name="measuredefinition",
            name="april_period",
            field=models.CharField(blank=True, max_length=120, verbose_name="period of the April 2015 target"),
        ),
        migrations.AddField(
            model_name="measuredefinition",
            name="october_period",
            field=models.CharField(blank=True, max_length=120, verbose_name="period of the October 2015 target"),
        ),
    ]
