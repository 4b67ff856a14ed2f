# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("robots", "0007_lending")]

    operations = [
        migrations.CreateModel(
            name="TryOut",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("asked_by", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("data", models.BinaryField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("result", models.BinaryField(db_default=b"")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="robots.version"
                    ),
                ),
            ],
            options={"db_table": "robots_tryout"},
        ),
    ]
