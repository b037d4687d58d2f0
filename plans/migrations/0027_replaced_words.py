"""What the authors had written where an invited person's own words stand is kept with the invitation."""

import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0026_who_assures")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="replaced",
            field=models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
        ),
    ]
