# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("robots", "0005_helpers")]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.IntegerField()),
                ("was", models.TextField()),
                ("becomes", models.TextField()),
                ("why", models.TextField()),
                ("seen", models.IntegerField()),
                ("first_at", models.DateTimeField()),
                ("newest_at", models.DateTimeField()),
                ("decided_by", models.TextField(db_default="")),
                ("decided_at", models.DateTimeField(null=True)),
                ("accepted", models.BooleanField(db_default=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="robots.version"
                    ),
                ),
            ],
            options={
                "db_table": "robots_proposal",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "line", "was", "becomes"),
                        name="robots_proposal_once",
                    )
                ],
            },
        ),
    ]
