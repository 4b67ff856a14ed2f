# SPDX-License-Identifier: EUPL-1.2
"""That an answer did not come in time is news, once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("overview", "0010_look_ups"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="news",
            constraint=models.UniqueConstraint(
                condition=models.Q(("what", "overdue")),
                fields=("object_id",),
                name="overview_news_overdue_once",
            ),
        ),
    ]
