# SPDX-License-Identifier: EUPL-1.2
"""Whether somebody doubts that another message says all that one in quarantine says."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0006_unread"),
    ]

    operations = [
        migrations.AddField(
            model_name="rawmessage",
            name="doubted",
            field=models.BooleanField(db_default=False),
        ),
    ]
