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


class PublishedGuide(models.Model):
    """What the municipality has published (svarfrister, klage, kontakt), each edition whole.

    The newest edition holds; older ones stay, so that what was promised when can be told.
    """

    id = models.BigAutoField(primary_key=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=100)
    content = models.JSONField()

    class Meta:
        db_table = "overview_guide"
