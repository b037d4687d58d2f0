"""A related document can name one of the plan's attached files."""

from django.db import migrations

import plans.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0023_joint_boards"),
    ]

    operations = [
        migrations.AddField(
            model_name="relateddocument",
            name="attached_file",
            field=plans.models.fields.ChoiceField(
                blank=True,
                help_text="One of the files attached to this plan, if it is among them.",
                max_length=140,
                verbose_name="Attached file",
            ),
        ),
    ]
