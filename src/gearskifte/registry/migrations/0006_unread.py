# SPDX-License-Identifier: EUPL-1.2
"""Whom messages name that are not wholly read; those in quarantine are read again to find out."""

import django.db.models.deletion
from django.db import migrations, models

READ_AGAIN = """
DELETE FROM registry_found AS f USING registry_raw_message AS m
WHERE m.id = f.message_id AND m.status = 'quarantined'
  AND NOT EXISTS (SELECT FROM registry_resolution AS r WHERE r.message_id = m.id);
DELETE FROM registry_quarantine AS q
WHERE NOT EXISTS (SELECT FROM registry_resolution AS r WHERE r.message_id = q.message_id);
UPDATE registry_raw_message AS m SET status = 'received', interface = ''
WHERE m.status = 'quarantined'
  AND NOT EXISTS (SELECT FROM registry_resolution AS r WHERE r.message_id = m.id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_packed_storage"),
    ]

    operations = [
        migrations.CreateModel(
            name="Unread",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person_id", models.UUIDField(null=True)),
                ("object_id", models.UUIDField(null=True)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="registry.rawmessage"
                    ),
                ),
            ],
            options={
                "db_table": "registry_unread",
                "indexes": [
                    models.Index(
                        condition=models.Q(("person_id__isnull", False)),
                        fields=["person_id"],
                        name="registry_unread_person",
                    ),
                    models.Index(
                        condition=models.Q(("object_id__isnull", False)),
                        fields=["object_id"],
                        name="registry_unread_object",
                    ),
                ],
            },
        ),
        migrations.RunSQL(READ_AGAIN, migrations.RunSQL.noop),
    ]
