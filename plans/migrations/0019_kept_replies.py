"""The reply to a commentary that was taken back stays with its invitation."""

from django.db import migrations

import plans.models.fields


class Migration(migrations.Migration):
    dependencies = [("plans", "0018_papers_in_words")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="last_reply",
            field=plans.models.fields.NarrativeField(
                blank=True,
                max_length=20000,
                verbose_name="What the partners replied to words that were taken back since",
            ),
        ),
    ]
