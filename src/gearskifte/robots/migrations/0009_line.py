# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("robots", "0008_tryout")]

    operations = [
        migrations.AddField(
            model_name="item", name="lent", field=models.BooleanField(db_default=False)
        ),
        migrations.RemoveIndex(model_name="item", name="robots_item_ready"),
        migrations.RemoveIndex(model_name="item", name="robots_item_running"),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                fields=["-priority", "deadline", "id", "not_before"],
                name="robots_item_ready",
                condition=models.Q(state="ready", lent=False),
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                fields=["made_at", "not_before"],
                name="robots_item_old",
                condition=models.Q(state="ready", lent=False),
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                fields=["id"], name="robots_item_running", condition=models.Q(state="running")
            ),
        ),
        migrations.RunSQL(
            "UPDATE robots_item SET lent = true"
            " WHERE robot_id IN (SELECT robot_id FROM robots_lending_key)",
            migrations.RunSQL.noop,
        ),
    ]
