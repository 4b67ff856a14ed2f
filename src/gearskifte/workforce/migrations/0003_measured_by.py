# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workforce", "0002_freed")]

    operations = [
        migrations.AddField(
            model_name="freed",
            name="measured_by",
            field=models.CharField(default="robot", max_length=10),
        ),
    ]
