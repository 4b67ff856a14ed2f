# SPDX-License-Identifier: EUPL-1.2
"""Addresses leave the texts of recipes, and become what each municipality fills in."""

import hashlib
import re

import django.db.models.deletion
import yaml
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def _moved(text: str) -> tuple[str, dict[str, str]]:
    """The text without its addresses, and the addresses by their systems."""
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    found: dict[str, str] = {}
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value != "systemer" or not isinstance(value, yaml.MappingNode):
            continue
        for name, address in reversed(value.value):
            if re.match(r"https?://", address.value):
                found[name.value] = address.value
                start, end = address.start_mark.index, address.end_mark.index
                text = text[:start] + name.value + text[end:]
    return text, found


def move_addresses(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Every version's text, its secrets, and one filled-in row for each robot."""
    versions, secrets, bindings, items = (
        apps.get_model("robots", name).objects.using(editor.connection.alias)
        for name in ("Version", "Secret", "Binding", "Item")
    )
    addresses: dict[int, dict[str, str]] = {}
    for version in versions.order_by("robot_id", "number"):
        text, found = _moved(version.source)
        if not found:
            continue
        digest = hashlib.sha256(text.encode()).hexdigest()
        for secret in secrets.filter(robot_id=version.robot_id, digest=version.digest):
            secret.address = found.get(secret.name.partition(".")[0], "").rstrip("/")
            secret.digest = digest
            secret.save()
        version.source, version.digest = text, digest
        version.save()
        addresses.setdefault(version.robot_id, {}).update(found)
    for robot, given in addresses.items():
        newest = versions.filter(robot_id=robot).order_by("-number").first()
        binding = bindings.create(
            robot_id=robot, given=given, given_by=newest.made_by, given_at=newest.made_at
        )
        items.filter(robot_id=robot, attempts__gt=0).update(binding=binding)


class Migration(migrations.Migration):
    dependencies = [("robots", "0002_seen_page")]

    operations = [
        migrations.CreateModel(
            name="Binding",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("given", models.JSONField()),
                ("given_by", models.TextField()),
                ("given_at", models.DateTimeField()),
                (
                    "robot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="robots.robot"
                    ),
                ),
            ],
            options={"db_table": "robots_binding"},
        ),
        migrations.AddField(
            model_name="item",
            name="binding",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="robots.binding",
            ),
        ),
        migrations.AddField(
            model_name="secret",
            name="address",
            field=models.TextField(db_default=""),
        ),
        migrations.RemoveConstraint(model_name="secret", name="robots_secret_once"),
        migrations.RunPython(move_addresses, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="secret",
            constraint=models.UniqueConstraint(
                fields=("robot", "digest", "address", "name"), name="robots_secret_once"
            ),
        ),
    ]
