# SPDX-License-Identifier: EUPL-1.2
"""Decisions that a part of somebody's log is shown later are found without reading all of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="audit",
            index=models.Index(
                fields=["subject"],
                name="kernel_audit_delay",
                condition=models.Q(entry__has_key="delay"),
            ),
        ),
    ]
