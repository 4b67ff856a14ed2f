# SPDX-License-Identifier: EUPL-1.2
"""Look-ups that source systems tell of, and which of them do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("overview", "0009_deliveries")]

    operations = [
        migrations.CreateModel(
            name="LookUp",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("system", models.TextField()),
                ("reference", models.TextField()),
            ],
            options={
                "db_table": "overview_look_up",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("system", "reference"), name="overview_look_up_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                ("system", models.TextField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("told_at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={"db_table": "overview_telling"},
        ),
    ]
