# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Used",
            fields=[
                ("once", models.BinaryField(primary_key=True, serialize=False)),
                ("until", models.DateTimeField()),
            ],
            options={"db_table": "login_used"},
        ),
        migrations.CreateModel(
            name="Ended",
            fields=[
                ("mark", models.TextField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "db_table": "login_ended",
                "indexes": [models.Index(fields=["until"], name="login_ended_until")],
            },
        ),
    ]
