# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("effects", "0008_meanings"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="decision",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="case",
            name="decision_on",
            field=models.DateField(null=True),
        ),
        # Activities that tell how a case was decided are read when it is counted next. What its
        # source states of it comes when the case is told anew.
        migrations.RunSQL(
            """
            UPDATE effects_case SET read_by = -1;
            UPDATE effects_picture SET due_at = least(due_at, made_at) WHERE made_at IS NOT NULL
            """,
            migrations.RunSQL.noop,
        ),
    ]
