# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("body", models.BinaryField()),
                ("received_at", models.DateTimeField()),
                ("received_by", models.CharField(max_length=100)),
                ("used_from", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "workforce_file",
                "indexes": [
                    models.Index(fields=["kind", "-used_from"], name="workforce_file_used")
                ],
            },
        ),
    ]
