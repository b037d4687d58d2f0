"""An index on the hash by which a file that comes back is known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0021_comparison_papers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="sha256",
            field=models.CharField(
                blank=True, db_index=True, help_text="By which a file that comes back is known", max_length=64
            ),
        ),
    ]
