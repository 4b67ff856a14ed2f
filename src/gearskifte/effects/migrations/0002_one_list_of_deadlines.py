# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("effects", "0001_initial"),
    ]

    operations = [
        migrations.AlterField("deadline", "days", models.IntegerField(null=True)),
        migrations.AddField("deadline", "link", models.TextField(default="", db_default="")),
    ]
