# SPDX-License-Identifier: EUPL-1.2
"""Tables of the overview: what is new to a citizen, kept from the events of other rooms."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class News(models.Model):
    """Something that happened in a case or with money, as one citizen sees it."""

    id = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField()
    object_id = models.UUIDField()
    event_id = models.BigIntegerField()
    what = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        db_table = "overview_news"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id", "event_id"], name="overview_news_once")
        ]
