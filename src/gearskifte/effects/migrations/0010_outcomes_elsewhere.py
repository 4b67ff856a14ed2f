# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("effects", "0009_decisions"),
    ]

    operations = [
        # Django does not change composite keys; what is told is told anew at the next meeting.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    """
                    ALTER TABLE effects_elsewhere ADD COLUMN outcome text NOT NULL DEFAULT 'waiting';
                    ALTER TABLE effects_elsewhere ALTER COLUMN outcome DROP DEFAULT;
                    ALTER TABLE effects_elsewhere DROP CONSTRAINT effects_elsewhere_pkey;
                    ALTER TABLE effects_elsewhere
                        ADD CONSTRAINT effects_elsewhere_pkey PRIMARY KEY (unit, topic, outcome)
                    """,
                    migrations.RunSQL.noop,
                )
            ],
            state_operations=[
                migrations.DeleteModel("Elsewhere"),
                migrations.CreateModel(
                    name="Elsewhere",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "unit",
                                "topic",
                                "outcome",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("unit", models.TextField()),
                        ("topic", models.CharField(max_length=20)),
                        ("outcome", models.TextField()),
                        ("months", models.JSONField()),
                        ("uses", models.JSONField()),
                    ],
                    options={"db_table": "effects_elsewhere"},
                ),
            ],
        ),
    ]
