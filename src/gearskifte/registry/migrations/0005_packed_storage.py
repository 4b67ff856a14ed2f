# SPDX-License-Identifier: EUPL-1.2
"""Facts packed, findings told once, and no index that another serves as well."""

import django.db.models.deletion
import msgspec
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from gearskifte.kernel.errors import Text
from gearskifte.registry.findings import fault_of
from gearskifte.registry.histories import pack_facts
from gearskifte.registry.rules.intake import Fact, Finding, Severity

_BATCH = 1000
_ENCODER = msgspec.json.Encoder(order="deterministic")


def pack(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Pack the facts of every registration."""
    with schema_editor.connection.cursor() as cursor:
        after = "00000000-0000-0000-0000-000000000000"
        while True:
            cursor.execute(
                "SELECT id, facts::text FROM registry_registration WHERE id > %s"
                " ORDER BY id LIMIT %s",
                [after, _BATCH],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            after = rows[-1][0]
            packed = []
            for id_, facts in rows:
                told = msgspec.json.decode(facts, type=list[Fact])
                packed.append((pack_facts([_ENCODER.encode(told)])[0], id_))
            cursor.executemany("UPDATE registry_registration SET packed = %s WHERE id = %s", packed)


def divide(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Tell every finding by its fault and its place."""
    with schema_editor.connection.cursor() as cursor:
        after = 0
        while True:
            cursor.execute(
                "SELECT id, message_id, object_id, rule, severity, path, text_da, text_en"
                " FROM registry_finding WHERE id > %s ORDER BY id LIMIT %s",
                [after, _BATCH],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            after = rows[-1][0]
            for id_, message, about, rule, severity, path, text_da, text_en in rows:
                finding = Finding(rule, Severity(severity), path, Text(text_da, text_en), about)
                fault, place = fault_of(finding)
                cursor.execute(
                    "INSERT INTO registry_fault (id, rule, severity, path, text_da, text_en)"
                    " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                    [fault.id, fault.rule, fault.severity, fault.path, text_da, text_en],
                )
                cursor.execute(
                    "INSERT INTO registry_found (id, message_id, object_id, fault_id, place)"
                    " VALUES (%s, %s, %s, %s, %s)",
                    [id_, message, about, fault.id, place],
                )
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('registry_found', 'id'), %s)", [after]
            )


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_officials")]

    operations = [
        # References are checked at once, so that no check is outstanding when a table is altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.RunSQL("DROP FUNCTION IF EXISTS registry_registrations(uuid)"),
        migrations.RunSQL("DROP VIEW IF EXISTS registry_pub_finding"),
        migrations.RunSQL("DROP VIEW IF EXISTS registry_pub_quality"),
        migrations.RunSQL("DROP FUNCTION IF EXISTS registry_find_person(bytea)"),
        migrations.AddField(
            "registration", "packed", models.BinaryField(default=b""), preserve_default=False
        ),
        migrations.RunPython(pack),
        migrations.RemoveField("registration", "facts"),
        migrations.RenameField("registration", "packed", "facts"),
        # Packed bytes do not become smaller by being compressed again.
        migrations.RunSQL("ALTER TABLE registry_registration ALTER facts SET STORAGE EXTERNAL"),
        migrations.RunSQL("ALTER TABLE registry_raw_message ALTER body SET STORAGE EXTERNAL"),
        migrations.CreateModel(
            name="Fault",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("rule", models.CharField(max_length=120)),
                ("severity", models.CharField(max_length=10)),
                ("path", models.TextField()),
                ("text_da", models.TextField()),
                ("text_en", models.TextField()),
            ],
            options={"db_table": "registry_fault"},
        ),
        migrations.CreateModel(
            name="Found",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("object_id", models.UUIDField(null=True)),
                ("place", models.TextField()),
                (
                    "fault",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="registry.fault"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="registry.rawmessage",
                    ),
                ),
            ],
            options={"db_table": "registry_found"},
        ),
        migrations.RunPython(divide),
        migrations.DeleteModel("Finding"),
        migrations.RenameModel("Found", "Finding"),
        migrations.AlterModelTable("Finding", "registry_found"),
        migrations.AlterField("person", "fingerprint", models.BinaryField()),
        migrations.RunSQL(
            "ALTER TABLE registry_found DROP CONSTRAINT registry_found_pkey,"
            " ADD CONSTRAINT registry_found_pkey PRIMARY KEY (message_id, id)"
        ),
        migrations.RemoveIndex("registration", "registry_registration_object"),
        migrations.AddIndex(
            "registration", models.Index(fields=["object_id"], name="registry_registration_about")
        ),
        migrations.RemoveIndex("party", "registry_party_person"),
        migrations.RunSQL("ALTER TABLE registry_party DROP CONSTRAINT registry_party_pkey"),
        migrations.AddIndex(
            "party", models.Index(fields=["object_id"], name="registry_party_object")
        ),
        migrations.RemoveIndex("audience", "registry_audience_object"),
        # The same columns, the object first: so it serves those who look for an object's audience.
        migrations.RunSQL(
            "ALTER TABLE registry_audience DROP CONSTRAINT registry_audience_pkey,"
            " ADD CONSTRAINT registry_audience_pkey"
            " PRIMARY KEY (object_id, person_id, starts, citizen)",
            state_operations=[
                migrations.AlterField(
                    "audience",
                    "pk",
                    models.CompositePrimaryKey(
                        "object_id",
                        "person_id",
                        "starts",
                        "citizen",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                )
            ],
        ),
    ]
