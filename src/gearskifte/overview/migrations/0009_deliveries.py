# SPDX-License-Identifier: EUPL-1.2
"""What was delivered of services that are not money."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("overview", "0008_source_corrections")]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("object_id", models.UUIDField()),
                ("source", models.TextField()),
                ("service", models.TextField(default="")),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=8)),
                ("unit", models.CharField(max_length=10)),
                ("told_at", models.DateTimeField()),
            ],
            options={
                "db_table": "overview_delivery",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("object_id", "source", "service", "first", "last"),
                        name="overview_delivery_once",
                    )
                ],
            },
        ),
    ]
