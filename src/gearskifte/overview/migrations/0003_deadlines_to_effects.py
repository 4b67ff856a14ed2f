# SPDX-License-Identifier: EUPL-1.2
"""The answer times of the guide that holds go to the one list of deadlines, in effects.

A number whose answer time a longer number had left out is told to have none. Editions stay as they
were published.
"""

from datetime import date
from typing import Any

from django.db import migrations


def carry_over(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    editions = apps.get_model("overview", "PublishedGuide").objects.using(alias)
    guide = editions.order_by("-id").first()
    subjects = guide.content.get("subjects", []) if guide else []
    promised = {each["kle"] for each in subjects if each.get("answer_days")}
    deadline = apps.get_model("effects", "Deadline")
    for each in subjects:
        parts = each["kle"].split(".")
        above = {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
        if each.get("answer_days") or above & promised:
            deadline.objects.using(alias).create(
                owner="",
                topic=each["kle"],
                days=each.get("answer_days"),
                working=False,
                valid_from=date.fromisoformat(each["starts"]),
                decided_where="",
                link=each.get("published_at", ""),
                entered_at=guide.published_at,
                entered_by=guide.published_by,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("effects", "0002_one_list_of_deadlines"),
        ("overview", "0002_citizens_page"),
    ]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
