"""The link of an invitation goes by mail; where it did not, the address is not proven."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0027_replaced_words")]

    operations = [
        migrations.AddField(model_name="invitation", name="link_mailed_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="invitation",
            name="is_unproven",
            field=models.BooleanField(
                default=False, help_text="The authors passed the link on: the address is unproven"
            ),
        ),
    ]
