# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("robots", "0003_bindings")]

    operations = [
        migrations.CreateModel(
            name="Beginning",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("mark", models.TextField()),
                ("until", models.DateTimeField()),
                (
                    "robot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="robots.robot",
                    ),
                ),
            ],
            options={
                "db_table": "robots_beginning",
                "constraints": [
                    models.UniqueConstraint(fields=("robot", "mark"), name="robots_beginning_once")
                ],
            },
        ),
    ]
