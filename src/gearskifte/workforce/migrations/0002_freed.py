# SPDX-License-Identifier: EUPL-1.2
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workforce", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Freed",
            fields=[
                ("robot", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("department", models.CharField(max_length=200)),
                ("items", models.IntegerField()),
                ("samples", models.IntegerField()),
                ("minutes", models.FloatField()),
                ("draws", ArrayField(models.FloatField())),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
            options={"db_table": "workforce_freed"},
        ),
        migrations.CreateModel(
            name="Use",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("robot", models.CharField(max_length=200)),
                ("service", models.CharField(max_length=20)),
                ("share", models.FloatField()),
                ("said_by", models.CharField(max_length=100)),
                ("said_at", models.DateTimeField()),
            ],
            options={
                "db_table": "workforce_use",
                "indexes": [
                    models.Index(fields=["robot", "-said_at"], name="workforce_use_newest")
                ],
            },
        ),
    ]
